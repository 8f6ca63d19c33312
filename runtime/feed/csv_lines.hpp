// CSV → the fields of one line after another (RFC 4180: quotes, doubled quotes, line breaks within quotes; LF, CRLF or CR). What the
// columns mean is the reader's. One thread; the text must outlive this, and views live until the next line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::feed {

class CsvLines {
 public:
  explicit CsvLines(std::string_view text) : text_(text) {}

  // False at the end of the text, and where a quotation mark is never closed.
  bool next();

  const std::vector<std::string_view>& fields() const { return fields_; }
  // Those texts of this line that had to be written out, for whoever keeps its fields for longer.
  void swap_unescaped(std::deque<std::string>& texts) { unescaped_.swap(texts); }
  bool text_after_quote() const { return text_after_quote_; }  // in this line
  bool open_quote() const { return open_quote_; }
  uint64_t line() const { return line_; }  // as a spreadsheet counts
  size_t position() const { return position_; }

 private:
  void read_quoted();

  std::string_view text_;
  size_t position_ = 0;
  uint64_t line_ = 0;
  std::vector<std::string_view> fields_;
  std::deque<std::string> unescaped_;  // fields of this line that held doubled quotes; a deque, so that views stay valid
  bool text_after_quote_ = false;
  bool open_quote_ = false;
};

// The line on which a quotation mark opens that is never closed: it would swallow the rest of the file.
std::optional<uint64_t> open_quote(std::string_view text);

}  // namespace plumb::feed
