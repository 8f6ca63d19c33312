// What stands in the registry of the parties that a push speaks of: their live entries, case by case, and removals that wait. Reads
// SQLite; changes nothing. One thread, within the push's transaction; forget() alone on any.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <list>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "compiler/base/result.hpp"
#include "runtime/registry/court/waiting.hpp"
#include "runtime/registry/met_identifiers.hpp"
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

struct PartyCases;

// One case of one party, under whichever of its documents the court listed it.
struct Case {
  const PartyCases* party = nullptr;  // whose it is; set in all that Standing gives
  std::list<Listing> listings;        // by day of publication; those that the push adds behind
  std::vector<Waiting> waiting;
  std::vector<std::string> unclear;  // subjects of open findings kUnclearRemoval
};

// The cases of one party, by number in its canonical spelling.
struct PartyCases {
  std::string document;     // the first of its identifiers
  bool is_bound = false;    // it has others
  bool is_unknown = false;  // the registry does not hold the one identifier that it has
  uint32_t place = 0;       // of that identifier among those met
  std::map<std::string, Case, std::less<>> cases;
};

class Standing {
 public:
  explicit Standing(Database& database) : database_(database), waiting_(database) {}

  // `case_no` in its canonical spelling. The party is all that bindings make one with the identifier (one_party.hpp). Good as long as this.
  Result<Case*> of(std::string_view party, std::string_view case_no);
  // Those that were asked for, in the order in which they were; so come rows of which no record of the push tells the order.
  std::deque<PartyCases>& parties() { return parties_; }
  // Gives back memory; all that of() and parties() gave is gone then.
  void forget() {
    by_document_.clear();
    parties_.clear();
  }
  // What is known of their first identifiers (PartyCases::place), for whoever writes rows of them, who puts down there what becomes of them.
  std::vector<MetIdentifier>& met() { return met_; }

  // Of the kinds that pushes make, as the push found them.
  Result<bool> has_finding(std::string_view kind, std::string_view subject);
  // The day of the full push that left an entry out, while nobody has decided on it; empty: none did.
  Result<std::string> left_out_on(std::string_view subject);
  // What the open finding says, JSON; empty: there is none.
  Result<std::string> detail_of(std::string_view kind, std::string_view subject);
  // Whether there is a row of this identifier of the party.
  Result<bool> knows_party(const PartyCases& party, std::string_view document);
  // Those of whom this push changed an entry, and whose entries and row may say several names, or spell one in several ways (names.hpp).
  Result<std::set<std::string>> numbers_of_several_names();

 private:
  using Documents = std::vector<std::string>;

  Result<void> read_bindings();
  // Of a party that is met for the first time. `documents`: all its identifiers, in order.
  Result<PartyCases*> meet(std::span<const std::string> documents);
  Result<void> load_listings(std::string_view document, PartyCases& party);
  Result<void> load_waiting(std::span<const std::string> documents, std::string_view case_no, Case& of);
  Result<void> load_unclear_of(std::string_view document, std::string_view case_no, Case& of);

  Result<void> read_findings();
  // What it says; nullptr: none is open.
  Result<const std::string*> finding(std::string_view kind, std::string_view subject);

  Database& database_;
  WaitingRemovals waiting_;
  std::deque<PartyCases> parties_;
  boost::unordered_flat_map<std::string_view, PartyCases*> by_document_;  // the first of its identifiers
  std::vector<MetIdentifier> met_;
  std::map<std::string, Documents, std::less<>> documents_;  // by each identifier that is bound
  bool bindings_read_ = false;
  std::unordered_map<std::string, std::string> findings_;  // kind and subject → what it says
  bool findings_read_ = false, any_waits_ = false;
  std::optional<Statement> listings_of_, unclear_of_, party_, name_;
};

}  // namespace plumb::registry::court
