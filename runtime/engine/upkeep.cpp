// The public Registry's calls that record one fact, publish the list and write tables out.
#include "runtime/disclosure/publication.hpp"
#include "runtime/engine/registry_state.hpp"
#include "runtime/identity/normal_form.hpp"
#include "runtime/registry/failure.hpp"
#include "runtime/registry/hand_checks.hpp"
#include "runtime/registry/moment.hpp"

namespace plumb {

namespace {

// Error: usage.day. An absent day is none.
Result<std::optional<Date>> optional_day(const std::optional<std::string>& text) {
  if (!text || text->empty()) return std::optional<Date>();
  const auto day = registry::given_day(*text);
  return day ? Result<std::optional<Date>>(*day) : day.error();
}

Recorded told(const registry::Recorded& recorded) {
  Recorded out{recorded.revision, recorded.changed, recorded.set_aside, {}, recorded.ended_retentions, {}};
  for (const registry::RowWarning warning : recorded.warnings) out.warnings.emplace_back(registry::warning_code(warning));
  for (const registry::Correction& change : recorded.changes) out.changes.push_back({change.name, change.before, change.after});
  return out;
}

Result<Recorded> told(const Result<registry::Recorded>& recorded) {
  if (!recorded) return recorded.error();
  return told(*recorded);
}

Result<lifecycle::Event> event_of(const StepRecord& step) {
  lifecycle::Event out;
  const auto kind = lifecycle::find_step(step.kind);
  if (!kind) return registry::failure("usage.step", step.kind);
  const auto on = registry::given_day(step.on);
  if (!on) return on.error();
  const auto published = optional_day(step.published_on);
  if (!published) return published.error();
  const auto until = optional_day(step.until);
  if (!until) return until.error();
  out.case_no = step.case_no;
  out.party = step.party;
  out.published_on = *published;
  out.step = *kind;
  out.on = *on;
  out.until = *until;
  out.by = step.by;
  out.document = step.document;
  out.detail = step.detail;
  return out;
}

// A column may go by several names. Words that are none are told by who records.
Result<void> each_column_once(const registry::TableShape& shape, const std::vector<std::pair<std::string, std::string>>& values) {
  std::vector<bool> given(shape.columns.size() + 1, false);
  for (const auto& [name, text] : values) {
    const size_t column = registry::find_column(shape, name);
    if (given[column] && column < shape.columns.size()) return registry::failure("usage.value_twice", name);
    given[column] = true;
  }
  return {};
}

Result<Recorded> taken(registry::ByHand& hand, const lifecycle::Event& event, const Recording& recording) {
  if (auto meant = registry::check_step(event, recording.recorded_at); !meant) return meant.error();
  return told(hand.take(event));
}

StepRecord step_of(const RetentionRecord& retention) {
  StepRecord step{.case_no = retention.case_no, .party = retention.party, .kind = "retention", .on = retention.on};
  step.until = retention.until;
  step.by = retention.by;
  step.document = retention.basis;
  step.detail = retention.measure;
  return step;
}

}  // namespace

Result<Recorded> Registry::add(const std::string& table, const std::vector<std::pair<std::string, std::string>>& values, const Recording& recording) {
  const auto found = registry::find_imported_table(table);
  if (!found) return registry::failure("import.unknown_table", table);
  if (auto may = state_->require({right_to_write(found)}); !may) return may.error();
  if (auto once = each_column_once(registry::shape(*found), values); !once) return once.error();
  registry::ByHand hand = state_->store.by_hand(recording.recorded_at, recording.language);
  if (*found != registry::Table::events) return told(hand.add(*found, values));
  // A step is a step, by whichever command.
  const auto event = hand.event_of(values);
  if (!event) return event.error();
  return taken(hand, *event, recording);
}

Result<Recorded> Registry::take_step(const StepRecord& step, const Recording& recording) {
  if (auto may = state_->require({Right::list}); !may) return may.error();
  const auto event = event_of(step);
  if (!event) return event.error();
  registry::ByHand hand = state_->store.by_hand(recording.recorded_at, recording.language);
  return taken(hand, *event, recording);
}

Result<Recorded> Registry::withdraw_step(const StepRecord& step, const Recording& recording) {
  if (auto may = state_->require({Right::list}); !may) return may.error();
  const auto event = event_of(step);
  if (!event) return event.error();
  return told(state_->store.by_hand(recording.recorded_at, recording.language).withdraw(*event));
}

Result<Recorded> Registry::remove(const RemovalRecord& removal, const Recording& recording) {
  if (auto may = state_->require({Right::list}); !may) return may.error();
  const auto on = registry::given_day(removal.on);
  if (!on) return on.error();
  const auto published = optional_day(removal.published_on);
  if (!published) return published.error();
  const auto ground_on = optional_day(removal.ground_on);
  if (!ground_on) return ground_on.error();
  const registry::Removal asked{removal.case_no, removal.party, *published, *on, removal.kind, removal.ground, *ground_on, removal.document, removal.by};
  if (!may_be_number(identity::normalise(removal.party).id)) return registry::failure("request.party.form", removal.party);
  if (auto meant = registry::check_removal(asked, recording.recorded_at); !meant) return meant.error();
  return told(state_->store.by_hand(recording.recorded_at, recording.language).remove(asked));
}

Result<Recorded> Registry::retain(const RetentionRecord& retention, const Recording& recording) {
  if (auto may = state_->require({Right::list}); !may) return may.error();
  const auto event = event_of(step_of(retention));
  if (!event) return event.error();
  if (auto meant = registry::check_step(*event, recording.recorded_at); !meant) return meant.error();
  return told(state_->store.by_hand(recording.recorded_at, recording.language)
                  .add(registry::Table::retentions,
                       {{"case_no", retention.case_no},
                        {"party", retention.party},
                        {"measure", retention.measure},
                        {"until", retention.until},
                        {"basis", retention.basis}},
                       *event));
}

Result<Recorded> Registry::withdraw_retention(const RetentionRecord& retention, const Recording& recording) {
  if (auto may = state_->require({Right::list}); !may) return may.error();
  StepRecord step = step_of(retention);
  step.on = retention.until;  // whatever day it was decided on
  const auto event = event_of(step);
  if (!event) return event.error();
  return told(state_->store.by_hand(recording.recorded_at, recording.language).withdraw_retention(*event));
}

Result<Recorded> Registry::withdraw_permit(const std::vector<std::pair<std::string, std::string>>& values, const Recording& recording) {
  if (auto may = state_->require({right_to_write(registry::Table::permits)}); !may) return may.error();
  return told(state_->store.by_hand(recording.recorded_at, recording.language).withdraw_permit(values));
}

Result<PublishedList> Registry::publish(const PublishOptions& options) {
  if (auto may = state_->require({Right::publish}); !may) return may.error();
  const auto day = registry::given_day(options.as_of);
  if (!day) return day.error();
  auto list = state_->store.list();
  if (!list) return list.error();
  // Nobody is shown by another of their documents than the court listed them under.
  for (size_t i = 0; i < list->entries.size(); ++i) list->entries[i].party = list->listed_as[i];
  const disclosure::Disclosure shown =
      disclosure::disclose(list->entries, list->parties, {.day = *day, .removals_for = options.removals_for, .revision = list->revision});
  const auto format = options.format == "csv" ? disclosure::Format::csv : options.format == "json" ? disclosure::Format::json : disclosure::Format::html;
  return PublishedList{disclosure::written(shown, format, options.language),
                       shown.digest,
                       shown.entries.size(),
                       shown.removals.size(),
                       shown.withheld.not_publishable,
                       shown.withheld.minors,
                       shown.withheld.expired,
                       shown.withheld.repeated};
}

bool is_published_list(std::string_view head) { return disclosure::begins_as_written(head); }

Result<uint64_t> Registry::export_table(const ExportOptions& options, const std::function<bool(std::string_view)>& sink) {
  const auto table = registry::find_imported_table(options.table);
  if (!table) return registry::failure("import.unknown_table", options.table);
  if (auto may = state_->require({Right::history, Right::keep}); !may) return may.error();
  if (auto may = state_->require_reveal(options.reveal); !may) return may.error();
  const auto format = options.ndjson ? registry::ExportFormat::ndjson : registry::ExportFormat::csv;
  return state_->store.export_table(*table, {format, options.header, options.reveal}, sink);
}

std::vector<StepTitle> step_titles() {
  std::vector<StepTitle> out;
  for (const lifecycle::StepWord& word : lifecycle::step_words()) out.push_back({word.alias, word.zh, word.en});
  return out;
}

}  // namespace plumb
