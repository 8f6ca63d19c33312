// Seed and sizes → a made-up county as raw columns: what every engine of the sweep's bench is given, each laying it out in its
// own way before its clock starts. Nothing in it is a real person's: parties are numbers.
//
// Used by the bench's programs and their test alone. Same options and rule set, same bytes, everywhere. One thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "compiler/base/result.hpp"
#include "compiler/ir/columns.hpp"
#include "compiler/ir/program.hpp"

namespace plumb::bench {

struct CountyOptions {
  uint64_t seed = 1;
  uint32_t parties = 5'000'000;
  uint64_t relations = 15'000'000;
  uint32_t entries = 100'000;
  uint64_t rows = 10'000'000;
  double nulls = 0.1;  // share of fields not filled in
  Date date;           // around which everything happens
};

// Absent dates: kNever for an open end, kAlways for an open beginning. 255: unknown kind or sector.
inline constexpr int32_t kNever = INT32_MAX, kAlways = INT32_MIN;

struct RawParties {
  std::vector<uint8_t> kind, sector;
};
struct RawRelations {
  std::vector<uint32_t> holder, organisation;
  std::vector<uint8_t> role;
  std::vector<int32_t> from, to;
};
struct RawEntries {
  std::vector<uint32_t> party;
  std::vector<int32_t> published, expires, ground, removed;
  std::vector<uint8_t> publishable;
  std::vector<uint32_t> named_entry, named_party;  // directly responsible: pairs, by entry
};
enum class RawTarget : uint8_t { everything, matter, measure };
struct RawPermits {
  std::vector<uint32_t> party, target;  // of `everything` 0, else a MatterId or MeasureId
  std::vector<uint8_t> kind;            // RawTarget
  std::vector<int32_t> from, to;
};
struct RawRetentions {
  std::vector<uint32_t> entry, party, measure;
  std::vector<int32_t> until;
};
// A field's values as ir::ColumnFormat lays them (booleans one bit a row), zero where unknown; `valid` has one bit a row.
struct RawColumn {
  ir::ColumnFormat format = ir::ColumnFormat::bits;
  std::vector<uint64_t> values;  // bytes in words, so that every format is aligned
  std::vector<uint64_t> valid;
  const uint8_t* bytes() const { return reinterpret_cast<const uint8_t*>(values.data()); }
  bool is_valid(uint64_t row) const { return (valid[row / 64] >> (row % 64) & 1) != 0; }
};
// The rows of one matter and stage, in the order of their parties: what every engine profits from, so that none has to sort.
struct RawPartition {
  ir::MatterId matter;
  Stage stage = Stage::application;
  std::vector<uint32_t> party;
  std::vector<RawColumn> fields;  // in declared order
};

struct RawCounty {
  CountyOptions options;
  RawParties parties;
  RawRelations relations;
  RawEntries entries;
  RawPermits permits;
  RawRetentions retentions;
  std::vector<RawPartition> partitions;
  uint64_t bytes() const;  // of all columns, and of an identifier for each party
};

// Errors: bench.inexpressible for a field type that the generator does not fill (texts, decimals, ratios, codes).
// REQUIRES: room for 2^32 rows of each kind; at least ten parties.
Result<RawCounty> make_county(const ir::Program& program, const CountyOptions& options);

// The value of a raw cell as int64. REQUIRES: a format narrower than 16 bytes.
int64_t cell(const RawColumn& column, uint64_t row);

}  // namespace plumb::bench
