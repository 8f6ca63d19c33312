// A source's records → rows as map_row makes them, in order, the next ones made ready by another thread while one is written.
//
// Reading and mapping rows takes as long as SQLite takes to write them; side by side an import takes the longer of the two.
// Where no other thread is to be had, the caller does all. Used by the importer alone.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "runtime/registry/journal/sealing.hpp"
#include "runtime/registry/met_identifiers.hpp"
#include "runtime/registry/record.hpp"
#include "runtime/registry/row.hpp"

namespace plumb::registry {

// What a record became.
struct MappedRow {
  uint64_t row = 0;     // as Record::row
  size_t position = 0;  // bytes read so far
  // One of: the record's shape is wrong, with where and what; a value cannot be taken, and how it came; else `values`.
  RejectReason fault = RejectReason::none;
  std::string fault_column, fault_value;
  std::optional<Refusal> refusal;
  std::string refused_value;
  uint64_t given = 0;  // a bit for each column that the record has, if with nothing in it
  Row values;
};

// What a third thread may do beside.
struct Aside {
  journal::Sealing& sealing;        // open meanwhile
  std::function<bool()> meanwhile;  // as of Sealing::help: where nothing is to be sealed
};

// each(row) for every record of the reader, on the calling thread, in order; an error ends it. Values of a row may be taken
// apart by `each`, and are gone afterwards. `places`, where there are any, gives each taken row the places of its identifiers, and `met`,
// which is the calling thread's, then holds all that these rows and those of earlier calls named.
Result<void> for_each_mapped(RecordReader& reader, const TableShape& shape, IdentifierPlaces* places, std::vector<MetIdentifier>& met, const Aside& aside,
                             const std::function<Result<void>(MappedRow& row)>& each);

}  // namespace plumb::registry
