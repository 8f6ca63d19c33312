// Every kernel of every instruction set against the same test written out for one row.
#include "compiler/backends/columnar/kernels.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <random>
#include <vector>

namespace plumb::columnar {
namespace {

constexpr size_t kBlocks = 5, kRows = 64 * kBlocks;
constexpr uint64_t kGuard = 0x5a5a5a5a5a5a5a5a;

// Two planes with a guard behind them.
struct Planes {
  std::vector<uint64_t> is_true = std::vector<uint64_t>(kBlocks + 1, kGuard), is_false = is_true;
  PlanePair pair() { return {is_true.data(), is_false.data()}; }
};

bool bit(const std::vector<uint64_t>& plane, size_t row) { return (plane[row / 64] >> (row % 64) & 1) != 0; }

std::vector<uint64_t> random_plane(std::mt19937_64& random) {
  std::vector<uint64_t> plane(kBlocks);
  for (uint64_t& word : plane) word = random() | random();
  plane[1] = 0;
  plane[2] = ~uint64_t{0};
  return plane;
}

// Values around the boundaries of T, and anything.
template <typename T>
std::vector<T> values(std::mt19937_64& random) {
  constexpr T kLast = std::numeric_limits<T>::max(), kMiddle = kLast / 2;
  const std::vector<T> edges = {0, 1, 2, 7, 8, 63, 64, kMiddle, static_cast<T>(kMiddle + 1), static_cast<T>(kMiddle + 2), static_cast<T>(kLast - 1), kLast};
  std::vector<T> out(kRows);
  for (T& v : out) v = random() % 3 == 0 ? static_cast<T>(random()) : edges[random() % edges.size()];
  return out;
}

class Kernel : public testing::TestWithParam<InstructionSet> {
 protected:
  const Kernels& kernels() const { return kernels_of(GetParam()); }

  template <typename Holds>
  static void expect(const Planes& planes, const std::vector<uint64_t>& valid, const char* what, const Holds& holds) {
    for (size_t row = 0; row < kRows; ++row) {
      const bool expected = holds(row), known = bit(valid, row);
      ASSERT_EQ(bit(planes.is_true, row), known && expected) << what << " row " << row;
      ASSERT_EQ(bit(planes.is_false, row), known && !expected) << what << " row " << row;
    }
    ASSERT_EQ(planes.is_true[kBlocks], kGuard);
    ASSERT_EQ(planes.is_false[kBlocks], kGuard);
  }

  template <typename T>
  void test_width(size_t width) {
    using Signed = std::make_signed_t<T>;
    for (int round = 0; round < 40; ++round) {
      const std::vector<T> a = values<T>(random_), b = values<T>(random_);
      const std::vector<uint64_t> a_valid = random_plane(random_), b_valid = random_plane(random_);
      const T low = b[0], span = b[1];
      Planes planes;
      const auto test = [&](TestKernel kernel) { kernel(a.data(), a_valid.data(), kBlocks, low, span, planes.is_true.data(), planes.is_false.data()); };
      test(kernels().within[width]);
      expect(planes, a_valid, "within", [&](size_t row) { return static_cast<T>(a[row] - low) <= span; });
      test(kernels().has_any[width]);
      expect(planes, a_valid, "has_any", [&](size_t row) { return (a[row] & low) != 0; });
      test(kernels().has_all[width]);
      expect(planes, a_valid, "has_all", [&](size_t row) { return (a[row] & low) == low; });

      const auto pair = [&](PairKernel kernel) {
        kernel(a.data(), a_valid.data(), b.data(), b_valid.data(), kBlocks, planes.is_true.data(), planes.is_false.data());
      };
      std::vector<uint64_t> both(kBlocks);
      for (size_t i = 0; i < kBlocks; ++i) both[i] = a_valid[i] & b_valid[i];
      pair(kernels().equal[width]);
      expect(planes, both, "equal", [&](size_t row) { return a[row] == b[row]; });
      if (width < 2) continue;
      pair(width == 2 ? kernels().below32 : kernels().below64);
      expect(planes, both, "below", [&](size_t row) { return static_cast<Signed>(a[row]) < static_cast<Signed>(b[row]); });
    }
  }

  std::mt19937_64 random_{48};
};

TEST_P(Kernel, Bytes) { test_width<uint8_t>(0); }
TEST_P(Kernel, Of16Bits) { test_width<uint16_t>(1); }
TEST_P(Kernel, Of32Bits) { test_width<uint32_t>(2); }
TEST_P(Kernel, Of64Bits) { test_width<uint64_t>(3); }

TEST_P(Kernel, WithinEveryIntervalOfBytes) {
  std::vector<uint8_t> rows(256);
  for (size_t i = 0; i < rows.size(); ++i) rows[i] = static_cast<uint8_t>(i);
  const std::vector<uint64_t> valid(4, ~uint64_t{0});
  for (uint32_t low = 0; low < 256; ++low) {
    for (uint32_t span = 0; span < 256; ++span) {
      std::vector<uint64_t> is_true(4), is_false(4);
      kernels().within[0](rows.data(), valid.data(), 4, low, span, is_true.data(), is_false.data());
      for (uint32_t v = 0; v < 256; ++v) {
        ASSERT_EQ(bit(is_true, v), ((v - low) & 255) <= span) << low << " " << span << " " << v;
        ASSERT_NE(bit(is_false, v), bit(is_true, v));
      }
    }
  }
}

TEST_P(Kernel, AmongBits) {
  for (int round = 0; round < 200; ++round) {
    std::vector<uint8_t> rows(kRows);
    for (uint8_t& v : rows) v = static_cast<uint8_t>(random_() % 64);
    const std::vector<uint64_t> valid = random_plane(random_);
    const uint64_t set = round < 64 ? uint64_t{1} << round : random_();
    Planes planes;
    kernels().among(rows.data(), valid.data(), kBlocks, set, 0, planes.is_true.data(), planes.is_false.data());
    expect(planes, valid, "among", [&](size_t row) { return (set >> rows[row] & 1) != 0; });
  }
}

TEST_P(Kernel, Reach) {
  for (uint32_t shift = 0; shift < 64; ++shift) {
    std::vector<uint64_t> certain(kRows), uncertain(kRows);
    for (size_t row = 0; row < kRows; ++row) {
      certain[row] = random_() & random_();
      uncertain[row] = random_() & random_();
    }
    const uint64_t mask = uint64_t{1} << shift | uint64_t{1} << random_() % 64;
    Planes planes;
    kernels().reach(certain.data(), uncertain.data(), kBlocks, mask, planes.is_true.data(), planes.is_false.data());
    for (size_t row = 0; row < kRows; ++row) {
      ASSERT_EQ(bit(planes.is_true, row), (certain[row] & mask) != 0);
      ASSERT_EQ(bit(planes.is_false, row), ((certain[row] | uncertain[row]) & mask) == 0);
    }
    ASSERT_EQ(planes.is_true[kBlocks], kGuard);
    ASSERT_EQ(planes.is_false[kBlocks], kGuard);
  }
}

// 0 false, 1 unknown, 2 true: and is the least, or the greatest.
TEST_P(Kernel, Connectives) {
  const auto value = [](const Planes& planes, size_t row) { return 1 + int{bit(planes.is_true, row)} - int{bit(planes.is_false, row)}; };
  Planes a, b, out;
  for (size_t i = 0; i < kBlocks; ++i) {
    a.is_true[i] = random_();
    a.is_false[i] = random_() & ~a.is_true[i];
    b.is_true[i] = random_();
    b.is_false[i] = random_() & ~b.is_true[i];
  }
  kernels().both(a.pair(), b.pair(), kBlocks, out.pair());
  for (size_t row = 0; row < kRows; ++row) ASSERT_EQ(value(out, row), std::min(value(a, row), value(b, row)));
  kernels().either(a.pair(), b.pair(), kBlocks, out.pair());
  for (size_t row = 0; row < kRows; ++row) ASSERT_EQ(value(out, row), std::max(value(a, row), value(b, row)));
  kernels().same(a.pair(), b.pair(), kBlocks, out.pair());
  for (size_t row = 0; row < kRows; ++row) {
    const int x = value(a, row), y = value(b, row);
    ASSERT_EQ(value(out, row), x == 1 || y == 1 ? 1 : x == y ? 2 : 0);
  }
  EXPECT_EQ(out.is_true[kBlocks], kGuard);
  EXPECT_EQ(out.is_false[kBlocks], kGuard);
  kernels().both(a.pair(), b.pair(), kBlocks, a.pair());  // in place, as a longer conjunction does
  EXPECT_NE(a.is_true, out.is_true);
}

INSTANTIATE_TEST_SUITE_P(Sets, Kernel, testing::ValuesIn(supported_sets()), [](const auto& set) { return std::string(name(set.param)); });

TEST(InstructionSets, PortableIsAlwaysThereAndTheBestIsTheLast) {
  const auto sets = supported_sets();
  EXPECT_EQ(sets.front(), InstructionSet::portable);
  EXPECT_EQ(sets.back(), best_set());
  for (const InstructionSet set : sets) {
    for (const InstructionSet other : sets) EXPECT_EQ(&kernels_of(set) == &kernels_of(other), set == other);
  }
}

}  // namespace
}  // namespace plumb::columnar
