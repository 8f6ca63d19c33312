// CSV with a header → records of one table.
// One thread; the text must outlive the reader.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/result.hpp"
#include "runtime/feed/csv_lines.hpp"
#include "runtime/registry/record.hpp"
#include "runtime/registry/table.hpp"

namespace plumb::registry {

class CsvReader final : public RecordReader {
 public:
  // Reads the header. Columns may stand in any order. Errors: import.no_header, import.unknown_column (names it and the
  // known ones), import.duplicate_column, import.missing_column (names all of them, in the language of the header), import.open_quote (with the row where it was opened).
  static Result<CsvReader> open(std::string_view text, const TableShape& shape, const std::string& file);

  bool next(Record& record) override;
  size_t position() const override { return lines_.position(); }
  // As its header does, where that has it.
  std::string_view name_of(const TableShape& shape, size_t column) const override;

 private:
  explicit CsvReader(std::string_view text) : lines_(text) {}

  feed::CsvLines lines_;
  std::vector<size_t> column_of_field_;
  std::vector<std::string> names_;  // by field
  size_t column_count_ = 0;
};

}  // namespace plumb::registry
