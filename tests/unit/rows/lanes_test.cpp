// Every instruction set that this CPU has does to 64 rows at once what is done here one by one.
#include "runtime/rows/lanes.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <random>

#include "compiler/ir/predicate_table.hpp"
#include "runtime/snapshot/column.hpp"
#include "runtime/snapshot/reach_words.hpp"

namespace plumb::test {
namespace {

using rows::Lanes;
using snapshot::PackedReach;

template <typename T>
using Buffer = snapshot::ColumnBuffer<T>;

constexpr uint32_t kRoom = PLUMB_MORSEL_ROWS + rows::kSlackRows;

class LanesTest : public testing::TestWithParam<rows::LaneSet> {
 protected:
  const Lanes& lanes() const { return rows::lanes_of(GetParam()); }

  // A plane of `count` rows, and the numbers of its bits.
  struct Plane {
    uint32_t blocks = 0;
    Buffer<uint64_t> words = Buffer<uint64_t>(PLUMB_MORSEL_ROWS / 64);
    std::vector<uint16_t> rows;
  };
  Plane plane(uint32_t count, uint64_t percent) {
    Plane out;
    out.blocks = (count + 63) / 64;
    for (uint32_t r = 0; r < count; ++r) {
      if (random_() % 100 >= percent) continue;
      ir::set_plane_bit(out.words.data(), r);
      out.rows.push_back(static_cast<uint16_t>(r));
    }
    return out;
  }
  // Calls check(plane) for planes of many lengths and densities.
  template <typename Check>
  void for_planes(const Check& check) {
    for (const uint32_t count : {1U, 2U, 63U, 64U, 65U, 127U, 128U, 1000U, 4095U, 4096U}) {
      for (const uint64_t percent : {0U, 1U, 12U, 50U, 97U, 100U}) {
        SCOPED_TRACE(std::to_string(count) + " rows, " + std::to_string(percent) + " %");
        check(plane(count, percent));
        if (HasFatalFailure()) return;
      }
    }
  }

  std::mt19937_64 random_{7};
};

TEST_P(LanesTest, NumbersRows) {
  for_planes([&](const Plane& plane) {
    Buffer<uint16_t> rows(kRoom);
    ASSERT_EQ(lanes().rows_of_plane(plane.words.data(), plane.blocks, rows.data()), plane.rows.size());
    ASSERT_TRUE(std::equal(plane.rows.begin(), plane.rows.end(), rows.begin()));
    ASSERT_EQ(lanes().count_both(plane.words.data(), plane.words.data(), plane.blocks), plane.rows.size());
  });
}

template <typename T>
uint64_t at(const Buffer<std::byte>& bytes, size_t i) {
  T value{};
  std::memcpy(&value, bytes.data() + i * sizeof(T), sizeof(T));
  return value;
}
uint64_t at(const Buffer<std::byte>& bytes, uint32_t width, size_t i) {
  return width == 1 ? at<uint8_t>(bytes, i) : width == 2 ? at<uint16_t>(bytes, i) : width == 4 ? at<uint32_t>(bytes, i) : at<uint64_t>(bytes, i);
}

TEST_P(LanesTest, TakesNumbersOfEveryWidth) {
  Buffer<std::byte> stored(kRoom * 8), room(kRoom * 8), out(kRoom * 8);
  for (std::byte& byte : stored) byte = static_cast<std::byte>(random_());
  for_planes([&](const Plane& plane) {
    for (const uint32_t stored_bytes : {1U, 2U, 4U, 8U}) {
      for (const uint32_t out_bytes : {1U, 2U, 4U, 8U}) {
        for (const auto& [base, scale] : {std::pair<uint64_t, uint64_t>(0, 1), {uint64_t{0} - 5, 1}, {1'000'000'007, 100}}) {
          for (const bool all : {false, true}) {
            const auto count = static_cast<uint32_t>(all ? plane.blocks * 64 : plane.rows.size());
            std::fill(out.begin(), out.end(), std::byte{0xEE});
            lanes().numbers(stored.data(), stored_bytes, base, scale, all ? nullptr : plane.words.data(), plane.blocks, count, room.data(), out.data(),
                            out_bytes);
            const uint64_t mask = ~uint64_t{0} >> (64 - 8 * out_bytes);
            for (uint32_t i = 0; i < (count + 63) / 64 * 64; ++i) {
              const uint64_t expected = i < count ? (base + scale * at(stored, stored_bytes, all ? i : plane.rows[i])) & mask : 0;
              ASSERT_EQ(at(out, out_bytes, i), expected) << stored_bytes << " to " << out_bytes << " bytes, place " << i;
            }
          }
        }
      }
    }
  });
}

TEST_P(LanesTest, TakesBits) {
  Buffer<uint64_t> stored(PLUMB_MORSEL_ROWS / 64), out(PLUMB_MORSEL_ROWS / 64);
  for (uint64_t& word : stored) word = random_();
  for_planes([&](const Plane& plane) {
    std::fill(out.begin(), out.end(), ~uint64_t{0});
    lanes().bits(stored.data(), plane.words.data(), plane.blocks, out.data());
    for (uint32_t i = 0; i < (plane.rows.size() + 63) / 64 * 64; ++i) {
      ASSERT_EQ(ir::plane_bit(out.data(), i), i < plane.rows.size() && ir::plane_bit(stored.data(), plane.rows[i])) << i;
    }
  });
}

TEST_P(LanesTest, CountsWhatNoPlaneHas) {
  for_planes([&](const Plane& a) {
    const auto count = static_cast<uint32_t>(a.blocks * 64);
    const Plane b = plane(count, 20), c = plane(count, 30), among = plane(count, 70);
    uint64_t both = 0, none = 0;
    for (uint32_t r = 0; r < count; ++r) {
      const bool in_a = ir::plane_bit(a.words.data(), r), in_b = ir::plane_bit(b.words.data(), r);
      both += in_a && in_b ? 1 : 0;
      none += !in_a && !in_b && !ir::plane_bit(c.words.data(), r) && ir::plane_bit(among.words.data(), r) ? 1 : 0;
    }
    ASSERT_EQ(lanes().count_both(a.words.data(), b.words.data(), a.blocks), both);
    ASSERT_EQ(lanes().count_none(a.words.data(), b.words.data(), c.words.data(), among.words.data(), a.blocks), none);
  });
}

// Parties in ascending order, from close together to far apart, some of them several times.
TEST_P(LanesTest, LooksPartiesUp) {
  constexpr uint32_t kParties = 1'000'000;
  for (const uint64_t percent : {1U, 12U, 60U, 100U}) {
    Buffer<uint64_t> listed(kParties / 64), words;
    Buffer<uint32_t> ranks(kParties / 64);
    for (uint32_t block = 0; block < kParties / 64; ++block) {
      ranks[block] = static_cast<uint32_t>(words.size());
      for (uint32_t i = 0; i < 64; ++i) {
        if (random_() % 100 >= percent) continue;
        listed[block] |= uint64_t{1} << i;
        words.push_back(random_());
      }
    }
    words.push_back(0);
    listed.resize(listed.size() + snapshot::ReachWords::kPadding);
    for (const uint64_t apart : {0U, 1U, 3U, 20U, 100U, 240U}) {
      Buffer<uint32_t> parties(PLUMB_MORSEL_ROWS);
      for (size_t r = 1; r < parties.size(); ++r) parties[r] = parties[r - 1] + static_cast<uint32_t>(random_() % (2 * apart + 1));
      for_planes([&](Plane wanted) {
        const auto count = static_cast<uint32_t>(wanted.blocks * 64);
        Buffer<uint32_t> padded = parties;  // as a table pads its last block
        const uint32_t rows = wanted.rows.empty() ? count : wanted.rows.back() + 1U;
        std::fill(padded.begin() + rows, padded.end(), 0);
        const auto is_listed = [&](uint32_t r) { return ir::plane_bit(listed.data(), padded[r]); };
        Buffer<uint64_t> kept = wanted.words;
        lanes().keep_among(listed.data(), padded.data(), wanted.blocks, kept.data());
        Buffer<uint64_t> packed(kRoom);
        lanes().packed(listed.data(), ranks.data(), words.data(), padded.data(), rows, packed.data());
        for (uint32_t r = 0; r < rows; ++r) {
          ASSERT_EQ(ir::plane_bit(kept.data(), r), ir::plane_bit(wanted.words.data(), r) && is_listed(r)) << "row " << r << ", " << apart << " apart";
          uint64_t before = listed[padded[r] / 64] & ((uint64_t{1} << padded[r] % 64) - 1);
          const uint64_t expected = is_listed(r) ? words[ranks[padded[r] / 64] + static_cast<uint32_t>(std::popcount(before))] : PackedReach::kNoTraits;
          ASSERT_EQ(packed[r], expected);
        }
      });
      if (HasFatalFailure()) return;
    }
  }
}

TEST_P(LanesTest, SpreadsWords) {
  Buffer<uint64_t> packed(kRoom), certain(kRoom), uncertain(kRoom), plane(PLUMB_MORSEL_ROWS / 64);
  Buffer<uint8_t> kind(kRoom), sector(kRoom);
  for (uint64_t& word : packed) word = random_();
  for (const uint32_t count : {1U, 63U, 64U, 65U, 4095U, 4096U}) {
    lanes().spread(packed.data(), count, certain.data(), uncertain.data(), kind.data(), sector.data());
    for (uint32_t i = 0; i < (count + 63) / 64 * 64; ++i) {
      const snapshot::ReachWord word = i < count ? PackedReach::word(packed[i]) : snapshot::ReachWord{};
      ASSERT_EQ(certain[i], word.certain) << i << " of " << count;
      ASSERT_EQ(uncertain[i], word.uncertain);
      const auto trait = [&](int at) { return i >= count ? 0 : (packed[i] >> at & 3) == 3 ? PLUMB_UNKNOWN : static_cast<int>(packed[i] >> at & 3); };
      ASSERT_EQ(kind[i], trait(PackedReach::kKind));
      ASSERT_EQ(sector[i], trait(PackedReach::kSector));
    }
    for (const int bit : {PackedReach::kPermits, PackedReach::kRetentions, PackedReach::kIdentity}) {
      lanes().flags(packed.data(), count, static_cast<uint32_t>(bit), plane.data());
      for (uint32_t i = 0; i < (count + 63) / 64 * 64; ++i) ASSERT_EQ(ir::plane_bit(plane.data(), i), i < count && (packed[i] >> bit & 1) != 0);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Sets, LanesTest, testing::ValuesIn(rows::supported_lanes()), [](const auto& set) {
  return std::string(set.param == rows::LaneSet::portable ? "portable" : set.param == rows::LaneSet::avx2 ? "avx2" : "avx512");
});

// The gap between roles of its and roles at it is where reach words have it.
TEST(PackedReach, SpreadsEveryWayToItsBit) {
  std::vector<uint64_t> bits{ir::kSelfBit};
  for (int role = 0; role < kRoleCount; ++role) bits.push_back(ir::debtor_bit(static_cast<Role>(role)));
  for (int role = 0; role < kRoleCount; ++role) bits.push_back(ir::own_bit(static_cast<Role>(role)));
  for (int way = 0; way < PackedReach::kWayCount; ++way) {
    EXPECT_EQ(PackedReach::spread(uint64_t{1} << way), bits[static_cast<size_t>(way)]);
    EXPECT_EQ(PackedReach::way(std::countr_zero(bits[static_cast<size_t>(way)])), way);
  }
  EXPECT_EQ(PackedReach::way(1 + kRoleCount), PackedReach::kWayCount) << "a role that is not yet there";
}

}  // namespace
}  // namespace plumb::test
