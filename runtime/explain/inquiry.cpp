#include "runtime/decide/json_value.hpp"
#include "runtime/decide/request.hpp"
#include "runtime/decide/staleness.hpp"
#include "runtime/explain/answer.hpp"

namespace plumb::explain {

namespace {

using decide::Decision;

std::vector<decide::Trigger> listings_of(const Snapshot& snapshot, const decide::Subject& subject, Date date) {
  std::vector<decide::Trigger> out;
  if (!subject.record || subject.name_contradicts) return out;
  std::vector<snapshot::Way> ways;
  snapshot::collect_ways(snapshot, *subject.record, date, ways);
  for (const snapshot::Way& way : ways) {
    if (way.standing == snapshot::Standing::removed) continue;
    decide::Trigger& trigger = out.emplace_back();
    trigger.way = way;
    trigger.asked.direction = way.direction;
    trigger.asked.role = way.role;
    trigger.asked.state = snapshot::state_of(way.standing);
    trigger.asked.case_no = snapshot.entry(way.entry).case_no;
  }
  return out;
}

// The holding's row, nothing where the rule set does not know such holdings.
std::optional<std::pair<ir::MatterId, reference::Row>> row_of(const decide::Context& context, const facts::Holding& holding) {
  const auto matter = context.rules.matter(holding.matter);
  if (!matter || !decide::RuleIndex::has_stage(context.rules.program().matters[*matter], Stage::holding)) return std::nullopt;
  const decide::JsonResult json = decide::parse_json(holding.fields.empty() ? "{}" : holding.fields);
  reference::Row row;
  if (json.fault || decide::read_fields(context.rules, *matter, json.value, "/fields", row)) return std::nullopt;
  return std::pair(*matter, std::move(row));
}

}  // namespace

Inquiry inquire(const decide::Context& context, const decide::Options& options, decide::Subject subject, Date date) {
  const ir::Program& program = context.rules.program();
  const Snapshot& snapshot = context.snapshot;
  Inquiry out;
  out.date = date;
  out.stale = decide::is_stale(program, snapshot.synchronised(), date, options.max_staleness_days);
  if (!out.stale) out.listings = listings_of(snapshot, subject, date);
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
      if (auto row = row_of(context, snapshot.holding(i))) {
        out.holdings.emplace_back(i, decide(row->first, Stage::holding, std::move(row->second)));
      } else {
        out.unfit_holdings.push_back(i);
      }
    }
  }
  out.subject = std::move(subject);
  return out;
}

}  // namespace plumb::explain
