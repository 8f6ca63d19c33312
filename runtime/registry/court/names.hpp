// Entries that call a number otherwise than it is known: where the court mistook the number, somebody else is restricted, so a person is asked.
//
// A number is known by the name that its row says, where others than the court wrote that; else by the one that most of its entries say, of several
// the one that was published first. An entry that stands under another is a finding kNamedOtherwise, until no name differs, the entry ends, or a
// person closes it; spaces part no names, and of a number that hides places nobody is asked, since it restricts nobody. What is asked follows from
// what stands, in whatever order it was told. In the writer's transaction; one thread.
#pragma once

#include <optional>
#include <set>
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

// The name that the row of the number says, where others than the court wrote it; empty: none. `statement`: kept from call to call.
Result<std::string> registered_name(Database& database, std::optional<Statement>& statement, std::string_view party);

struct AskedName {
  std::string party, case_no, published_on;
};

// Asks of the entries of these numbers, of all of which entries are asked about, and of entries of which it corrected a day of removal; closes what is answered.
// What was not asked before, in order. `today`: the day of recording, in Beijing. Before the writer's end.
Result<std::vector<AskedName>> ask_of_names(Database& database, FactWriter& writer, std::set<std::string> numbers, Date today);

}  // namespace plumb::registry::court
