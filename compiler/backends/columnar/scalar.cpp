#include "compiler/backends/columnar/scalar.hpp"

#include "compiler/ir/calendar.hpp"
#include "compiler/ir/values.hpp"

namespace plumb::columnar {

using ir::Op;
using ir::TypeKind;

namespace {

using Result = std::optional<Cell>;

Result number(int128 v) { return Cell{.number = v}; }
Result number(std::optional<Decimal> v) { return v ? number(v->units) : std::nullopt; }
Result number(std::optional<Money> v) { return v ? number(int128{v->fen}) : std::nullopt; }
Result number(std::optional<Date> v) { return v ? number(int128{v->days}) : std::nullopt; }

int64_t integer_of(const Cell& c) { return static_cast<int64_t>(c.number); }
Money money_of(const Cell& c) { return Money{integer_of(c)}; }
Date date_of(const Cell& c) { return Date{static_cast<int32_t>(c.number)}; }
Decimal factor_of(TypeKind kind, const Cell& c) { return kind == TypeKind::integer ? Decimal::from_integer(integer_of(c)) : Decimal{c.number}; }
Duration duration_of(const Cell& c) { return {static_cast<Duration::Unit>(c.number >> 32), static_cast<int32_t>(static_cast<uint32_t>(c.number))}; }

// Integers and money: 64 bits.
template <typename Overflows>
Result narrow(const Overflows& overflows, const Cell& a, const Cell& b) {
  int64_t out = 0;
  return overflows(integer_of(a), integer_of(b), &out) ? std::nullopt : number(int128{out});
}

bool is_narrow(TypeKind kind) { return kind == TypeKind::integer || kind == TypeKind::money; }

Result sum(TypeKind kind, const Cell& a, const Cell& b) {
  if (!is_narrow(kind)) return number(add(Decimal{a.number}, Decimal{b.number}));
  return narrow([](int64_t x, int64_t y, int64_t* out) { return __builtin_add_overflow(x, y, out); }, a, b);
}

Result difference(TypeKind kind, const Cell& a, const Cell& b) {
  if (!is_narrow(kind)) return number(subtract(Decimal{a.number}, Decimal{b.number}));
  return narrow([](int64_t x, int64_t y, int64_t* out) { return __builtin_sub_overflow(x, y, out); }, a, b);
}

Result product(TypeKind left, TypeKind right, const Cell& a, const Cell& b) {
  if (left == TypeKind::money) return number(multiply(money_of(a), factor_of(right, b)));
  if (right == TypeKind::money) return number(multiply(money_of(b), factor_of(left, a)));
  if (left == TypeKind::integer) return narrow([](int64_t x, int64_t y, int64_t* out) { return __builtin_mul_overflow(x, y, out); }, a, b);
  return number(multiply(Decimal{a.number}, Decimal{b.number}));
}

Result quotient(TypeKind left, TypeKind right, const Cell& a, const Cell& b) {
  if (left == TypeKind::money && right == TypeKind::money) return number(divide(money_of(a), money_of(b)));
  if (left == TypeKind::money) return number(divide(money_of(a), factor_of(right, b)));
  return number(divide(factor_of(left, a), factor_of(right, b)));
}

}  // namespace

Cell cell_of(const ir::Value& value) {
  if (value.type.kind == TypeKind::text) return Cell{.text = {value.text.data(), value.text.size()}};
  return Cell{.number = value.number};
}

std::optional<Cell> compute(const Computation& c, const Cell& a, const Cell& b) {
  switch (c.op) {
    case Op::add:
      return sum(c.left, a, b);
    case Op::subtract:
      return difference(c.left, a, b);
    case Op::negate:
      return difference(c.left, Cell{.number = 0}, a);
    case Op::multiply:
      return product(c.left, c.right, a, b);
    case Op::divide:
      return quotient(c.left, c.right, a, b);
    case Op::date_add:
      return number(ir::plus_term(date_of(a), duration_of(b), 1, c.calendar));
    case Op::date_subtract:
      return number(ir::plus_term(date_of(a), duration_of(b), -1, c.calendar));
    default:  // days_between
      return number(int128{date_of(a).days} - date_of(b).days);
  }
}

bool compare(Op op, bool texts, const Cell& a, const Cell& b) {
  if (texts) {
    const bool alike = a.text.size == b.text.size && (a.text.size == 0 || std::memcmp(a.text.data, b.text.data, a.text.size) == 0);
    return alike == (op == Op::equal);
  }
  switch (op) {
    case Op::equal:
      return a.number == b.number;
    case Op::not_equal:
      return a.number != b.number;
    case Op::below:
      return a.number < b.number;
    case Op::at_most:
      return a.number <= b.number;
    case Op::above:
      return a.number > b.number;
    default:  // at_least
      return a.number >= b.number;
  }
}

bool test(Op op, uint64_t low, uint64_t span, const Cell& value) {
  const auto v = static_cast<uint64_t>(value.number);
  switch (op) {
    case Op::in_set:
      return (low >> (v & 63) & 1) != 0;
    case Op::has_any:
      return (v & low) != 0;
    case Op::has_all:
      return (v & low) == low;
    default:  // in_codes
      return v - low <= span;
  }
}

}  // namespace plumb::columnar
