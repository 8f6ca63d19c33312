// As of which day each column of an entry was last named by a list, kept in the row's originals where that is another day than the one of the
// push that listed the entry last: one row ↔ column → day.
//
// A push that comes late so corrects what no later one named, and nothing else; the order in which pushes come makes no difference. Rows of
// tables, and what is typed, name all that they hold, and keep nothing here. Pure; any thread. REQUIRES everywhere: rows of entries.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "runtime/registry/row.hpp"

namespace plumb::registry::court {

// Column, by its name in import files → ISO day; empty: no push with a day named it.
using NamedDays = std::map<std::string, std::string, std::less<>>;

NamedDays named_days_of(const Row& entry);
void keep_named_days(Row& entry, const NamedDays& days);
// The column is said by hand, and counts as named on the day on which the entry was last listed.
void said_by_hand(Row& entry, std::string_view column);

}  // namespace plumb::registry::court
