// Rows that an erasure empties → which of their texts go with the person, and by what their rows are bound from then on.
//
// Who took a step, on which document, on what basis: an office's words as a rule, which stay as the record of what it did, and the person's
// where they name them. All are bound under the person's key (content.hpp), so that nothing can be guessed from what the journal keeps; what
// stays of them when the key is destroyed would be vouched for by nothing, and so the erasure binds such a row anew, by what is left
// of it. Used by erase.hpp alone, in its transaction.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "runtime/registry/journal/stored.hpp"
#include "runtime/registry/sqlite.hpp"

namespace plumb::registry::journal {

// A row of which something is to go.
struct Target {
  using Values = std::vector<std::pair<std::string, std::string>>;  // field → what it says

  const Subject* subject = nullptr;
  int64_t row = 0;
  Key key{};
  bool only_anew = false;           // no key is left to bind a value by, since the other whom the row is about was erased
  int64_t revision = 0;             // that added it; 0 where nothing hangs on it
  std::string step = {};            // of an event, by its alias
  Values values = {};               // all of it goes
  Values named = {};                // texts that may name the person; after keep_what_names_nobody() those that go
  bool may_name = false;            // it has such texts, going or not
  std::optional<Digest> left = {};  // it is bound anew, by this digest of what is left of it

  bool goes(const Field& field) const;
  // What must stand where a value was; nothing: none need. Of texts that may name the person a mark of the row's own, since they tell apart rows of
  // one key.
  std::optional<std::string> in_place_of(const std::string& field) const;
};

// Leaves of each row's `named` those that name the person: by one of these numbers (number_writing's places), or by a name under which one of the
// rows has them.
Result<void> keep_what_names_nobody(Database& database, const std::vector<std::string>& numbers, std::vector<Target>& targets);

// Sets `left` of the rows that must be bound anew. Not of those whose texts were bound as such, by programs of before, and all stay; nor of those that
// were altered: they are found as altered afterwards too. Of a row that was bound anew before, when the other whom it is about was erased, nothing goes;
// nor of one that would have to be and cannot, since no key is left to bind its values by.
Result<void> bind_anew(Database& database, std::vector<Target>& targets);

}  // namespace plumb::registry::journal
