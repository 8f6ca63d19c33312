// A registry → everything that is wrong with its file, all at once: what a reader would refuse at the first such row, what the
// journal does not vouch for, what a writer would stumble over.
//
// In turn: SQLite's own check of pages, indexes and constraints; references; the indexes by code; the schema beside what this
// program makes (a guard that is gone lets facts be changed); every value of every row, as readers read it; the journal
// (journal/verify.hpp). Only reads. One thread; memory as the journal's, and for each index by code in turn 32 bytes for each of its rows, up to 512 MB.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "runtime/registry/journal/checkpoint.hpp"
#include "runtime/registry/sqlite.hpp"

namespace plumb::registry::safekeeping {

struct Damage {
  // page, reference, index, schema, value, or one of the journal's (altered, removed, added, unreadable, cut)
  std::string kind;
  std::string table;   // or another thing of the schema; empty where SQLite names none
  int64_t row = 0;     // 0: none in particular
  std::string detail;  // of a page: SQLite's words; of a reference: the table referred to; of an index: missing, twice, unreadable
                       // or the number of a row that is not to be found so; of a schema: missing, added, changed;
                       // of a value: the column; of the journal's: what the row is about, identifiers masked
};

struct Examination {
  std::vector<Damage> damages;  // the first kMostListed of each kind of check
  uint64_t damage_count = 0;
  uint64_t revision = 0;
  uint64_t rows = 0;  // of facts, live or not, whose values were read
  static constexpr size_t kMostListed = 100;
  bool whole() const { return damage_count == 0; }
};

struct CheckOptions {
  std::optional<journal::Checkpoint> checkpoint = {};                // what the journal must still hold
  std::function<void(uint64_t done, uint64_t total)> progress = {};  // rows of the journal
  int busy_timeout_ms = 5000;
};

// Errors: what keeps a registry from being opened at all (registry.missing, .foreign, .newer, .older, .not_a_database, …).
Result<Examination> check(const std::filesystem::path& registry, const CheckOptions& options = {});

// What differs from the schema of a new registry.
Result<std::vector<Damage>> schema_difference(Database& database);
// The indexes of rows by codes (code_index.hpp), by whose rows they lead to.
enum class IndexByCode : uint8_t { identifiers, parties, relations };
inline constexpr IndexByCode kIndexesByCode[] = {IndexByCode::identifiers, IndexByCode::parties, IndexByCode::relations};
// The table that has its codes, under which what is wrong with it is told.
const char* blocks_of(IndexByCode index);
int64_t first_schema_with(IndexByCode index);
// Rows that their index does not lead to, or not to them alone; what it has besides. Damages as Examination's.
struct IndexDifference {
  std::vector<Damage> damages;
  uint64_t damage_count = 0;
  std::string twice;  // the first table and row of the same as another, which no index anew mends; empty: none
};
Result<IndexDifference> index_difference(Database& database, IndexByCode index);
// Of all of them.
Result<IndexDifference> index_difference(Database& database);
// Makes those anew that differ. In a transaction of its own. Whether it did. Errors: registry.twice, where two rows are the same.
Result<bool> mend_index(Database& database);

}  // namespace plumb::registry::safekeeping
