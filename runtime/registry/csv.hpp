// CSV with a header (RFC 4180: quotes, doubled quotes, line breaks within quotes; LF, CRLF or CR) → records of one table.
// One thread; the text must outlive the reader.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/result.hpp"
#include "runtime/registry/record.hpp"
#include "runtime/registry/table.hpp"

namespace plumb::registry {

class CsvReader final : public RecordReader {
 public:
  // Reads the header. Columns may stand in any order. Errors: import.no_header, import.unknown_column (names it and the
  // known ones), import.duplicate_column, import.missing_column (names all of them, in the language of the header), import.open_quote (with the row where it was opened).
  static Result<CsvReader> open(std::string_view text, const TableShape& shape, const std::string& file);

  bool next(Record& record) override;
  size_t position() const override { return position_; }

 private:
  explicit CsvReader(std::string_view text) : text_(text) {}
  // Reads one line's fields; false at the end of the text.
  bool read_line();
  void read_quoted();

  std::string_view text_;
  size_t position_ = 0;
  uint64_t row_ = 0;
  std::vector<std::string_view> fields_;
  std::deque<std::string> unescaped_;  // fields of this line that held doubled quotes; a deque, so that views stay valid
  bool text_after_quote_ = false;
  bool open_quote_ = false;
  std::vector<size_t> column_of_field_;
  size_t column_count_ = 0;
};

}  // namespace plumb::registry
