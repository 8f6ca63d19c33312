// The database → facts in columns, as known now or at an earlier moment. Used by Registry alone.
#pragma once

#include <filesystem>
#include <optional>

#include "compiler/base/date.hpp"
#include "runtime/facts/fact_store.hpp"
#include "runtime/registry/sqlite.hpp"

namespace plumb::registry {

// In one consistent view, tables by ranges of rows on several threads. `path`: of the database, for more connections to it.
// Errors: registry.time for a `known_at` that is no moment.
Result<facts::FactColumns> read_columns(Database& database, const std::filesystem::path& path, const facts::ReadOptions& options);

// The newest revision recorded by then; 0 before the first. Error: registry.time.
Result<int64_t> revision_known_at(Database& database, std::string_view moment);

// The day of synchronisation that `revision` left, or the newest one where none is given.
Result<std::optional<Date>> synchronised_at(Database& database, std::optional<int64_t> revision);

}  // namespace plumb::registry
