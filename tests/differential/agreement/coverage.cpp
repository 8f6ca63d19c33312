#include "tests/differential/agreement/coverage.hpp"

#include <algorithm>
#include <span>

#include "tests/differential/agreement/operators.hpp"

namespace plumb::agreement {

using reference::Explanation;

namespace {

bool is_known(const ir::Program& program, const Explanation& e) {
  if (program.nodes[e.node].type.kind == ir::TypeKind::boolean) return e.truth && *e.truth != reference::Truth::unknown;
  return e.value.has_value();
}

}  // namespace

void count_operators(const ir::Program& program, const Explanation& e, OperatorCounts& counts) {
  const bool expression = e.kind == Explanation::Kind::expression || e.kind == Explanation::Kind::condition || e.kind == Explanation::Kind::exception;
  if (expression && e.node.valid()) {
    const ir::Node& node = program.nodes[e.node];
    std::vector<ir::Type> types;
    for (const ir::NodeId operand : ir::operands(program, e.node)) types.push_back(program.nodes[operand].type);
    bool counts_here = node.op == ir::Op::fault;
    if (ir::is_quantifier(node.op)) {
      counts_here = !e.children.empty() && std::all_of(e.children.begin(), e.children.end(),
                                                       [](const Explanation& trigger) { return trigger.truth && *trigger.truth != reference::Truth::unknown; });
    } else if (types.empty()) {
      counts_here = counts_here || is_known(program, e);
    } else {
      counts_here = std::all_of(e.children.begin(), e.children.end(), [&](const Explanation& child) { return is_known(program, child); });
    }
    if (counts_here) ++counts[key(node, types)];
  }
  for (const Explanation& child : e.children) count_operators(program, child, counts);
}

RowInputs::RowInputs(const ir::Program& program, int32_t date_days, const Rows& rows, uint32_t row)
    : values_(rows.values(row)), party_(rows.party(row)), rows_(rows), row_(row) {
  inputs_.program = &program;
  inputs_.date = Date{date_days};
  inputs_.row = &values_;
  inputs_.party = party_of(party_);
}

std::optional<reference::Inputs> RowInputs::inputs(const ir::Measure& measure) const {
  static const reference::Trigger kAny;
  reference::Inputs out = inputs_;
  if (measure.party && out.party.kind && *measure.party != *out.party.kind) return std::nullopt;
  if (measure.reach.anyone) return out;
  const uint64_t mask = ir::reach_mask(measure.reach);
  if ((mask & party_.certain) != 0) {
    out.triggers = std::span(&kAny, 1);
  } else if ((mask & party_.uncertain) != 0) {
    out.reach_unknown = {"reach"};
  } else {
    return std::nullopt;
  }
  return out;
}

reference::Inputs RowInputs::with_triggers(const ir::Measure& measure, std::vector<reference::Trigger>& triggers) const {
  const uint64_t mask = ir::reach_mask(measure.reach);
  const auto packed = rows_.triggers(row_);
  for (size_t i = 0; i < packed.size(); ++i) {
    if ((packed[i].bit & mask) != 0) triggers.push_back(rows_.asked(row_)[i]);
  }
  reference::Inputs out = inputs_;
  out.triggers = triggers;
  return out;
}

void count_operators(const ir::Program& program, const PlumbTableEntry& entry, int32_t date_days, Way way, const Rows& rows, const Planes& planes,
                     uint32_t sample, OperatorCounts& counts) {
  for (uint32_t r = 0; r < std::min(sample, rows.count()); ++r) {
    const RowInputs row(program, date_days, rows, r);
    for (uint32_t m = 0; m < entry.measure_count; ++m) {
      const ir::MeasureId id(entry.measures[m]);
      if (planes.bit(Plane::look, m, r) != (way == Way::settled)) continue;
      if (way == Way::settled) {
        std::vector<reference::Trigger> triggers;
        count_operators(program, reference::explain(row.with_triggers(program.measures[id], triggers), id), counts);
        continue;
      }
      const auto inputs = row.inputs(program.measures[id]);
      if (inputs) count_operators(program, reference::explain(*inputs, id), counts);
    }
  }
}

}  // namespace plumb::agreement
