// What stands in the registry of the parties that a push speaks of: their live entries, case by case, and removals that wait. Reads
// SQLite; changes nothing. One thread, within the push's transaction.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "compiler/base/result.hpp"
#include "runtime/registry/court/waiting.hpp"
#include "runtime/registry/row.hpp"
#include "runtime/registry/spoken.hpp"
#include "runtime/registry/sqlite.hpp"

namespace plumb::registry::court {

// Where the columns of the entries stand.
size_t entry_column(std::string_view name);

// An entry as it stands, or as it will once the push is through.
struct Listing {
  Row row;
  int64_t number = 0;  // of the live row; 0: there is none yet
  // The latest days of pushes that listed it and that removed it; empty: none that said a day.
  std::string listed_as_of, removed_as_of;
  bool days_kept = false;        // they stand in `spoken`
  std::string removed_by_table;  // the day of removal as it was read, where tables alone told it
  bool in_push = false;          // the push lists it
  std::string stood_on;          // the push of this day shows that it stands, where that was not known; empty: none does
  bool changed = false;          // other than the live row
  bool confirmed = false;        // as the live row, said again by a later push
  size_t source = 0;             // which file of the push told it last, and where
  uint64_t source_row = 0;

  SpokenDays days() const { return {listed_as_of, removed_as_of, !removed_by_table.empty() && removed_as_of == removed_by_table}; }
  std::string_view text(std::string_view column) const;  // empty: nothing
  bool removed() const { return !text("removed_on").empty(); }
  bool removed_by_absence() const;
};

// One case of one party, under whichever of its documents the court listed it.
struct Case {
  std::deque<Listing> listings;  // by day of publication; those that the push adds behind
  std::vector<Waiting> waiting;
  std::vector<std::string> unclear;  // subjects of open findings kUnclearRemoval
};

class Standing {
 public:
  explicit Standing(Database& database) : database_(database), waiting_(database) {}

  // `case_no` in its canonical spelling. The party is all that bindings make one with the identifier (one_party.hpp). Good as long as this.
  Result<Case*> of(std::string_view party, std::string_view case_no);
  // Of those that were asked for, by one of their identifiers.
  std::map<std::string, std::map<std::string, Case>>& parties() { return parties_; }

  // Of the kinds that pushes make, as the push found them.
  Result<bool> has_finding(std::string_view kind, std::string_view subject);
  // The day of the full push that left an entry out, while nobody has decided on it; empty: none did.
  Result<std::string> left_out_on(std::string_view subject);
  // What the open finding says, JSON; empty: there is none.
  Result<std::string> detail_of(std::string_view kind, std::string_view subject);
  Result<bool> knows_party(std::string_view party);

 private:
  using Documents = std::vector<std::string>;

  // All identifiers of the party, in order; of most parties the one that was asked for.
  Result<const Documents*> documents_of(const std::string& party);
  Result<void> load_listings(std::string_view document, std::map<std::string, Case>& cases);
  Result<void> load_waiting(const Documents& documents, std::string_view case_no, Case& of);
  Result<void> load_unclear_of(std::string_view document, std::string_view case_no, Case& of);

  Result<void> read_findings();
  // What it says; nullptr: none is open.
  Result<const std::string*> finding(std::string_view kind, std::string_view subject);

  Database& database_;
  WaitingRemovals waiting_;
  std::map<std::string, std::map<std::string, Case>> parties_;
  std::unordered_map<std::string, Documents> documents_;  // by each identifier that is bound, and each that was asked for
  bool bindings_read_ = false;
  std::unordered_map<std::string, std::string> findings_;  // kind and subject → what it says
  bool findings_read_ = false, any_waits_ = false;
  std::optional<Statement> listings_of_, unclear_of_, party_;
};

}  // namespace plumb::registry::court
