#include "compiler/ir/program.hpp"

#include <gtest/gtest.h>

#include "compiler/ir/builder.hpp"
#include "tests/property/random_program.hpp"

namespace plumb::ir {
namespace {

namespace world = testing::world;
Date day(const char* iso) { return *Date::parse(iso); }

TEST(Program, TriggersAreAskedOutsideQuantifiersOnly) {
  Program p = testing::declarations();
  Builder b(p);
  const NodeId publishable = b.listing_field(ListingField::publishable);
  EXPECT_TRUE(asks_trigger(p, b.logical_not(publishable)));
  EXPECT_TRUE(asks_trigger(p, b.listed_on(b.decision_date())));
  EXPECT_FALSE(asks_trigger(p, b.exists(publishable)));
  EXPECT_TRUE(has_quantifier(p, b.logical_not(b.exists(publishable))));
  EXPECT_TRUE(asks_trigger(p, b.logical_and({b.exists(publishable), publishable})));
  EXPECT_FALSE(asks_trigger(p, b.boolean(true)));
}

TEST(Program, ConjunctsAreFoundThroughNestedAnds) {
  Program p = testing::declarations();
  Builder b(p);
  const NodeId x = b.boolean(true), y = b.boolean(false), z = b.logical_or({x, y});
  EXPECT_EQ(conjuncts(p, b.logical_and({b.logical_and({x, z}), y})), (std::vector{x, z, y}));
  EXPECT_EQ(conjuncts(p, z), std::vector{z});
  EXPECT_TRUE(conjuncts(p, NodeId()).empty());
}

TEST(Program, APeriodIncludesItsFirstDayAndNotItsLast) {
  Program p = testing::declarations();
  Measure m;
  m.basis = {{world::kOld, 0, UINT32_MAX}};
  EXPECT_FALSE(in_force(p, m, day("2017-12-31")));
  EXPECT_TRUE(in_force(p, m, day("2018-01-01")));
  EXPECT_TRUE(in_force(p, m, day("2020-12-31")));
  EXPECT_FALSE(in_force(p, m, day("2021-01-01")));
  m.basis.push_back({world::kNotice, 0, UINT32_MAX});  // one document in force is enough
  EXPECT_TRUE(in_force(p, m, day("2021-01-01")));
  m.from = day("2021-02-01");
  m.until = day("2021-03-01");
  EXPECT_FALSE(in_force(p, m, day("2021-01-31")));
  EXPECT_TRUE(in_force(p, m, day("2021-02-01")));
  EXPECT_FALSE(in_force(p, m, day("2021-03-01")));
}

TEST(Program, AnExceptionIsThereWhileADocumentThatItCitesIs) {
  const Program p = testing::declarations();
  Exception e{{}, {{world::kOld, 0, UINT32_MAX}}};
  EXPECT_FALSE(in_force(p, e, day("2017-12-31")));
  EXPECT_TRUE(in_force(p, e, day("2020-12-31")));
  EXPECT_FALSE(in_force(p, e, day("2021-01-01")));
  e.basis.push_back({world::kNotice, 0, UINT32_MAX});
  EXPECT_TRUE(in_force(p, e, day("2021-01-01")));
  e.basis.clear();
  EXPECT_TRUE(in_force(p, e, day("0001-01-01")));
}

TEST(Program, AParameterHasTheValueOfItsLatestVersion) {
  const Program p = testing::declarations();
  const Parameter& parameter = p.parameters[testing::parameter_of(p, {TypeKind::integer})];
  EXPECT_EQ(value_on(parameter, day("2017-01-01")), nullptr);
  EXPECT_EQ(value_on(parameter, day("2018-12-31")), nullptr);
  EXPECT_NE(value_on(parameter, day("2019-01-01")), nullptr);
  EXPECT_EQ(value_on(parameter, day("2022-01-01")), nullptr);
}

TEST(Program, EveryFieldHasItsWordsAndType) {
  EXPECT_STREQ(word(ListingField::ground_on).zh, "应撤日期");
  EXPECT_STREQ(word(ListingField::unperformed_amount).alias, "unperformed_amount");
  EXPECT_STREQ(word(PartyField::sector).zh, "所属行业");
  EXPECT_EQ(type_of(ListingField::role), (Type{TypeKind::enumeration, kRoleEnum.value}));
  EXPECT_EQ(type_of(PartyField::kind), (Type{TypeKind::enumeration, kPartyKindEnum.value}));
}

}  // namespace
}  // namespace plumb::ir
