#include "runtime/decide/trigger.hpp"

#include "compiler/ir/predicate_table.hpp"
#include "runtime/snapshot/reach.hpp"

namespace plumb::decide {

namespace {

using snapshot::RetentionIndex;
using snapshot::Standing;
using snapshot::Way;

// The retention that keeps `entry` for the party and measure through `d`; of several the one that lasts longest.
RetentionIndex retention_for(const Snapshot& snapshot, snapshot::PartyIndex party, const snapshot::Entry& entry, const ir::Name& measure, Date d) {
  RetentionIndex found;
  for (const RetentionIndex i : snapshot.retentions_of(party)) {
    const snapshot::Retention retention = snapshot.retention(i);
    if (retention.case_no != entry.case_no || !measure.matches(retention.measure) || retention.until < d) continue;
    if (!found.valid() || snapshot.retention(found).until < retention.until) found = i;
  }
  return found;
}

// 已履行部分 as an amount, where it is one: a decimal with or without 元.
std::optional<Money> amount(std::string_view text) {
  constexpr std::string_view kYuan = "元";
  if (text.ends_with(kYuan)) text.remove_suffix(kYuan.size());
  return Money::parse(text);
}

reference::Trigger as_asked(const Snapshot& snapshot, const Way& way, EntryState state) {
  const snapshot::Entry entry = snapshot.entry(way.entry);
  reference::Trigger t;
  if (state == EntryState::expired) t.unknown_because = "entry.expires_on";
  t.direction = way.direction;
  t.role = way.role;
  t.state = state;
  t.published_on = entry.published_on;
  t.expires_on = entry.expires_on;
  t.ground_on = entry.ground_on;
  t.removed_on = entry.removed_on;
  t.filed_on = entry.filed_on;
  t.case_no = entry.case_no;
  t.publishable = entry.publishable;
  t.performed_amount = amount(entry.performed_part);
  t.unperformed_amount = amount(entry.unperformed_part);
  if (way.relation.valid()) {
    const facts::Period period = snapshot.relation(way.relation).period;
    t.by_relation = true;
    t.relation_from = period.from;
    t.relation_to = period.to;
  }
  return t;
}

}  // namespace

std::vector<Trigger> triggers_of(const Snapshot& snapshot, snapshot::PartyIndex party, std::span<const Way> ways, const ir::Measure& measure, Date d) {
  std::vector<Trigger> out;
  const uint64_t mask = ir::reach_mask(measure.reach);
  for (const Way& way : ways) {
    if ((mask & snapshot::reach_bit(way.direction, way.role)) == 0) continue;
    if (way.standing != Standing::removed) {
      out.push_back({way, RetentionIndex(), as_asked(snapshot, way, snapshot::state_of(way.standing))});
      continue;
    }
    const RetentionIndex retention = retention_for(snapshot, party, snapshot.entry(way.entry), measure.name, d);
    if (retention.valid()) out.push_back({way, retention, as_asked(snapshot, way, EntryState::retained)});
  }
  return out;
}

PlumbTrigger trigger_for_table(const Snapshot& snapshot, const Way& way, const TriggerParts& parts) {
  const auto days = [](const std::optional<Date>& date) { return date ? date->days : int32_t{PLUMB_NO_DATE}; };
  const EntryState state = way.standing == Standing::removed ? EntryState::retained : snapshot::state_of(way.standing);
  PlumbTrigger t{};
  t.bit = snapshot::reach_bit(way.direction, way.role);
  t.certain = state != EntryState::expired ? 1 : 0;
  t.role = way.role ? static_cast<uint8_t>(*way.role) : uint8_t{PLUMB_UNKNOWN};
  t.state = static_cast<uint8_t>(state);
  t.published_on = snapshot.published_on(way.entry).days;
  t.removed_on = days(snapshot.removed_on(way.entry));
  t.expires_on = t.ground_on = t.filed_on = t.relation_from = t.relation_to = PLUMB_NO_DATE;
  t.by_relation = way.relation.valid() ? 1 : 0;
  if (parts.entry) {
    t.publishable = snapshot.publishable(way.entry) ? 1 : 0;
    t.expires_on = days(snapshot.expires_on(way.entry));
    t.ground_on = days(snapshot.ground_on(way.entry));
    t.filed_on = days(snapshot.filed_on(way.entry));
  }
  if (parts.relation && way.relation.valid()) {
    const facts::Period period = snapshot.period(way.relation);
    t.relation_from = days(period.from);
    t.relation_to = days(period.to);
  }
  if (parts.texts) {
    const snapshot::Entry entry = snapshot.entry(way.entry);
    const auto performed = amount(entry.performed_part), unperformed = amount(entry.unperformed_part);
    t.has_performed = performed ? 1 : 0;
    t.has_unperformed = unperformed ? 1 : 0;
    if (performed) t.performed_fen = performed->fen;
    if (unperformed) t.unperformed_fen = unperformed->fen;
    t.case_no = {entry.case_no.data(), entry.case_no.size()};
  }
  return t;
}

std::vector<PlumbTrigger> triggers_for_table(const Snapshot& snapshot, std::span<const Way> ways) {
  std::vector<PlumbTrigger> out;
  for (const Way& way : ways) {
    if (way.standing != Standing::removed) out.push_back(trigger_for_table(snapshot, way, {}));
  }
  return out;
}

bool is_retained(const Snapshot& snapshot, snapshot::PartyIndex party, snapshot::EntryIndex entry, const ir::Name& measure, Date d) {
  return retention_for(snapshot, party, snapshot.entry(entry), measure, d).valid();
}

}  // namespace plumb::decide
