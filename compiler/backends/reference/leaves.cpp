// Constants, fields of the matter, the party and the entry, parameters: what an expression begins with.
#include "compiler/backends/reference/expression.hpp"
#include "compiler/base/check.hpp"

namespace plumb::reference {

using ir::ListingField;
using ir::PartyField;
using ir::Value;

namespace {

template <typename Make, typename T>
std::optional<Value> map(const std::optional<T>& value, const Make& make) {
  if (!value) return std::nullopt;
  return make(*value);
}

Answer known_or(std::optional<Value> value, std::string because) {
  if (!value) return Answer::unknown(std::move(because));
  return Answer::of(std::move(*value));
}

Answer matter_field(const Scope& scope, uint32_t field) {
  const ir::Matter& matter = scope.program().matters[scope.measure.matter];
  return known_or((*scope.inputs.row)[field], matter.name.alias + "." + matter.fields[field].name.alias);
}

Answer party_field(const Party& party, PartyField field) {
  const auto value = [&]() -> std::optional<Value> {
    switch (field) {
      case PartyField::kind:
        return map(party.kind, [](PartyKind k) { return ir::enumerator_value(ir::kPartyKindEnum, static_cast<uint32_t>(k)); });
      case PartyField::sector:
        return map(party.sector, [](Sector s) { return ir::enumerator_value(ir::kSectorEnum, static_cast<uint32_t>(s)); });
      case PartyField::name:
        return map(party.name, ir::text_value);
      case PartyField::id:
        return map(party.id, ir::text_value);
    }
    return std::nullopt;
  };
  return known_or(value(), std::string("party.") + ir::word(field).alias);
}

Answer listing_field(const Trigger& t, ListingField field) {
  const auto value = [&]() -> std::optional<Value> {
    switch (field) {
      case ListingField::published_on:
        return ir::date_value(t.published_on);
      case ListingField::expires_on:
        return map(t.expires_on, ir::date_value);
      case ListingField::ground_on:
        return map(t.ground_on, ir::date_value);
      case ListingField::removed_on:
        return map(t.removed_on, ir::date_value);
      case ListingField::filed_on:
        return map(t.filed_on, ir::date_value);
      case ListingField::case_no:
        return ir::text_value(t.case_no);
      case ListingField::publishable:
        return ir::boolean_value(t.publishable);
      case ListingField::role:
        return map(t.role, [](Role r) { return ir::enumerator_value(ir::kRoleEnum, static_cast<uint32_t>(r)); });
      case ListingField::state:
        return ir::enumerator_value(ir::kEntryStateEnum, static_cast<uint32_t>(t.state));
      case ListingField::performed_amount:
        return map(t.performed_amount, ir::money_value);
      case ListingField::unperformed_amount:
        return map(t.unperformed_amount, ir::money_value);
    }
    return std::nullopt;
  };
  return known_or(value(), std::string("entry.") + ir::word(field).alias);
}

Answer parameter(const Scope& scope, ir::ParameterId id) {
  const ir::Parameter& parameter = scope.program().parameters[id];
  const Value* value = ir::value_on(parameter, scope.inputs.date);
  return value ? Answer::of(*value) : Answer::unknown("parameter." + parameter.name.alias);
}

}  // namespace

Answer leaf(const Scope& scope, const ir::Node& node) {
  switch (node.op) {
    case ir::Op::constant:
      return Answer::of(scope.program().constants[node.immediate]);
    case ir::Op::matter_field:
      return matter_field(scope, node.immediate);
    case ir::Op::party_field:
      return party_field(scope.inputs.party, static_cast<PartyField>(node.immediate));
    case ir::Op::listing_field:
      check(scope.trigger != nullptr, "the entry is asked about for a trigger");
      return listing_field(*scope.trigger, static_cast<ListingField>(node.immediate));
    case ir::Op::parameter:
      return parameter(scope, ir::ParameterId(node.immediate));
    case ir::Op::decision_date:
      return Answer::of(ir::date_value(scope.inputs.date));
    default:
      return fault(scope);
  }
}

}  // namespace plumb::reference
