// What a person records with a command → facts and steps, each command one transaction and one revision.
//
// A step is kept as an event, and the entry is brought to what its steps say (step_effects.hpp), both or neither. Refusals are Errors whose codes begin with usage. (failure.hpp). One thread.
// Source: 四（二）3 to 四（二）5; shared words: docs/registry.md (Life of an entry).
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/base/language.hpp"
#include "runtime/lifecycle/event.hpp"
#include "runtime/registry/sqlite.hpp"
#include "runtime/registry/step_effects.hpp"
#include "runtime/registry/writer.hpp"

namespace plumb::registry {

// Of a column that said something else before; as import files write it, numbers hidden. Empty: nothing.
struct Correction {
  const Column* column;
  std::string before, after;
  std::string name = {};  // of the column, in the language of who typed
};

struct Recorded {
  uint64_t revision = 0;             // of the registry afterwards
  bool changed = false;              // false: all of it was known already
  bool set_aside = false;            // an entry on a minor: kept as a finding, not as an entry
  std::vector<RowWarning> warnings;  // about the row, which was taken
  uint64_t ended_retentions = 0;     // of an entry now known to have been wrongly made
  std::vector<Correction> changes;   // of a row that stood before
};

struct Removal {
  std::string case_no, party;
  std::optional<Date> published_on;  // which listing; nothing: all of the case that stand on the day
  Date on;
  std::string kind;  // shielded or revoked
  std::string ground;
  std::optional<Date> ground_on;  // nothing: as recorded already
  std::string document, by;
};

// Whether a revision of this cause is a command's: add, remove, step and retain, and withdraw, which takes back what one of them recorded.
bool is_by_hand(std::string_view cause);

class ByHand {
 public:
  using Values = std::vector<std::pair<std::string, std::string>>;  // column, as import files name it, and text
  // `recorded_at`: RFC 3339. `language`: of the reasons in Errors. REQUIRES: the database can be written to.
  ByHand(Database& database, std::string recorded_at, Language language) : database_(database), recorded_at_(std::move(recorded_at)), language_(language) {}

  // One row, by the names of an import file's columns; of a row that stands already, columns that are not given say what they said. A
  // retention is kept as a step as well, by the party or department `by`. Steps are for take(). Errors: usage.permit_period.
  Result<Recorded> add(Table table, const Values& values, const std::optional<lifecycle::Event>& step = {});
  // The live entries that are meant get their end, ground and kind; the removal is kept as a step, and so is the ground of each listing where
  // a day is given. Of several listings without one named, all that stand on the day end, with a warning. Errors: usage.entry_missing, .removal_day.
  Result<Recorded> remove(const Removal& removal);
  // A step, and what it makes of the entry (step_effects.hpp): a term and an extension its end; an objection or an application for
  // reconsideration its time under objection, which a decision ends, and one that upholds is a ground for removal; a ground; service; a
  // permit, and a suspension for every measure (target *), becomes a permit of the party. Removals and retentions have commands of their
  // own. A step that no entry can have had is refused; one whose entry is not there is kept with a warning.
  Result<Recorded> take(const lifecycle::Event& step);
  // A step that was recorded in error, named by case, party, kind, day, who took it and document: it is known no more, and what it made
  // of the entry goes with it; history tells both. Of a retention, the retention ends too; of a removal its ground, where one command recorded
  // both. What a list told too stays, with a warning; a removal that no step told, by push or by row, goes by its day. Of several that differ
  // in the listing alone, the one that names the same, or none. Errors: usage.step_missing, .entry_several.
  Result<Recorded> withdraw(const lifecycle::Event& step);
  // A permit that a table or a command told, by party, target, from and document. Errors: usage.row_missing, .told_by_step.
  Result<Recorded> withdraw_permit(const Values& values);
  // A retention by all that it says and who retained, on whatever day: their steps, and with the last of them the retention. One that no step
  // tells goes itself. What others told stays, with a warning. Errors: usage.row_missing, .told_by_step.
  Result<Recorded> withdraw_retention(const lifecycle::Event& retention);
  // The step that a row of events says; columns that are not given say what they said of the step that stands. Error: usage.value.
  Result<lifecycle::Event> event_of(const Values& values);

 private:
  using Work = std::function<Result<void>(FactWriter&, Recorded&)>;
  Result<Recorded> within(const char* cause, const Work& work);
  // In the language of who types.
  std::string name_of(const TableShape& columns, const Column& column) const;
  Result<Record> record_of(Table table, const Values& values) const;
  Result<Row> mapped(const TableShape& columns, const Record& record) const;
  Result<Row> row_of(Table table, const Values& values) const;
  static Values values_of(const lifecycle::Event& step);
  // The row of that key that stands, as lists tell it.
  Result<std::optional<Row>> standing(const TableShape& columns, const Record& record);
  // The row that these values make of the one that stands. `changes`: what they change.
  Result<Row> row_upon_standing(Table table, const Values& values, std::vector<Correction>* changes = nullptr);
  Result<void> put(FactWriter& writer, Recorded& recorded, Table table, Row row, const Values& values);
  Result<void> put_step(FactWriter& writer, Recorded& recorded, const lifecycle::Event& step);
  Result<void> put_row(FactWriter& writer, const lifecycle::Event& step);
  Result<void> end_retentions(FactWriter& writer, Recorded& recorded);
  Result<std::vector<Row>> entries_of(const lifecycle::Event& step);
  // Those that are not removed by the day of recording; of the listing that the step names, if it does.
  Result<std::vector<Row>> live_entries(const lifecycle::Event& step);
  // The row of this document, else the first. REQUIRES: there is one.
  static const Row& of_typed_document(const std::vector<Row>& rows, std::string_view party);
  // The one entry that is not removed by the day of recording; nothing where there is none. Error: usage.entry_several.
  Result<std::optional<Row>> live_entry(const lifecycle::Event& step);
  Error none_standing(const lifecycle::Event& step);
  Result<bool> case_is_known(const std::string& case_no);
  // Where a court took the step that is not the one of which the case's entries are.
  Result<void> warn_of_court(const lifecycle::Event& step, Recorded& recorded);
  Result<void> check_repeated(const lifecycle::Event& step);
  // An extension does not shorten the term that it extends: what lists say, and the steps up to its day. What is recorded again, to the
  // same day, is none that does. `step` as it was placed. Error: usage.extension_shorter.
  Result<void> check_extension(const lifecycle::Event& step);
  // Its texts and numbers in the spelling in which they are kept and compared.
  Result<lifecycle::Event> as_kept(const lifecycle::Event& step) const;
  Result<std::optional<lifecycle::Event>> recorded_as(const lifecycle::Event& named);
  // Whether a ground came with a removal, by one command.
  Result<bool> came_with(const lifecycle::Event& ground, const lifecycle::Event& removal);
  Result<void> end_event(FactWriter& writer, const lifecycle::Event& step);
  // Ends it unless another step, a table or a command tells it: then with a warning.
  // Whether a table or a command tells it, whatever steps tell.
  Result<bool> retention_told_apart(const lifecycle::Event& step);
  Result<bool> end_retention_row(FactWriter& writer, const lifecycle::Event& step);
  Result<void> end_retention(FactWriter& writer, Recorded& recorded, const lifecycle::Event& step);
  Result<void> withdraw_step(FactWriter& writer, Recorded& recorded, const lifecycle::Event& found);
  Result<void> withdraw_told_removal(FactWriter& writer, Recorded& recorded, const lifecycle::Event& step);
  StepEffects step_effects() const;
  Result<lifecycle::Event> place(const lifecycle::Event& step, Recorded& recorded);

  Database& database_;
  std::string recorded_at_;
  Language language_;
};

}  // namespace plumb::registry
