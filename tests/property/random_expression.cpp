#include "tests/property/random_expression.hpp"

#include "compiler/ir/signature.hpp"

namespace plumb::testing {

using ir::NodeId;
using ir::Op;
using ir::Type;
using ir::TypeKind;

namespace {

constexpr Type kBoolean{TypeKind::boolean}, kInteger{TypeKind::integer}, kMoney{TypeKind::money}, kDate{TypeKind::date}, kDuration{TypeKind::duration};

bool is_enumeration(TypeKind k) { return k == TypeKind::enumeration; }
bool is_set(TypeKind k) { return k == TypeKind::set; }
bool is_code(TypeKind k) { return k == TypeKind::code; }
// An enumeration that may have sets.
bool is_small(const ir::Program& program, Type type) { return program.enums[ir::EnumId(type.ref)].values.size() <= 64; }
bool has_equality(TypeKind k) { return ir::has_equality(k); }
bool has_order(TypeKind k) { return ir::has_order(k); }
bool is_any(TypeKind) { return true; }

}  // namespace

Type ExpressionMaker::type_where(bool (*fits)(TypeKind)) {
  std::vector<Type> types;
  for (const Type type : all_types()) {
    if (fits(type.kind)) types.push_back(type);
  }
  return random_.pick(types);
}

NodeId ExpressionMaker::make(Type type, uint32_t depth, Place place) {
  if (depth > 1 && random_.chance(85)) {
    const Makers makers = instructions(type, depth - 1, place);
    return random_.pick(makers)();
  }
  if (random_.chance(3)) return builder_.fault(type);
  return random_.pick(leaves(type, place))();
}

ExpressionMaker::Makers ExpressionMaker::leaves(Type type, Place place) {
  Makers out;
  const auto& fields = program_.matters[matter_].fields;
  for (uint32_t i = 0; i < fields.size(); ++i) {
    if (fields[i].type == type) out.push_back([this, i] { return builder_.matter_field(matter_, i); });
  }
  out.push_back([this, type] { return builder_.constant(random_value(random_, program_, type)); });
  out.push_back([this, type] { return builder_.parameter(parameter_of(program_, type)); });
  if (type == kDate) out.push_back([this] { return builder_.decision_date(); });
  for (int i = 0; i < ir::kPartyFieldCount; ++i) {
    const auto field = static_cast<ir::PartyField>(i);
    if (ir::type_of(field) == type) out.push_back([this, field] { return builder_.party_field(field); });
  }
  for (int i = 0; place.trigger && i < ir::kListingFieldCount; ++i) {
    const auto field = static_cast<ir::ListingField>(i);
    if (ir::type_of(field) == type) out.push_back([this, field] { return builder_.listing_field(field); });
  }
  return out;
}

std::vector<NodeId> ExpressionMaker::booleans(uint32_t depth, Place place) {
  std::vector<NodeId> out;
  for (uint64_t n = 2 + random_.below(3); n > 0; --n) out.push_back(make(kBoolean, depth, place));
  return out;
}

void ExpressionMaker::add_boolean(Makers& out, uint32_t depth, Place place) {
  const auto all = [&](auto maker) { out.push_back(maker); };
  all([=, this] { return builder_.logical_not(make(kBoolean, depth, place)); });
  for (int weight = 0; weight < 3; ++weight) {
    all([=, this] { return builder_.logical_and(booleans(depth, place)); });
    all([=, this] { return builder_.logical_or(booleans(depth, place)); });
  }
  all([=, this] { return builder_.known(make(type_where(is_any), depth, place)); });
  for (const Op op : {Op::equal, Op::not_equal}) {
    all([=, this] {
      const Type t = type_where(has_equality);
      return builder_.binary(op, make(t, depth, place), make(t, depth, place));
    });
  }
  for (const Op op : {Op::below, Op::at_most, Op::above, Op::at_least}) {
    all([=, this] {
      const Type t = type_where(has_order);
      return builder_.binary(op, make(t, depth, place), make(t, depth, place));
    });
  }
  all([=, this] {
    Type t = type_where(is_enumeration);
    while (!is_small(program_, t)) t = type_where(is_enumeration);
    return builder_.in_set(make(t, depth, place), builder_.constant(random_value(random_, program_, {TypeKind::set, t.ref})));
  });
  all([=, this] {
    const Type t = type_where(is_code);
    std::vector<NodeId> codes;
    for (uint64_t n = 1 + random_.below(3); n > 0; --n) codes.push_back(builder_.constant(random_value(random_, program_, t)));
    return builder_.in_codes(make(t, depth, place), codes);
  });
  for (const bool any : {true, false}) {
    all([=, this] {
      const Type t = type_where(is_set);
      const NodeId value = make(t, depth, place), values = builder_.constant(random_value(random_, program_, t));
      return any ? builder_.has_any(value, values) : builder_.has_all(value, values);
    });
  }
  if (place.trigger) all([=, this] { return builder_.listed_on(make(kDate, depth, place)); });
  if (place.quantifiers) {
    all([=, this] { return builder_.exists(make(kBoolean, depth, {true, false})); });
    all([=, this] { return builder_.every(make(kBoolean, depth, {true, false})); });
  }
}

void ExpressionMaker::add_numeric(Makers& out, Type type, uint32_t depth, Place place) {
  for (const Op op : {Op::add, Op::subtract}) {
    out.push_back([=, this] { return builder_.binary(op, make(type, depth, place), make(type, depth, place)); });
  }
  out.push_back([=, this] { return builder_.negate(make(type, depth, place)); });
  if (type != kMoney) {
    out.push_back([=, this] { return builder_.binary(Op::multiply, make(type, depth, place), make(type, depth, place)); });
    if (type != kInteger) out.push_back([=, this] { return builder_.binary(Op::divide, make(type, depth, place), make(type, depth, place)); });
  } else {
    out.push_back([=, this] {
      const Type factor = random_.pick(std::vector<Type>{kInteger, {TypeKind::decimal}, {TypeKind::ratio}});
      const NodeId amount = make(kMoney, depth, place), by = make(factor, depth, place);
      if (random_.chance(40)) return builder_.binary(Op::divide, amount, by);
      return random_.chance(50) ? builder_.binary(Op::multiply, amount, by) : builder_.binary(Op::multiply, by, amount);
    });
  }
}

ExpressionMaker::Makers ExpressionMaker::instructions(Type type, uint32_t depth, Place place) {
  Makers out;
  if (type == kBoolean) {
    add_boolean(out, depth, place);
    return out;
  }
  out.push_back([=, this] { return builder_.select(make(kBoolean, depth, place), make(type, depth, place), make(type, depth, place)); });
  if (ir::has_order(type.kind) && type != kDate) add_numeric(out, type, depth, place);
  if (type == kInteger) {
    out.push_back([=, this] { return builder_.days_between(make(kDate, depth, place), make(kDate, depth, place)); });
    if (place.quantifiers) out.push_back([=, this] { return builder_.count(make(kBoolean, depth, {true, false})); });
  }
  if (type.kind == TypeKind::decimal) {
    out.push_back([=, this] { return builder_.binary(Op::divide, make(kInteger, depth, place), make(kInteger, depth, place)); });
    out.push_back([=, this] { return builder_.binary(Op::divide, make(kMoney, depth, place), make(kMoney, depth, place)); });
  }
  if (type.kind == TypeKind::ratio) out.push_back([=, this] { return builder_.ratio_of(make(kMoney, depth, place), make(kMoney, depth, place)); });
  if (type == kDate) {
    for (const bool later : {true, false}) {
      out.push_back([=, this] {
        const ir::CalendarId calendar = random_.chance(80) ? world::kCalendar : ir::CalendarId();
        const NodeId date = make(kDate, depth, place), term = make(kDuration, depth, place);
        return later ? builder_.date_add(date, term, calendar) : builder_.date_subtract(date, term, calendar);
      });
    }
  }
  return out;
}

}  // namespace plumb::testing
