// One row of an import file before anybody has looked at its values, in the order of its table's columns.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/registry/reject.hpp"
#include "runtime/registry/table.hpp"

namespace plumb::registry {

struct RawValue {
  std::string_view text;
  bool present = false;  // false: the column is not in the file, or the key not in the record
};

// Views live until the reader's next step.
struct Record {
  uint64_t row = 0;  // CSV: as a spreadsheet counts, the header being 1; NDJSON: the line
  std::vector<RawValue> values;
  // Set when the row's shape is wrong; then `values` mean nothing.
  RejectReason fault = RejectReason::none;
  std::string fault_column;
  std::string_view fault_value;
};

// A source of records. `next` is false at the end.
class RecordReader {
 public:
  virtual ~RecordReader() = default;
  virtual bool next(Record& record) = 0;
  // Bytes read so far, of the decoded text.
  virtual size_t position() const = 0;
  // How people who look into the file find the column. Shape as the reader's.
  virtual std::string_view name_of(const TableShape& shape, size_t column) const { return shape.columns[column].name; }
};

}  // namespace plumb::registry
