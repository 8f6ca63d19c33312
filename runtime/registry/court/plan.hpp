// The records of a push, in order → what the registry will say once it is through: every entry that changes with its final values,
// findings opened and settled. Nothing is written here (push_writer does it), so each row is written once.
//
// The rules of docs/registry.md (The court's pushes) live here. One thread, within the push's transaction, but for as_listing() and forget().
#pragma once

#include <bitset>
#include <boost/unordered/unordered_flat_map.hpp>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/base/result.hpp"
#include "runtime/feed/court_record.hpp"
#include "runtime/registry/court/named.hpp"
#include "runtime/registry/court/push.hpp"
#include "runtime/registry/court/standing.hpp"
#include "runtime/registry/court/told_steps.hpp"
#include "runtime/registry/step_effects.hpp"

namespace plumb::registry::court {

// Which record of which file of the push.
struct Place {
  size_t source = 0;
  uint64_t record = 0;
};

struct PlannedFinding {
  std::string party;
  std::string detail;  // empty: the finding is settled
  Place place;
};

// A removal with a document, which becomes a step, or such a step that goes.
struct PlannedEvent {
  std::string case_no, party, published_on, on, by, document, ground;
  Place place;
  bool ends = false;  // told by an earlier push, and taken back by this one
};

struct PlannedParty {
  std::string id;
  std::optional<PartyKind> kind;
  Place place;
  const PartyCases* cases = nullptr;  // what stands of it; set in all that are planned
};

class Plan {
 public:
  // `today`: the day of recording, in Beijing.
  Plan(Database& database, std::optional<Date> day, Date today)
      : standing_(database), steps_(database, today), told_steps_(database), day_(day ? day->iso() : std::string()) {}

  // Entries before removals: what a push both lists and removes is removed.
  // `anew`: as_listing(record), where that was made ready.
  Result<Fate> entry(const feed::CourtRecord& record, Place place, std::optional<Listing> anew);
  Result<Fate> removal(const feed::CourtRecord& record, Place place);
  // What a record of an entry becomes where no listing of it stands. Asks nothing of what stands or is planned: any thread, beside any other call.
  Listing as_listing(const feed::CourtRecord& record) const;
  // Two records of the push say different things of one key; the later counts.
  Result<void> contradiction(const feed::CourtRecord& earlier, const feed::CourtRecord& later, Place first, Place last);
  // An entry that the full push of this day leaves out: removed as of the day, or proposed to somebody who may confirm, as of the first such day.
  Result<void> absent(Listing& listing, const std::string& day, bool remove, Place place);

  // Gives back the memory of what it has planned, which is then gone; no database is asked. Any thread.
  void forget();

  Standing& standing() { return standing_; }
  StepEffects& steps() { return steps_; }
  const std::map<std::pair<std::string, std::string>, PlannedFinding>& findings() const { return findings_; }
  // By listing.
  const std::map<std::string, std::vector<PlannedEvent>>& events() const { return events_; }
  // As the records first named them: numbers are given in that order, and rows in the order of numbers cost their indexes least.
  const std::deque<PlannedParty>& parties() const { return parties_; }
  uint64_t relisted() const { return relisted_; }
  // Of how many entries no listing stood.
  uint64_t added() const { return added_; }
  bool wrongly_made_seen() const { return wrongly_made_seen_; }

 private:
  struct Removal {
    std::string removed_on, published_on, removal_kind, removal_ground;
    std::vector<std::string> documents;
    std::string as_of;
    std::string originals;                           // JSON of the columns of the removal
    std::string kind_as_of = {}, ground_as_of = {};  // as Waiting
  };

  bool is_before(const std::string& as_of) const { return !day_.empty() && day_ < as_of; }
  void plan_party(const feed::CourtRecord& record, const PartyCases& cases, Place place);
  Result<Fate> add(Case& of, const feed::CourtRecord& record, Place place, std::optional<Listing> anew);
  Row merged_row(const Listing& listing, const feed::CourtRecord& record, bool late) const;
  void merge_removal(Row& merged, NamedDays& days, const Listing& listing, const feed::CourtRecord& record, std::bitset<feed::kFieldCount>& taken) const;
  Result<void> show_again(Listing& twin, Place place);
  void show_to_stand(Listing& listing, Place place) const;
  Result<Fate> update(Listing& listing, const feed::CourtRecord& record, Place place);
  Result<void> apply_waiting(Case& of, Listing& listing, bool says_removed, Place place);
  Result<void> remove(Listing& listing, const Removal& removal, std::string_view told_on, Place place);
  static void put_words(Row& row, const Removal& removal, bool again, std::string_view told, std::string_view day);
  Result<bool> tell_steps(const Row& listed, const Removal& removal, Place place);
  Result<Fate> amend(Listing& listing, const Removal& removal, Place place);
  Result<Fate> wait(Case& of, const feed::CourtRecord& record, const Removal& said, Place place);
  Result<std::string> asked_so_far(const std::string& subject);
  Result<void> settle_contradiction(const feed::CourtRecord& record, const std::string& subject, std::string_view party, Place place);
  static Listing* listing_of(Case& of, std::string_view party, std::string_view published_on);
  static bool is_meant(const Listing& listing, const Removal& removal, bool repeats);
  Result<std::optional<Fate>> remove_among(const std::vector<Listing*>& listings, const Removal& removal, bool repeats, Place place);
  Result<void> tell_unclear(Case& of, const feed::CourtRecord& record, const Removal& removal, const std::vector<Listing*>& candidates, Place place);
  Result<void> settle_unclear(Case& of, std::string_view party, bool answered, Place place);
  Result<void> tell_listed_after_removal(const Listing& listing, std::string_view day, Place place);
  Result<void> open(std::string_view kind, const std::string& subject, std::string_view party, std::string detail, Place place);
  Result<void> propose(const Listing& listing, const std::string& day, Place place);
  Result<void> settle(std::string_view kind, const std::string& subject, std::string_view party, Place place);
  Fate set_aside(const feed::CourtRecord& record, Place place);

  Standing standing_;
  StepEffects steps_;
  ToldSteps told_steps_;
  std::string day_;  // ISO; empty: none said
  std::map<std::pair<std::string, std::string>, PlannedFinding> findings_;
  std::map<std::string, std::vector<PlannedEvent>> events_;
  std::deque<PlannedParty> parties_;
  boost::unordered_flat_map<std::string_view, PlannedParty*> party_by_id_;
  std::set<std::string> contradicted_;  // subjects of which this push says different things
  uint64_t relisted_ = 0, added_ = 0;
  bool wrongly_made_seen_ = false;
};

}  // namespace plumb::registry::court
