// Rows put in order by digits are in the order that comparing gives; and numbers of texts compare as the texts do.
#include "runtime/snapshot/key_sort.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "runtime/snapshot/text_numbers.hpp"

namespace plumb::snapshot {
namespace {

// Many rows of one number, told apart the other way round.
bool later_first(RowPlace a, RowPlace b) { return a.part != b.part ? a.part > b.part : a.row > b.row; }

std::vector<uint128> drawn(size_t count, uint128 numbers, std::mt19937_64& random) {
  std::vector<uint128> out;
  for (size_t i = 0; i < count; ++i) {
    const uint128 any = (uint128{random()} << 64) | random();
    out.push_back(key_of((any & numbers) >> kPlaceBits, {static_cast<uint32_t>(random() & 0xffff), static_cast<uint32_t>(i)}));
  }
  return out;
}

TEST(KeySort, IsTheOrderOfComparing) {
  std::mt19937_64 random(11);
  const uint128 all = ~uint128{0}, top = all << 120, odd_digits = uint128{0xff00ff} << 80, low = uint128{7} << kPlaceBits, lowest = uint128{1} << kPlaceBits;
  for (const uint128 numbers : {all, top, odd_digits, low, lowest, uint128{0}}) {
    for (const size_t count : std::initializer_list<size_t>{0, 1, 2, 3, 1000, 70'001, 140'000}) {
      const std::vector<uint128> keys = drawn(count, numbers, random);
      std::vector<uint128> expected = keys;
      std::sort(expected.begin(), expected.end(),
                [](uint128 a, uint128 b) { return number_of(a) != number_of(b) ? number_of(a) < number_of(b) : later_first(place_of(a), place_of(b)); });
      for (const unsigned threads : {1U, 2U, 3U, 4U}) {
        Unfilled<uint128> sorted(count);
        std::copy(keys.begin(), keys.end(), sorted.begin());
        sort_keys(threads, sorted, later_first);
        EXPECT_TRUE(std::equal(expected.begin(), expected.end(), sorted.begin(), sorted.end())) << count << " rows, " << threads << " threads";
      }
    }
  }
}

TextNumbers numbers_of(const std::vector<std::string>& texts, int most = kNumberBits) {
  DifferingBits some, others;
  for (size_t i = 0; i < texts.size(); ++i) (i % 2 == 0 ? some : others).add(texts[i]);
  DifferingBits all;
  all.add(others);
  all.add(some);
  return TextNumbers(all.first(most));
}

TEST(TextNumbers, CompareAsTextsDo) {
  std::mt19937_64 random(12);
  const std::vector<std::string> alphabets = {"01", "0123456789", "0123456789ABCDEFGHJKLMNPQRTUWXY*", std::string("\0\x01\x7f\x80\xff", 5)};
  size_t told_apart = 0, pairs = 0;
  for (const std::string& alphabet : alphabets) {
    for (const size_t most : std::initializer_list<size_t>{1, 7, 8, 9, 18, 24, 40}) {
      std::vector<std::string> texts;
      for (int i = 0; i < 200; ++i) {
        std::string text = i % 3 == 0 ? "41039" : "";
        for (size_t length = random() % (most + 1); length > 0; --length) text += alphabet[random() % alphabet.size()];
        texts.push_back(text);
      }
      for (const int bits : {1, 13, 64, kNumberBits}) {
        const TextNumbers number = numbers_of(texts, bits);
        for (const std::string& a : texts) {
          EXPECT_EQ(number(a), number.bit_by_bit(a));
          EXPECT_EQ(number(a) >> bits, 0U);
          for (const std::string& b : texts) {
            ++pairs;
            if (number(a) == number(b)) continue;
            ++told_apart;
            ASSERT_EQ(number(a) < number(b), a < b) << a << " " << b;
          }
        }
      }
    }
  }
  EXPECT_GT(told_apart, pairs / 2);
}

// As many as a number has room for are told apart by it alone: nothing is lost on what is the same in all.
TEST(TextNumbers, TellIdentifiersApart) {
  std::vector<std::string> texts;
  for (int i = 0; i < 5000; ++i) texts.push_back("410399" + std::to_string(19'500'101 + i * 7919 % 500'000) + std::to_string(1000 + i));
  const TextNumbers number = numbers_of(texts);
  std::vector<uint128> numbers;
  for (const std::string& text : texts) numbers.push_back(number(text));
  std::sort(numbers.begin(), numbers.end());
  EXPECT_EQ(std::unique(numbers.begin(), numbers.end()), numbers.end());
}

// What is the same in all of one part, and another in all of the other, tells them apart.
TEST(TextNumbers, TellPartsApart) {
  const TextNumbers number = numbers_of({"4a", "9a", "4a", "9a"});
  EXPECT_LT(number("4a"), number("9a"));
}

TEST(TextNumbers, OfNoTexts) { EXPECT_EQ(TextNumbers(DifferingBits().first(kNumberBits))("any"), 0U); }

}  // namespace
}  // namespace plumb::snapshot
