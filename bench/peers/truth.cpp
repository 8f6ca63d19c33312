#include "bench/peers/truth.hpp"

#include <algorithm>

#include "compiler/backends/reference/evaluate.hpp"
#include "compiler/base/check.hpp"
#include "compiler/ir/reach_bits.hpp"
#include "compiler/ir/values.hpp"

namespace plumb::bench {

namespace {

reference::Trigger trigger(const Request& request, Direction direction, std::optional<Role> role, bool publishable) {
  reference::Trigger out;
  out.direction = direction;
  out.role = role;
  out.published_on = Date{request.published_on};
  out.publishable = publishable;
  out.by_relation = role && *role != Role::directly_responsible;
  return out;
}

std::vector<reference::Trigger> triggers_within(uint64_t reach, const Request& request, bool publishable) {
  std::vector<reference::Trigger> out;
  if ((reach & ir::kSelfBit) != 0) out.push_back(trigger(request, Direction::self, std::nullopt, publishable));
  for (int r = 0; r < kRoleCount; ++r) {
    const auto role = static_cast<Role>(r);
    if ((reach & ir::debtor_bit(role)) != 0) out.push_back(trigger(request, Direction::debtor, role, publishable));
    if ((reach & ir::own_bit(role)) != 0) out.push_back(trigger(request, Direction::own, role, publishable));
  }
  return out;
}

}  // namespace

std::vector<std::string> measures_that_apply(const Resolved& rules, const Requests& requests, const Request& request) {
  const ir::Program& program = *rules.original;
  const Group group = requests.groups[request.group];
  const ir::Matter& matter = program.matters[group.matter];
  reference::Row row;
  for (size_t f = 0; f < matter.fields.size(); ++f) row.emplace_back(ir::Value{matter.fields[f].type, requests.cells[request.cells_begin + f], {}});
  bool publishable = true;
  for (const ResolvedFact& fact : rules.facts) {
    if (fact.matter != group.matter || fact.op != ir::Op::listing_field) continue;
    if (fact.listing == ir::ListingField::publishable) publishable = requests.cells[request.cells_begin + fact.field] != 0;
  }
  std::vector<std::string> out;
  for (size_t i = 0; i < program.measures.size(); ++i) {
    const ir::MeasureId id = program.measures.id_at(i);
    const ir::Measure& measure = program.measures[id];
    if (measure.matter != group.matter || measure.stage != group.stage) continue;
    const auto triggers = triggers_within(request.reach & ir::reach_mask(measure.reach), request, publishable);
    reference::Inputs inputs;
    inputs.program = &program;
    inputs.date = requests.date;
    inputs.row = &row;
    inputs.party.kind = static_cast<PartyKind>(request.kind);
    inputs.party.sector = static_cast<Sector>(request.sector);
    inputs.triggers = triggers;
    const reference::Truth truth = reference::evaluate(inputs, id).value;
    check(truth != reference::Truth::unknown, "a request whose facts are all known is decided");
    if (truth == reference::Truth::is_true) out.push_back(measure.name.alias);
  }
  std::sort(out.begin(), out.end());
  return out;
}

std::string result_line(const std::vector<std::string>& aliases) {
  std::string out;
  for (const std::string& alias : aliases) out += (out.empty() ? "" : ",") + alias;
  return out;
}

}  // namespace plumb::bench
