#include "compiler/ir/builder.hpp"

#include <gtest/gtest.h>

#include "compiler/base/check.hpp"
#include "compiler/ir/verifier.hpp"
#include "tests/property/random_program.hpp"

namespace plumb::ir {
namespace {

namespace world = testing::world;

class BuilderTest : public ::testing::Test {
 protected:
  Program program = testing::declarations();
  Builder b{program};
  NodeId flag = b.matter_field(world::kLodging, 0);
  NodeId number = b.matter_field(world::kLodging, 1);
};

TEST_F(BuilderTest, EqualExpressionsAreOneNode) {
  const NodeId one = b.binary(Op::at_least, number, b.integer(4));
  EXPECT_EQ(b.binary(Op::at_least, number, b.integer(4)), one);
  EXPECT_NE(b.binary(Op::at_least, number, b.integer(5)), one);
  EXPECT_NE(b.binary(Op::at_least, b.integer(4), number), one);
  EXPECT_EQ(program.constants.size(), 2u);
}

TEST_F(BuilderTest, ASecondBuilderGoesOnWhereTheFirstStopped) {
  const NodeId one = b.binary(Op::at_least, number, b.integer(4));
  const size_t nodes = program.nodes.size();
  Builder again(program);
  EXPECT_EQ(again.binary(Op::at_least, again.matter_field(world::kLodging, 1), again.integer(4)), one);
  EXPECT_EQ(program.nodes.size(), nodes);
}

TEST_F(BuilderTest, FoldsNothing) {
  const NodeId both = b.logical_and({b.boolean(true), b.boolean(false)});
  EXPECT_EQ(program.nodes[both].op, Op::logical_and);
  const NodeId sum = b.binary(Op::add, b.integer(1), b.integer(2));
  EXPECT_EQ(program.nodes[sum].op, Op::add);
}

TEST_F(BuilderTest, KeepsOperandsAsWritten) {
  const NodeId inner = b.logical_and({flag, b.boolean(true)});
  const NodeId outer = b.logical_and({inner, flag});
  ASSERT_EQ(operands(program, outer).size(), 2u);
  EXPECT_EQ(operands(program, outer)[0], inner);
  EXPECT_EQ(b.logical_or({flag}), flag);
}

TEST_F(BuilderTest, LowersBooleanSelect) {
  const NodeId chosen = b.select(flag, b.boolean(true), b.boolean(false));
  EXPECT_EQ(program.nodes[chosen].op, Op::logical_or);
  EXPECT_EQ(program.nodes[b.select(flag, number, b.integer(1))].op, Op::select);
}

TEST_F(BuilderTest, RefusesWrongTypes) {
  EXPECT_THROW(b.logical_not(number), InternalError);
  EXPECT_THROW(b.binary(Op::at_least, number, b.decimal({1})), InternalError);
  EXPECT_THROW(b.binary(Op::equal, b.duration({}), b.duration({})), InternalError);
  EXPECT_THROW(b.binary(Op::below, flag, flag), InternalError);
  EXPECT_THROW(b.binary(Op::multiply, b.money({1}), b.money({1})), InternalError);
  EXPECT_THROW(b.binary(Op::divide, b.integer(1), b.money({1})), InternalError);
  EXPECT_THROW(b.in_set(b.enumerator(world::kColour, 0), b.set(world::kWide, 1)), InternalError);
  EXPECT_THROW(b.exists(b.exists(b.listing_field(ListingField::publishable))), InternalError);
  EXPECT_THROW(b.constant(enumerator_value(world::kColour, 3)), InternalError);
  EXPECT_THROW(b.set(world::kColour, 8), InternalError);
  EXPECT_THROW(b.logical_and({}), InternalError);
}

TEST_F(BuilderTest, KnowsTheTypesOfResults) {
  EXPECT_EQ(b.type_of(b.binary(Op::divide, b.integer(1), b.integer(2))).kind, TypeKind::decimal);
  EXPECT_EQ(b.type_of(b.binary(Op::divide, b.money({1}), b.money({2}))).kind, TypeKind::decimal);
  EXPECT_EQ(b.type_of(b.ratio_of(b.money({1}), b.money({2}))).kind, TypeKind::ratio);
  EXPECT_EQ(b.type_of(b.binary(Op::multiply, b.ratio({1}), b.money({2}))).kind, TypeKind::money);
  EXPECT_EQ(b.type_of(b.count(b.listing_field(ListingField::publishable))).kind, TypeKind::integer);
  EXPECT_TRUE(verify(program).empty());
}

}  // namespace
}  // namespace plumb::ir
