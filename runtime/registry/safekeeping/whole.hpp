// Whether what is copied can be a registry again: its pages, its references, its schema, its whole journal and its indexes by code.
//
// Of a backup as it is made and as it is restored, so that none is made which would be refused. One thread; memory as the journal's.
#pragma once

#include <cstdint>
#include <functional>

#include "runtime/registry/safekeeping/backup.hpp"
#include "runtime/registry/sqlite.hpp"

namespace plumb::registry::safekeeping {

// False: damaged, or altered. `progress`: rows of the journal.
Result<bool> is_whole(Database& database, const State& state, const std::function<void(uint64_t done, uint64_t total)>& progress);

}  // namespace plumb::registry::safekeeping
