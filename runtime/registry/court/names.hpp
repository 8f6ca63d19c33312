// What a number is called: entries that call it otherwise than it is known, and the rows of parties that pushes made. Where the court mistook the
// number, somebody else is restricted, so a person is asked.
//
// A number is known by the name that its row says, where others than the court wrote that; else by the one that most of its entries say, of several
// the one that was published first. An entry that stands under another is a finding kNamedOtherwise, until no name differs, the entry ends, or a
// person closes it; spaces part no names, and of a number that hides places nobody is asked, since it restricts nobody. A row that a push made says
// the name that most entries of the number say, as the first of them spells it; where there are none under the number, those of the party. All of
// it follows from what stands, in whatever order it was told; where no entry says a name any more, the row keeps the last one. A row that so follows
// from entries is of its push's file, and of no record there (history tells it so). In the writer's transaction; one thread.
#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/date.hpp"
#include "compiler/base/result.hpp"
#include "runtime/registry/sqlite.hpp"
#include "runtime/registry/writer.hpp"

namespace plumb::registry::court {

// Without its spaces: 张 三 is 张三; empty where it says that there is none (暂无).
std::string bare_name(std::string_view name);

// What the row of a number in `parties` calls it.
struct RowName {
  std::string name;
  bool of_push = false;  // nobody but a push wrote it

  bool is_registered() const { return !of_push && !bare_name(name).empty(); }
};
// Nothing: there is no row. `statement`: kept from call to call.
Result<std::optional<RowName>> row_name(Database& database, std::optional<Statement>& statement, std::string_view party);

struct NamedEntry {
  std::string case_no, published_on, name;
  bool stands = false;
};
// The one that spells the name which most of them say; of several names the one that comes first. nullptr: none says any.
// REQUIRES: by day of publication, those of one day by number of the case.
const NamedEntry* most_said(std::span<const NamedEntry> entries);

struct AskedName {
  std::string party, case_no, published_on;
};

// Has the rows that pushes made of these numbers say what their entries say, and asks of the entries; so too of all numbers of which entries are
// asked about, or whose name or day of removal `writer` corrected. Closes what is answered.
// What was not asked before, in order. `today`: the day of recording, in Beijing. Before the writer's end.
Result<std::vector<AskedName>> ask_of_names(Database& database, FactWriter& writer, std::set<std::string> numbers, Date today);

}  // namespace plumb::registry::court
