// The steps recorded of entries, as known at a revision → lifecycle::Event, checked as table_scan.hpp checks.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "compiler/base/result.hpp"
#include "runtime/lifecycle/event.hpp"
#include "runtime/registry/sqlite.hpp"

namespace plumb::registry {

// In the order in which they were written. `revision`: nothing is now. Errors: registry.corrupt where a kind or a day cannot be read.
Result<std::vector<lifecycle::Event>> read_events(Database& database, std::optional<int64_t> revision);

// The same of rows that the caller chooses: "SELECT … FROM events t JOIN identifiers i …", and each row of a statement that begins so.
std::string events_sql();
Result<void> each_event(Database& database, Statement& rows, const std::function<void(lifecycle::Event)>& each);

}  // namespace plumb::registry
