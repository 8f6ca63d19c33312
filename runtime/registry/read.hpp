// The database → plain facts, as known now or at an earlier moment. Used by Registry alone.
#pragma once

#include <optional>
#include <string>

#include "compiler/base/date.hpp"
#include "runtime/facts/facts.hpp"
#include "runtime/registry/sqlite.hpp"

namespace plumb::registry {

// In one read transaction. Errors: registry.time for a `known_at` that is no moment.
Result<facts::Facts> read_facts(Database& database, const std::optional<std::string>& known_at);

// The day of synchronisation that `revision` left, or the newest one where none is given.
Result<std::optional<Date>> synchronised_at(Database& database, std::optional<int64_t> revision);

}  // namespace plumb::registry
