// Point code says what the reference table says, and so does the code that settles what looks: every plane of every entry, for
// random programs, rows and triggers, in both tiers.
#include <gtest/gtest.h>

#include <thread>

#include "compiler/backends/native/emit/build.hpp"
#include "compiler/backends/native/table.hpp"
#include "compiler/backends/reference/table.hpp"
#include "tests/property/native/rows.hpp"

namespace plumb::native {
namespace {

using testing::Random;

void expect_same_entries(const PlumbPredicateTable& a, const PlumbPredicateTable& b) {
  EXPECT_STREQ(a.layout_digest, b.layout_digest);
  ASSERT_EQ(a.entry_count, b.entry_count);
  for (uint32_t i = 0; i < a.entry_count; ++i) {
    const PlumbTableEntry &x = a.entries[i], &y = b.entries[i];
    EXPECT_EQ(std::tuple(x.matter, x.stage, x.from_days, x.until_days, x.measure_count),
              std::tuple(y.matter, y.stage, y.from_days, y.until_days, y.measure_count));
    EXPECT_TRUE(std::equal(x.measures, x.measures + x.measure_count, y.measures, y.measures + y.measure_count));
  }
}

void expect_agreement(Random& random, const ir::Program& program, const PlumbPredicateTable& wanted, const PlumbPredicateTable& given, int rows) {
  for (uint32_t i = 0; i < wanted.entry_count; ++i) {
    const PlumbTableEntry& entry = wanted.entries[i];
    for (int round = 0; round < rows; ++round) {
      const testing::RandomRow row(random, program, ir::MatterId(entry.matter));
      Date date = testing::random_date(random);
      date.days = std::clamp(date.days, entry.from_days, entry.until_days - 1);
      auto expected = testing::decide(entry, date, row), actual = testing::decide(given.entries[i], date, row);
      ASSERT_EQ(expected.look, actual.look);
      // What looks is settled on top, so that one comparison serves both.
      ASSERT_EQ(entry.settle == nullptr, given.entries[i].settle == nullptr);
      if (entry.settle) {
        const auto pairs = testing::random_pairs(random);
        const PlumbRow view = row.packed.view();
        for (const auto& [side, planes] : {std::pair(&entry, &expected), std::pair(&given.entries[i], &actual)}) {
          side->settle(side->context, date.days, &view, &row.words, pairs.data(), static_cast<uint32_t>(pairs.size()), planes->view());
        }
      }
      for (uint32_t m = 0; m < entry.measure_count; ++m) {
        const auto bits = [&](const testing::PlaneBits& planes) {
          return std::tuple(ir::plane_bit(planes.is_true.data(), m), ir::plane_bit(planes.is_false.data(), m), ir::plane_bit(planes.look.data(), m));
        };
        ASSERT_EQ(bits(expected), bits(actual)) << "measure " << program.measures[ir::MeasureId(entry.measures[m])].name.alias << " on " << date.iso();
      }
      ASSERT_EQ(expected, actual) << "bits beyond the measures";
    }
  }
}

class Point : public ::testing::TestWithParam<uint64_t> {};

TEST_P(Point, AgreesWithTheReferenceInBothTiers) {
  Random random(GetParam());
  const auto program = std::make_shared<const ir::Program>(testing::random_program(random, {90, 4}));
  const reference::PredicateTable reference(program);
  const auto native = Table::compile(program, native::compile, {.batch = false, .optimise_after = 500});
  ASSERT_TRUE(native) << native.error().message;
  const PlumbPredicateTable& table = (*native)->table();
  expect_same_entries(reference.table(), table);
  expect_agreement(random, *program, reference.table(), table, 40);
  if (HasFatalFailure()) return;
  for (int wait = 0; wait < 6000 && !(*native)->report().optimised; ++wait) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  ASSERT_TRUE((*native)->report().optimised);
  expect_agreement(random, *program, reference.table(), table, 40);
}

INSTANTIATE_TEST_SUITE_P(Seeds, Point, ::testing::Range<uint64_t>(1, 9));

}  // namespace
}  // namespace plumb::native
