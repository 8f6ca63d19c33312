// Who is to be erased → the rows of which something goes with them, and what goes of each.
//
// The rooms beside it decide what stays (named_texts, office_words) and by what a row is bound then; erase.hpp empties it. Used by these alone,
// in the transaction of the erasure.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compiler/base/result.hpp"
#include "runtime/registry/journal/stored.hpp"
#include "runtime/registry/sqlite.hpp"

namespace plumb::registry::journal {

// A row of which something is to go.
struct Target {
  using Values = std::vector<std::pair<std::string, std::string>>;  // field → what it says

  const Subject* subject = nullptr;
  int64_t row = 0;
  Key key{};
  bool only_anew = false;                           // no key is left to bind a value by, since the other whom the row is about was erased
  int64_t revision = 0;                             // that added it; 0 where nothing hangs on it
  std::string step = {};                            // of an event, by its alias
  Values values = {};                               // all of it goes
  Values named = {};                                // texts that may name the person; after keep_what_names_nobody() those that go
  bool may_stay = false;                            // it has such texts, or an office's word, going or not: it may have to be bound anew
  bool word_stays = false;                          // an office's word, which was bound as somebody's own
  std::map<std::string, std::string> instead = {};  // field → what is put in the place of a value that goes, where that is more than need be
  std::optional<Digest> left = {};                  // it is bound anew, by this digest of what is left of it

  bool goes(const Field& field) const;
  // What stands where a value was; nothing: none need.
  std::optional<std::string> in_place_of(const std::string& field) const;
};

class Targets {
 public:
  std::vector<Target>& rows() { return rows_; }
  const std::vector<Target>& rows() const { return rows_; }
  // Nothing where none of the row goes.
  const Target* find(const std::string& subject, int64_t row) const;
  // Takes those rows of a subject for which this condition over it, named t, holds and which have something to lose.
  Result<void> add(Database& database, const Subject& subject, const std::string& about);

 private:
  std::vector<Target> rows_;
  std::map<std::pair<std::string, int64_t>, size_t> met_;  // subject and row of each → its place among them
};

// The condition under which a row is about one of these identifiers (SQL, " IN (1, 2)"); empty: rows of the subject are about nobody.
std::string about(const Subject& subject, const std::string& in_person);

}  // namespace plumb::registry::journal
