// The columnar table says what the reference table says: every measure, row by row and a morsel at once, in every
// instruction set, whatever is unknown.
#include <gtest/gtest.h>

#include "compiler/backends/columnar/table.hpp"
#include "compiler/backends/reference/table.hpp"
#include "compiler/ir/verifier.hpp"
#include "tests/property/columnar/rows.hpp"

namespace plumb::columnar::testing {
namespace {

class Agreement : public ::testing::TestWithParam<uint64_t> {};

TEST_P(Agreement, WithTheReferenceTable) {
  constexpr size_t kCounts[] = {1, 63, 64, 65, 129, 700, 1024, 1025};
  constexpr uint64_t kNulls[] = {0, 1, 10, 50, 100};
  Random random(GetParam());
  const plumb::testing::Shape shape{40, 3 + static_cast<uint32_t>(random.below(4))};
  const auto program =
      std::make_shared<const ir::Program>(random.chance(25) ? plumb::testing::random_program(random, shape) : random_plain_program(random, shape));
  ASSERT_TRUE(ir::verify(*program).empty());
  const reference::PredicateTable meaning(program);
  std::vector<std::pair<InstructionSet, PredicateTable>> tables;
  for (const InstructionSet set : supported_sets()) tables.emplace_back(set, PredicateTable(program, set));
  for (int round = 0; round < 4; ++round) {
    const ir::MatterId matter(static_cast<uint32_t>(random.below(2)));
    const Stage stage = random.chance(70) ? Stage::application : Stage::holding;
    const Date date = plumb::testing::random_date(random);
    const auto entry_of = [&](const PlumbPredicateTable& table) { return ir::find_entry(table, matter.value, static_cast<uint32_t>(stage), date.days); };
    const PlumbTableEntry* expected_entry = entry_of(meaning.table());
    ASSERT_NE(expected_entry, nullptr);
    Cases cases(random, *program, matter, kCounts[random.below(std::size(kCounts))], kNulls[random.below(std::size(kNulls))]);
    const PlumbMorsel morsel = cases.morsel();
    std::vector<RowPlanes> expected;
    for (size_t r = 0; r < cases.size(); ++r) expected.push_back(decide(*expected_entry, date, cases[r]));

    for (const auto& [set, owner] : tables) {
      const PlumbTableEntry* entry = entry_of(owner.table());
      ASSERT_NE(entry, nullptr);
      ASSERT_EQ(entry->measure_count, expected_entry->measure_count);
      const BatchPlanes planes(*entry, date, morsel);
      EXPECT_TRUE(planes.tidy(entry->measure_count, cases.size())) << name(set);
      for (size_t r = 0; r < cases.size(); ++r) {
        ASSERT_EQ(planes.row(entry->measure_count, r), expected[r]) << name(set) << " row " << r << " of " << cases.size();
        ASSERT_EQ(decide(*entry, date, cases[r]), expected[r]) << "one row, " << r << " of " << cases.size();
      }
    }
  }
}

TEST_P(Agreement, OnWhatTheTriggersSettle) {
  Random random(GetParam());
  const auto program = std::make_shared<const ir::Program>(plumb::testing::random_program(random, {60, 3 + static_cast<uint32_t>(random.below(3))}));
  const reference::PredicateTable meaning(program);
  const PredicateTable table(program);
  for (int round = 0; round < 200; ++round) {
    const ir::MatterId matter(static_cast<uint32_t>(random.below(2)));
    const Stage stage = random.chance(70) ? Stage::application : Stage::holding;
    const Date date = plumb::testing::random_date(random);
    const PlumbTableEntry* want = ir::find_entry(meaning.table(), matter.value, static_cast<uint32_t>(stage), date.days);
    const PlumbTableEntry* have = ir::find_entry(table.table(), matter.value, static_cast<uint32_t>(stage), date.days);
    ASSERT_NE(have, nullptr);
    ASSERT_EQ(have->settle == nullptr, want->settle == nullptr);
    const Cases cases(random, *program, matter, 1, random.below(2) * 30);
    const auto triggers = random_triggers(random);
    ASSERT_EQ(settle(*have, date, cases[0], triggers), settle(*want, date, cases[0], triggers)) << "round " << round;
  }
}

TEST_P(Agreement, OfTheTableItself) {
  Random random(GetParam());
  const auto program = std::make_shared<const ir::Program>(plumb::testing::random_program(random, {20, 3}));
  const reference::PredicateTable meaning(program);
  const PredicateTable table(program);
  EXPECT_STREQ(table.table().layout_digest, meaning.table().layout_digest);
  ASSERT_EQ(table.table().entry_count, meaning.table().entry_count);
  for (uint32_t i = 0; i < table.table().entry_count; ++i) {
    const PlumbTableEntry &have = table.table().entries[i], &want = meaning.table().entries[i];
    EXPECT_EQ(std::tuple(have.matter, have.stage, have.from_days, have.until_days), std::tuple(want.matter, want.stage, want.from_days, want.until_days));
    EXPECT_EQ(std::vector(have.measures, have.measures + have.measure_count), std::vector(want.measures, want.measures + want.measure_count));
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, Agreement, ::testing::Range<uint64_t>(0, 25));

}  // namespace
}  // namespace plumb::columnar::testing
