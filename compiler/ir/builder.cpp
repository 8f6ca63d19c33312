#include "compiler/ir/builder.hpp"

#include <algorithm>

#include "compiler/base/check.hpp"
#include "compiler/ir/signature.hpp"

namespace plumb::ir {

Builder::Builder(Program& program) : program_(program) {
  for (size_t i = 0; i < program.constants.size(); ++i) {
    const Value& v = program.constants[i];
    constants_.try_emplace({v.type, v.number, v.text}, static_cast<uint32_t>(i));
  }
  for (size_t i = 0; i < program.nodes.size(); ++i) {
    const NodeId id = program.nodes.id_at(i);
    const Node& n = program.nodes[id];
    nodes_.emplace(hash(n.op, n.type, n.immediate, ir::operands(program, id)), id);
  }
}

size_t Builder::hash(Op op, Type type, uint32_t immediate, std::span<const NodeId> operands) const {
  size_t h = static_cast<size_t>(op) * 31 + static_cast<size_t>(type.kind);
  const auto mix = [&](size_t v) { h = (h ^ v) * 0x9E3779B97F4A7C15ULL; };
  mix(type.ref);
  mix(immediate);
  for (const NodeId operand : operands) mix(operand.value);
  return h;
}

NodeId Builder::add(Op op, Type type, uint32_t immediate, std::span<const NodeId> operands) {
  const size_t key = hash(op, type, immediate, operands);
  const auto [first, last] = nodes_.equal_range(key);
  for (auto it = first; it != last; ++it) {
    const Node& n = program_.nodes[it->second];
    const auto existing = ir::operands(program_, it->second);
    if (n.op == op && n.type == type && n.immediate == immediate && std::equal(existing.begin(), existing.end(), operands.begin(), operands.end())) {
      return it->second;
    }
  }
  const auto begin = static_cast<uint32_t>(program_.operands.size());
  program_.operands.insert(program_.operands.end(), operands.begin(), operands.end());
  const NodeId id = program_.nodes.add({op, type, immediate, begin, static_cast<uint32_t>(operands.size())});
  nodes_.emplace(key, id);
  return id;
}

NodeId Builder::apply(Op op, const std::vector<NodeId>& operands, uint32_t immediate) {
  std::vector<Type> types;
  for (const NodeId operand : operands) {
    check(operand.value < program_.nodes.size(), "operand exists");
    types.push_back(type_of(operand));
  }
  const auto type = result_type(op, types);
  check(type.has_value(), "operands of the instruction's types");
  if (is_quantifier(op)) check(!has_quantifier(program_, operands[0]), "quantifiers do not nest");
  return add(op, *type, immediate, operands);
}

NodeId Builder::constant(Value value) {
  check(well_formed(program_, value), "constant within its type");
  const Type type = value.type;
  const auto [it, added] = constants_.try_emplace({type, value.number, value.text}, static_cast<uint32_t>(program_.constants.size()));
  if (added) program_.constants.push_back(std::move(value));
  return add(Op::constant, type, it->second, {});
}

NodeId Builder::matter_field(MatterId matter, uint32_t field) {
  check(field < program_.matters[matter].fields.size(), "field of the matter");
  return add(Op::matter_field, program_.matters[matter].fields[field].type, field, {});
}

NodeId Builder::party_field(PartyField field) { return add(Op::party_field, ir::type_of(field), static_cast<uint32_t>(field), {}); }
NodeId Builder::listing_field(ListingField field) { return add(Op::listing_field, ir::type_of(field), static_cast<uint32_t>(field), {}); }
NodeId Builder::parameter(ParameterId parameter) { return add(Op::parameter, program_.parameters[parameter].type, parameter.value, {}); }
NodeId Builder::decision_date() { return add(Op::decision_date, {TypeKind::date}, 0, {}); }
NodeId Builder::fault(Type type) { return add(Op::fault, type, 0, {}); }

NodeId Builder::logical_and(std::vector<NodeId> operands) {
  check(!operands.empty(), "a conjunction of something");
  return operands.size() == 1 ? operands[0] : apply(Op::logical_and, operands);
}

NodeId Builder::logical_or(std::vector<NodeId> operands) {
  check(!operands.empty(), "a disjunction of something");
  return operands.size() == 1 ? operands[0] : apply(Op::logical_or, operands);
}

NodeId Builder::ratio_of(NodeId a, NodeId b) {
  const Type money{TypeKind::money};
  check(type_of(a) == money && type_of(b) == money, "a ratio of two amounts");
  const NodeId operands[] = {a, b};
  return add(Op::divide, {TypeKind::ratio}, 0, operands);
}

NodeId Builder::in_codes(NodeId a, const std::vector<NodeId>& codes) {
  std::vector<NodeId> operands{a};
  operands.insert(operands.end(), codes.begin(), codes.end());
  return apply(Op::in_codes, operands);
}

NodeId Builder::date_add(NodeId date, NodeId term, CalendarId calendar) { return apply(Op::date_add, {date, term}, calendar.value); }
NodeId Builder::date_subtract(NodeId date, NodeId term, CalendarId calendar) { return apply(Op::date_subtract, {date, term}, calendar.value); }

NodeId Builder::select(NodeId condition, NodeId a, NodeId b) {
  if (type_of(a).kind != TypeKind::boolean) return apply(Op::select, {condition, a, b});
  return logical_or({logical_and({condition, a}), logical_and({logical_not(condition), b})});
}

}  // namespace plumb::ir
