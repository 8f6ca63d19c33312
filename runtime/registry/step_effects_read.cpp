// Part of StepEffects: what is read of a case before its steps are put over its entries.

#include "runtime/feed/case_number.hpp"
#include "runtime/lifecycle/story.hpp"
#include "runtime/registry/court/push.hpp"
#include "runtime/registry/entry_layers.hpp"
#include "runtime/registry/failure.hpp"
#include "runtime/registry/one_party.hpp"
#include "runtime/registry/read_events.hpp"
#include "runtime/registry/step_effects.hpp"
#include "runtime/registry/stored_row.hpp"

namespace plumb::registry {

namespace {

using lifecycle::Event;
using lifecycle::Step;

const TableShape& entries() { return shape(Table::entries); }

}  // namespace

Result<bool> StepEffects::any_steps() {
  if (!any_steps_) {
    const auto any = database_.number("SELECT EXISTS (SELECT 1 FROM events)");
    if (!any) return any.error();
    any_steps_ = *any != 0;
  }
  return *any_steps_;
}

Result<bool> StepEffects::any_told() {
  if (!any_told_) {
    const auto any = database_.number(std::string("SELECT EXISTS (SELECT 1 FROM sources WHERE format IN ") + kTold + ")");
    if (!any) return any.error();
    any_told_ = *any != 0;
  }
  return *any_told_;
}

Result<bool> StepEffects::any_bindings() {
  if (!any_bindings_) {
    const auto any = database_.number("SELECT EXISTS (SELECT 1 FROM documents WHERE revision_to IS NULL)");
    if (!any) return any.error();
    any_bindings_ = *any != 0;
  }
  return *any_bindings_;
}

Result<bool> StepEffects::any_waiting() {
  if (!any_waiting_) {
    const auto any = database_.number("SELECT EXISTS (SELECT 1 FROM findings WHERE kind = 'removal_without_entry' AND revision_to IS NULL)");
    if (!any) return any.error();
    any_waiting_ = *any != 0;
  }
  return *any_waiting_;
}

Result<bool> StepEffects::concerns_tables() {
  const auto told = any_told();
  return !told || *told ? told : has_any();
}

Result<std::vector<Row>> StepEffects::entries_of(std::string_view case_no, std::string_view party) {
  auto file = read(case_no, party);
  if (!file) return file.error();
  return std::move(file->entries);
}

Result<std::vector<Event>> StepEffects::steps_of(std::string_view case_no, std::string_view party) {
  return events_of(feed::canonical_case_number(case_no), party);
}

Result<std::vector<Event>> StepEffects::events_of(const std::string& case_no, std::string_view party) {
  auto rows = prepared(database_, events_of_,
                       kOnePartyNow + events_sql() + " WHERE t.case_no = ?2 AND t.party IN (SELECT number FROM one) AND t.revision_to IS NULL ORDER BY t.row");
  if (!rows) return rows.error();
  (*rows)->bind(1, party);
  (*rows)->bind(2, case_no);
  std::vector<Event> events;
  if (auto done = each_event(database_, **rows, [&](Event event) { events.push_back(std::move(event)); }); !done) return done.error();
  return events;
}

Result<std::vector<Event>> StepEffects::events_of_party(std::string_view party) {
  auto rows = prepared(database_, events_of_party_,
                       kOnePartyNow + events_sql() + " WHERE t.party IN (SELECT number FROM one) AND t.revision_to IS NULL ORDER BY t.row");
  if (!rows) return rows.error();
  (*rows)->bind(1, party);
  std::vector<Event> events;
  if (auto done = each_event(database_, **rows, [&](Event event) { events.push_back(std::move(event)); }); !done) return done.error();
  return events;
}

Result<std::vector<std::string>> StepEffects::identifiers_of(std::string_view party) {
  auto rows = prepared(database_, identifiers_of_, std::string(kOnePartyNow) + "SELECT i.id FROM one JOIN identifiers i USING (number) ORDER BY number");
  if (!rows) return rows.error();
  (*rows)->bind(1, party);
  std::vector<std::string> ids;
  int status = (*rows)->step();
  for (; status == SQLITE_ROW; status = (*rows)->step()) ids.emplace_back((*rows)->text(0));
  (*rows)->reset();
  return status == SQLITE_DONE ? Result<std::vector<std::string>>(std::move(ids)) : database_.error();
}

Result<StepEffects::CaseFile> StepEffects::read(std::string_view case_no, std::string_view party) {
  CaseFile file;
  file.case_no = feed::canonical_case_number(case_no);
  auto events = events_of(file.case_no, party);
  if (!events) return events.error();
  file.events = std::move(*events);
  auto ids = identifiers_of(party);
  if (!ids) return ids.error();
  file.identifiers = std::move(*ids);
  if (!entries_of_) {
    auto rows = prepare_live_rows(database_, entries(), {"case_no", "party"});
    if (!rows) return rows.error();
    entries_of_.emplace(std::move(*rows));
  }
  for (const std::string& id : file.identifiers) {
    const auto done = for_live_rows(database_, *entries_of_, entries(), {file.case_no, id}, [&](const Row& row) -> Result<void> {
      file.entries.push_back(row);
      return {};
    });
    if (!done) return done.error();
  }
  return file;
}

Result<StepEffects::OverByDay> StepEffects::effects_of(const CaseFile& file) const {
  std::vector<Event> events;
  for (const Event& event : file.events) {
    events.push_back(event);
    // Whatever document each came under, it is one case of one party.
    events.back().case_no.clear();
    events.back().party.clear();
  }
  std::map<std::string, facts::Entry> by_day;
  OverByDay effects;
  for (const Row& row : file.entries) {
    const std::string published = text_in(row, "published_on");
    facts::Entry& entry = by_day[published];
    const auto day = Date::parse(published);
    if (!day) return failure("registry.corrupt", "entries.published_on");
    entry.published_on = *day;
    Row listed = row;
    take_steps_off(listed);
    const std::string removed = text_in(listed, "removed_on"), ground = text_in(listed, "removal_ground");
    if (removed.empty()) continue;
    if (!entry.removed_on || removed < entry.removed_on->iso()) entry.removed_on = Date::parse(removed);
    Over& over = effects[published];
    if (ground == court::kAbsentGround || (!over.removed_on.empty() && over.removed_on < removed)) continue;
    if (removed < over.removed_on) over.removal_kind = over.removal_ground = "";
    over.removed_on = removed;
    if (over.removal_kind.empty()) over.removal_kind = text_in(listed, "removal_kind");
    if (over.removal_ground.empty()) over.removal_ground = ground;
  }
  // Removals first, so that the other steps find which listing had ended by their day.
  std::map<std::string, const Event*> removals;
  std::vector<facts::Entry> listings;
  for (auto& [published, entry] : by_day) {
    removals[published] = lifecycle::removal_of(events, entry.published_on);
    if (removals[published] != nullptr && (!entry.removed_on || removals[published]->on < *entry.removed_on)) entry.removed_on = removals[published]->on;
    listings.push_back(entry);
  }
  for (const lifecycle::Story& story : lifecycle::stories(listings, events, Date::parse("9999-12-31").value())) {
    if (story.entry == nullptr) continue;
    const std::string published = story.entry->published_on.iso();
    std::vector<const Event*> own;
    for (const Event* event : story.events) {
      if (event->step != Step::removal) own.push_back(event);
    }
    if (removals[published] != nullptr) own.push_back(removals[published]);
    effects[published].steps = lifecycle::effect_of(own);
  }
  return effects;
}

Result<std::optional<Date>> StepEffects::term_by(const Event& step) {
  auto file = read(step.case_no, step.party);
  if (!file) return file.error();
  std::erase_if(file->events, [&](const Event& event) { return step.on < event.on; });
  const auto effects = effects_of(*file);
  if (!effects) return effects.error();
  std::optional<Date> term;
  for (Row& entry : file->entries) {
    const std::string published = text_in(entry, "published_on");
    if (step.published_on && published != step.published_on->iso()) continue;
    take_steps_off(entry);
    put_over(entry, effects->at(published));
    if (const auto until = Date::parse(text_in(entry, "expires_on")); until && (!term || *term < *until)) term = until;
  }
  return term;
}

}  // namespace plumb::registry
