#include "compiler/base/decimal.hpp"

#include <algorithm>

namespace plumb {

namespace {

constexpr uint128 kSignBit = static_cast<uint128>(1) << 127;

uint128 magnitude(int128 v) { return v < 0 ? static_cast<uint128>(0) - static_cast<uint128>(v) : static_cast<uint128>(v); }

// Nothing when the value does not fit; there is one more negative value than there are positive ones.
std::optional<int128> with_sign(uint128 magnitude, bool negative) {
  if (magnitude >= kSignBit && !(negative && magnitude == kSignBit)) return std::nullopt;
  return static_cast<int128>(negative ? uint128{0} - magnitude : magnitude);
}

// 256-bit product of two 128-bit magnitudes, high and low halves.
struct Wide {
  uint128 high = 0, low = 0;
};

Wide multiply_wide(uint128 a, uint128 b) {
  const auto a0 = static_cast<uint64_t>(a), a1 = static_cast<uint64_t>(a >> 64);
  const auto b0 = static_cast<uint64_t>(b), b1 = static_cast<uint64_t>(b >> 64);
  const uint128 p00 = static_cast<uint128>(a0) * b0, p01 = static_cast<uint128>(a0) * b1;
  const uint128 p10 = static_cast<uint128>(a1) * b0, p11 = static_cast<uint128>(a1) * b1;
  const uint128 middle = (p00 >> 64) + static_cast<uint64_t>(p01) + static_cast<uint64_t>(p10);
  return {p11 + (p01 >> 64) + (p10 >> 64) + (middle >> 64), (middle << 64) | static_cast<uint64_t>(p00)};
}

// Quotient of a 256-bit magnitude by that of an int128, rounded half to even; nothing when it needs more than 128 bits.
// REQUIRES: d <= 2^127, so that no bit of the remainder is lost when it is doubled.
std::optional<uint128> divide_wide(Wide n, uint128 d) {
  if (d == 0 || n.high >= d) return std::nullopt;
  uint128 remainder = n.high, quotient = 0;
  for (int bit = 127; bit >= 0; --bit) {
    remainder = (remainder << 1) | ((n.low >> bit) & 1);
    quotient <<= 1;
    if (remainder >= d) {
      remainder -= d;
      quotient |= 1;
    }
  }
  const uint128 rest = d - remainder;
  if (remainder > rest || (remainder == rest && (quotient & 1) != 0)) {
    if (++quotient == 0) return std::nullopt;
  }
  return quotient;
}

std::optional<int128> scaled(int128 a, int128 b, int128 divisor) {
  const auto quotient = divide_wide(multiply_wide(magnitude(a), magnitude(b)), magnitude(divisor));
  if (!quotient) return std::nullopt;
  return with_sign(*quotient, ((a < 0) != (b < 0)) != (divisor < 0));
}

std::optional<int64_t> narrow(std::optional<int128> v) {
  if (!v || *v > INT64_MAX || *v < INT64_MIN) return std::nullopt;
  return static_cast<int64_t>(*v);
}

std::optional<int128> parse_scaled(std::string_view text, int fraction_digits) {
  bool negative = false;
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
    negative = text[0] == '-';
    text.remove_prefix(1);
  }
  const size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view fraction = point == std::string_view::npos ? std::string_view() : text.substr(point + 1);
  if (whole.empty() || (point != std::string_view::npos && fraction.empty()) || fraction.size() > static_cast<size_t>(fraction_digits)) return std::nullopt;
  uint128 value = 0;
  const auto push = [&](int digit) {
    if (value > (kSignBit - static_cast<uint128>(digit)) / 10) return false;
    value = value * 10 + static_cast<uint128>(digit);
    return true;
  };
  for (const std::string_view part : {whole, fraction}) {
    for (const char c : part) {
      if (c < '0' || c > '9' || !push(c - '0')) return std::nullopt;
    }
  }
  for (size_t i = fraction.size(); i < static_cast<size_t>(fraction_digits); ++i) {
    if (!push(0)) return std::nullopt;
  }
  return with_sign(value, negative);
}

std::string scaled_text(int128 units, int fraction_digits, bool keep_zeros) {
  uint128 rest = magnitude(units);
  std::string reversed;
  for (int i = 0; rest != 0 || i <= fraction_digits; ++i) {
    const auto digit = static_cast<char>('0' + static_cast<int>(rest % 10));
    rest /= 10;
    if (i < fraction_digits) {
      if (keep_zeros || !reversed.empty() || digit != '0') reversed.push_back(digit);
      continue;
    }
    if (i == fraction_digits && !reversed.empty()) reversed.push_back('.');
    reversed.push_back(digit);
  }
  if (units < 0) reversed.push_back('-');
  std::reverse(reversed.begin(), reversed.end());
  return reversed;
}

}  // namespace

std::optional<Decimal> Decimal::parse(std::string_view text) {
  const auto units = parse_scaled(text, kFractionDigits);
  if (!units) return std::nullopt;
  return Decimal{*units};
}

std::string Decimal::text() const { return scaled_text(units, kFractionDigits, false); }

std::optional<Decimal> add(Decimal a, Decimal b) {
  Decimal out;
  if (__builtin_add_overflow(a.units, b.units, &out.units)) return std::nullopt;
  return out;
}

std::optional<Decimal> subtract(Decimal a, Decimal b) {
  Decimal out;
  if (__builtin_sub_overflow(a.units, b.units, &out.units)) return std::nullopt;
  return out;
}

std::optional<Decimal> multiply(Decimal a, Decimal b) {
  const auto v = scaled(a.units, b.units, Decimal::kOne);
  if (!v) return std::nullopt;
  return Decimal{*v};
}

std::optional<Decimal> divide(Decimal a, Decimal b) {
  if (b.units == 0) return std::nullopt;
  const auto v = scaled(a.units, Decimal::kOne, b.units);
  if (!v) return std::nullopt;
  return Decimal{*v};
}

std::optional<Money> Money::parse(std::string_view text) {
  const auto fen = narrow(parse_scaled(text, 2));
  if (!fen) return std::nullopt;
  return Money{*fen};
}

std::string Money::text() const { return scaled_text(fen, 2, true); }

std::optional<Money> add(Money a, Money b) {
  Money out;
  if (__builtin_add_overflow(a.fen, b.fen, &out.fen)) return std::nullopt;
  return out;
}

std::optional<Money> subtract(Money a, Money b) {
  Money out;
  if (__builtin_sub_overflow(a.fen, b.fen, &out.fen)) return std::nullopt;
  return out;
}

std::optional<Money> multiply(Money a, Decimal b) {
  const auto v = narrow(scaled(a.fen, b.units, Decimal::kOne));
  if (!v) return std::nullopt;
  return Money{*v};
}

std::optional<Money> divide(Money a, Decimal b) {
  if (b.units == 0) return std::nullopt;
  const auto v = narrow(scaled(a.fen, Decimal::kOne, b.units));
  if (!v) return std::nullopt;
  return Money{*v};
}

std::optional<Decimal> divide(Money a, Money b) {
  if (b.fen == 0) return std::nullopt;
  const auto v = scaled(a.fen, Decimal::kOne, b.fen);
  if (!v) return std::nullopt;
  return Decimal{*v};
}

}  // namespace plumb
