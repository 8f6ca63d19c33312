#include "runtime/registry/by_hand.hpp"

#include <algorithm>
#include <map>

#include "runtime/facts/removal_ground.hpp"
#include "runtime/feed/case_number.hpp"
#include "runtime/identity/name.hpp"
#include "runtime/identity/normal_form.hpp"
#include "runtime/registry/court/absence.hpp"
#include "runtime/registry/court/names.hpp"
#include "runtime/registry/entry_layers.hpp"
#include "runtime/registry/export.hpp"
#include "runtime/registry/extension_check.hpp"
#include "runtime/registry/failure.hpp"
#include "runtime/registry/moment.hpp"
#include "runtime/registry/review/bound_minors.hpp"
#include "runtime/registry/review/refusals.hpp"
#include "runtime/registry/stored_row.hpp"

namespace plumb::registry {

namespace {

using lifecycle::Event;
using lifecycle::Step;

const TableShape& entries() { return shape(Table::entries); }

std::string published_of(const Row& entry) { return *value_of(entries(), entry, "published_on"); }

// Steps that only an entry on the list can have; those that may come before it is published, and need none yet; and the others, which
// speak of an entry that is or was there.
enum class Needs : uint8_t { live_entry, any_entry, nothing };
Needs needs(Step step) {
  switch (step) {
    case Step::term:
    case Step::extension:
    case Step::removal_ground:
      return Needs::live_entry;
    case Step::risk_notice:
    case Step::listing_decision:
    case Step::service:
    case Step::objection:
    case Step::review:
    case Step::objection_decision:
    case Step::reconsideration:
    case Step::reconsideration_decision:
      return Needs::nothing;
    case Step::publication:
    case Step::push:
    case Step::unit_notice:
    case Step::permit:
    case Step::suspension:
    case Step::removal:
    case Step::removal_notice:
    case Step::department_notice:
    case Step::confirmation:
    case Step::retention:
      return Needs::any_entry;
  }
  return Needs::nothing;
}

// What a correction came to: where another's word counts over what was typed, nothing changed, and where none stands, it was not taken.
void keep_what_changed(const TableShape& columns, const std::optional<Row>& before, const std::optional<Row>& after, std::vector<Correction>& changes) {
  std::erase_if(changes, [&](Correction& change) {
    if (!before || !after) return true;
    const auto i = static_cast<size_t>(change.column - columns.columns.data());
    const auto shown = [&](const Value& value) { return value.present ? written_value(*change.column, value.text, false) : std::string(); };
    const Value &was = before->values[i], &is = after->values[i];
    change.before = shown(was);
    change.after = shown(is);
    return was.present == is.present && was.text == is.text;
  });
}

}  // namespace

bool is_by_hand(std::string_view cause) { return cause == "add" || cause == "remove" || cause == "step" || cause == "retain" || cause == "withdraw"; }

Result<Recorded> ByHand::within(const char* cause, const Work& work) {
  const std::optional<std::string> moment = canonical_moment(recorded_at_);
  if (!moment) return failure("registry.time", recorded_at_);
  auto transaction = Transaction::begin(database_, Transaction::Kind::write);
  if (!transaction) return transaction.error();
  auto writer = FactWriter::begin(database_, {*moment, cause, std::nullopt});
  if (!writer) return writer.error();
  writer->set_origin(Origin{.name = cause, .format = "command", .digest = ""});
  Recorded recorded;
  if (auto done = work(*writer, recorded); !done) return done.error();
  if (auto done = court::settle_answered(database_, *writer); !done) return done.error();
  if (auto done = court::propose_reinstated(database_, *writer); !done) return done.error();
  if (auto done = court::ask_of_names(database_, *writer, {}, day_in_beijing(*moment)); !done) return done.error();
  const auto revision = writer->finish();
  if (!revision) return revision.error();
  recorded.revision = *revision;
  recorded.changed = writer->revision().has_value();
  if (auto done = transaction->commit(); !done) return done.error();
  return recorded;
}

Result<void> ByHand::put(FactWriter& writer, Recorded& recorded, Table table, Row row, const Values& values) {
  const TableShape& columns = shape(table);
  StepEffects effects = step_effects();
  if (table == Table::entries && !row.minor_entry) {
    if (auto done = effects.complete(row); !done) return done;
    if (auto done = effects.touch(*value_of(columns, row, "case_no"), *value_of(columns, row, "party"), true); !done) return done;
  }
  if (table == Table::permits) {
    if (auto done = effects.complete_permit(row); !done) return done;
  }
  if (table == Table::documents) {
    for (const char* column : {"document", "party"}) {
      if (auto done = effects.touch_party(*value_of(columns, row, column)); !done) return done;
    }
  }
  const auto is_given = [&](const Column* column) {
    return std::any_of(values.begin(), values.end(), [&](const auto& value) { return &columns.columns[find_column(columns, value.first)] == column; });
  };
  for (const auto& [warning, column] : row.warnings) {
    // What columns say that nobody typed was told when they were; only days that are out of order may be so by another column.
    // A command that writes two rows of one party tells it once.
    const bool told = std::find(recorded.warnings.begin(), recorded.warnings.end(), warning) != recorded.warnings.end();
    if (!told && (is_given(column) || warning == RowWarning::dates_out_of_order)) recorded.warnings.push_back(warning);
  }
  if (row.minor_entry) {
    recorded.set_aside = true;
    const auto kept = writer.put_minor(columns, row);
    return kept ? Result<void>() : kept.error();
  }
  if (table == Table::retentions) {
    const auto wrong = writer.rests_on_wrongly_made_entry(*value_of(columns, row, "case_no"), *value_of(columns, row, "party"));
    if (!wrong) return wrong.error();
    if (*wrong) return failure("usage.retention_wrongly_made");
  }
  BindingRefusals refusals(database_);
  const auto refusal = refusals.of(columns, row);
  if (!refusal) return refusal.error();
  if (*refusal) {
    const Column& column = columns.columns[column_by_name(columns, (*refusal)->column)];
    return failure("usage.value", name_of(columns, column) + ": " + reason_text((*refusal)->reason, language_));
  }
  const auto joins = refusals.joins_valid_numbers(columns, row);
  if (!joins) return joins.error();
  if (*joins) recorded.warnings.push_back(RowWarning::two_valid_numbers);
  if (table == Table::events) {
    if (auto done = effects.touch(*value_of(columns, row, "case_no"), *value_of(columns, row, "party")); !done) return done;
  }
  if (auto outcome = writer.put(columns, row); !outcome) return outcome.error();
  const auto says_removed = [&](const auto& value) {
    return columns.columns[find_column(columns, value.first)].name == std::string_view("removed_on") && !identity::trim(value.second).empty();
  };
  if (table == Table::entries && value_of(columns, row, "removed_on") && std::any_of(values.begin(), values.end(), says_removed)) {
    if (auto done = writer.note_removed_by_hand(row); !done) return done;
  }
  if (auto done = effects.settle(writer); !done) return done;
  return effects.wrongly_made_seen() || table == Table::documents ? end_retentions(writer, recorded) : Result<void>();
}

Result<void> ByHand::end_retentions(FactWriter& writer, Recorded& recorded) {
  const auto ended = writer.end_retentions_of_wrongly_made_entries();
  if (!ended) return ended.error();
  recorded.ended_retentions = *ended;
  return {};
}

Result<Recorded> ByHand::add(Table table, const Values& values, const std::optional<Event>& step) {
  return within(step ? "retain" : "add", [&](FactWriter& writer, Recorded& recorded) -> Result<void> {
    auto row = row_upon_standing(table, values, &recorded.changes);
    if (!row) return row.error();
    if (table == Table::permits) {
      const auto from = value_of(shape(table), *row, "valid_from"), to = value_of(shape(table), *row, "valid_to");
      if (from && to && *to <= *from) return failure("usage.permit_period", *to);
    }
    if (table == Table::entries) {
      const auto published = value_of(shape(table), *row, "published_on");
      if (published && *published > day_in_beijing(*canonical_moment(recorded_at_)).iso()) return failure("usage.published_to_come", *published);
    }
    const Row key = *row;
    const auto before = live_row_of_key(database_, shape(table), key);
    if (!before) return before.error();
    if (auto done = put(writer, recorded, table, std::move(*row), values); !done) return done;
    if (table == Table::entries || table == Table::documents) {
      const auto minors = settle_bound_minors(database_, writer);
      if (!minors) return minors.error();
      recorded.set_aside = recorded.set_aside || *minors != 0;
    }
    const auto after = live_row_of_key(database_, shape(table), key);
    if (!after) return after.error();
    keep_what_changed(shape(table), *before, *after, recorded.changes);
    for (Correction& change : recorded.changes) change.name = name_of(shape(table), *change.column);
    if (!step) return {};
    auto placed = place(*step, recorded);
    if (!placed) return placed.error();
    if (auto done = check_repeated(*placed); !done) return done;
    return put_step(writer, recorded, *placed);
  });
}

// The party's entries of the case, whatever document and spelling they came under.
Result<std::vector<Row>> ByHand::entries_of(const Event& step) { return step_effects().entries_of(step.case_no, identity::normalise(step.party).id); }

Result<bool> ByHand::case_is_known(const std::string& case_no) {
  auto any = database_.prepare("SELECT 1 FROM entries WHERE case_no = ? AND revision_to IS NULL");
  if (!any) return any.error();
  const std::string canonical = feed::canonical_case_number(case_no);
  any->bind(1, canonical);
  const int status = any->step();
  if (status != SQLITE_ROW && status != SQLITE_DONE) return database_.error();
  return status == SQLITE_ROW;
}

// Under two documents of the person it is one listing, and goes by the one that was typed.
const Row& ByHand::of_typed_document(const std::vector<Row>& rows, std::string_view party) {
  const std::string typed = identity::normalise(party).id;
  const auto own = std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return value_of(entries(), row, "party") == typed; });
  return own == rows.end() ? rows.front() : *own;
}

Result<std::vector<Row>> ByHand::live_entries(const Event& step) {
  auto rows = entries_of(step);
  if (!rows) return rows;
  const std::string today = day_in_beijing(*canonical_moment(recorded_at_)).iso();
  std::erase_if(*rows, [&](const Row& row) {
    const bool other = step.published_on && published_of(row) != step.published_on->iso();
    const auto removed = value_of(entries(), row, "removed_on");
    return other || (removed && *removed <= today);
  });
  return rows;
}

// Why no entry of this case and party stands.
Error ByHand::none_standing(const Event& step) {
  auto rows = entries_of(step);
  if (!rows) return rows.error();
  std::string removed;
  for (const Row& row : *rows) {
    if (!step.published_on || published_of(row) == step.published_on->iso()) removed = std::max(removed, value_of(entries(), row, "removed_on").value_or(""));
  }
  if (!removed.empty()) return failure("usage.entry_removed", removed);
  const auto known = case_is_known(step.case_no);
  if (!known) return known.error();
  return failure(*known ? "usage.entry_other_party" : "usage.entry_missing");
}

Result<std::optional<Row>> ByHand::live_entry(const Event& step) {
  const auto rows = live_entries(step);
  if (!rows) return rows.error();
  if (rows->empty()) return std::optional<Row>();
  const std::string first = published_of(rows->front());
  if (std::any_of(rows->begin(), rows->end(), [&](const Row& row) { return published_of(row) != first; })) return failure("usage.entry_several");
  return std::optional(of_typed_document(*rows, step.party));
}

// The step as it is kept: of the party under which the entry stands, so that everybody finds it there.
Result<Event> ByHand::place(const Event& step, Recorded& recorded) {
  Event placed = step;
  const auto stand_with = [&](const Row& entry) {
    placed.case_no = *value_of(entries(), entry, "case_no");
    placed.party = *value_of(entries(), entry, "party");
  };
  if (needs(step.step) == Needs::live_entry) {
    auto entry = live_entry(step);
    if (!entry) return entry.error();
    if (!*entry) return none_standing(step);
    stand_with(**entry);
    placed.published_on = Date::parse(*value_of(entries(), **entry, "published_on"));
    return placed;
  }
  // Whom a retention keeps restricted may be reached by a role, but of some entry of the case; it stands beside the retention, as typed.
  if (step.step == Step::retention) {
    auto known = case_is_known(step.case_no);
    if (!known) return known.error();
    return *known ? Result<Event>(placed) : failure("usage.entry_missing");
  }
  auto rows = entries_of(step);
  if (!rows) return rows.error();
  if (step.published_on) std::erase_if(*rows, [&](const Row& row) { return value_of(entries(), row, "published_on") != step.published_on->iso(); });
  if (rows->empty())
    recorded.warnings.push_back(RowWarning::no_such_entry);
  else
    stand_with(of_typed_document(*rows, step.party));
  return placed;
}

// One that names no listing ends all of the case that stand on its day, those too of which a file tells later; so it names none here either.
Result<Recorded> ByHand::remove(const Removal& removal) {
  return within("remove", [&](FactWriter& writer, Recorded& recorded) -> Result<void> {
    Event step;
    step.case_no = removal.case_no;
    step.party = removal.party;
    step.published_on = removal.published_on;
    step.step = Step::removal;
    step.on = removal.on;
    step.by = removal.by;
    step.document = removal.document;
    step.detail = removal.ground;
    step.removal_kind = removal.kind;
    auto standing = live_entries(step);
    if (!standing) return standing.error();
    if (standing->empty()) return none_standing(step);
    std::erase_if(*standing, [&](const Row& row) { return removal.on.iso() < published_of(row); });
    if (standing->empty()) return failure("usage.removal_day");
    std::map<std::string, std::vector<Row>> listings;  // by day of publication
    for (const Row& row : *standing) listings[published_of(row)].push_back(row);
    if (listings.size() > 1) recorded.warnings.push_back(RowWarning::ends_several);
    if (auto done = warn_of_court(step, recorded); !done) return done;
    const Row& entry = of_typed_document(*standing, step.party);
    step.case_no = *value_of(entries(), entry, "case_no");
    step.party = *value_of(entries(), entry, "party");
    StepEffects effects = step_effects();
    if (auto done = effects.touch(step.case_no, step.party); !done) return done;
    if (auto done = put_row(writer, step); !done) return done;
    for (const auto& [published, rows] : listings) {
      if (!removal.ground_on) break;
      Event ground = step;
      ground.party = *value_of(entries(), of_typed_document(rows, step.party), "party");
      ground.published_on = Date::parse(published);
      ground.step = Step::removal_ground;
      ground.removal_kind.clear();
      ground.on = *removal.ground_on;
      if (auto done = put_row(writer, ground); !done) return done;
    }
    if (auto done = effects.settle(writer); !done) return done;
    return facts::is_wrongly_made(removal.ground) ? end_retentions(writer, recorded) : Result<void>();
  });
}

Result<void> ByHand::put_step(FactWriter& writer, Recorded& recorded, const Event& step) {
  const Values values = values_of(step);
  auto row = row_of(Table::events, values);
  return row ? put(writer, recorded, Table::events, std::move(*row), values) : row.error();
}

Result<void> ByHand::put_row(FactWriter& writer, const Event& step) {
  const auto row = row_of(Table::events, values_of(step));
  if (!row) return row.error();
  const auto outcome = writer.put(shape(Table::events), *row);
  return outcome ? Result<void>() : outcome.error();
}

Result<Recorded> ByHand::take(const Event& step) {
  return within("step", [&](FactWriter& writer, Recorded& recorded) -> Result<void> {
    if (step.step == Step::removal) return failure("usage.step_elsewhere", "plumb registry remove");
    if (step.step == Step::retention) return failure("usage.step_elsewhere", "plumb registry retain");
    const bool needs_end = step.step == Step::term || step.step == Step::extension;
    const bool holds_by_document = step.step == Step::permit || step.step == Step::suspension;
    if (needs_end && !step.until) return failure("usage.until_missing");
    if (holds_by_document && step.document.empty()) return failure("usage.document_missing");
    if (step.until && !needs_end && !holds_by_document) return failure("usage.until_unused");
    auto placed = place(step, recorded);
    if (!placed) return placed.error();
    if (auto done = check_repeated(*placed); !done) return done;
    if (auto done = check_extension(*placed); !done) return done;
    if (auto done = warn_of_court(*placed, recorded); !done) return done;
    return put_step(writer, recorded, *placed);
  });
}

// A court above decides on reconsideration.
Result<void> ByHand::warn_of_court(const Event& step, Recorded& recorded) {
  if (lifecycle::word(step.step).actor != lifecycle::Actor::court || step.step == Step::reconsideration_decision) return {};
  auto courts = database_.prepare("SELECT ifnull(max(court = ?2), 1) FROM entries WHERE case_no = ?1 AND court NOTNULL AND revision_to IS NULL");
  if (!courts) return courts.error();
  const std::string by(identity::trim(step.by)), case_no = feed::canonical_case_number(step.case_no);
  courts->bind(1, case_no);
  courts->bind(2, by);
  if (courts->step() != SQLITE_ROW) return database_.error();
  if (courts->number(0) == 0) recorded.warnings.push_back(RowWarning::other_court);
  return {};
}

// Of a step that says to whom, or for what, two of one day, person and document are two, and the registry would take the second for a
// correction of the first.
Result<void> ByHand::check_repeated(const Event& typed) {
  const auto kept = as_kept(typed);
  if (!kept) return kept.error();
  const Event& step = *kept;
  switch (step.step) {
    case Step::permit:
    case Step::push:
    case Step::unit_notice:
    case Step::department_notice:
    case Step::confirmation:
    case Step::retention:
      break;
    default:
      return {};
  }
  const auto steps = step_effects().steps_of(step.case_no, step.party);
  if (!steps) return steps.error();
  for (const Event& other : *steps) {
    const bool same_key = other.step == step.step && other.party == step.party && other.on == step.on && other.by == step.by &&
                          other.document == step.document && other.published_on == step.published_on;
    if (!same_key) continue;
    if (step.step == Step::retention && (other.detail != step.detail || other.until != step.until))
      return failure("usage.retention_repeats", other.detail + (other.until ? " " + other.until->iso() : std::string()));
    if (other.detail != step.detail) return failure("usage.step_repeats", other.detail);
  }
  return {};
}

Result<void> ByHand::check_extension(const Event& step) {
  StepEffects effects = step_effects();
  const auto longer = longer_term(effects, step);
  if (!longer) return longer.error();
  return *longer ? failure("usage.extension_shorter", (*longer)->iso()) : Result<void>();
}

StepEffects ByHand::step_effects() const { return StepEffects(database_, day_in_beijing(*canonical_moment(recorded_at_))); }

}  // namespace plumb::registry
