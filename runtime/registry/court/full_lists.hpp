// Full pushes that were taken, each with its day, the courts for which it spoke and how much it left out ↔ rows of `full_lists`. Remembered
// so that an entry that a push of an earlier day tells afterwards is held against the lists of later days all the same.
//
// One thread, within the caller's transaction.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/result.hpp"
#include "runtime/registry/court/push.hpp"
#include "runtime/registry/sqlite.hpp"
#include "runtime/registry/writer.hpp"

namespace plumb::registry::court {

struct FullList {
  std::string day;               // as of which the courts spoke, ISO
  std::set<std::string> courts;  // for which it speaks
  // Entries of these courts that it could have named, and how many of them it left out; those told afterwards are counted in.
  uint64_t live = 0, absent = 0;
  int64_t share = kDefaultShare;  // that it might remove, as parse_share
  uint64_t refused = 0;           // records; what they were about may be on the list

  // Whether an entry of this court and day of publication could be on it.
  bool could_name(std::string_view court, std::string_view published_on) const;
  // Whether what it left out is removed at once, or only proposed.
  bool may_remove() const;
};

// Those of days after this one, by day. Error: registry.corrupt.
Result<std::vector<FullList>> full_lists_after(Database& database, std::string_view day);

// Taken, or counted anew; of one day and the same courts the one that came last is remembered.
Result<void> remember(FactWriter& writer, const FullList& list);

}  // namespace plumb::registry::court
