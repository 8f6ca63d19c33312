// Steps as they are recorded → the entries and permits that they change; and what a table may say of an entry beside them.
//
// A removal, a ground, a term, service and time under objection that stand as steps are the entry's, whichever way the steps came, in
// whichever order, and whatever an earlier or later table leaves empty (lifecycle/effect.hpp says what steps come to). What steps no
// longer say, because one was corrected or taken back, the entry no longer says. One thread, in the writer's transaction, one object for
// each writer. Used by commands, by imports, and by nobody who reads.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/lifecycle/effect.hpp"
#include "runtime/registry/row.hpp"
#include "runtime/registry/sqlite.hpp"
#include "runtime/registry/writer.hpp"

namespace plumb::registry {

class StepEffects {
 public:
  explicit StepEffects(Database& database) : database_(database) {}

  // The live rows of entries of this case and party, under whatever document and spelling they came.
  Result<std::vector<Row>> entries_of(std::string_view case_no, std::string_view party);

  // The steps recorded of it, in the order in which they were.
  Result<std::vector<lifecycle::Event>> steps_of(std::string_view case_no, std::string_view party);

  // Whether complete() may have anything to say.
  Result<bool> concerns_tables();
  // A table's row of entries, about to be put: what the steps say is put in, and a removal that a push or a person told stays where the
  // row is silent on it. Warnings are added where the row said otherwise.
  Result<void> complete(Row& entry);
  // The same of a push's row, without warnings: of a removal the push has the last word, unless it is silent on it.
  Result<void> complete_pushed(Row& entry);
  // A step of this case and party is about to be written or taken back.
  Result<void> expect(std::string_view case_no, std::string_view party);
  // Afterwards: the entries and permits that change by it are put. `with` has the last word on each entry of those cases.
  Result<void> settle(FactWriter& writer, const std::function<void(Row& entry)>& with = {});
  // Whether a removal that settle() put says that the entry should never have been made.
  bool wrongly_made_seen() const { return wrongly_made_seen_; }

 private:
  // What steps say of a column of an entry.
  struct Said {
    const char* column;
    std::string text;
    bool weak = false;  // counts where nothing else is known
  };
  // The live entries of one case and party under any of its identifiers, and all steps about them.
  struct CaseFile {
    std::string case_no;  // canonical
    std::vector<Row> entries;
    std::vector<lifecycle::Event> events;  // of the party's other cases too
  };
  // Of each listing what steps say, by the entry's party and day of publication.
  using SaidOfListings = std::map<std::pair<std::string, std::string>, std::vector<Said>>;
  struct Before {
    SaidOfListings said;
    std::vector<lifecycle::Permission> permissions;
  };

  Result<bool> any_steps();
  Result<bool> any_told();
  // `only_with_steps`: without the entries where there are no steps.
  Result<CaseFile> read(std::string_view case_no, std::string_view party, bool only_with_steps = false);
  static SaidOfListings said_of(const CaseFile& file);
  Result<std::vector<Said>> said_of_row(const Row& entry);
  Result<void> keep_removal(Row& entry);
  Result<void> settle_entries(FactWriter& writer, const CaseFile& file, const SaidOfListings& before, const std::function<void(Row&)>& with);
  Result<void> settle_permits(FactWriter& writer, const std::vector<lifecycle::Permission>& before, const std::vector<lifecycle::Permission>& now);

  Database& database_;
  std::optional<bool> any_steps_, any_told_;
  std::map<std::pair<std::string, std::string>, Before> expected_;  // by case, canonical, and party as they were given
  std::optional<Statement> identifiers_of_, events_of_, entries_of_, removal_of_, told_before_;
  bool wrongly_made_seen_ = false;
};

}  // namespace plumb::registry
