// Exact decimals and money against a reference in arbitrary precision (Boost cpp_int).
#include "compiler/base/decimal.hpp"

#include <gtest/gtest.h>

#include <boost/multiprecision/cpp_int.hpp>
#include <random>
#include <vector>

namespace plumb {
namespace {

using Big = boost::multiprecision::cpp_int;

const Big kBigOne("1000000000000000000");
const Big kLimit = (Big(1) << 127) - 1;

Big big(int128 v) {
  const bool negative = v < 0;
  const uint128 magnitude = negative ? uint128{0} - static_cast<uint128>(v) : static_cast<uint128>(v);
  const Big out = (Big(static_cast<uint64_t>(magnitude >> 64)) << 64) + Big(static_cast<uint64_t>(magnitude));
  return negative ? Big(-out) : out;
}

// n / d rounded half to even.
Big rounded(Big n, Big d) {
  if (d < 0) {
    n = -n;
    d = -d;
  }
  const bool negative = n < 0;
  if (negative) n = -n;
  Big quotient = n / d;
  const Big twice = (n % d) * 2;
  if (twice > d || (twice == d && (quotient % 2) != 0)) ++quotient;
  return negative ? Big(-quotient) : quotient;
}

std::vector<int128> interesting_units() {
  std::vector<int128> out;
  constexpr int128 kMost = static_cast<int128>((static_cast<uint128>(1) << 127) - 1);
  for (const int128 v : {int128{0}, int128{1}, int128{2}, int128{3}, int128{5}, int128{7}, int128{10}, int128{Decimal::kOne / 2}, int128{Decimal::kOne / 2 + 1},
                         int128{Decimal::kOne}, int128{Decimal::kOne} * 3, int128{Decimal::kOne} * 1'000'000, int128{INT64_MAX}, int128{INT64_MAX} + 1,
                         kMost / 2, kMost - 1, kMost}) {
    out.push_back(v);
    out.push_back(-v);
  }
  out.push_back(-kMost - 1);
  std::mt19937_64 random(20190530);
  for (int i = 0; i < 60; ++i) {
    const uint128 bits = (static_cast<uint128>(random()) << 64) | random();
    out.push_back(static_cast<int128>(bits) >> (random() % 127));
  }
  return out;
}

void expect_equal(const std::optional<Decimal>& actual, const Big& expected, const char* operation, int128 a, int128 b) {
  const bool fits = expected <= kLimit && expected >= -kLimit - 1;
  ASSERT_EQ(actual.has_value(), fits) << operation << " " << big(a) << " " << big(b);
  if (actual) {
    ASSERT_EQ(big(actual->units), expected) << operation << " " << big(a) << " " << big(b);
  }
}

TEST(Decimal, AgreesWithArbitraryPrecision) {
  for (const int128 a : interesting_units()) {
    for (const int128 b : interesting_units()) {
      expect_equal(add(Decimal{a}, Decimal{b}), big(a) + big(b), "add", a, b);
      expect_equal(subtract(Decimal{a}, Decimal{b}), big(a) - big(b), "subtract", a, b);
      expect_equal(multiply(Decimal{a}, Decimal{b}), rounded(big(a) * big(b), kBigOne), "multiply", a, b);
      if (b != 0) expect_equal(divide(Decimal{a}, Decimal{b}), rounded(big(a) * kBigOne, big(b)), "divide", a, b);
      if (HasFatalFailure()) return;
    }
  }
}

// Quotients at the edge of what fits, and of what the long division itself can hold.
TEST(Decimal, AgreesAtTheEdgesOfDivision) {
  const auto narrow = [](const Big& v) {
    const Big low = v & ((Big(1) << 64) - 1);
    return static_cast<int128>((static_cast<uint128>(static_cast<uint64_t>(v >> 64)) << 64) | static_cast<uint64_t>(low));
  };
  for (const int128 a : interesting_units()) {
    if (a <= 0) continue;
    for (const int edge : {126, 127, 128, 129}) {
      for (const int step : {-2, -1, 0, 1, 2}) {
        const Big b = ((big(a) * kBigOne) >> edge) + step;
        if (b <= 0 || b > kLimit) continue;
        expect_equal(divide(Decimal{a}, Decimal{narrow(b)}), rounded(big(a) * kBigOne, b), "divide", a, narrow(b));
        expect_equal(divide(Decimal{-a}, Decimal{narrow(b)}), rounded(-big(a) * kBigOne, b), "divide", -a, narrow(b));
      }
    }
  }
}

TEST(Decimal, RoundsHalfToEven) {
  const auto of = [](const char* text) { return *Decimal::parse(text); };
  const Decimal half = of("0.5");
  EXPECT_EQ(multiply(Decimal{1}, half)->units, 0);
  EXPECT_EQ(multiply(Decimal{3}, half)->units, 2);
  EXPECT_EQ(multiply(Decimal{5}, half)->units, 2);
  EXPECT_EQ(multiply(Decimal{-3}, half)->units, -2);
  EXPECT_EQ(divide(of("1"), of("3"))->text(), "0.333333333333333333");
  EXPECT_EQ(divide(of("2"), of("3"))->text(), "0.666666666666666667");
}

TEST(Decimal, DividingByZeroIsNothing) {
  EXPECT_FALSE(divide(Decimal::from_integer(1), Decimal{}));
  EXPECT_FALSE(divide(Money{1}, Decimal{}));
  EXPECT_FALSE(divide(Money{1}, Money{}));
}

TEST(Decimal, TextIsShortestAndReadsBack) {
  const std::pair<const char*, const char*> cases[] = {{"0", "0"},         {"-0", "0"}, {"12", "12"}, {"3.50", "3.5"},
                                                       {"-0.01", "-0.01"}, {"+7", "7"}, {"007", "7"}, {"0.000000000000000001", "0.000000000000000001"}};
  for (const auto& [written, shortest] : cases) EXPECT_EQ(Decimal::parse(written)->text(), shortest) << written;
  for (const int128 v : interesting_units()) {
    const std::string text = Decimal{v}.text();
    const auto back = Decimal::parse(text);
    ASSERT_TRUE(back.has_value()) << text;
    EXPECT_TRUE(*back == Decimal{v}) << text;
  }
}

TEST(Decimal, RefusesWhatIsNotANumber) {
  for (const char* text :
       {"", "-", "+", ".", "1.", ".5", "1.2.3", "1,000", "1e3", " 1", "1 ", "--1", "0x1", "1.0000000000000000001", "170141183460469231732", "９"}) {
    EXPECT_FALSE(Decimal::parse(text)) << text;
  }
}

TEST(Money, KeepsTwoDigits) {
  EXPECT_EQ(Money::parse("500")->text(), "500.00");
  EXPECT_EQ(Money::parse("500000.00")->fen, 50'000'000);
  EXPECT_EQ(Money::parse("-3.5")->text(), "-3.50");
  EXPECT_EQ(Money{-5}.text(), "-0.05");
  EXPECT_EQ(Money{INT64_MIN}.text(), "-92233720368547758.08");
  EXPECT_EQ(Money::parse("-92233720368547758.08")->fen, INT64_MIN);
  EXPECT_FALSE(Money::parse("92233720368547758.08"));
  EXPECT_FALSE(Money::parse("1.005"));
}

TEST(Money, AgreesWithArbitraryPrecision) {
  std::vector<int64_t> amounts{0, 1, -1, 5, 50, 99, 100, 12345, INT64_MAX, INT64_MIN, INT64_MAX / 2};
  std::mt19937_64 random(7);
  for (int i = 0; i < 40; ++i) amounts.push_back(static_cast<int64_t>(random()) >> (random() % 63));
  const auto fits = [](const Big& v) { return v <= Big(INT64_MAX) && v >= Big(INT64_MIN); };
  for (const int64_t a : amounts) {
    for (const int64_t b : amounts) {
      const auto sum = add(Money{a}, Money{b});
      ASSERT_EQ(sum.has_value(), fits(Big(a) + b));
      if (sum) {
        ASSERT_EQ(Big(sum->fen), Big(a) + b);
      }
      const auto difference = subtract(Money{a}, Money{b});
      ASSERT_EQ(difference.has_value(), fits(Big(a) - b));
      if (difference) {
        ASSERT_EQ(Big(difference->fen), Big(a) - b);
      }
      if (b != 0) {
        ASSERT_EQ(big(divide(Money{a}, Money{b})->units), rounded(Big(a) * kBigOne, Big(b)));
      }
    }
    for (const int128 d : interesting_units()) {
      const Big product = rounded(Big(a) * big(d), kBigOne);
      const auto actual = multiply(Money{a}, Decimal{d});
      ASSERT_EQ(actual.has_value(), fits(product)) << a << " * " << Decimal{d}.text();
      if (actual) {
        ASSERT_EQ(Big(actual->fen), product);
      }
      if (d == 0) continue;
      const Big quotient = rounded(Big(a) * kBigOne, big(d));
      const auto ratio = divide(Money{a}, Decimal{d});
      ASSERT_EQ(ratio.has_value(), fits(quotient)) << a << " / " << Decimal{d}.text();
      if (ratio) {
        ASSERT_EQ(Big(ratio->fen), quotient);
      }
    }
  }
}

}  // namespace
}  // namespace plumb
