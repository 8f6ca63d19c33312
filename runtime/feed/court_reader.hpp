// The text of a court's file → its records one by one, unread. JSON in any of its shapes (one object a line, a list, objects that hold
// the list under data, result and the like, page after page of those), or CSV with the same keys as header.
//
// Whatever stands in the text, every record comes out once: one that cannot be cut out properly takes as little as possible of
// what follows with it, and comes out with a fault. One thread; the text must outlive the reader, and views of a
// record live as long as the record and the reader.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/feed/csv_lines.hpp"
#include "runtime/feed/reason.hpp"

namespace plumb::feed {

inline constexpr size_t kMaxRecordBytes = size_t{1} << 20;

enum class RawKind : uint8_t { text, number, truth, nothing, nested };

struct RawField {
  std::string_view key;
  std::string_view text;  // of a string what it stands for, of all else as it is written
  RawKind kind = RawKind::text;
};

struct RawRecord {
  uint64_t number = 0;     // lines: which one, from 1, a CSV's header being 1; of a list: which record
  std::string_view whole;  // as it came; empty in CSV
  std::vector<RawField> fields;
  RejectReason fault = RejectReason::none;  // then there are no fields
  std::deque<std::string> unescaped;        // holds what the views of the fields look at
};

class CourtReader {
 public:
  explicit CourtReader(std::string_view text);

  bool next(RawRecord& record);
  // Whether the text ends where a list, or a quotation in CSV, is still open, or within a record of its last line (an object that is not closed, a
  // row without some of its cells and without an end of the line): the last record is then a fault `cut_short`. Known at the end.
  bool cut_short() const { return cut_short_; }
  size_t position() const;  // bytes read

 private:
  // A stretch of text that holds records one after another.
  struct Stretch {
    std::string_view text;
    bool lines = false;   // each line is one; otherwise each value, with commas between
    bool closed = false;  // ends with ']'
    bool single = false;  // the first value is all
    bool done = false;    // and has been read
    bool broken = false;  // nobody could tell where it ends: the stretch around it goes on where this one stopped
    size_t at = 0;
    uint64_t line = 0;
  };

  bool next_item(std::string_view& item, uint64_t& number);
  bool next_line(Stretch& stretch, std::string_view& item);
  bool next_value(Stretch& stretch, std::string_view& item, bool& broken);
  void leave_stretch();
  bool next_csv(RawRecord& record);
  void read_object(std::string_view item, RawRecord& record);
  bool ends_within(std::string_view item) const;

  std::string_view text_;
  std::vector<Stretch> stretches_;  // the innermost last
  std::vector<std::string> header_;
  bool is_csv_ = false;
  bool is_table_ = false;  // its lines hold several cells, and the first is no header that a court's file has
  CsvLines lines_;
  uint64_t count_ = 0;
  bool cut_short_ = false;
  bool told_cut_ = false;
};

}  // namespace plumb::feed
