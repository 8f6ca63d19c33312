// Exact numbers. Decimal: 18 fractional digits in 128 bits. Money: whole 分 in 64 bits. No operation rounds silently;
// what cannot be represented is nothing, and evaluates to unknown.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace plumb {

__extension__ typedef __int128 int128;
__extension__ typedef unsigned __int128 uint128;

// value = units / 10^18.
struct Decimal {
  int128 units = 0;

  static constexpr int kFractionDigits = 18;
  static constexpr int64_t kOne = 1'000'000'000'000'000'000;

  static constexpr Decimal from_integer(int64_t value) { return Decimal{static_cast<int128>(value) * kOne}; }
  // Optional sign, digits, optional point and at most 18 digits; nothing otherwise or when too large.
  static std::optional<Decimal> parse(std::string_view text);
  // Shortest exact form: "3.5", "-0.01", "12".
  std::string text() const;

  friend constexpr auto operator<=>(Decimal, Decimal) = default;
};

// Nothing on overflow; `divide` also on division by zero. Products and quotients round half to even at the last digit.
std::optional<Decimal> add(Decimal a, Decimal b);
std::optional<Decimal> subtract(Decimal a, Decimal b);
std::optional<Decimal> multiply(Decimal a, Decimal b);
std::optional<Decimal> divide(Decimal a, Decimal b);

// An amount of 分 (1/100 元).
struct Money {
  int64_t fen = 0;

  // "500000.00", "500", "-3.5": at most two fractional digits; nothing otherwise or when too large.
  static std::optional<Money> parse(std::string_view text);
  // Always two fractional digits: "500.00".
  std::string text() const;

  friend constexpr auto operator<=>(Money, Money) = default;
};

std::optional<Money> add(Money a, Money b);
std::optional<Money> subtract(Money a, Money b);
// Rounds half to even at one 分.
std::optional<Money> multiply(Money a, Decimal b);
std::optional<Money> divide(Money a, Decimal b);
// The ratio of two amounts, rounded half to even at 18 digits.
std::optional<Decimal> divide(Money a, Money b);

}  // namespace plumb
