// Whatever codes there are, each number is found by its own, and by no other that differs in its first or last bits.
#include "runtime/registry/held_codes.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>

namespace plumb::registry {
namespace {

std::multiset<int64_t> found(const HeldCodes& held, uint64_t code) {
  std::multiset<int64_t> numbers;
  held.find(code, [&](int64_t number) { numbers.insert(number); });
  return numbers;
}

// Codes that lie evenly, in one place, at the very end and so on from the beginning, and twice the same.
TEST(HeldCodes, EachIsFoundByItsCode) {
  std::mt19937_64 random(11);
  for (const size_t codes : {0U, 1U, 2U, 7U, 1000U, 300'000U}) {
    HeldCodes held;
    ASSERT_TRUE(held.reserve(codes));
    std::multimap<uint64_t, int64_t> expected;
    for (size_t i = 0; i < codes; ++i) {
      const uint64_t any = random();
      const uint64_t in_one_place = i % 3 == 0 ? ~uint64_t{0} - any % 1000 : i % 3 == 1 ? uint64_t{5} << 61 | any % 1000 : any >> 40 << 40;
      const uint64_t code = i % 64 < 3 ? in_one_place : any;
      const auto number = static_cast<int64_t>(i == 3 ? 0xFFFFFFFF : i + 1);
      ASSERT_TRUE(held.add({code, number}));
      expected.emplace(code, number);
    }
    size_t more = 0;
    for (const auto& [code, number] : expected) {
      const auto numbers = found(held, code);
      const auto [first, last] = expected.equal_range(code);
      for (auto at = first; at != last; ++at) ASSERT_TRUE(numbers.contains(at->second)) << code;
      more += numbers.size() - static_cast<size_t>(std::distance(first, last));
    }
    EXPECT_LE(more, codes / 8) << "numbers of other codes, each of which costs a row";
    EXPECT_TRUE(found(held, random()).empty());
  }
}

// As of one person in one office since each of very many days: each look would go through all of them.
TEST(HeldCodes, TakesNotTooManyOfOnePlace) {
  HeldCodes held;
  ASSERT_TRUE(held.reserve(100'000));
  uint64_t taken = 0;
  while (taken < 100'000 && held.add({uint64_t{7} << 32 | taken, static_cast<int64_t>(taken) + 1})) ++taken;
  EXPECT_GE(taken, 10'000U);
  EXPECT_LT(taken, 20'000U);
}

TEST(HeldCodes, TakesWhatItHasRoomFor) {
  HeldCodes held;
  ASSERT_TRUE(held.reserve(3));
  EXPECT_FALSE(held.add({1, int64_t{1} << 32})) << "more than a number of 32 bits";
  for (int64_t i = 1; held.add({uint64_t{9} << 60, i}); ++i) ASSERT_LE(i, 8);
  EXPECT_GE(found(held, uint64_t{9} << 60).size(), 3U);
  EXPECT_TRUE(found(held, 0).empty()) << "one is always free, where a look ends";
  EXPECT_GE(HeldCodes::bytes_of(1'000'000), 8'000'000U);
  EXPECT_LE(HeldCodes::bytes_of(1'000'000), 13'000'000U);
  EXPECT_FALSE(held.reserve(uint64_t{1} << 40));
}

}  // namespace
}  // namespace plumb::registry
