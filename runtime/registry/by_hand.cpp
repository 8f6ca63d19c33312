#include "runtime/registry/by_hand.hpp"

#include "runtime/facts/removal_ground.hpp"
#include "runtime/feed/case_number.hpp"
#include "runtime/identity/normal_form.hpp"
#include "runtime/registry/failure.hpp"
#include "runtime/registry/moment.hpp"
#include "runtime/registry/review/bound_minors.hpp"
#include "runtime/registry/review/refusals.hpp"
#include "runtime/registry/stored_row.hpp"

namespace plumb::registry {

namespace {

using Values = std::vector<std::pair<std::string, std::string>>;
using lifecycle::Event;
using lifecycle::Step;

const TableShape& entries() { return shape(Table::entries); }

// The half-open period "from/to" of an entry under objection, with its beginning or its end put in.
void begin_objection(Row& entry, Date day) { set_value(entries(), entry, "objection", day.iso() + "/"); }
void end_objection(Row& entry, Date day) {
  const std::string period = value_of(entries(), entry, "objection").value_or("/");
  set_value(entries(), entry, "objection", period.substr(0, period.find('/')) + "/" + day.iso());
}

}  // namespace

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
  const auto revision = writer->finish();
  if (!revision) return revision.error();
  recorded.revision = *revision;
  recorded.changed = writer->revision().has_value();
  if (auto done = transaction->commit(); !done) return done.error();
  return recorded;
}

Result<void> ByHand::put(FactWriter& writer, Recorded& recorded, Table table, const Values& values) {
  const TableShape& columns = shape(table);
  Record record;
  record.values.resize(columns.columns.size());
  for (const auto& [name, text] : values) {
    const size_t column = find_column(columns, name);
    if (column == columns.columns.size()) return failure("usage.value", name + ": " + reason_text(RejectReason::unknown_key, language_));
    record.values[column] = {text, !text.empty()};
  }
  Row row;
  if (const auto refusal = map_row(columns, record, row)) {
    return failure("usage.value", std::string(refusal->column == nullptr ? "" : refusal->column->name) + ": " + reason_text(refusal->reason, language_));
  }
  for (const auto& [warning, column] : row.warnings) recorded.warnings.push_back(warning);
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
  const auto refusal = BindingRefusals(database_).of(columns, row);
  if (!refusal) return refusal.error();
  if (*refusal) return failure("usage.value", std::string((*refusal)->column) + ": " + reason_text((*refusal)->reason, language_));
  const auto outcome = writer.put(columns, row);
  return outcome ? Result<void>() : outcome.error();
}

Result<void> ByHand::put_step(FactWriter& writer, Recorded& recorded, const Event& step) {
  const auto iso = [](const std::optional<Date>& day) { return day ? day->iso() : std::string(); };
  return put(writer, recorded, Table::events,
             {{"case_no", step.case_no},
              {"party", step.party},
              {"published_on", iso(step.published_on)},
              {"kind", lifecycle::word(step.step).alias},
              {"on", step.on.iso()},
              {"until", iso(step.until)},
              {"by", step.by},
              {"document", step.document},
              {"detail", step.detail}});
}

Result<Recorded> ByHand::add(Table table, const Values& values, const std::optional<Event>& step) {
  return within("add", [&](FactWriter& writer, Recorded& recorded) -> Result<void> {
    if (auto done = put(writer, recorded, table, values); !done) return done;
    if (table == Table::entries || table == Table::documents) {
      const auto minors = settle_bound_minors(database_, writer);
      if (!minors) return minors.error();
      recorded.set_aside = recorded.set_aside || *minors != 0;
    }
    if (!step) return {};
    return put_step(writer, recorded, *step);
  });
}

Result<std::optional<Row>> ByHand::live_entry(const std::string& case_no, const std::string& party, const std::optional<Date>& published_on) {
  std::optional<Row> found;
  bool several = false;
  const std::string id = identity::normalise(party).id;
  const auto done = live_rows(database_, entries(), {{"case_no", feed::canonical_case_number(case_no)}, {"party", id}}, [&](const Row& row) -> Result<void> {
    if (value_of(entries(), row, "removed_on")) return {};
    if (published_on && value_of(entries(), row, "published_on") != published_on->iso()) return {};
    several = found.has_value();
    found = row;
    return {};
  });
  if (!done) return done.error();
  if (several) return failure("usage.entry_several");
  return found;
}

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
    auto entry = live_entry(removal.case_no, removal.party, removal.published_on);
    if (!entry) return entry.error();
    if (!*entry) return failure("usage.entry_missing");
    if (removal.on.iso() < *value_of(entries(), **entry, "published_on")) return failure("usage.removal_day");
    auto done = change_entry(writer, step, true, [&](Row& row) {
      set_value(entries(), row, "removed_on", removal.on.iso());
      set_value(entries(), row, "removal_kind", removal.kind);
      set_value(entries(), row, "removal_ground", removal.ground);
      if (removal.ground_on) set_value(entries(), row, "ground_on", removal.ground_on->iso());
    });
    if (!done) return done;
    if (done = put_step(writer, recorded, step); !done) return done;
    if (removal.ground_on) {
      step.step = Step::removal_ground;
      step.on = *removal.ground_on;
      if (done = put_step(writer, recorded, step); !done) return done;
    }
    if (!facts::is_wrongly_made(removal.ground)) return {};
    const auto ended = writer.end_retentions_of_wrongly_made_entries();
    if (!ended) return ended.error();
    recorded.ended_retentions = *ended;
    return {};
  });
}

Result<void> ByHand::change_entry(FactWriter& writer, const Event& step, bool needed, const std::function<void(Row&)>& change) {
  auto entry = live_entry(step.case_no, step.party, step.published_on);
  if (!entry) return entry.error();
  if (!*entry) return needed ? failure("usage.entry_missing") : Result<void>();
  change(**entry);
  const auto outcome = writer.put(entries(), **entry);
  return outcome ? Result<void>() : outcome.error();
}

Result<void> ByHand::put_permit(FactWriter& writer, Recorded& recorded, const Event& step, std::string_view target) {
  if (step.document.empty()) return failure("usage.document_missing");
  return put(writer, recorded, Table::permits,
             {{"party", step.party},
              {"target", std::string(target)},
              {"from", step.on.iso()},
              {"to", step.until ? step.until->iso() : std::string()},
              {"document", step.document}});
}

Result<void> ByHand::effect(FactWriter& writer, Recorded& recorded, const Event& step) {
  const auto set = [&](const char* column, Date day, bool needed) {
    return change_entry(writer, step, needed, [&](Row& row) { set_value(entries(), row, column, day.iso()); });
  };
  switch (step.step) {
    case Step::term:
    case Step::extension:
      if (!step.until) return failure("usage.until_missing");
      return set("expires_on", *step.until, true);
    case Step::removal_ground:
      return set("ground_on", step.on, true);
    case Step::service:
      return set("served_on", step.on, false);
    case Step::objection:
    case Step::reconsideration:
      return change_entry(writer, step, false, [&](Row& row) { begin_objection(row, step.on); });
    case Step::objection_decision:
    case Step::reconsideration_decision:
      return change_entry(writer, step, false, [&](Row& row) {
        end_objection(row, step.on);
        const bool upheld = lifecycle::outcome_of(step.detail) == lifecycle::Outcome::upheld;
        if (upheld && !value_of(entries(), row, "ground_on")) set_value(entries(), row, "ground_on", step.on.iso());
      });
    case Step::permit:
      return put_permit(writer, recorded, step, step.detail.empty() ? "*" : step.detail);
    case Step::suspension:
      return put_permit(writer, recorded, step, "*");
    case Step::removal:
      return failure("usage.step_elsewhere", "plumb registry remove");
    case Step::retention:
      return failure("usage.step_elsewhere", "plumb registry retain");
    case Step::risk_notice:
    case Step::listing_decision:
    case Step::review:
    case Step::publication:
    case Step::push:
    case Step::unit_notice:
    case Step::removal_notice:
    case Step::department_notice:
    case Step::confirmation:
      return {};
  }
  return {};
}

Result<Recorded> ByHand::take(const Event& step) {
  return within("step", [&](FactWriter& writer, Recorded& recorded) -> Result<void> {
    if (auto done = effect(writer, recorded, step); !done) return done;
    return put_step(writer, recorded, step);
  });
}

}  // namespace plumb::registry
