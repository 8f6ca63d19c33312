// A comparison with a bound, as an interval modulo the column's width.
#include <gtest/gtest.h>

#include <limits>

#include "compiler/backends/columnar/plan.hpp"

namespace plumb::columnar {
namespace {

using ir::ColumnFormat;
using ir::Op;

template <typename T>
void expect_order(ColumnFormat format) {
  using Bits = std::make_unsigned_t<T>;
  constexpr T kLeast = std::numeric_limits<T>::min(), kMost = std::numeric_limits<T>::max();
  const std::vector<T> edges = {kLeast, static_cast<T>(kLeast + 1), static_cast<T>(kMost / 2), static_cast<T>(kMost - 1), kMost, T{0}, T{1}};
  for (const T bound : edges) {
    for (const T v : edges) {
      const auto holds = [&](Op op) {
        const Interval interval = interval_of(op, static_cast<int64_t>(bound), format);
        return static_cast<Bits>(static_cast<Bits>(v) - static_cast<Bits>(interval.low)) <= static_cast<Bits>(interval.span);
      };
      EXPECT_EQ(holds(Op::equal), v == bound);
      EXPECT_EQ(holds(Op::at_most), v <= bound);
      EXPECT_EQ(holds(Op::at_least), v >= bound);
    }
  }
}

TEST(Interval, OfEveryFormat) {
  expect_order<uint8_t>(ColumnFormat::u8);
  expect_order<uint16_t>(ColumnFormat::u16);
  expect_order<uint32_t>(ColumnFormat::u32);
  expect_order<uint64_t>(ColumnFormat::u64);
  expect_order<int32_t>(ColumnFormat::i32);
  expect_order<int64_t>(ColumnFormat::i64);
}

}  // namespace
}  // namespace plumb::columnar
