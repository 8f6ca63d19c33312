// As of which day each column of an entry was last named by a list, kept in the row's originals where that is another day than the one of the
// push that listed the entry last: one row ↔ column → day.
//
// A push that comes late so corrects what no later one named, and nothing else; the order in which pushes come makes no difference. Rows of
// tables, and what is typed, name all that they hold, and keep nothing here. Pure; any thread. REQUIRES everywhere: rows of entries.
#pragma once

#include <boost/json/fwd.hpp>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "runtime/registry/row.hpp"

namespace plumb::registry::court {

// Column, by its name in import files → ISO day; empty: no push with a day named it.
using NamedDays = std::map<std::string, std::string, std::less<>>;

NamedDays named_days_of(const Row& entry);
void keep_named_days(Row& entry, const NamedDays& days);
// Into originals, in the place of those that they hold.
void put_named_days(boost::json::object& originals, const NamedDays& days);
// The same of columns that no push named. REQUIRES: the originals hold none, and the columns are in the order of their names.
void put_never_named(boost::json::object& originals, std::span<const char* const> columns);
// A word of how an entry ended, its kind or its ground: what a removal says of it is put into the row, and what none said is kept in `days`,
// beside the day of the word that told the removal last.
struct RemovalWord {
  const char* column;
  std::string_view said;  // empty: nothing
  bool again;             // the same removal as the row's, which takes no word back by leaving it out; else all that is not said goes
  std::string_view told;  // as of when the row's removal was told last, ISO; empty: no day
  std::string_view day;   // of this push; empty: none, later than all
};
// Whether the word was taken.
bool merge_removal_word(Row& row, NamedDays& days, const RemovalWord& word);

// The column is said by hand, and counts as named on the day on which the entry was last listed.
void said_by_hand(Row& entry, std::string_view column);

}  // namespace plumb::registry::court
