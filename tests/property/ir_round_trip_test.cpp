// Random programs come back from every form that they are written in.
#include <gtest/gtest.h>

#include <set>

#include "compiler/ir/encoding.hpp"
#include "compiler/ir/printer.hpp"
#include "compiler/ir/reader.hpp"
#include "compiler/ir/verifier.hpp"
#include "tests/property/random_program.hpp"

namespace plumb::ir {
namespace {

class RoundTrip : public ::testing::TestWithParam<uint64_t> {
 protected:
  testing::Random random{GetParam()};
  Program program = testing::random_program(random);
};

TEST_P(RoundTrip, RandomProgramsKeepEveryInvariant) {
  for (const Violation& violation : verify(program)) ADD_FAILURE() << text(violation);
}

TEST_P(RoundTrip, DecodeUndoesEncode) {
  program.source_digest = "source";
  program.meaning_digest = "meaning";
  const std::string bytes = encode(program);
  const auto back = decode(bytes);
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(encode(*back), bytes);
  EXPECT_EQ(print(*back), print(program));
}

TEST_P(RoundTrip, ParseUndoesPrint) {
  const std::string printed = print(program);
  const auto back = parse(printed);
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(print(*back), printed);
  EXPECT_EQ(encode(*back), encode(program));
}

TEST_P(RoundTrip, CanonicalFormIsVerifiedAndItsOwnCanonicalForm) {
  const Program once = canonical(program);
  for (const Violation& violation : verify(once)) ADD_FAILURE() << text(violation);
  EXPECT_EQ(encode(canonical(once)), encode(once));
}

INSTANTIATE_TEST_SUITE_P(Seeds, RoundTrip, ::testing::Range<uint64_t>(0, 60));

// What the generator promises to those who compare evaluators with it.
TEST(RandomProgram, MeetsEveryInstructionWithEveryTypeItTakes) {
  std::set<Op> ops;
  std::set<std::pair<Op, TypeKind>> operand_kinds;
  for (uint64_t seed = 0; seed < 200; ++seed) {
    testing::Random random(seed);
    const Program program = testing::random_program(random);
    for (uint32_t i = 0; i < program.nodes.size(); ++i) {
      const Op op = program.nodes[NodeId(i)].op;
      ops.insert(op);
      for (const NodeId operand : operands(program, NodeId(i))) operand_kinds.insert({op, program.nodes[operand].type.kind});
    }
  }
  EXPECT_EQ(ops.size(), static_cast<size_t>(Op::listed_on) + 1);
  for (const Type type : testing::all_types()) {
    const bool ordered = type.kind == TypeKind::integer || type.kind == TypeKind::decimal || type.kind == TypeKind::money || type.kind == TypeKind::ratio ||
                         type.kind == TypeKind::date;
    EXPECT_TRUE(operand_kinds.contains({Op::known, type.kind}));
    EXPECT_EQ(operand_kinds.contains({Op::equal, type.kind}), type.kind != TypeKind::duration);
    EXPECT_EQ(operand_kinds.contains({Op::at_least, type.kind}), ordered);
    EXPECT_TRUE(operand_kinds.contains({Op::select, type.kind}));
  }
  for (const TypeKind kind : {TypeKind::integer, TypeKind::decimal, TypeKind::money, TypeKind::ratio}) {
    for (const Op op : {Op::add, Op::subtract, Op::multiply, Op::divide, Op::negate}) EXPECT_TRUE(operand_kinds.contains({op, kind}));
  }
}

}  // namespace
}  // namespace plumb::ir
