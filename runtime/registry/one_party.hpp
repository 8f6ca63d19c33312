// An identifier → the numbers of all identifiers that bindings make one party with it, as known at a revision.
//
// The same parties as facts are read by (fact_columns): bindings are followed up and down, through chains. One thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "runtime/registry/sqlite.hpp"

namespace plumb::registry {

// Joined by commas, as SQL takes them; empty where the registry does not hold it.
Result<std::string> numbers_of_one_party(Database& database, std::string_view id, int64_t revision);

}  // namespace plumb::registry
