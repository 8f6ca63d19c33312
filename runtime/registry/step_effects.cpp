#include "runtime/registry/step_effects.hpp"

#include <algorithm>

#include "runtime/facts/removal_ground.hpp"
#include "runtime/feed/case_number.hpp"
#include "runtime/lifecycle/story.hpp"
#include "runtime/registry/court/push.hpp"
#include "runtime/registry/entry_layers.hpp"
#include "runtime/registry/failure.hpp"
#include "runtime/registry/one_party.hpp"
#include "runtime/registry/read_events.hpp"
#include "runtime/registry/stored_row.hpp"

namespace plumb::registry {

namespace {

using lifecycle::Event;
using lifecycle::Step;

const TableShape& entries() { return shape(Table::entries); }

const Column& column_named(std::string_view sql) { return entries().columns[column_by_sql(entries(), sql)]; }

constexpr const char* kTold = "('court', 'command')";  // sources in which somebody said it in words, not by a column of a list

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

Result<bool> StepEffects::concerns_tables() {
  const auto steps = any_steps();
  return steps && !*steps ? any_told() : steps;
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

Result<StepEffects::CaseFile> StepEffects::read(std::string_view case_no, std::string_view party, bool only_with_steps) {
  CaseFile file;
  file.case_no = feed::canonical_case_number(case_no);
  auto events = events_of(file.case_no, party);
  if (!events) return events.error();
  file.events = std::move(*events);
  if (only_with_steps && file.events.empty()) return file;
  auto identifiers = prepared(database_, identifiers_of_, std::string(kOnePartyNow) + "SELECT i.id FROM one JOIN identifiers i USING (number) ORDER BY number");
  if (!identifiers) return identifiers.error();
  (*identifiers)->bind(1, party);
  std::vector<std::string> ids;
  int status = (*identifiers)->step();
  for (; status == SQLITE_ROW; status = (*identifiers)->step()) ids.emplace_back((*identifiers)->text(0));
  (*identifiers)->reset();
  if (status != SQLITE_DONE) return database_.error();
  if (!entries_of_) {
    auto rows = prepare_live_rows(database_, entries(), {"case_no", "party"});
    if (!rows) return rows.error();
    entries_of_.emplace(std::move(*rows));
  }
  for (const std::string& id : ids) {
    const auto done = for_live_rows(database_, *entries_of_, entries(), {file.case_no, id}, [&](const Row& row) -> Result<void> {
      file.entries.push_back(row);
      return {};
    });
    if (!done) return done.error();
  }
  return file;
}

Result<StepEffects::EffectsByDay> StepEffects::effects_of(const CaseFile& file) const {
  std::vector<Event> events;
  for (const Event& event : file.events) {
    events.push_back(event);
    // Whatever document each came under, it is one case of one party.
    events.back().case_no.clear();
    events.back().party.clear();
  }
  std::map<std::string, facts::Entry> by_day;
  for (const Row& row : file.entries) {
    const std::string published = text_in(row, "published_on");
    facts::Entry& entry = by_day[published];
    const auto day = Date::parse(published);
    if (!day) return failure("registry.corrupt", "entries.published_on");
    entry.published_on = *day;
    Row listed = row;
    take_steps_off(listed);
    // Under two documents it ends on the first of the days that lists tell, in whichever order they were recorded.
    const auto removed = Date::parse(text_in(listed, "removed_on"));
    if (removed && (!entry.removed_on || *removed < *entry.removed_on)) entry.removed_on = removed;
  }
  // Removals first, so that the other steps find which listing had ended by their day.
  std::map<std::string, const Event*> removals;
  std::vector<facts::Entry> listings;
  for (auto& [published, entry] : by_day) {
    removals[published] = lifecycle::removal_of(events, entry.published_on);
    if (removals[published] != nullptr && (!entry.removed_on || today_ < *entry.removed_on)) entry.removed_on = removals[published]->on;
    listings.push_back(entry);
  }
  EffectsByDay effects;
  for (const lifecycle::Story& story : lifecycle::stories(listings, events, Date::parse("9999-12-31").value())) {
    if (story.entry == nullptr) continue;
    const std::string published = story.entry->published_on.iso();
    std::vector<const Event*> own;
    for (const Event* event : story.events) {
      if (event->step != Step::removal) own.push_back(event);
    }
    if (removals[published] != nullptr) own.push_back(removals[published]);
    effects[published] = lifecycle::effect_of(own);
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
    put_steps_over(entry, effects->at(published), today_);
    if (const auto until = Date::parse(text_in(entry, "expires_on")); until && (!term || *term < *until)) term = until;
  }
  return term;
}

Result<void> StepEffects::put_case_steps_over(Row& entry) {
  const auto steps = any_steps();
  if (!steps) return steps.error();
  if (!*steps) return {};
  auto file = read(text_in(entry, "case_no"), text_in(entry, "party"), true);
  if (!file) return file.error();
  if (file->events.empty()) return {};
  const auto key = [](const Row& row) { return std::pair(text_in(row, "party"), text_in(row, "published_on")); };
  std::erase_if(file->entries, [&](const Row& row) { return key(row) == key(entry); });
  file->entries.push_back(entry);
  const auto effects = effects_of(*file);
  if (!effects) return effects.error();
  put_steps_over(entry, effects->at(text_in(entry, "published_on")), today_);
  return {};
}

Result<void> StepEffects::complete(Row& entry) {
  const Row cells = entry;
  const auto told = any_told();
  if (!told) return told.error();
  if (*told) {
    if (auto done = keep_told_removal(entry); !done) return done;
  }
  if (auto done = put_case_steps_over(entry); !done) return done;
  for (const char* column : kStepColumns) {
    const std::string cell = text_in(cells, column), stands = text_in(entry, column);
    if (!cell.empty() && cell != stands) entry.warnings.emplace_back(RowWarning::recorded_step, &column_named(column));
    if (cell.empty() && !stands.empty() && std::string_view(column) == "removed_on")
      entry.warnings.emplace_back(RowWarning::keeps_removal, &column_named(column));
  }
  return {};
}

Result<void> StepEffects::complete_pushed(const Row* stands, Row& entry) {
  if (stands != nullptr) {
    // Columns that the push does not name stand as they did: beneath the steps there is what lists said before.
    Row listed = *stands;
    take_steps_off(listed);
    for (const char* column : kStepColumns) {
      if (text_in(entry, column) == text_in(*stands, column)) set_value(entries(), entry, column, text_in(listed, column));
    }
  }
  forget_beneath(entry);
  return put_case_steps_over(entry);
}

// What a push or a person told of the entry's end, an empty column does not unsay, nor one that says a day to come.
Result<void> StepEffects::keep_told_removal(Row& entry) {
  const std::string cell = text_in(entry, "removed_on");
  const bool says = !cell.empty() && cell <= today_.iso();
  if (says && !text_in(entry, "removal_kind").empty()) return {};
  auto live = prepared(database_, removal_of_,
                       std::string("SELECT e.removed_on, e.removal_kind, e.removal_ground, k.removed_as_of IS NOT NULL,"
                                   " json_extract(e.originals, '$.beneath.removed_on') IS NOT NULL AND k.removed_as_of IS NULL,"
                                   " json_extract(e.originals, '$.beneath.removal_ground') IS NULL FROM entries e") +
                           kSpokenOfEntry +
                           " WHERE e.case_no = ?1 AND e.party = (SELECT number FROM identifiers WHERE id = ?2) AND e.published_on = ?3"
                           " AND e.revision_to IS NULL AND e.removed_on IS NOT NULL");
  if (!live) return live.error();
  Statement& row = **live;
  const std::string keys[] = {text_in(entry, "case_no"), text_in(entry, "party"), text_in(entry, "published_on")};
  for (int i = 0; i < 3; ++i) row.bind(i + 1, keys[i]);
  const int status = row.step();
  if (status == SQLITE_DONE) return {};
  if (status != SQLITE_ROW) return database_.error();
  const std::string on(row.text(0)), kind(row.text(1)), ground(row.text(2));
  const bool by_steps_alone = row.number(4) != 0, ground_told = row.number(5) != 0;
  bool told = row.number(3) != 0 || ground == court::kAbsentGround;
  row.reset();
  if (says) {
    if (on == cell) set_value(entries(), entry, "removal_kind", kind);
    return {};
  }
  if (!told && !by_steps_alone) {
    // Rows that say of the removal what the row before them did not, since a step that is recorded writes the row anew with what a table told.
    auto before =
        prepared(database_, told_before_,
                 std::string("SELECT 1 FROM (SELECT s.format, said, lag(said, 1, '') OVER (ORDER BY line) AS said_before FROM"
                             " (SELECT e.row AS line, e.source, ifnull(json_extract(e.originals, '$.beneath.removed_on'), ifnull(e.removed_on, '')) AS said"
                             " FROM entries e WHERE e.case_no = ?1 AND e.party = (SELECT number FROM identifiers WHERE id = ?2) AND e.published_on = ?3)"
                             " LEFT JOIN sources s USING (source)) WHERE said <> '' AND said <> said_before AND format IN ") +
                     kTold);
    if (!before) return before.error();
    for (int i = 0; i < 3; ++i) (*before)->bind(i + 1, keys[i]);
    const int found = (*before)->step();
    (*before)->reset();
    if (found != SQLITE_ROW && found != SQLITE_DONE) return database_.error();
    told = found == SQLITE_ROW;
  }
  if (!by_steps_alone && !told) return {};
  if (text_in(entry, "removal_kind").empty()) set_value(entries(), entry, "removal_kind", kind);
  if (by_steps_alone) {
    if (ground_told && text_in(entry, "removal_ground").empty()) set_value(entries(), entry, "removal_ground", ground);
    return {};
  }
  set_value(entries(), entry, "removed_on", on);
  if (text_in(entry, "removal_ground").empty()) set_value(entries(), entry, "removal_ground", ground);
  return {};
}

Result<void> StepEffects::touch(std::string_view case_no, std::string_view party, bool if_any_steps) {
  if (if_any_steps) {
    const auto steps = any_steps();
    if (!steps) return steps.error();
    if (!*steps) return {};
  }
  Touched key(feed::canonical_case_number(case_no), party);
  // Also where a binding or an entry of the same transaction has announced the case already: neither of them changes permits.
  if (!if_any_steps && !permissions_before_.contains(party)) {
    const auto events = events_of_party(party);
    if (!events) return events.error();
    permissions_before_.emplace(party, lifecycle::permissions_of(*events));
  }
  if (touched_.contains(key)) return {};
  if (if_any_steps) {
    const auto events = events_of(key.first, party);
    if (!events) return events.error();
    if (events->empty()) return {};
  }
  touched_.insert(std::move(key));
  return {};
}

Result<void> StepEffects::touch_party(std::string_view party) {
  const auto steps = any_steps();
  if (!steps) return steps.error();
  if (!*steps) return {};
  const auto events = events_of_party(party);
  if (!events) return events.error();
  for (const Event& event : *events) touched_.emplace(event.case_no, party);
  return {};
}

Result<void> StepEffects::settle(FactWriter& writer, const std::function<void(Row&)>& with, const std::function<void(Row&)>& unsay) {
  if (touched_.empty()) return {};
  for (const Table table : {Table::entries, Table::permits}) {
    if (auto done = writer.expect_own_keys(shape(table)); !done) return done;
  }
  for (const auto& [case_no, party] : touched_) {
    auto file = read(case_no, party);
    if (!file) return file.error();
    const std::vector<Row> before = file->entries;
    for (Row& row : file->entries) {
      take_steps_off(row);
      if (unsay) unsay(row);
    }
    const auto effects = effects_of(*file);
    if (!effects) return effects.error();
    for (size_t i = 0; i < before.size(); ++i) {
      const Row& stands = before[i];
      Row& row = file->entries[i];
      put_steps_over(row, effects->at(text_in(row, "published_on")), today_);
      if (text_in(row, "removed_on").empty() && !text_in(stands, "removed_on").empty()) {
        for (const char* column : {"removal_kind", "removal_ground"}) set_value(entries(), row, column, "");
      }
      if (with) with(row);
      if (same_entry(row, stands)) continue;
      wrongly_made_seen_ = wrongly_made_seen_ || facts::is_wrongly_made(text_in(row, "removal_ground"));
      if (auto done = writer.put(entries(), row); !done) return done.error();
    }
  }
  for (const auto& [party, before] : permissions_before_) {
    const auto events = events_of_party(party);
    if (!events) return events.error();
    if (auto done = settle_permits(writer, before, lifecycle::permissions_of(*events)); !done) return done;
  }
  any_steps_.reset();
  touched_.clear();
  permissions_before_.clear();
  return {};
}

Result<void> StepEffects::settle_permits(FactWriter& writer, const std::vector<lifecycle::Permission>& before, const std::vector<lifecycle::Permission>& now) {
  const auto row_of = [](const lifecycle::Permission& one) {
    Row row;
    for (const std::string& text : {one.party, one.target, one.from.iso(), one.to ? one.to->iso() : std::string(), one.document})
      row.values.push_back({text, !text.empty()});
    return row;
  };
  const auto same_key = [](const lifecycle::Permission& a, const lifecycle::Permission& b) {
    return a.party == b.party && a.target == b.target && a.from == b.from && a.document == b.document;
  };
  for (const lifecycle::Permission& one : now) {
    if (auto done = writer.put(shape(Table::permits), row_of(one)); !done) return done.error();
  }
  for (const lifecycle::Permission& one : before) {
    if (std::any_of(now.begin(), now.end(), [&](const lifecycle::Permission& still) { return same_key(one, still); })) continue;
    // One that a table told stays: the row is the table's, with its place there. So does one that a command told before any step did.
    auto told = prepared(database_, permit_,
                         "SELECT source_row IS NOT NULL OR NOT EXISTS (SELECT 1 FROM events e WHERE e.kind IN ('permit', 'suspension')"
                         " AND e.revision_from = p.revision_from AND e.document = p.document) FROM permits p"
                         " WHERE party = (SELECT number FROM identifiers WHERE id = ?1) AND target = ?2"
                         " AND ifnull(valid_from, '') = ?3 AND document = ?4 AND revision_to IS NULL");
    if (!told) return told.error();
    const std::string from = one.from.iso();
    const std::string_view keys[] = {one.party, one.target, from, one.document};
    for (int i = 0; i < 4; ++i) (*told)->bind(i + 1, keys[i]);
    const int status = (*told)->step();
    const bool by_others = status == SQLITE_ROW && (*told)->number(0) != 0;
    (*told)->reset();
    if (status != SQLITE_ROW && status != SQLITE_DONE) return database_.error();
    permit_stands_ = permit_stands_ || by_others;
    if (by_others) continue;
    if (auto done = writer.end(shape(Table::permits), row_of(one)); !done) return done.error();
  }
  return {};
}

}  // namespace plumb::registry
