// Exact numbers: what cannot be represented is a fault. Integers and money have 64 bits, decimals and ratios 128.
#include "compiler/backends/reference/expression.hpp"

namespace plumb::reference {

using ir::Op;
using ir::TypeKind;
using ir::Value;

namespace {

std::optional<Value> integer(const ir::Node& node, int64_t a, int64_t b) {
  int64_t out = 0;
  switch (node.op) {
    case Op::add:
      return __builtin_add_overflow(a, b, &out) ? std::nullopt : std::optional(ir::integer_value(out));
    case Op::subtract:
      return __builtin_sub_overflow(a, b, &out) ? std::nullopt : std::optional(ir::integer_value(out));
    case Op::multiply:
      return __builtin_mul_overflow(a, b, &out) ? std::nullopt : std::optional(ir::integer_value(out));
    default: {
      const auto quotient = divide(Decimal::from_integer(a), Decimal::from_integer(b));
      return quotient ? std::optional(ir::decimal_value(*quotient)) : std::nullopt;
    }
  }
}

// Decimals and ratios: the result has the operands' type.
std::optional<Value> fraction(const ir::Node& node, Decimal a, Decimal b) {
  const auto result = [&] {
    switch (node.op) {
      case Op::add:
        return add(a, b);
      case Op::subtract:
        return subtract(a, b);
      case Op::multiply:
        return multiply(a, b);
      default:
        return divide(a, b);
    }
  }();
  return result ? std::optional(Value{node.type, result->units, {}}) : std::nullopt;
}

std::optional<Value> amount(std::optional<Money> money) { return money ? std::optional(ir::money_value(*money)) : std::nullopt; }

// An integer, decimal or ratio that multiplies or divides money.
Decimal factor(const Value& v) { return v.type.kind == TypeKind::integer ? Decimal::from_integer(ir::as_integer(v)) : ir::as_decimal(v); }

std::optional<Value> money(const ir::Node& node, const Value& a, const Value& b) {
  switch (node.op) {
    case Op::add:
      return amount(add(ir::as_money(a), ir::as_money(b)));
    case Op::subtract:
      return amount(subtract(ir::as_money(a), ir::as_money(b)));
    case Op::multiply:
      return a.type.kind == TypeKind::money ? amount(multiply(ir::as_money(a), factor(b))) : amount(multiply(ir::as_money(b), factor(a)));
    default:
      break;
  }
  if (b.type.kind != TypeKind::money) return amount(divide(ir::as_money(a), factor(b)));
  const auto quotient = divide(ir::as_money(a), ir::as_money(b));
  return quotient ? std::optional(Value{node.type, quotient->units, {}}) : std::nullopt;
}

Value zero(ir::Type type) { return {type, 0, {}}; }

}  // namespace

Answer arithmetic(const Scope& scope, const ir::Node& node, Answers operands) {
  // -a is 0 - a.
  const bool negated = node.op == Op::negate;
  const Value a = negated ? zero(node.type) : *operands[0].value;
  const Value& b = negated ? *operands[0].value : *operands[1].value;
  const ir::Node step = negated ? ir::Node{Op::subtract, node.type, 0, 0, 0} : node;
  const auto result = [&]() -> std::optional<Value> {
    if (a.type.kind == TypeKind::money || b.type.kind == TypeKind::money) return money(step, a, b);
    if (a.type.kind == TypeKind::integer) return integer(step, ir::as_integer(a), ir::as_integer(b));
    return fraction(step, ir::as_decimal(a), ir::as_decimal(b));
  }();
  return result ? Answer::of(*result) : fault(scope);
}

}  // namespace plumb::reference
