// The table by itself: row counts around the edges of blocks and groups, parties without names, and no allocation.
#include "compiler/backends/columnar/table.hpp"

#include <gtest/gtest.h>

#include "compiler/backends/reference/table.hpp"
#include "tests/property/columnar/rows.hpp"
#include "tests/unit/columnar/allocations.hpp"

namespace plumb::columnar {
namespace {

using testing::BatchPlanes;
using testing::Cases;
using testing::Random;
using testing::RowPlanes;
namespace world = plumb::testing::world;

const Date kDay = *Date::parse("2020-06-01");

const PlumbTableEntry& lodging(const PlumbPredicateTable& table) {
  return *ir::find_entry(table, world::kLodging.value, static_cast<uint32_t>(Stage::application), kDay.days);
}

class Rows : public ::testing::TestWithParam<size_t> {};

TEST_P(Rows, AreDecidedToTheLastAndNoFurther) {
  Random random(7);
  const auto program = std::make_shared<const ir::Program>(testing::random_plain_program(random, {10, 4}));
  const reference::PredicateTable meaning(program);
  Cases cases(random, *program, world::kLodging, GetParam(), 10);
  for (const InstructionSet set : supported_sets()) {
    const PredicateTable owner(program, set);
    const PlumbTableEntry& entry = lodging(owner.table());
    ASSERT_GT(entry.measure_count, 0U);
    const BatchPlanes planes(entry, kDay, cases.morsel());
    EXPECT_TRUE(planes.tidy(entry.measure_count, cases.size())) << name(set);
    for (size_t r = 0; r < cases.size(); ++r) {
      ASSERT_EQ(planes.row(entry.measure_count, r), testing::decide(lodging(meaning.table()), kDay, cases[r])) << name(set) << " row " << r;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Counts, Rows, ::testing::Values(1, 2, 63, 64, 65, 1023, 1024, 1025, 4095, 4096));

TEST(ColumnarTable, PartiesWithoutNamesAreUnknownByName) {
  ir::Program made = plumb::testing::declarations();
  ir::Builder b(made);
  ir::Measure m;
  m.name = {"措施", "rule"};
  m.matter = world::kLodging;
  m.reach.anyone = true;
  m.effect = world::kRestrict;
  m.basis = {{world::kNotice, 0, UINT32_MAX}};
  m.condition = b.binary(ir::Op::equal, b.party_field(ir::PartyField::name), b.text("甲"));
  made.measures.add(m);
  const auto program = std::make_shared<const ir::Program>(std::move(made));
  const PredicateTable owner(program);
  Random random(1);
  Cases cases(random, *program, world::kLodging, 70, 0);
  PlumbMorsel morsel = cases.morsel();
  morsel.names = nullptr;
  const BatchPlanes planes(lodging(owner.table()), kDay, morsel);
  for (size_t r = 0; r < cases.size(); ++r) EXPECT_EQ(planes.row(1, r), RowPlanes(1));
}

TEST(ColumnarTable, DecidingOneRowAllocatesNothing) {
  Random random(11);
  const auto program = std::make_shared<const ir::Program>(testing::random_plain_program(random, {40, 5}));
  const PredicateTable owner(program);
  const PlumbTableEntry& entry = lodging(owner.table());
  Cases cases(random, *program, world::kLodging, 200, 10);
  RowPlanes planes(entry.measure_count);
  const size_t before = allocations();
  for (size_t r = 0; r < cases.size(); ++r) {
    const PlumbRow row = cases[r].packed.view();
    entry.predicate(entry.context, kDay.days, &row, &cases[r].words, planes.view());
  }
  EXPECT_EQ(allocations(), before);
  EXPECT_GT(before, 0U);
}

TEST(ColumnarTable, IsMovedWithItsEntries) {
  Random random(3);
  const auto program = std::make_shared<const ir::Program>(testing::random_plain_program(random, {10, 3}));
  PredicateTable owner(program);
  const PlumbTableEntry* entries = owner.table().entries;
  const PredicateTable moved(std::move(owner));
  EXPECT_EQ(moved.table().entries, entries);
}

}  // namespace
}  // namespace plumb::columnar
