// One write transaction in which somebody says something of two parties, with what is recorded of them read in it: a statement →
// bindings, reviews, and what follows for entries, steps and retentions.
//
// For bindings.hpp alone. One thread; nothing is written unless commit() is reached.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/registry/moment.hpp"
#include "runtime/registry/one_party.hpp"
#include "runtime/registry/review/bindings.hpp"
#include "runtime/registry/review/bound_minors.hpp"
#include "runtime/registry/review/pairs.hpp"
#include "runtime/registry/sqlite.hpp"
#include "runtime/registry/step_effects.hpp"
#include "runtime/registry/writer.hpp"

namespace plumb::registry {

// A row of a table, values in the order of its columns; empty ones are left out.
Row row_with(std::initializer_list<std::string_view> values);

// What makes identifiers one party, as bindings and as pairs that were said.
struct Ties {
  std::vector<SaidPair> live;   // every binding, as it is recorded
  std::vector<SaidPair> told;   // those of them that a table told
  std::vector<SaidPair> pairs;  // what persons said, in that order

  std::vector<SaidPair> all() const {
    std::vector<SaidPair> out = told;
    out.insert(out.end(), pairs.begin(), pairs.end());
    return out;
  }
};

// A relation actual_controller; days ISO, empty where none.
struct RecordedRelation {
  std::string holder, organisation, from, to;
  bool by_confirmation = false;  // a reviewer's word made it, and no row of a table

  bool is_over(Date on) const { return !to.empty() && to <= on.iso(); }
};

// One write transaction about pairs, with what is recorded read in it.
class ReviewTransaction {
 public:
  static Result<ReviewTransaction> begin(Registry& registry, const Said& said);

  FactWriter& writer() { return writer_; }

  Result<void> require_known(std::initializer_list<std::string_view> ids);

  Result<OneParty> party(const std::string& id) { return one_party(*database_, id, kNow); }
  // What a document is bound to; empty: nothing.
  Result<std::string> bearer(const std::string& document);

  Result<Ties> ties(const OneParty& party);

  // The bindings of a party become these.
  Result<void> rebind(const std::vector<SaidPair>& live, const std::vector<SaidPair>& bindings);

  // As recorded of the identifier, else on its newest entry; empty: not known.
  Result<std::string> name(const std::string& id);

  // As recorded under any of its identifiers; else by the form of one.
  Result<std::optional<PartyKind>> kind(const OneParty& party);

  // That the one controls the other, under whichever of their identifiers.
  Result<std::vector<RecordedRelation>> control_recorded(const OneParty& holder, const OneParty& organisation);

  // What was said last of whether two parties are one, under whichever of their identifiers; empty: nothing.
  Result<std::string> earlier(const OneParty& one, const OneParty& other);

  // Keeps what stands of the other matter. Whether anything new was said.
  Result<bool> say(std::string_view a, std::string_view b, const std::string& verdict);
  Result<bool> say_of_identity(std::string_view a, std::string_view b, const std::string& verdict) { return say(std::min(a, b), std::max(a, b), verdict); }

  // Entries that decisions leave out, or take in again, since somebody's number is known now, or is not.
  Result<uint64_t> settle_minors() { return settle_bound_minors(*database_, writer_); }

  // Once bindings were made or undone: a case's entries are then other persons', and a retention may rest on one wrongly made.
  void bindings_changed() { bindings_changed_ = true; }

  // Before a binding between them is made or undone: steps under the one are then those of the other's entries, or no more.
  Result<void> touch_steps(const OneParty& party);

  Result<void> commit();

 private:
  ReviewTransaction(Database& database, Transaction transaction, FactWriter writer, const Said& said)
      : database_(&database),
        transaction_(std::move(transaction)),
        writer_(std::move(writer)),
        steps_(database, day_in_beijing(said.recorded_at)),
        said_(said) {}

  Database* database_;
  Transaction transaction_;
  FactWriter writer_;
  StepEffects steps_;
  Said said_;
  bool bindings_changed_ = false;
};

}  // namespace plumb::registry
