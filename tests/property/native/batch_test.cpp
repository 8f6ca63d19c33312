// Batch kernels say what the reference table says of each row: random programs, row counts at the edges of a block and a
// morsel, and nothing written beyond.
#include <gtest/gtest.h>

#include <memory>
#include <new>

#include "compiler/backends/native/emit/build.hpp"
#include "compiler/backends/native/table.hpp"
#include "compiler/backends/reference/table.hpp"
#include "compiler/ir/columns.hpp"
#include "tests/property/native/rows.hpp"

namespace plumb::native {
namespace {

using testing::Random;

constexpr uint64_t kUntouched = 0x5a5a5a5a5a5a5a5a;

struct Freed {
  void operator()(void* scratch) const { ::operator delete(scratch, std::align_val_t(PLUMB_ALIGNMENT)); }
};

void expect_agreement(Random& random, const ir::Program& program, const PlumbTableEntry& wanted, const PlumbTableEntry& given, uint32_t rows) {
  ir::MorselBuffer buffer(program, ir::MatterId(wanted.matter));
  Date date = testing::random_date(random);
  date.days = std::clamp(date.days, wanted.from_days, wanted.until_days - 1);
  std::vector<testing::PlaneBits> expected;
  for (uint32_t r = 0; r < rows; ++r) {
    const testing::RandomRow row(random, program, ir::MatterId(wanted.matter));
    expected.push_back(testing::decide(wanted, date, row));
    buffer.append(row.packed.view(), row.words);
  }
  PlumbMorsel morsel = buffer.view();
  const uint32_t blocks = (rows + 63) / 64, stride = blocks + 2;
  std::vector<uint64_t> planes[3];
  for (auto& plane : planes) plane.assign(size_t{stride} * given.measure_count, kUntouched);
  const std::unique_ptr<void, Freed> scratch(::operator new(given.scratch_bytes + PLUMB_ALIGNMENT, std::align_val_t(PLUMB_ALIGNMENT)));
  given.batch(given.context, date.days, &morsel, {planes[0].data(), planes[1].data(), planes[2].data(), stride}, scratch.get());
  for (uint32_t m = 0; m < given.measure_count; ++m) {
    for (uint32_t r = 0; r < blocks * 64; ++r) {
      for (size_t p = 0; p < 3; ++p) {
        const bool actual = (planes[p][size_t{m} * stride + r / 64] >> (r % 64) & 1) != 0;
        const auto bit = [&](const testing::PlaneBits& of) { return ir::plane_bit((p == 0 ? of.is_true : p == 1 ? of.is_false : of.look).data(), m); };
        const bool wanted_bit = r < rows && bit(expected[r]);
        ASSERT_EQ(actual, wanted_bit) << "plane " << p << " of measure " << program.measures[ir::MeasureId(given.measures[m])].name.alias << ", row " << r
                                      << " of " << rows << " on " << date.iso();
      }
    }
    for (size_t p = 0; p < 3; ++p) {
      for (uint32_t b = blocks; b < stride; ++b) ASSERT_EQ(planes[p][size_t{m} * stride + b], kUntouched) << "written beyond the morsel";
    }
  }
}

class Batch : public ::testing::TestWithParam<std::tuple<uint64_t, unsigned>> {};

TEST_P(Batch, AgreesWithTheReferenceRowByRow) {
  Random random(std::get<0>(GetParam()));
  const auto program = std::make_shared<const ir::Program>(testing::random_program(random, {90, 4}));
  const reference::PredicateTable reference(program);
  const auto native = Table::compile(program, native::compile, {.batch = true, .optimise_after = UINT32_MAX, .vector_bytes = std::get<1>(GetParam())});
  ASSERT_TRUE(native) << native.error().message;
  const PlumbPredicateTable &wanted = reference.table(), &given = (*native)->table();
  ASSERT_EQ(wanted.entry_count, given.entry_count);
  for (uint32_t i = 0; i < wanted.entry_count; ++i) {
    for (const uint32_t rows : {1U, 63U, 64U, 65U, 200U}) {
      expect_agreement(random, *program, wanted.entries[i], given.entries[i], rows);
      if (HasFatalFailure()) return;
    }
  }
  const auto all = static_cast<uint32_t>(random.below(wanted.entry_count));
  for (const uint32_t rows : {4095U, 4096U}) expect_agreement(random, *program, wanted.entries[all], given.entries[all], rows);
}

// A width that the processor lacks is narrowed to what it has.
INSTANTIATE_TEST_SUITE_P(SeedsAndWidths, Batch, ::testing::Combine(::testing::Range<uint64_t>(1, 4), ::testing::Values(16U, 32U, 64U)));

}  // namespace
}  // namespace plumb::native
