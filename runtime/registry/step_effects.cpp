#include "runtime/registry/step_effects.hpp"

#include <algorithm>
#include <iterator>

#include "runtime/facts/removal_ground.hpp"
#include "runtime/feed/case_number.hpp"
#include "runtime/registry/beneath.hpp"
#include "runtime/registry/court/originals.hpp"
#include "runtime/registry/court/push.hpp"
#include "runtime/registry/entry_layers.hpp"
#include "runtime/registry/one_party.hpp"
#include "runtime/registry/stored_row.hpp"

namespace plumb::registry {

namespace {

using lifecycle::Step;

const TableShape& entries() { return shape(Table::entries); }

// What lists say in a column of the row `e`; empty: nothing.
std::string listed_sql(const std::string& column) { return "ifnull(json_extract(e.originals, '$.beneath." + column + "'), ifnull(e." + column + ", ''))"; }

// Party, case and day of publication; they live as long as the row does.
void bind_keys(Statement& statement, const Row& entry) {
  int place = 0;
  for (const char* key : {"party", "case_no", "published_on"}) statement.bind(++place, find_value(entries(), entry, key)->text);
}

const Column& column_named(std::string_view sql) { return entries().columns[column_by_sql(entries(), sql)]; }

}  // namespace

Result<bool> StepEffects::has_any() {
  for (const auto any : {&StepEffects::any_steps, &StepEffects::any_bindings, &StepEffects::any_waiting}) {
    const auto found = (this->*any)();
    if (!found || *found) return found;
  }
  return false;
}

// Whether the entries of the case can say anything but what their lists do, each by itself.
Result<bool> StepEffects::is_concerned(const std::string& case_no, std::string_view party) {
  const auto steps = any_steps();
  if (!steps) return steps.error();
  if (*steps) {
    auto any = prepared(database_, any_of_case_, "SELECT EXISTS (SELECT 1 FROM events WHERE case_no = ?1 AND revision_to IS NULL)");
    if (!any) return any.error();
    (*any)->bind(1, case_no);
    if ((*any)->step() != SQLITE_ROW) return database_.error();
    const bool of_case = (*any)->number(0) != 0;
    (*any)->reset();
    if (of_case) {
      const auto events = events_of(case_no, party);
      if (!events) return events.error();
      if (!events->empty()) return true;
    }
  }
  const auto bindings = any_bindings();
  if (!bindings) return bindings.error();
  if (!*bindings) return false;
  const auto ids = identifiers_of(party);
  return ids ? Result<bool>(ids->size() > 1) : ids.error();
}

Result<void> StepEffects::put_case_steps_over(Row& entry) {
  if (const auto any = has_any(); !any || !*any) return any ? Result<void>() : any.error();
  const std::string case_no = text_in(entry, "case_no"), party = text_in(entry, "party");
  const auto concerned = is_concerned(case_no, party);
  if (!concerned) return concerned.error();
  if (!*concerned) return {};
  auto file = read(case_no, party);
  if (!file) return file.error();
  const auto key = [](const Row& row) { return std::pair(text_in(row, "party"), text_in(row, "published_on")); };
  std::erase_if(file->entries, [&](const Row& row) { return key(row) == key(entry); });
  file->entries.push_back(entry);
  const auto effects = effects_of(*file);
  if (!effects) return effects.error();
  put_over(entry, effects->at(text_in(entry, "published_on")));
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

Result<void> StepEffects::complete_permit(Row& permit) {
  const auto steps = any_steps();
  if (!steps) return steps.error();
  if (!*steps) return {};
  const auto events = events_of_party(value_of(shape(Table::permits), permit, "party").value_or(std::string()));
  if (!events) return events.error();
  StepPermits::complete(permit, lifecycle::permissions_of(*events));
  return {};
}

Result<void> StepEffects::put_over_pushed(Row& entry) {
  beneath::keep(entry, std::nullopt);
  return put_case_steps_over(entry);
}

// What a push or a person told of the entry's end, an empty column does not unsay, nor one that says a day to come; nor how it ended, where the day
// is said again.
Result<void> StepEffects::keep_told_removal(Row& entry) {
  const std::string cell = text_in(entry, "removed_on");
  const bool says = !cell.empty() && cell <= today_.iso();
  if (says && !text_in(entry, "removal_kind").empty() && !text_in(entry, "removal_ground").empty()) return {};
  auto any = prepared(database_, any_removed_, "SELECT EXISTS (SELECT 1 FROM entries WHERE case_no = ?1 AND removed_on IS NOT NULL AND revision_to IS NULL)");
  if (!any) return any.error();
  (*any)->bind(1, find_value(entries(), entry, "case_no")->text);
  if ((*any)->step() != SQLITE_ROW) return database_.error();
  if ((*any)->number(0) == 0) return {};
  auto live = prepared(database_, removal_of_,
                       std::string("SELECT ") + listed_sql("removed_on") + ", " + listed_sql("removal_kind") + ", " + listed_sql("removal_ground") + ", " +
                           kRemovalTold + " FROM entries e" + kSpokenOfEntry +
                           " WHERE e.case_no = ?2 AND e.party = (SELECT identifier_number(?1)) AND e.published_on = ?3"
                           " AND e.revision_to IS NULL");
  if (!live) return live.error();
  Statement& row = **live;
  bind_keys(row, entry);
  const int status = row.step();
  const std::string on(row.text(0)), kind(row.text(1)), ground(row.text(2));
  bool told = row.number(3) != 0 || ground == court::kAbsentGround;
  row.reset();
  if (status == SQLITE_DONE) return {};
  if (status != SQLITE_ROW) return database_.error();
  if (on.empty() || (says && on != cell)) return {};
  const bool keeps_kind = !kind.empty() && text_in(entry, "removal_kind").empty();
  const bool keeps_ground = !ground.empty() && text_in(entry, "removal_ground").empty() && (!says || ground != court::kAbsentGround);
  if (says && !keeps_kind && !keeps_ground) return {};
  if (!told) {
    const auto found = was_told_before(entry);
    if (!found) return found.error();
    told = *found;
  }
  if (!told) return {};
  if (keeps_kind) set_value(entries(), entry, "removal_kind", kind);
  if (keeps_ground) set_value(entries(), entry, "removal_ground", ground);
  if (!says) set_value(entries(), entry, "removed_on", on);
  return {};
}

// Rows that say of the removal what the row before them did not, since a step that is recorded writes the row anew with what a table told;
// of those after the last that said nothing of it, for what was taken back tells nothing any more.
Result<bool> StepEffects::was_told_before(const Row& entry) {
  auto before = prepared(database_, told_before_,
                         "SELECT 1 FROM (SELECT s.format, line, said, lag(said, 1, '') OVER (ORDER BY line) AS said_before,"
                         " max(iif(said = '', line, 0)) OVER () AS silent FROM"
                         " (SELECT e.row AS line, e.source, " +
                             listed_sql("removed_on") +
                             " AS said"
                             " FROM entries e WHERE e.case_no = ?2 AND e.party = (SELECT identifier_number(?1)) AND e.published_on = ?3)"
                             " LEFT JOIN sources s USING (source)) WHERE line > silent AND said <> said_before AND format IN " +
                             kTold);
  if (!before) return before.error();
  bind_keys(**before, entry);
  const int found = (*before)->step();
  (*before)->reset();
  if (found != SQLITE_ROW && found != SQLITE_DONE) return database_.error();
  return found == SQLITE_ROW;
}

Result<void> StepEffects::touch(std::string_view case_no, std::string_view party, bool if_concerned) {
  if (if_concerned) {
    if (const auto any = has_any(); !any || !*any) return any ? Result<void>() : any.error();
  }
  Touched key(feed::canonical_case_number(case_no), party);
  if (if_concerned) {
    if (touched_.contains(key)) return {};
    const auto concerned = is_concerned(key.first, party);
    if (!concerned) return concerned.error();
    if (!*concerned) {
      const auto waiting = waiting_for(key.first, party);
      if (!waiting) return waiting.error();
      if (waiting->empty()) return {};
    }
  } else if (!permissions_before_.contains(party)) {
    const auto events = events_of_party(party);
    if (!events) return events.error();
    permissions_before_.emplace(party, lifecycle::permissions_of(*events));
  }
  touched_.insert(std::move(key));
  return {};
}

Result<void> StepEffects::touch_party(std::string_view party) {
  any_bindings_ = true;
  auto cases = prepared(database_, cases_of_,
                        std::string(kOnePartyNow) +
                            "SELECT case_no FROM entries WHERE party IN (SELECT number FROM one) AND revision_to IS NULL"
                            " UNION SELECT case_no FROM events WHERE party IN (SELECT number FROM one) AND revision_to IS NULL");
  if (!cases) return cases.error();
  (*cases)->bind(1, party);
  int status = (*cases)->step();
  for (; status == SQLITE_ROW; status = (*cases)->step()) touched_.emplace((*cases)->text(0), party);
  (*cases)->reset();
  return status == SQLITE_DONE ? Result<void>() : database_.error();
}

Result<std::vector<court::Waiting>> StepEffects::waiting_for(const std::string& case_no, std::string_view party) {
  std::vector<court::Waiting> out;
  const auto any = any_waiting();
  if (!any) return any.error();
  if (!*any) return out;
  auto ids = identifiers_of(party);
  if (!ids) return ids.error();
  if (ids->empty()) ids->emplace_back(party);
  for (const std::string& id : *ids) {
    auto waiting = waiting_.of(id, case_no);
    if (!waiting) return waiting.error();
    std::move(waiting->begin(), waiting->end(), std::back_inserter(out));
  }
  return out;
}

// A removal by the court that waited for an entry takes effect on it, whoever tells the entry, unless lists tell one already. `file` holds
// what lists say.
Result<void> StepEffects::apply_waiting(FactWriter& writer, const std::string& party, CaseFile& file, std::vector<AppliedWaiting>& applied) {
  auto waiting = waiting_for(file.case_no, party);
  if (!waiting) return waiting.error();
  if (waiting->empty()) return {};
  for (Row& row : file.entries) {
    if (!text_in(row, "removed_on").empty()) continue;
    court::Waiting* const one = court::waits_for(*waiting, text_in(row, "published_on"));
    if (one == nullptr) continue;
    one->settled = true;
    row.originals = court::merged_originals(row.originals, one->originals);
    set_value(entries(), row, "removed_on", one->removed_on);
    set_value(entries(), row, "removal_kind", one->removal_kind);
    set_value(entries(), row, "removal_ground", one->removal_ground);
    applied.push_back({static_cast<size_t>(&row - file.entries.data()), one->as_of});
    Row finding;
    for (const std::string& text : {std::string(court::kRemovalWithoutEntry), one->subject, text_in(row, "party"), std::string("{}")})
      finding.values.push_back({text, true});
    if (auto done = writer.end(shape(Table::findings), finding); !done) return done.error();
    for (const std::string& document : one->documents) {
      const bool stands = std::any_of(file.events.begin(), file.events.end(), [&](const lifecycle::Event& event) {
        return event.step == Step::removal && event.on.iso() == one->removed_on && event.document == document && event.party == text_in(row, "party") &&
               event.published_on && event.published_on->iso() == text_in(row, "published_on");
      });
      if (stands) continue;
      Row step;
      for (const std::string& text : {file.case_no, text_in(row, "party"), text_in(row, "published_on"), std::string(lifecycle::word(Step::removal).alias),
                                      one->removed_on, std::string(), text_in(row, "court"), document, one->removal_ground, std::string()})
        step.values.push_back({text, !text.empty()});
      if (auto done = writer.put(shape(Table::events), step); !done) return done.error();
    }
  }
  any_waiting_.reset();
  if (applied.empty()) return {};
  auto events = events_of(file.case_no, party);
  if (!events) return events.error();
  file.events = std::move(*events);
  return {};
}

Result<void> StepEffects::settle(FactWriter& writer, const std::function<void(Row&)>& unsay) {
  if (touched_.empty()) return {};
  for (const Table table : {Table::entries, Table::permits, Table::events, Table::findings, Table::spoken}) {
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
    std::vector<AppliedWaiting> applied;
    if (auto done = apply_waiting(writer, party, *file, applied); !done) return done;
    const auto effects = effects_of(*file);
    if (!effects) return effects.error();
    for (size_t i = 0; i < before.size(); ++i) {
      const Row& stands = before[i];
      Row& row = file->entries[i];
      put_over(row, effects->at(text_in(row, "published_on")));
      if (text_in(row, "removed_on").empty() && !text_in(stands, "removed_on").empty()) {
        for (const char* column : {"removal_kind", "removal_ground"}) set_value(entries(), row, column, "");
      }
    }
    for (size_t i = 0; i < before.size(); ++i) {
      const Row& row = file->entries[i];
      if (beneath::same(row, before[i])) continue;
      wrongly_made_seen_ = wrongly_made_seen_ || facts::is_wrongly_made(text_in(row, "removal_ground"));
      if (auto done = writer.put_again(entries(), row); !done) return done.error();
    }
    for (const auto& [place, as_of] : applied) {
      if (as_of.empty()) continue;
      if (auto done = writer.note_spoken(file->entries[place], {"", as_of}); !done) return done;
    }
  }
  for (const auto& [party, before] : permissions_before_) {
    const auto events = events_of_party(party);
    if (!events) return events.error();
    if (auto done = permits_.settle(writer, before, lifecycle::permissions_of(*events)); !done) return done;
  }
  any_steps_.reset();
  any_bindings_.reset();
  touched_.clear();
  permissions_before_.clear();
  return {};
}

}  // namespace plumb::registry
