// Steps as they are recorded → the entries and permits that they change; and what a table or a push may say of an entry beside them.
//
// An entry is always its lists' values with its steps over them (entry_layers.hpp), in whichever order both came. Whatever is changed of
// steps, of entries that have steps, or of bindings is announced with touch(), and settle() brings the whole case to what it must say. One
// thread, in the writer's transaction, one object for each writer. Used by commands, imports, pushes and reviews, and by nobody who reads.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/base/date.hpp"
#include "runtime/lifecycle/effect.hpp"
#include "runtime/registry/court/waiting.hpp"
#include "runtime/registry/entry_layers.hpp"
#include "runtime/registry/row.hpp"
#include "runtime/registry/sqlite.hpp"
#include "runtime/registry/step_permits.hpp"
#include "runtime/registry/writer.hpp"

namespace plumb::registry {

class StepEffects {
 public:
  // `today`: the day of recording, in Beijing. A table that dates a removal later than that takes back none that was told.
  StepEffects(Database& database, Date today) : database_(database), today_(today), permits_(database), waiting_(database) {}

  // The live rows of entries of this case and party, under whatever document and spelling they came.
  Result<std::vector<Row>> entries_of(std::string_view case_no, std::string_view party);
  // The steps recorded of it, in the order in which they were.
  Result<std::vector<lifecycle::Event>> steps_of(std::string_view case_no, std::string_view party);
  // Of all cases of the party.
  Result<std::vector<lifecycle::Event>> events_of_party(std::string_view party);

  // The term of the listing that a step names, by what lists say and by the steps up to the step's day; nothing: none is known.
  Result<std::optional<Date>> term_by(const lifecycle::Event& step);

  // Whether complete() may have anything to say.
  Result<bool> concerns_tables();
  // A table's row of entries, about to be put: what the steps say, as far as the entries known now tell, is put over it; a removal that a
  // push or a person told stays where the row is silent on it. Warnings are added where the row said otherwise.
  Result<void> complete(Row& entry);
  // The same of a row of permits.
  Result<void> complete_permit(Row& permit);
  // A push's row, which says what lists say (beneath.hpp): with the steps over it.
  Result<void> put_over_pushed(Row& entry);

  // Before steps or entries of this case and party are written. `if_concerned`: entries, which matter only where there are steps already,
  // bindings, or removals that wait.
  Result<void> touch(std::string_view case_no, std::string_view party, bool if_concerned = false);
  // Before a binding of this identifier is made or undone.
  Result<void> touch_party(std::string_view party);
  // Afterwards: the entries and permits that change by it are put. `unsay` may take back what lists say of an entry of those cases
  // before the steps are put over it.
  Result<void> settle(FactWriter& writer, const std::function<void(Row& listed)>& unsay = {});
  // Whether a removal that settle() put says that the entry should never have been made.
  bool wrongly_made_seen() const { return wrongly_made_seen_; }
  // Whether a permit that no step tells any more stayed, since a table or a command told it too.
  bool permit_stands() const { return permits_.any_stayed(); }

 private:
  // Sources in which somebody said it in words, not by a column of a list.
  static constexpr const char* kTold = "('court', 'command')";
  // The live entries and the steps of one case and party, under any of its identifiers.
  struct CaseFile {
    std::string case_no;  // canonical, as all that are stored
    std::vector<std::string> identifiers;
    std::vector<Row> entries;
    std::vector<lifecycle::Event> events;
  };
  using Touched = std::pair<std::string, std::string>;  // case number, and an identifier of the party
  using OverByDay = std::map<std::string, Over>;        // by day of publication: under several documents it is one listing
  struct AppliedWaiting {
    size_t place;       // of the entry in its case file
    std::string as_of;  // of the push that told the removal
  };

  // Whether there are steps, bindings or removals that wait at all, by which a case could say anything but what its lists do.
  Result<bool> has_any();
  Result<bool> any_steps();
  Result<bool> any_told();
  Result<bool> any_bindings();
  Result<bool> any_waiting();
  // The steps as they were recorded; of the case, or of every case.
  Result<std::vector<lifecycle::Event>> events_of(const std::string& case_no, std::string_view party);
  Result<std::vector<std::string>> identifiers_of(std::string_view party);
  Result<CaseFile> read(std::string_view case_no, std::string_view party);
  Result<bool> is_concerned(const std::string& case_no, std::string_view party);
  Result<std::vector<court::Waiting>> waiting_for(const std::string& case_no, std::string_view party);
  Result<void> apply_waiting(FactWriter& writer, const std::string& party, CaseFile& file, std::vector<AppliedWaiting>& applied);
  Result<OverByDay> effects_of(const CaseFile& file) const;
  // The row, which holds what lists say, with what its case's steps say over it.
  Result<void> put_case_steps_over(Row& entry);
  Result<void> keep_told_removal(Row& entry);
  // Whether a push or a person told the removal that lists say of it, before a table told it once more.
  Result<bool> was_told_before(const Row& entry);

  Database& database_;
  Date today_;
  StepPermits permits_;
  court::WaitingRemovals waiting_;
  std::optional<bool> any_steps_, any_told_, any_bindings_, any_waiting_;
  std::set<Touched> touched_;
  std::map<std::string, std::vector<lifecycle::Permission>, std::less<>> permissions_before_;  // by an identifier of the party whose steps change
  std::optional<Statement> identifiers_of_, events_of_, events_of_party_, entries_of_, any_of_case_, cases_of_, any_removed_, removal_of_, told_before_;
  bool wrongly_made_seen_ = false;
};

}  // namespace plumb::registry
