#include "compiler/ir/signature.hpp"

#include <algorithm>

namespace plumb::ir {

namespace {

constexpr uint32_t kAny = UINT32_MAX;
constexpr Type kBoolean{TypeKind::boolean};

bool is_number(TypeKind kind) { return kind == TypeKind::integer || kind == TypeKind::decimal || kind == TypeKind::ratio || kind == TypeKind::money; }
bool is_factor(TypeKind kind) { return kind == TypeKind::integer || kind == TypeKind::decimal || kind == TypeKind::ratio; }

std::optional<Type> product(Type a, Type b) {
  if (a == b && is_factor(a.kind)) return a;
  if (a.kind == TypeKind::money && is_factor(b.kind)) return a;
  if (b.kind == TypeKind::money && is_factor(a.kind)) return b;
  return std::nullopt;
}

std::optional<Type> quotient(Type a, Type b) {
  if (a.kind == TypeKind::money && is_factor(b.kind)) return a;
  if (a.kind == TypeKind::money && b.kind == TypeKind::money) return Type{TypeKind::decimal};
  if (a == b && a.kind == TypeKind::integer) return Type{TypeKind::decimal};
  if (a == b && is_factor(a.kind)) return a;
  return std::nullopt;
}

std::optional<Type> when(bool fits, Type type) { return fits ? std::optional(type) : std::nullopt; }

}  // namespace

Arity arity(Op op) {
  switch (op) {
    case Op::constant:
    case Op::matter_field:
    case Op::party_field:
    case Op::listing_field:
    case Op::parameter:
    case Op::decision_date:
    case Op::fault:
      return {0, 0};
    case Op::logical_not:
    case Op::known:
    case Op::negate:
    case Op::exists:
    case Op::every:
    case Op::count:
    case Op::listed_on:
      return {1, 1};
    case Op::logical_and:
    case Op::logical_or:
    case Op::in_codes:
      return {2, kAny};
    case Op::equal:
    case Op::not_equal:
    case Op::below:
    case Op::at_most:
    case Op::above:
    case Op::at_least:
    case Op::in_set:
    case Op::has_any:
    case Op::has_all:
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::divide:
    case Op::date_add:
    case Op::date_subtract:
    case Op::days_between:
      return {2, 2};
    case Op::select:
      return {3, 3};
  }
  return {};
}

bool is_leaf(Op op) { return arity(op).most == 0; }

bool has_order(TypeKind kind) { return is_number(kind) || kind == TypeKind::date; }
bool has_equality(TypeKind kind) { return kind != TypeKind::duration; }

std::optional<Type> result_type(Op op, std::span<const Type> types) {
  const Arity expected = arity(op);
  if (types.size() < expected.least || types.size() > expected.most) return std::nullopt;
  const auto kind = [&](size_t i) { return types[i].kind; };
  const auto all_boolean = [&] { return std::all_of(types.begin(), types.end(), [](Type t) { return t == kBoolean; }); };
  switch (op) {
    case Op::constant:
    case Op::matter_field:
    case Op::party_field:
    case Op::listing_field:
    case Op::parameter:
    case Op::decision_date:
    case Op::fault:
      return std::nullopt;
    case Op::logical_not:
    case Op::logical_and:
    case Op::logical_or:
    case Op::exists:
    case Op::every:
      return when(all_boolean(), kBoolean);
    case Op::count:
      return when(all_boolean(), {TypeKind::integer});
    case Op::known:
      return kBoolean;
    case Op::equal:
    case Op::not_equal:
      return when(types[0] == types[1] && has_equality(kind(0)), kBoolean);
    case Op::below:
    case Op::at_most:
    case Op::above:
    case Op::at_least:
      return when(types[0] == types[1] && has_order(kind(0)), kBoolean);
    case Op::in_set:
      return when(kind(0) == TypeKind::enumeration && kind(1) == TypeKind::set && types[0].ref == types[1].ref, kBoolean);
    case Op::in_codes:
      return when(kind(0) == TypeKind::code && std::all_of(types.begin(), types.end(), [&](Type t) { return t == types[0]; }), kBoolean);
    case Op::has_any:
    case Op::has_all:
      return when(kind(0) == TypeKind::set && types[0] == types[1], kBoolean);
    case Op::add:
    case Op::subtract:
      return when(types[0] == types[1] && is_number(kind(0)), types[0]);
    case Op::multiply:
      return product(types[0], types[1]);
    case Op::divide:
      return quotient(types[0], types[1]);
    case Op::negate:
      return when(is_number(kind(0)), types[0]);
    case Op::date_add:
    case Op::date_subtract:
      return when(kind(0) == TypeKind::date && kind(1) == TypeKind::duration, {TypeKind::date});
    case Op::days_between:
      return when(kind(0) == TypeKind::date && kind(1) == TypeKind::date, {TypeKind::integer});
    case Op::select:
      return when(types[0] == kBoolean && types[1] == types[2] && types[1] != kBoolean, types[1]);
    case Op::listed_on:
      return when(kind(0) == TypeKind::date, kBoolean);
  }
  return std::nullopt;
}

bool yields(Op op, Type result, std::span<const Type> types) {
  const auto usual = result_type(op, types);
  if (!usual) return false;
  if (*usual == result) return true;
  return op == Op::divide && types[1].kind == TypeKind::money && result == Type{TypeKind::ratio};
}

}  // namespace plumb::ir
