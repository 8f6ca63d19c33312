// Every hard limit of the IR: what lies just within works, what lies just beyond is refused.
#include <gtest/gtest.h>

#include "compiler/backends/reference/evaluate.hpp"
#include "compiler/ir/builder.hpp"
#include "compiler/ir/encoding.hpp"
#include "compiler/ir/printer.hpp"
#include "compiler/ir/verifier.hpp"
#include "tests/property/random_program.hpp"

namespace plumb::ir {
namespace {

namespace world = testing::world;

Program with_condition(const std::function<NodeId(Builder&)>& make) {
  Program p = testing::declarations();
  Builder b(p);
  Measure m;
  m.name = {"措施", "measure"};
  m.matter = world::kLodging;
  m.reach.anyone = true;
  m.effect = world::kRestrict;
  m.basis = {{world::kNotice, 0, UINT32_MAX}};
  m.condition = make(b);
  p.measures.add(m);
  return p;
}

bool breaks(const Program& p, Invariant invariant) {
  const auto found = verify(p);
  return found.size() == 1 && found[0].invariant == invariant;
}

reference::Outcome decide(const Program& p) {
  reference::Row row(p.matters[world::kLodging].fields.size());
  return reference::evaluate({&p, *Date::parse("2019-07-01"), &row, {}, {}, {}}, MeasureId(0));
}

NodeId nots(Builder& b, uint32_t depth) {
  NodeId node = b.boolean(true);
  for (uint32_t i = 1; i < depth; ++i) node = b.logical_not(node);
  return node;
}

TEST(Limits, DepthOfAnExpression) {
  const Program deepest = with_condition([](Builder& b) { return nots(b, kMaxDepth); });
  ASSERT_TRUE(verify(deepest).empty());
  EXPECT_EQ(decide(deepest).value, reference::Truth::is_false);
  reference::Row row(deepest.matters[world::kLodging].fields.size());
  EXPECT_EQ(reference::explain({&deepest, *Date::parse("2019-07-01"), &row, {}, {}, {}}, MeasureId(0)).truth, reference::Truth::is_false);
  EXPECT_EQ(meaning_digest(deepest).size(), 64u);
  EXPECT_FALSE(print(deepest, deepest.measures[MeasureId(0)].condition, world::kLodging).empty());
  EXPECT_TRUE(breaks(with_condition([](Builder& b) { return nots(b, kMaxDepth + 1); }), Invariant::expression_depth));
}

// Doubling by sharing: few nodes, much work. Bounded, so that no stored rule set can hang an evaluator.
NodeId doubled(Builder& b, int times) {
  NodeId node = b.integer(1);
  for (int i = 0; i < times; ++i) node = b.binary(Op::add, node, node);
  return b.binary(Op::equal, node, b.integer(int64_t{1} << times));
}

TEST(Limits, WorkOfAnExpression) {
  const Program largest = with_condition([](Builder& b) { return doubled(b, 16); });
  ASSERT_TRUE(verify(largest).empty());
  EXPECT_EQ(decide(largest).value, reference::Truth::is_true);
  EXPECT_TRUE(breaks(with_condition([](Builder& b) { return doubled(b, 17); }), Invariant::expression_size));
  EXPECT_FALSE(verify(with_condition([](Builder& b) { return doubled(b, 60); })).empty());
}

TEST(Limits, SixtyFourValuesInASet) {
  Program p = testing::declarations();
  EXPECT_EQ(p.enums[world::kWide].values.size(), 64u);
  EXPECT_TRUE(verify(p).empty());
  EXPECT_EQ(full_mask(p.enums[world::kWide]), ~uint64_t{0});
  const EnumId wider = p.enums.add({{"更宽", "wider"}, p.enums[world::kWide].values, false});
  p.enums[wider].values.push_back({"多", "more"});
  EXPECT_TRUE(verify(p).empty());  // no set of it
  p.effects[world::kInform].arguments = {{TypeKind::set, wider.value}};
  EXPECT_TRUE(breaks(p, Invariant::set_size));
}

}  // namespace
}  // namespace plumb::ir
