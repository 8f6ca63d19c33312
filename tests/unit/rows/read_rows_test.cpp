// A snapshot's holdings as a rule set reads them: each has its row, or is told apart.
#include "runtime/rows/read_rows.hpp"

#include <gtest/gtest.h>

#include <set>

#include "compiler/ir/layout.hpp"
#include "runtime/decide/holding.hpp"
#include "tests/unit/decide/world.hpp"

namespace plumb::test {
namespace {

using snapshot::HoldingIndex;

TEST(ReadRows, EveryHoldingHasItsRowOrIsRefused) {
  World world;
  // More than a morsel, and ids in another order than their parties.
  for (int i = 0; i < 5000; ++i) {
    const std::string id = "H" + std::to_string((i * 7919) % 5000);
    const char* const fields[] = {R"({"title":"charity_award","granted_on":"2019-03-01"})", R"({"title":"文明单位"})", "{}", R"({"title":"moon"})", "{"};
    world.hold(id, organisation(i % 400), i % 3 == 0 ? "荣誉" : "honour", i % 2 == 0 ? "2019-01-01" : "", i % 5 == 0 ? "2019-07-01" : "", fields[i % 5]);
  }
  world.hold("X1", person(1), "flying", "", "", "{}");
  world.hold("X2", person(1), "lodging", "", "", "{}");
  const auto snapshot = world.snapshot();
  const rows::RowTable table = rows::read_rows(world.rules(), *snapshot);
  EXPECT_EQ(table.layout_digest(), ir::layout_digest(world.rules().program()));

  const std::set<uint32_t> refused(table.refused().begin(), table.refused().end());
  EXPECT_TRUE(std::is_sorted(table.refused().begin(), table.refused().end()));
  EXPECT_EQ(refused.size(), 2002U);
  EXPECT_EQ(table.row_count(), 3000U);
  std::set<uint32_t> seen;
  for (uint32_t i = 0; i < table.partition_count(); ++i) {
    const rows::Partition partition = table.partition(i);
    EXPECT_EQ(partition.stage(), Stage::holding);
    uint32_t last = 0;
    for (uint32_t morsel = 0; morsel < partition.morsel_count(); ++morsel) {
      std::vector<uint64_t> held(64);
      partition.held(morsel, day("2019-07-01"), held.data());
      for (uint32_t row = 0; row < partition.rows(morsel); ++row) {
        const HoldingIndex index = partition.holding(morsel, row);
        ASSERT_TRUE(seen.insert(index.value).second);
        const auto& holding = snapshot->holding(index);
        const uint32_t party = partition.parties(morsel)[row];
        ASSERT_LE(last, party);
        last = party;
        ASSERT_EQ(party, holding.party.value);
        reference::Row fields;
        const auto matter = decide::read_holding(world.rules(), holding, fields);
        ASSERT_TRUE(std::holds_alternative<ir::MatterId>(matter));
        ASSERT_EQ(std::get<ir::MatterId>(matter), partition.matter());
        ASSERT_EQ(partition.row(world.rules().program(), morsel, row), fields);
        ASSERT_EQ((held[row / 64] >> (row % 64) & 1) != 0, holding.period.holds_on(day("2019-07-01")));
      }
    }
  }
  for (uint32_t i = 0; i < snapshot->holding_count(); ++i) {
    reference::Row fields;
    const bool fits = std::holds_alternative<ir::MatterId>(decide::read_holding(world.rules(), snapshot->holding(HoldingIndex(i)), fields));
    ASSERT_EQ(seen.contains(i), fits);
    ASSERT_EQ(refused.contains(i), !fits);
  }
}

TEST(ReadRows, TellsHowFarItIs) {
  World world;
  for (int i = 0; i < 5000; ++i) world.hold("H" + std::to_string(i), organisation(i), "honour", "", "", "{}");
  std::vector<uint64_t> told;
  rows::read_rows(world.rules(), *world.snapshot(), [&](uint64_t done, uint64_t total) {
    EXPECT_EQ(total, 5000U);
    told.push_back(done);
  });
  EXPECT_EQ(told, (std::vector<uint64_t>{4096, 5000}));
}

}  // namespace
}  // namespace plumb::test
