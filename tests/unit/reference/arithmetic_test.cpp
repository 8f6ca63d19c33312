// Exact arithmetic against boost::multiprecision: overflow is a fault, rounding is half to even at the last digit.
#include <gtest/gtest.h>

#include <boost/multiprecision/cpp_int.hpp>

#include "tests/unit/reference/setting.hpp"

namespace plumb::reference {
namespace {

using boost::multiprecision::cpp_int;
using ir::Op;
using ir::TypeKind;
using ir::Value;

cpp_int wide(int128 v) {
  const bool negative = v < 0;
  const uint128 m = negative ? uint128{0} - static_cast<uint128>(v) : static_cast<uint128>(v);
  cpp_int out = (cpp_int(static_cast<uint64_t>(m >> 64)) << 64) + cpp_int(static_cast<uint64_t>(m));
  return negative ? cpp_int(-out) : out;
}

cpp_int half_even(const cpp_int& n, const cpp_int& d) {
  cpp_int a = abs(n), b = abs(d), q = a / b, r = a % b;
  if (2 * r > b || (2 * r == b && q % 2 == 1)) ++q;
  return (n < 0) != (d < 0) ? cpp_int(-q) : q;
}

const cpp_int kOne = cpp_int(Decimal::kOne);
const cpp_int kLimit64 = cpp_int(1) << 63, kLimit128 = cpp_int(1) << 127;

bool is_fraction(TypeKind k) { return k == TypeKind::decimal || k == TypeKind::ratio; }

// The exact result in the units of the result's type; nothing when it is a fault.
std::optional<cpp_int> expected(Op op, const Value& a, const Value& b, ir::Type result) {
  const cpp_int x = wide(a.number), y = wide(b.number);
  const auto compute = [&]() -> std::optional<cpp_int> {
    if (op == Op::add) return cpp_int(x + y);
    if (op == Op::subtract) return cpp_int(x - y);
    if (op == Op::multiply) return is_fraction(a.type.kind) || is_fraction(b.type.kind) ? half_even(x * y, kOne) : cpp_int(x * y);
    if (y == 0) return std::nullopt;
    if (is_fraction(result.kind)) return half_even(x * kOne, y);  // units of the operands cancel
    return is_fraction(b.type.kind) ? half_even(x * kOne, y) : half_even(x, y);
  };
  const auto exact = compute();
  const cpp_int& limit = is_fraction(result.kind) ? kLimit128 : kLimit64;
  if (!exact || *exact >= limit || *exact < -limit) return std::nullopt;
  return exact;
}

std::vector<Value> samples(TypeKind kind) {
  std::vector<int128> numbers = {0, 1, -1, 2, -2, 3, -3, 5, 7, -7, 100, 12345};
  const auto both = [&](int128 v) {
    numbers.push_back(v);
    numbers.push_back(-v);
  };
  if (is_fraction(kind)) {
    both(Decimal::kOne);
    both(Decimal::kOne / 2);
    both(Decimal::kOne / 2 * 3);
    both(Decimal::kOne / 3);
    both(static_cast<int128>(INT64_MAX) * Decimal::kOne);
    const auto most = static_cast<int128>(~uint128{0} >> 1);
    both(most);
    numbers.push_back(-most - 1);
  } else {
    both(INT64_MAX);
    numbers.push_back(INT64_MIN);
    both(int64_t{1} << 32);
  }
  std::vector<Value> out;
  for (const int128 n : numbers) out.push_back({{kind}, n, {}});
  return out;
}

void compare(Op op, TypeKind left, TypeKind right, bool as_ratio = false) {
  Setting s;
  for (const Value& a : samples(left)) {
    for (const Value& b : samples(right)) {
      const auto x = s.b.constant(a), y = s.b.constant(b);
      const auto node = as_ratio ? s.b.ratio_of(x, y) : s.b.binary(op, x, y);
      const ir::Type type = s.b.type_of(node);
      const auto want = expected(op, a, b, type);
      const auto have = s.value(node);
      ASSERT_EQ(have.has_value(), want.has_value()) << wide(a.number) << " op " << static_cast<int>(op) << " " << wide(b.number);
      if (!have) continue;
      ASSERT_EQ(wide(have->number), *want) << wide(a.number) << " op " << static_cast<int>(op) << " " << wide(b.number);
      EXPECT_EQ(have->type, type);
    }
  }
}

TEST(Arithmetic, OfOneType) {
  for (const TypeKind kind : {TypeKind::integer, TypeKind::decimal, TypeKind::ratio, TypeKind::money}) {
    compare(Op::add, kind, kind);
    compare(Op::subtract, kind, kind);
    compare(Op::divide, kind, kind);
    if (kind != TypeKind::money) compare(Op::multiply, kind, kind);
  }
}

TEST(Arithmetic, OfMoneyWithAFactor) {
  for (const TypeKind factor : {TypeKind::integer, TypeKind::decimal, TypeKind::ratio}) {
    compare(Op::multiply, TypeKind::money, factor);
    compare(Op::multiply, factor, TypeKind::money);
    compare(Op::divide, TypeKind::money, factor);
  }
  compare(Op::divide, TypeKind::money, TypeKind::money, true);
}

TEST(Arithmetic, NegationOverflowsAtTheLeastValue) {
  Setting s;
  EXPECT_EQ(s.value(s.b.negate(s.b.integer(5))), ir::integer_value(-5));
  EXPECT_EQ(s.value(s.b.negate(s.b.integer(INT64_MIN))), std::nullopt);
  EXPECT_EQ(s.value(s.b.negate(s.b.money({INT64_MIN}))), std::nullopt);
  EXPECT_EQ(s.value(s.b.negate(s.b.money({-3}))), ir::money_value({3}));
  const auto least = static_cast<int128>(uint128{1} << 127);
  EXPECT_EQ(s.value(s.b.negate(s.b.decimal({least}))), std::nullopt);
  EXPECT_EQ(s.value(s.b.negate(s.b.ratio({1}))), ir::ratio_value({-1}));
}

TEST(Arithmetic, FaultsNameTheMeasureOnce) {
  Setting s;
  const auto broken = s.b.binary(Op::divide, s.b.integer(1), s.b.integer(0));
  EXPECT_EQ(s.ask(s.b.binary(Op::equal, broken, broken)).missing, Names{"fault.rule"});
  EXPECT_EQ(s.ask(s.b.known(broken)).value, kFalse);
  EXPECT_EQ(s.ask(s.b.fault({TypeKind::boolean})).missing, Names{"fault.rule"});
}

TEST(Arithmetic, IsUnknownWithAnUnknownOperand) {
  for (const TypeKind kind : {TypeKind::integer, TypeKind::decimal, TypeKind::ratio, TypeKind::money}) {
    Setting s;
    const auto absent = s.field({kind}), zero = s.b.constant({{kind}, 0, {}});
    for (const Op op : {Op::add, Op::subtract, Op::divide}) {
      EXPECT_EQ(s.value(s.b.binary(op, absent, zero)), std::nullopt);
      EXPECT_EQ(s.value(s.b.binary(op, zero, absent)), std::nullopt);
    }
    // No algebra: nothing times an unknown is unknown.
    if (kind != TypeKind::money) {
      EXPECT_EQ(s.value(s.b.binary(Op::multiply, zero, absent)), std::nullopt);
    }
    EXPECT_EQ(s.value(s.b.negate(absent)), std::nullopt);
  }
}

}  // namespace
}  // namespace plumb::reference
