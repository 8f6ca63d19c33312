#include "compiler/ir/predicate_table.hpp"

#include <gtest/gtest.h>

#include "compiler/ir/builder.hpp"
#include "tests/property/random_program.hpp"

namespace plumb::ir {
namespace {

namespace world = testing::world;
Date day(const char* iso) { return *Date::parse(iso); }

Measure measure(DocumentId document) {
  Measure m;
  m.name = {"措施", "measure"};
  m.matter = world::kLodging;
  m.reach.self = true;
  m.effect = world::kRestrict;
  m.basis = {{document, 0, UINT32_MAX}};
  return m;
}

std::vector<std::string> starts(const std::vector<Epoch>& epochs) {
  std::vector<std::string> out;
  for (const Epoch& e : epochs) out.push_back(e.from.iso() + ":" + std::to_string(e.measures.size()));
  return out;
}

TEST(ReachMask, HasOneBitForEachWay) {
  Reach reach;
  reach.self = true;
  reach.debtor_roles = 1u << static_cast<int>(Role::principal);
  reach.own_roles = 1u << static_cast<int>(Role::director);
  EXPECT_EQ(reach_mask(reach), kSelfBit | debtor_bit(Role::principal) | own_bit(Role::director));
  EXPECT_EQ(reach_mask(reach), 1u | 1u << 2 | uint64_t{1} << 28);
  reach.anyone = true;
  EXPECT_EQ(reach_mask(reach), 0u);
}

TEST(Epochs, CoverAllDatesWithoutMeasures) {
  const Program p = testing::declarations();
  const auto all = epochs(p, world::kLodging, Stage::application);
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].from.days, Date::kMinDays);
  EXPECT_EQ(all[0].until_days, Date::kMaxDays + 1);
}

TEST(Epochs, BeginWhereAPeriodDocumentOrParameterChanges) {
  Program p = testing::declarations();
  p.measures.add(measure(world::kOld));
  EXPECT_EQ(starts(epochs(p, world::kLodging, Stage::application)), (std::vector<std::string>{"0001-01-01:0", "2018-01-01:1", "2021-01-01:0"}));
  p.measures[MeasureId(0)].from = day("2019-01-01");
  EXPECT_EQ(starts(epochs(p, world::kLodging, Stage::application)), (std::vector<std::string>{"0001-01-01:0", "2018-01-01:0", "2019-01-01:1", "2021-01-01:0"}));
  p.measures[MeasureId(0)].from.reset();
  p.measures[MeasureId(0)].condition = Builder(p).parameter(ParameterId(0));
  EXPECT_EQ(starts(epochs(p, world::kLodging, Stage::application)),
            (std::vector<std::string>{"0001-01-01:0", "2018-01-01:1", "2019-01-01:1", "2021-01-01:0", "2022-01-01:0"}));
  EXPECT_EQ(epochs(p, world::kLodging, Stage::holding).size(), 1u);
  EXPECT_EQ(epochs(p, world::kCredit, Stage::application).size(), 1u);
}

TEST(Epochs, BeginWhereAnExceptionsDocumentChanges) {
  Program p = testing::declarations();
  Measure m = measure(world::kNotice);
  m.exceptions = {{Builder(p).boolean(true), {{world::kOld, 0, UINT32_MAX}}}};
  p.measures.add(m);
  EXPECT_EQ(starts(epochs(p, world::kLodging, Stage::application)), (std::vector<std::string>{"0001-01-01:0", "2018-01-01:0", "2019-05-30:1", "2021-01-01:1"}));
}

TEST(TableEntries, AreInTheOrderOfATable) {
  Program p = testing::declarations();
  p.matters[world::kLodging].stages = {Stage::status, Stage::application};  // the default first
  p.matters[world::kCredit].stages = {Stage::holding};
  Measure m = measure(world::kOld);
  m.stage = Stage::status;
  p.measures.add(m);
  std::vector<std::string> told;
  for (const EntryScope& entry : table_entries(p)) {
    told.push_back(p.matters[entry.matter].name.alias + " " + plumb::word(entry.stage).alias + " " + entry.epoch.from.iso() + ":" +
                   std::to_string(entry.epoch.measures.size()));
  }
  EXPECT_EQ(told, (std::vector<std::string>{"lodging application 0001-01-01:0", "lodging status 0001-01-01:0", "lodging status 2018-01-01:1",
                                            "lodging status 2021-01-01:0", "credit holding 0001-01-01:0"}));
}

TEST(Looks, WhereTheConditionAsksATriggerWithinAQuantifierOrWithout) {
  Program p = testing::declarations();
  Builder b(p);
  const NodeId publishable = b.listing_field(ListingField::publishable);
  Measure m = measure(world::kOld);
  EXPECT_FALSE(looks(p, m, day("2019-01-01")));
  m.condition = b.boolean(true);
  EXPECT_FALSE(looks(p, m, day("2019-01-01")));
  m.condition = b.logical_and({m.condition, b.logical_not(publishable)});
  EXPECT_TRUE(looks(p, m, day("2019-01-01")));
  m.condition = b.listed_on(b.decision_date());
  EXPECT_TRUE(looks(p, m, day("2019-01-01")));
  m.condition = b.logical_not(b.exists(publishable));
  EXPECT_TRUE(looks(p, m, day("2019-01-01")));
}

TEST(Looks, WhereAnExceptionInForceAsksATrigger) {
  Program p = testing::declarations();
  Builder b(p);
  Measure m = measure(world::kNotice);
  m.exceptions = {{b.boolean(false), {}}, {b.every(b.listing_field(ListingField::publishable)), {{world::kOld, 0, UINT32_MAX}}}};
  EXPECT_TRUE(looks(p, m, day("2020-12-31")));
  EXPECT_FALSE(looks(p, m, day("2021-01-01")));  // its document is out of force
  m.exceptions[1].basis.clear();
  EXPECT_TRUE(looks(p, m, day("2021-01-01")));
}

TEST(FindEntry, FindsTheEpochOfTheDate) {
  std::vector<PlumbTableEntry> entries(4, PlumbTableEntry{});
  const auto set = [&](size_t i, uint32_t matter, uint32_t stage, int32_t from, int32_t until) {
    entries[i].matter = matter;
    entries[i].stage = stage;
    entries[i].from_days = from;
    entries[i].until_days = until;
  };
  set(0, 0, 0, 0, 10);
  set(1, 0, 0, 10, 20);
  set(2, 0, 1, 5, 20);
  set(3, 2, 0, 0, 20);
  const PlumbPredicateTable table{"", "", 4, entries.data()};
  EXPECT_EQ(find_entry(table, 0, 0, 9), &entries[0]);
  EXPECT_EQ(find_entry(table, 0, 0, 10), &entries[1]);
  EXPECT_EQ(find_entry(table, 0, 0, 20), nullptr);
  EXPECT_EQ(find_entry(table, 0, 1, 4), nullptr);
  EXPECT_EQ(find_entry(table, 0, 1, 5), &entries[2]);
  EXPECT_EQ(find_entry(table, 1, 0, 5), nullptr);
  EXPECT_EQ(find_entry(table, 2, 0, 5), &entries[3]);
  EXPECT_EQ(find_entry(table, 0, 0, -1), nullptr);
  EXPECT_EQ(find_entry({"", "", 0, nullptr}, 0, 0, 0), nullptr);
}

}  // namespace
}  // namespace plumb::ir
