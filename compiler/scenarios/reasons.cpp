#include "compiler/scenarios/reasons.hpp"

#include "runtime/decide/staleness.hpp"
#include "runtime/decide/trigger.hpp"
#include "runtime/snapshot/ways.hpp"

namespace plumb::scenarios {

Reasons explain(const Judge& judge, const World& world, const Answer& answer, ir::MeasureId id) {
  const ir::Program& program = judge.program();
  const ir::Measure& measure = program.measures[id];
  const decide::Decision& decision = answer.decision;
  Reasons out;
  reference::Inputs inputs;
  inputs.program = &program;
  inputs.date = decision.date;
  inputs.row = &decision.fields;
  inputs.party = {decision.subject.kind, decision.subject.sector, decision.subject.name, decision.subject.id};
  // What the decision itself found, where it mentions the measure; else what the list says of the exact identifier.
  const decide::MeasureDecision* mentioned = nullptr;
  for (const decide::MeasureDecision& each : decision.measures) {
    if (each.measure == id) mentioned = &each;
  }
  std::vector<decide::Trigger> triggers;
  if (mentioned != nullptr) {
    inputs.reach_unknown = mentioned->reach_unknown;
    triggers = mentioned->triggers;
  } else if (!measure.reach.anyone && decide::is_stale(program, world.snapshot->synchronised(), decision.date, world.max_staleness_days)) {
    inputs.reach_unknown = {"registry"};
  } else if (decision.subject.record) {
    std::vector<snapshot::Way> ways;
    snapshot::collect_ways(*world.snapshot, *decision.subject.record, decision.date, ways);
    triggers = decide::triggers_of(*world.snapshot, *decision.subject.record, ways, measure, decision.date);
  }
  for (const decide::Trigger& trigger : triggers) out.triggers.push_back(trigger.asked);
  inputs.triggers = out.triggers;
  out.tree = reference::explain(inputs, id);
  return out;
}

}  // namespace plumb::scenarios
