#include "runtime/decide/decide.hpp"

#include <algorithm>
#include <tuple>

#include "compiler/ir/layout.hpp"
#include "compiler/ir/predicate_table.hpp"
#include "runtime/decide/list_view.hpp"
#include "runtime/decide/permit.hpp"
#include "runtime/decide/shown_id.hpp"
#include "runtime/decide/staleness.hpp"

namespace plumb::decide {

namespace {

using reference::Truth;

PlumbText text(const std::optional<std::string>& value) { return value ? PlumbText{value->data(), value->size()} : PlumbText{nullptr, 0}; }

PlumbParty as_row(const Subject& subject, const snapshot::ReachWord& word) {
  PlumbParty party{};
  party.certain = word.certain;
  party.uncertain = word.uncertain;
  party.kind = subject.kind ? static_cast<uint8_t>(*subject.kind) : uint8_t{PLUMB_UNKNOWN};
  party.sector = subject.sector ? static_cast<uint8_t>(*subject.sector) : uint8_t{PLUMB_UNKNOWN};
  party.name = text(subject.name);
  party.id = {subject.id.data(), subject.id.size()};
  return party;
}

std::vector<ShownTrigger> shown(const Snapshot& snapshot, const Subject& subject, std::span<const Trigger> triggers, Date d, bool reveal) {
  std::vector<ShownTrigger> out;
  for (const Trigger& trigger : triggers) {
    const snapshot::Entry entry = snapshot.entry(trigger.way.entry);
    const bool objection = entry.objection && entry.objection->holds_on(d);
    out.push_back({std::string(entry.case_no), shown_id(snapshot, subject, snapshot.subject(trigger.way.entry), reveal), trigger.way.direction,
                   trigger.way.role, trigger.asked.state, objection});
  }
  // By the words that are printed, null first, so that the order does not hang on how they are numbered.
  const auto key = [](const ShownTrigger& t) {
    const std::string_view role = t.role ? word(*t.role).alias : "";
    return std::tuple(std::string_view(t.case_no), std::string_view(t.listed), std::string_view(word(t.direction).alias), role, t.state, t.objection);
  };
  std::sort(out.begin(), out.end(), [&](const ShownTrigger& a, const ShownTrigger& b) { return key(a) < key(b); });
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

// The bits of one plane after another.
struct Planes {
  explicit Planes(size_t measures) : words(ir::plane_words(measures)), bits(3 * words, 0) {}
  PlumbPlanes view() { return {bits.data(), bits.data() + words, bits.data() + 2 * words}; }
  bool is_false(size_t i) const { return ir::plane_bit(bits.data() + words, i); }
  size_t words;
  std::vector<uint64_t> bits;
};

// Raises the outcome by one measure's effect; effects are numbered from the strongest.
void raise(std::optional<ir::EffectId>& outcome, ir::EffectId effect) {
  if (!outcome || effect < *outcome) outcome = effect;
}

}  // namespace

Decision decide(const Context& context, const Options& options, Subject subject, ir::MatterId matter, Stage stage, Date date, reference::Row fields) {
  Decision decision{std::move(subject), matter, stage, date, std::move(fields), std::nullopt, std::nullopt, {}};
  const ir::Program& program = context.rules.program();
  const PlumbTableEntry* entry = ir::find_entry(context.table, matter.value, static_cast<uint32_t>(stage), date.days);
  if (!entry || entry->measure_count == 0) return decision;

  const bool stale = is_stale(program, context.snapshot.synchronised(), date, options.max_staleness_days);
  const ListView list(context.rules, context.snapshot, decision.subject, date, stale);
  const ir::PackedRow row(context.rules.layout(matter), decision.fields);
  const PlumbRow cells = row.view();
  const PlumbParty party = as_row(decision.subject, list.word());
  Planes planes(entry->measure_count);
  entry->predicate(entry->context, date.days, &cells, &party, planes.view());

  for (uint32_t i = 0; i < entry->measure_count; ++i) {
    const ir::MeasureId id(entry->measures[i]);
    if (planes.is_false(i) && !list.retained(id)) continue;
    const ir::Measure& measure = program.measures[id];
    MeasureDecision found;
    found.measure = id;
    reference::Outcome outcome = list.evaluate(decision.fields, id, found);
    if (outcome.value == Truth::is_false) continue;
    found.status = outcome.value == Truth::is_true ? Status::applies : Status::undetermined;
    found.missing = std::move(outcome.missing);
    found.arguments = std::move(outcome.arguments);
    found.unset = std::move(outcome.unset);
    if (decision.subject.record) found.permit = permit_for(context.rules, context.snapshot, *decision.subject.record, measure, date);
    if (found.permit.valid()) {
      found.status = Status::permitted;
      found.missing.clear();
    }
    found.shown = shown(context.snapshot, decision.subject, found.told(), date, options.reveal);
    if (found.status == Status::applies) raise(decision.outcome, measure.effect);
    if (found.status != Status::permitted) raise(decision.at_most, measure.effect);
    decision.measures.push_back(std::move(found));
  }
  std::sort(decision.measures.begin(), decision.measures.end(),
            [&](const MeasureDecision& a, const MeasureDecision& b) { return context.rules.rank(a.measure) < context.rules.rank(b.measure); });
  return decision;
}

}  // namespace plumb::decide
