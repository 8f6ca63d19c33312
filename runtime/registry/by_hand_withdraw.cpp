// What was recorded in error is taken back (by_hand.hpp): the step, the row, and what they made of others.
#include <algorithm>
#include <set>
#include <span>

#include "runtime/facts/removal_ground.hpp"
#include "runtime/registry/by_hand.hpp"
#include "runtime/registry/failure.hpp"
#include "runtime/registry/step_rows.hpp"
#include "runtime/registry/stored_row.hpp"

namespace plumb::registry {

namespace {

using lifecycle::Event;
using lifecycle::Step;

const TableShape& entries() { return shape(Table::entries); }

}  // namespace

Result<Recorded> ByHand::withdraw(const Event& step) {
  return within("withdraw", [&](FactWriter& writer, Recorded& recorded) -> Result<void> {
    Event named = step;
    if (!named.until) named.until = named.on;  // a term has to have one, and its name has none
    const auto kept = as_kept(named);
    if (!kept) return kept.error();
    const auto found = recorded_as(*kept);
    if (!found) return found.error();
    if (*found) return withdraw_step(writer, recorded, **found);
    return step.step == Step::removal ? withdraw_told_removal(writer, recorded, *kept) : failure("usage.step_missing");
  });
}

Result<std::optional<Event>> ByHand::recorded_as(const Event& named) {
  auto events = step_effects().steps_of(named.case_no, named.party);
  if (!events) return events.error();
  std::vector<const Event*> same, exact;
  for (const Event& one : *events) {
    const bool other_listing = named.published_on && one.published_on && named.published_on != one.published_on;
    if (one.step != named.step || one.on != named.on || one.by != named.by || one.document != named.document || other_listing) continue;
    same.push_back(&one);
    if (one.published_on == named.published_on) exact.push_back(&one);
  }
  const std::vector<const Event*>& meant = exact.empty() ? same : exact;
  if (meant.empty()) return std::optional<Event>();
  const auto listing = [](const Event* one) { return one->published_on; };
  if (std::any_of(meant.begin(), meant.end(), [&](const Event* one) { return listing(one) != listing(meant.front()); })) return failure("usage.entry_several");
  const auto own = std::find_if(meant.begin(), meant.end(), [&](const Event* one) { return one->party == named.party; });
  return std::optional(own == meant.end() ? *meant.front() : **own);
}

Result<bool> ByHand::came_with(const Event& ground, const Event& removal) {
  // A removal that names no listing has a ground for each that it ended, under the document of that one.
  const bool same_listing = !removal.published_on || ground.published_on == removal.published_on;
  const bool alike = ground.step == Step::removal_ground && ground.by == removal.by && ground.document == removal.document && same_listing;
  if (removal.step != Step::removal || !alike) return false;
  auto both = database_.prepare(
      "SELECT 1 FROM events a JOIN events b USING (case_no, revision_from) JOIN revisions r ON r.revision = a.revision_from WHERE r.cause = 'remove'"
      " AND a.case_no = ?1 AND a.party = (SELECT identifier_number(?2)) AND b.party = (SELECT identifier_number(?3))"
      " AND a.revision_to IS NULL AND b.revision_to IS NULL AND a.kind = 'removal' AND a.on_day = ?4 AND b.kind = 'removal_ground' AND b.on_day = ?5"
      " AND ifnull(a.document, '') = ?6 AND ifnull(b.document, '') = ?6 AND ifnull(a.published_on, '') = ?7 AND ifnull(b.published_on, '') = ?8");
  if (!both) return both.error();
  const auto iso = [](const std::optional<Date>& day) { return day ? day->iso() : std::string(); };
  const std::string texts[] = {removal.case_no,           removal.party,           ground.party, removal.on.iso(), ground.on.iso(), removal.document,
                               iso(removal.published_on), iso(ground.published_on)};
  for (int i = 0; i < 8; ++i) both->bind(i + 1, texts[i]);
  const int status = both->step();
  if (status != SQLITE_ROW && status != SQLITE_DONE) return database_.error();
  return status == SQLITE_ROW;
}

Result<void> ByHand::end_event(FactWriter& writer, const Event& step) {
  const auto row = row_of(Table::events, values_of(step));
  if (!row) return row.error();
  const auto ended = writer.end(shape(Table::events), *row);
  return ended ? Result<void>() : ended.error();
}

Result<void> ByHand::withdraw_step(FactWriter& writer, Recorded& recorded, const Event& found) {
  StepEffects effects = step_effects();
  const auto events = effects.steps_of(found.case_no, found.party);
  if (!events) return events.error();
  if (auto done = effects.touch(found.case_no, found.party); !done) return done;
  for (const Event& ground : *events) {
    const auto with_it = came_with(ground, found);
    if (!with_it) return with_it.error();
    if (!*with_it) continue;
    if (auto done = end_event(writer, ground); !done) return done;
  }
  if (auto done = end_event(writer, found); !done) return done;
  if (found.step == Step::retention) {
    if (auto done = end_retention(writer, recorded, found); !done) return done;
  }
  if (found.step == Step::removal && facts::is_wrongly_made(found.detail)) recorded.warnings.push_back(RowWarning::retentions_stay_ended);
  if (auto done = effects.settle(writer); !done) return done;
  if (effects.permit_stands()) recorded.warnings.push_back(RowWarning::stands_all_the_same);
  if (found.step == Step::removal) {
    const auto rows = entries_of(found);
    if (!rows) return rows.error();
    if (std::any_of(rows->begin(), rows->end(), [&](const Row& still) { return value_of(entries(), still, "removed_on") == found.on.iso(); }))
      recorded.warnings.push_back(RowWarning::removed_all_the_same);
  }
  return effects.wrongly_made_seen() ? end_retentions(writer, recorded) : Result<void>();
}

namespace {

bool same_retention(const Event& a, const Event& b) {
  return a.step == Step::retention && b.step == Step::retention && a.party == b.party && a.detail == b.detail && a.until == b.until && a.document == b.document;
}

std::string named(const Event& step) { return step.case_no + " " + lifecycle::word(step.step).alias + " " + step.on.iso() + " " + step.by; }

}  // namespace

Result<bool> ByHand::retention_told_apart(const Event& step) {
  auto apart = database_.prepare(
      "SELECT 1 FROM retentions t WHERE t.case_no = ?1 AND t.party = (SELECT identifier_number(?2)) AND t.measure = ?3 AND t.until = ?4"
      " AND t.basis = ?5 AND t.revision_to IS NULL AND (t.source_row IS NOT NULL OR NOT EXISTS (SELECT 1 FROM events e WHERE e.kind = 'retention'"
      " AND e.case_no = t.case_no AND e.party = t.party AND e.detail = t.measure AND e.until = t.until AND e.document = t.basis"
      " AND e.revision_from = t.revision_from))");
  if (!apart) return apart.error();
  const std::string until = step.until ? step.until->iso() : std::string();
  const std::string_view keys[] = {step.case_no, step.party, step.detail, until, step.document};
  for (int i = 0; i < 5; ++i) apart->bind(i + 1, keys[i]);
  const int status = apart->step();
  if (status != SQLITE_ROW && status != SQLITE_DONE) return database_.error();
  return status == SQLITE_ROW;
}

Result<bool> ByHand::end_retention_row(FactWriter& writer, const Event& step) {
  const auto row = row_of(
      Table::retentions,
      {{"case_no", step.case_no}, {"party", step.party}, {"measure", step.detail}, {"until", step.until ? step.until->iso() : ""}, {"basis", step.document}});
  if (!row) return row.error();
  return writer.end(shape(Table::retentions), *row);
}

Result<void> ByHand::end_retention(FactWriter& writer, Recorded& recorded, const Event& step) {
  if (!step.until) return {};
  const auto others = step_effects().steps_of(step.case_no, step.party);
  if (!others) return others.error();
  const auto apart = retention_told_apart(step);
  if (!apart) return apart.error();
  if (*apart || std::any_of(others->begin(), others->end(), [&](const Event& other) { return same_retention(other, step); })) {
    recorded.warnings.push_back(RowWarning::stands_all_the_same);
    return {};
  }
  const auto ended = end_retention_row(writer, step);
  return ended ? Result<void>() : ended.error();
}

Result<Recorded> ByHand::withdraw_retention(const Event& retention) {
  return within("withdraw", [&](FactWriter& writer, Recorded& recorded) -> Result<void> {
    const auto kept = as_kept(retention);
    if (!kept) return kept.error();
    const auto steps = step_effects().steps_of(kept->case_no, kept->party);
    if (!steps) return steps.error();
    const Event* last = nullptr;
    for (const Event& step : *steps) {
      if (!same_retention(step, *kept) || step.by != kept->by) continue;
      if (auto done = end_event(writer, step); !done) return done;
      last = &step;
    }
    if (last != nullptr) return end_retention(writer, recorded, *last);
    const auto others = std::find_if(steps->begin(), steps->end(), [&](const Event& step) { return same_retention(step, *kept); });
    if (others != steps->end()) return failure("usage.told_by_step", named(*others));
    const auto ended = end_retention_row(writer, *kept);
    if (!ended) return ended.error();
    return *ended ? Result<void>() : failure("usage.row_missing");
  });
}

Result<Recorded> ByHand::withdraw_permit(const Values& values) {
  return within("withdraw", [&](FactWriter& writer, Recorded&) -> Result<void> {
    const auto row = row_of(Table::permits, values);
    if (!row) return row.error();
    const TableShape& columns = shape(Table::permits);
    const auto steps = step_effects().events_of_party(value_of(columns, *row, "party").value_or(std::string()));
    if (!steps) return steps.error();
    for (const Event& step : *steps) {
      for (const lifecycle::Permission& one : lifecycle::permissions_of(std::span(&step, 1))) {
        if (is_of(one, *row)) return failure("usage.told_by_step", named(step));
      }
    }
    const auto ended = writer.end(columns, *row);
    if (!ended) return ended.error();
    return *ended ? Result<void>() : failure("usage.row_missing");
  });
}

// A removal that no step told, but a push or a row: lists say no more of it, and what steps tell of another day stands.
Result<void> ByHand::withdraw_told_removal(FactWriter& writer, Recorded& recorded, const Event& step) {
  StepEffects effects = step_effects();
  const std::string on = step.on.iso();
  std::set<std::string> unsaid;  // by day of publication: under two documents it is one listing
  if (auto done = effects.touch(step.case_no, step.party); !done) return done;
  const auto unsay = [&](Row& listed) {
    const std::string published = *value_of(entries(), listed, "published_on");
    const bool other = step.published_on && published != step.published_on->iso();
    if (other || value_of(entries(), listed, "removed_on") != on) return;
    if (value_of(entries(), listed, "removal_ground") && facts::is_wrongly_made(*value_of(entries(), listed, "removal_ground")))
      recorded.warnings.push_back(RowWarning::retentions_stay_ended);
    for (const char* column : {"removed_on", "removal_kind", "removal_ground"}) set_value(entries(), listed, column, "");
    unsaid.insert(published);
  };
  if (auto done = effects.settle(writer, unsay); !done) return done;
  if (unsaid.empty()) return failure("usage.step_missing");
  if (unsaid.size() > 1) return failure("usage.entry_several");
  const auto rows = entries_of(step);
  if (!rows) return rows.error();
  for (const Row& row : *rows) {
    if (unsaid.contains(*value_of(entries(), row, "published_on")) && value_of(entries(), row, "removed_on") == on)
      recorded.warnings.push_back(RowWarning::removed_all_the_same);
  }
  return effects.wrongly_made_seen() ? end_retentions(writer, recorded) : Result<void>();
}

}  // namespace plumb::registry
