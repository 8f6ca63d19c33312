#include "runtime/decide/permit.hpp"

#include <utility>

namespace plumb::decide {

using snapshot::PermitIndex;

PermitIndex permit_for(const RuleIndex& rules, const Snapshot& snapshot, snapshot::PartyIndex party, const ir::Measure& measure, Date d) {
  PermitIndex found;
  if (measure.reach.anyone) return found;
  const auto key = [&](PermitIndex i) {
    const snapshot::Permit p = snapshot.permit(i);
    return std::pair(p.period.from, p.document);
  };
  for (const PermitIndex i : snapshot.permits_of(party)) {
    const snapshot::Permit permit = snapshot.permit(i);
    if (!permit.period.holds_on(d)) continue;
    const bool aimed = permit.target == "*" || measure.name.matches(permit.target) || rules.program().matters[measure.matter].name.matches(permit.target);
    if (aimed && (!found.valid() || key(i) < key(found))) found = i;
  }
  return found;
}

}  // namespace plumb::decide
