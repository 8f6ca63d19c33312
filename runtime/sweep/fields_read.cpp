#include "runtime/sweep/fields_read.hpp"

#include <algorithm>
#include <unordered_set>

#include "compiler/ir/predicate_table.hpp"

namespace plumb::sweep {

namespace {

// Calls visit(node) for each node of the measures' conditions and exceptions, once.
template <typename Visit>
void for_each_node(const ir::Program& program, std::span<const uint32_t> measures, const Visit& visit) {
  std::unordered_set<uint32_t> seen;
  std::vector<ir::NodeId> open;
  const auto want = [&](ir::NodeId node) {
    if (node.valid() && seen.insert(node.value).second) open.push_back(node);
  };
  for (const uint32_t id : measures) {
    const ir::Measure& measure = program.measures[ir::MeasureId(id)];
    want(measure.condition);
    for (const ir::Exception& exception : measure.exceptions) want(exception.condition);
  }
  while (!open.empty()) {
    const ir::NodeId id = open.back();
    open.pop_back();
    visit(program.nodes[id]);
    for (const ir::NodeId operand : ir::operands(program, id)) want(operand);
  }
}

}  // namespace

FieldsRead fields_read(const ir::Program& program, ir::MatterId matter, std::span<const uint32_t> measures) {
  FieldsRead out;
  out.fields.resize(std::max<size_t>(ir::plane_words(program.matters[matter].fields.size()), 1));
  for (const uint32_t id : measures) out.kind = out.kind || program.measures[ir::MeasureId(id)].party.has_value();
  for_each_node(program, measures, [&](const ir::Node& node) {
    if (node.op == ir::Op::matter_field) ir::set_plane_bit(out.fields.data(), node.immediate);
    if (node.op != ir::Op::party_field) return;
    const auto field = static_cast<ir::PartyField>(node.immediate);
    out.kind = out.kind || field == ir::PartyField::kind;
    out.sector = out.sector || field == ir::PartyField::sector;
    out.party_texts = out.party_texts || field == ir::PartyField::name || field == ir::PartyField::id;
  });
  return out;
}

decide::TriggerParts parts_read(const ir::Program& program, std::span<const uint32_t> measures) {
  decide::TriggerParts out{false, false, false};
  for_each_node(program, measures, [&](const ir::Node& node) {
    if (node.op == ir::Op::listed_on) out.relation = true;
    if (node.op != ir::Op::listing_field) return;
    switch (static_cast<ir::ListingField>(node.immediate)) {
      case ir::ListingField::case_no:
      case ir::ListingField::performed_amount:
      case ir::ListingField::unperformed_amount:
        out.texts = true;
        break;
      case ir::ListingField::expires_on:
      case ir::ListingField::ground_on:
      case ir::ListingField::filed_on:
      case ir::ListingField::publishable:
        out.entry = true;
        break;
      case ir::ListingField::published_on:  // always there
      case ir::ListingField::removed_on:
      case ir::ListingField::role:
      case ir::ListingField::state:
        break;
    }
  });
  return out;
}

}  // namespace plumb::sweep
