// Scratch stays small: registers are given back after their last use, and equal nodes are computed once.
#include <gtest/gtest.h>

#include <algorithm>

#include "compiler/backends/columnar/program.hpp"
#include "compiler/ir/builder.hpp"
#include "tests/property/random_program.hpp"

namespace plumb::columnar {
namespace {

namespace world = plumb::testing::world;
using ir::NodeId;
using ir::TypeKind;

constexpr uint32_t kBooleanWords = 2 * kGroupBlocks, kAlwaysWords = 3 * kGroupBlocks;

struct Setting {
  ir::Program program = plumb::testing::declarations();
  ir::Builder b{program};

  NodeId money() { return b.matter_field(world::kLodging, plumb::testing::field_of(program, world::kLodging, {TypeKind::money})); }
  NodeId above(int64_t fen) { return b.binary(ir::Op::above, money(), b.money(Money{fen})); }
  void add(NodeId condition) {
    ir::Measure m;
    const std::string index = std::to_string(program.measures.size());
    m.name = {"措施" + index, "measure_" + index};
    m.matter = world::kLodging;
    m.reach.self = true;
    m.party = PartyKind::person;
    m.condition = condition;
    m.effect = world::kRestrict;
    m.basis = {{world::kNotice, 0, UINT32_MAX}};
    program.measures.add(std::move(m));
  }
  BatchProgram assembled(Registers registers = Registers::reused) {
    std::vector<ir::MeasureId> measures;
    for (size_t i = 0; i < program.measures.size(); ++i) measures.push_back(program.measures.id_at(i));
    return assemble(plan(std::make_shared<const ir::Program>(program), world::kLodging, *Date::parse("2019-07-01"), measures), registers);
  }
};

size_t count(const BatchProgram& program, Step::Op op) {
  return static_cast<size_t>(std::count_if(program.steps.begin(), program.steps.end(), [&](const Step& s) { return s.op == op; }));
}

TEST(Registers, AreGivenBackAfterTheLastUse) {
  Setting s;
  for (int64_t i = 0; i < 500; ++i) s.add(s.above(i));
  const BatchProgram program = s.assembled();
  EXPECT_EQ(count(program, Step::Op::within), 501U);  // and the party's kind, once
  EXPECT_EQ(program.scratch_words, kAlwaysWords + 3 * kBooleanWords);
  EXPECT_GT(s.assembled(Registers::kept).scratch_words, 1000 * kBooleanWords);
}

TEST(Registers, EqualTestsOfManyMeasuresAreOne) {
  Setting s;
  const NodeId shared = s.b.logical_or({s.above(1), s.above(2)});
  for (int64_t i = 0; i < 20; ++i) s.add(s.b.logical_and({shared, s.above(100 + i)}));
  const BatchProgram program = s.assembled();
  EXPECT_EQ(count(program, Step::Op::reach), 1U);
  EXPECT_EQ(count(program, Step::Op::either), 1U);
  EXPECT_EQ(count(program, Step::Op::within), 1U + 2U + 20U);
}

TEST(Registers, ANegationTakesNoStep) {
  Setting s;
  s.add(s.b.logical_not(s.b.logical_not(s.b.logical_not(s.above(1)))));
  const BatchProgram program = s.assembled();
  EXPECT_EQ(program.steps.size(), 6U);  // reach, kind, both; within; both; decided
}

TEST(Registers, OfValuesAreReusedToo) {
  Setting s;
  NodeId sum = s.money();
  for (int64_t i = 1; i < 200; ++i) sum = s.b.binary(ir::Op::add, sum, s.b.money(Money{i}));
  s.add(s.b.binary(ir::Op::above, sum, s.b.money(Money{0})));
  const uint32_t value_words = kBooleanWords + kGroupRows * 2;
  EXPECT_LE(s.assembled().scratch_words, kAlwaysWords + 3 * kBooleanWords + 2 * value_words);
}

}  // namespace
}  // namespace plumb::columnar
