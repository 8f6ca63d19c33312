#include <algorithm>

#include "compiler/ir/predicate_table.hpp"
#include "runtime/decide/holding.hpp"
#include "runtime/decide/staleness.hpp"
#include "runtime/explain/answer.hpp"
#include "runtime/snapshot/reach.hpp"

namespace plumb::explain {

namespace {

using decide::Decision;

// The ways that some measure in force may look at, of such a party. Entries that reach it in no such way (a listed
// shareholder's, say) are nobody's business here, and are not told.
uint64_t ways_looked_at(const ir::Program& program, const decide::Subject& subject, Date date) {
  uint64_t mask = 0;
  for (const ir::Measure& measure : program.measures) {
    const bool other_kind = measure.party && subject.kind && *measure.party != *subject.kind;
    if (!other_kind && ir::in_force(program, measure, date)) mask |= ir::reach_mask(measure.reach);
  }
  return mask;
}

std::vector<decide::Trigger> listings_of(const decide::Context& context, const decide::Subject& subject, Date date) {
  const Snapshot& snapshot = context.snapshot;
  std::vector<decide::Trigger> out;
  if (!subject.record || subject.name_contradicts) return out;
  std::vector<snapshot::Way> ways;
  snapshot::collect_ways(snapshot, *subject.record, date, ways);
  const uint64_t looked_at = ways_looked_at(context.rules.program(), subject, date);
  for (const snapshot::Way& way : ways) {
    if (way.standing == snapshot::Standing::removed || (looked_at & snapshot::reach_bit(way.direction, way.role)) == 0) continue;
    decide::Trigger& trigger = out.emplace_back();
    trigger.way = way;
    trigger.asked.direction = way.direction;
    trigger.asked.role = way.role;
    trigger.asked.state = snapshot::state_of(way.standing);
    trigger.asked.case_no = snapshot.entry(way.entry).case_no;
  }
  return out;
}

// A retention holds one measure alone, so only a decision tells of it.
void collect_retained(const Decision& decision, std::vector<std::pair<ir::MeasureId, decide::Trigger>>& out) {
  for (const decide::MeasureDecision& measure : decision.measures) {
    for (const decide::Trigger& trigger : measure.told()) {
      const auto same = [&](const auto& known) {
        return known.first == measure.measure && known.second.retention == trigger.retention && known.second.way.entry == trigger.way.entry &&
               known.second.way.direction == trigger.way.direction && known.second.way.role == trigger.way.role;
      };
      if (trigger.retention.valid() && std::none_of(out.begin(), out.end(), same)) out.emplace_back(measure.measure, trigger);
    }
  }
}

}  // namespace

Inquiry inquire(const decide::Context& context, const decide::Options& options, decide::Subject subject, Date date) {
  const ir::Program& program = context.rules.program();
  const Snapshot& snapshot = context.snapshot;
  Inquiry out;
  out.date = date;
  out.stale = decide::is_stale(program, snapshot.synchronised(), date, options.max_staleness_days);
  if (!out.stale) out.listings = listings_of(context, subject, date);
  const auto decide = [&](ir::MatterId matter, Stage stage, reference::Row row) {
    return decide::decide(context, options, subject, matter, stage, date, std::move(row));
  };
  for (uint32_t i = 0; i < program.matters.size(); ++i) {
    const ir::MatterId matter(i);
    for (const Stage stage : {Stage::status, Stage::application}) {
      if (!decide::RuleIndex::has_stage(program.matters[matter], stage)) continue;
      Decision decision = decide(matter, stage, reference::Row(program.matters[matter].fields.size()));
      if (decision.measures.empty()) continue;
      (stage == Stage::status ? out.statuses : out.matters).push_back(std::move(decision));
    }
  }
  if (subject.record) {
    for (const snapshot::HoldingIndex i : snapshot.holdings_of(*subject.record)) {
      if (!snapshot.holding(i).period.holds_on(date)) continue;
      reference::Row fields;
      const auto matter = decide::read_holding(context.rules, snapshot.holding(i), fields);
      if (const auto* id = std::get_if<ir::MatterId>(&matter)) {
        out.holdings.emplace_back(i, decide(*id, Stage::holding, std::move(fields)));
      } else {
        out.unfit_holdings.push_back(i);
      }
    }
  }
  for (const Decision& decision : out.statuses) collect_retained(decision, out.retained);
  for (const auto& [holding, decision] : out.holdings) collect_retained(decision, out.retained);
  for (const Decision& decision : out.matters) collect_retained(decision, out.retained);
  out.subject = std::move(subject);
  return out;
}

}  // namespace plumb::explain
