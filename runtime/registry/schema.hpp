// The database file: its identity, its tables, its migrations.
//
// Every fact table has, besides its own columns, recorded_at and superseded_at (when it was known) and revision_from and
// revision_to (the same in revisions); rows are only added, and closed once. Triggers hold to that, so that no later
// statement of ours breaks it by mistake; they are no defence against somebody with the file in hand.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "compiler/base/result.hpp"
#include "runtime/registry/sqlite.hpp"

namespace plumb::registry {

// "PLMB", in the header of every registry file (PRAGMA application_id).
inline constexpr int64_t kApplicationId = 0x504C4D42;
// The number of the newest migration (PRAGMA user_version).
int64_t schema_version();

// An empty database → a registry. One transaction. `version`: as the program made it that knew so many migrations.
Result<void> create_schema(Database& database);
Result<void> create_schema(Database& database, int64_t version);

// Type and name of each thing that stands in a database → the words that made it. What SQLite makes by itself follows from these.
using SchemaWords = std::map<std::pair<std::string, std::string>, std::string>;
Result<SchemaWords> schema_of(Database& database);
// Of a registry that the program made which knew so many migrations.
Result<SchemaWords> schema_of_version(int64_t version);
// Of which version's schema the file is, by what stands in it, whatever it says of itself; 0: of none.
Result<int64_t> schema_found(Database& database);

// Refuses what is no registry (registry.foreign), one from the future (registry.newer), and one that says an older version than that of its
// tables (registry.version_altered); brings an older one up to date where the connection may write (`may_migrate`), and refuses to read it
// otherwise (registry.older). Of two that do so at once the second finds it done. The version that it was of.
Result<int64_t> adopt_schema(Database& database, const std::string& name, bool may_migrate);

}  // namespace plumb::registry
