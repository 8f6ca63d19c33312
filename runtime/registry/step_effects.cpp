#include "runtime/registry/step_effects.hpp"

#include <algorithm>

#include "runtime/facts/removal_ground.hpp"
#include "runtime/feed/case_number.hpp"
#include "runtime/lifecycle/story.hpp"
#include "runtime/registry/court/push.hpp"
#include "runtime/registry/failure.hpp"
#include "runtime/registry/one_party.hpp"
#include "runtime/registry/read_events.hpp"
#include "runtime/registry/stored_row.hpp"

namespace plumb::registry {

namespace {

const TableShape& entries() { return shape(Table::entries); }

std::string text_in(const Row& entry, std::string_view column) { return value_of(entries(), entry, column).value_or(std::string()); }

const Column& column_named(std::string_view sql) {
  return *std::find_if(entries().columns.begin(), entries().columns.end(), [&](const Column& column) { return sql == column.sql; });
}

Result<Statement*> prepared(Database& database, std::optional<Statement>& statement, const std::string& sql) {
  if (!statement) {
    auto made = database.prepare(sql);
    if (!made) return made.error();
    statement.emplace(std::move(*made));
  }
  statement->reset();
  return &*statement;
}

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

Result<std::vector<lifecycle::Event>> StepEffects::steps_of(std::string_view case_no, std::string_view party) {
  auto file = read(case_no, party);
  if (!file) return file.error();
  std::erase_if(file->events, [&](const lifecycle::Event& event) { return feed::canonical_case_number(event.case_no) != file->case_no; });
  return std::move(file->events);
}

Result<StepEffects::CaseFile> StepEffects::read(std::string_view case_no, std::string_view party, bool only_with_steps) {
  const std::string canonical = feed::canonical_case_number(case_no);
  CaseFile file;
  auto events = prepared(database_, events_of_,
                         std::string(kOnePartyNow) + events_sql() + " WHERE t.party IN (SELECT number FROM one) AND t.revision_to IS NULL ORDER BY t.row");
  if (!events) return events.error();
  (*events)->bind(1, party);
  if (auto done = each_event(database_, **events, [&](lifecycle::Event event) { file.events.push_back(std::move(event)); }); !done) return done.error();
  file.case_no = canonical;
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
    auto rows = prepare_live_rows(database_, entries(), {"party"});
    if (!rows) return rows.error();
    entries_of_.emplace(std::move(*rows));
  }
  for (const std::string& id : ids) {
    const auto done = for_live_rows(database_, *entries_of_, entries(), {id}, [&](const Row& row) -> Result<void> {
      if (feed::canonical_case_number(text_in(row, "case_no")) == canonical) file.entries.push_back(row);
      return {};
    });
    if (!done) return done.error();
  }
  return file;
}

StepEffects::SaidOfListings StepEffects::said_of(const CaseFile& file) {
  // Whatever spelling and document each came under, it is one case of one party.
  std::vector<facts::Entry> listings;
  for (const Row& row : file.entries) {
    facts::Entry& entry = listings.emplace_back();
    entry.published_on = *Date::parse(text_in(row, "published_on"));
    entry.removed_on = Date::parse(text_in(row, "removed_on"));
  }
  std::vector<lifecycle::Event> events;
  for (const lifecycle::Event& event : file.events) {
    if (feed::canonical_case_number(event.case_no) != file.case_no) continue;
    events.push_back(event);
    events.back().case_no.clear();
    events.back().party.clear();
  }
  SaidOfListings said;
  for (const lifecycle::Story& story : lifecycle::stories(listings, events, Date::parse("9999-12-31").value())) {
    if (story.entry == nullptr) continue;
    const lifecycle::Effect effect = lifecycle::effect_of(story.events);
    const Row& row = file.entries[static_cast<size_t>(story.entry - listings.data())];
    std::vector<Said>& of = said[{text_in(row, "party"), text_in(row, "published_on")}];
    const auto add_day = [&](const char* column, const std::optional<Date>& day, bool weak = false) {
      if (day) of.push_back({column, day->iso(), weak});
    };
    add_day("served_on", effect.served_on);
    add_day("expires_on", effect.expires_on);
    add_day("ground_on", effect.ground_on, effect.ground_by_decision);
    add_day("removed_on", effect.removed_on);
    if (!effect.removal_ground.empty()) of.push_back({"removal_ground", effect.removal_ground});
    if (effect.objection)
      of.push_back({"objection", effect.objection->from->iso() + "/" + (effect.objection->to ? effect.objection->to->iso() : std::string())});
  }
  return said;
}

Result<std::vector<StepEffects::Said>> StepEffects::said_of_row(const Row& entry) {
  const auto steps = any_steps();
  if (!steps) return steps.error();
  if (!*steps) return std::vector<Said>();
  auto file = read(text_in(entry, "case_no"), text_in(entry, "party"), true);
  if (!file) return file.error();
  if (file->events.empty()) return std::vector<Said>();
  const auto key = std::pair(text_in(entry, "party"), text_in(entry, "published_on"));
  std::erase_if(file->entries, [&](const Row& row) { return std::pair(text_in(row, "party"), text_in(row, "published_on")) == key; });
  file->entries.push_back(entry);
  SaidOfListings listings = said_of(*file);
  return std::move(listings[key]);
}

Result<void> StepEffects::complete(Row& entry) {
  const bool was_removed = !text_in(entry, "removed_on").empty();
  const auto all = said_of_row(entry);
  if (!all) return all.error();
  for (const Said& said : *all) {
    const std::string cell = text_in(entry, said.column);
    if (cell == said.text || (said.weak && !cell.empty())) continue;
    if (!cell.empty()) entry.warnings.emplace_back(RowWarning::recorded_step, &column_named(said.column));
    set_value(entries(), entry, said.column, said.text);
  }
  if (!was_removed && !text_in(entry, "removed_on").empty()) entry.warnings.emplace_back(RowWarning::keeps_removal, &column_named("removed_on"));
  const auto told = any_told();
  if (!told) return told.error();
  return *told ? keep_removal(entry) : Result<void>();
}

Result<void> StepEffects::complete_pushed(Row& entry) {
  const bool was_removed = !text_in(entry, "removed_on").empty();
  const auto all = said_of_row(entry);
  if (!all) return all.error();
  for (const Said& said : *all) {
    const bool of_removal = std::string_view(said.column).starts_with("remov");
    if ((of_removal && was_removed) || (said.weak && !text_in(entry, said.column).empty())) continue;
    set_value(entries(), entry, said.column, said.text);
  }
  return {};
}

// What a push or a person told of the entry's end, an empty column does not unsay.
Result<void> StepEffects::keep_removal(Row& entry) {
  auto live = prepared(database_, removal_of_,
                       std::string("SELECT e.removed_on, e.removal_kind, e.removal_ground, s.format IN ") + kTold +
                           " OR k.removed_as_of IS NOT NULL FROM entries e LEFT JOIN sources s ON s.source = e.source LEFT JOIN spoken k"
                           " ON k.case_no = e.case_no AND k.party = e.party AND k.published_on = e.published_on AND k.revision_to IS NULL"
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
  bool told = row.number(3) != 0 || ground == court::kAbsentGround;
  row.reset();
  const std::string cell = text_in(entry, "removed_on");
  if (cell.empty() && !told) {
    auto before = prepared(database_, told_before_,
                           std::string("SELECT 1 FROM entries e JOIN sources s ON s.source = e.source WHERE e.case_no = ?1"
                                       " AND e.party = (SELECT number FROM identifiers WHERE id = ?2) AND e.published_on = ?3 AND e.removed_on = ?4"
                                       " AND s.format IN ") +
                               kTold);
    if (!before) return before.error();
    for (int i = 0; i < 3; ++i) (*before)->bind(i + 1, keys[i]);
    (*before)->bind(4, on);
    const int found = (*before)->step();
    (*before)->reset();
    if (found != SQLITE_ROW && found != SQLITE_DONE) return database_.error();
    told = found == SQLITE_ROW;
  }
  if (cell.empty() ? !told : cell != on) return {};
  if (cell.empty()) entry.warnings.emplace_back(RowWarning::keeps_removal, &column_named("removed_on"));
  set_value(entries(), entry, "removed_on", on);
  if (text_in(entry, "removal_kind").empty()) set_value(entries(), entry, "removal_kind", kind);
  if (text_in(entry, "removal_ground").empty()) set_value(entries(), entry, "removal_ground", ground);
  return {};
}

Result<void> StepEffects::expect(std::string_view case_no, std::string_view party) {
  const auto [before, unmet] = expected_.try_emplace({feed::canonical_case_number(case_no), std::string(party)});
  if (!unmet) return {};
  const auto file = read(case_no, party);
  if (!file) return file.error();
  before->second = {said_of(*file), lifecycle::permissions_of(file->events)};
  return {};
}

Result<void> StepEffects::settle(FactWriter& writer, const std::function<void(Row&)>& with) {
  if (!expected_.empty()) {
    for (const Table table : {Table::entries, Table::permits}) {
      if (auto done = writer.expect_own_keys(shape(table)); !done) return done;
    }
  }
  for (const auto& [of, before] : expected_) {
    const auto file = read(of.first, of.second);
    if (!file) return file.error();
    if (auto done = settle_entries(writer, *file, before.said, with); !done) return done;
    if (auto done = settle_permits(writer, before.permissions, lifecycle::permissions_of(file->events)); !done) return done;
  }
  if (!expected_.empty()) any_steps_ = true;
  expected_.clear();
  return {};
}

Result<void> StepEffects::settle_entries(FactWriter& writer, const CaseFile& file, const SaidOfListings& before, const std::function<void(Row&)>& with) {
  const SaidOfListings now = said_of(file);
  for (const Row& stands : file.entries) {
    Row row = stands;
    const auto key = std::pair(text_in(row, "party"), text_in(row, "published_on"));
    const auto of = [&](const SaidOfListings& all, std::string_view column) -> const Said* {
      const auto listing = all.find(key);
      if (listing == all.end()) return nullptr;
      const auto found = std::find_if(listing->second.begin(), listing->second.end(), [&](const Said& said) { return column == said.column; });
      return found == listing->second.end() ? nullptr : &*found;
    };
    for (const char* column : {"served_on", "expires_on", "ground_on", "removed_on", "removal_ground", "objection"}) {
      const Said* was = of(before, column);
      const Said* is = of(now, column);
      const std::string text = text_in(row, column);
      const bool by_steps = was != nullptr && was->text == text;
      if (is != nullptr && (was == nullptr || was->text != is->text || text.empty()) && (!is->weak || text.empty() || by_steps))
        set_value(entries(), row, column, is->text);
      if (is == nullptr && by_steps) {
        set_value(entries(), row, column, "");
        if (std::string_view(column) == "removed_on") set_value(entries(), row, "removal_kind", "");
      }
    }
    if (with) with(row);
    const auto same = [](const Value& a, const Value& b) { return a.present == b.present && a.text == b.text; };
    if (std::equal(row.values.begin(), row.values.end(), stands.values.begin(), same)) continue;
    wrongly_made_seen_ = wrongly_made_seen_ || facts::is_wrongly_made(text_in(row, "removal_ground"));
    if (auto done = writer.put(entries(), row); !done) return done.error();
  }
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
    if (std::find(before.begin(), before.end(), one) != before.end()) continue;
    if (auto done = writer.put(shape(Table::permits), row_of(one)); !done) return done.error();
  }
  for (const lifecycle::Permission& one : before) {
    if (std::any_of(now.begin(), now.end(), [&](const lifecycle::Permission& still) { return same_key(one, still); })) continue;
    if (auto done = writer.end(shape(Table::permits), row_of(one)); !done) return done.error();
  }
  return {};
}

}  // namespace plumb::registry
