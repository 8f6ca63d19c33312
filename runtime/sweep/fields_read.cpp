#include "runtime/sweep/fields_read.hpp"

#include <algorithm>
#include <unordered_set>

#include "compiler/ir/predicate_table.hpp"

namespace plumb::sweep {

FieldsRead fields_read(const ir::Program& program, ir::MatterId matter, std::span<const uint32_t> measures) {
  FieldsRead out;
  out.fields.resize(std::max<size_t>(ir::plane_words(program.matters[matter].fields.size()), 1));
  std::unordered_set<uint32_t> seen;
  std::vector<ir::NodeId> open;
  const auto want = [&](ir::NodeId node) {
    if (node.valid() && seen.insert(node.value).second) open.push_back(node);
  };
  for (const uint32_t id : measures) {
    const ir::Measure& measure = program.measures[ir::MeasureId(id)];
    out.kind = out.kind || measure.party.has_value();
    want(measure.condition);
    for (const ir::Exception& exception : measure.exceptions) want(exception.condition);
  }
  while (!open.empty()) {
    const ir::NodeId id = open.back();
    open.pop_back();
    const ir::Node& node = program.nodes[id];
    if (node.op == ir::Op::matter_field) ir::set_plane_bit(out.fields.data(), node.immediate);
    if (node.op == ir::Op::party_field) {
      const auto field = static_cast<ir::PartyField>(node.immediate);
      out.kind = out.kind || field == ir::PartyField::kind;
      out.sector = out.sector || field == ir::PartyField::sector;
      out.party_texts = out.party_texts || field == ir::PartyField::name || field == ir::PartyField::id;
    }
    for (const ir::NodeId operand : ir::operands(program, id)) want(operand);
  }
  return out;
}

}  // namespace plumb::sweep
