// The text of a court's file → its records, read, in the order of the file.
//
// Reading a record and spelling its values is a fifth of a push, and no record hangs on another: two threads take one stretch of the
// text after another. Where no other thread is to be had, the caller does it all. Used by pushes alone.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/feed/court_record.hpp"

namespace plumb::registry::court {

struct ParsedRecord {
  uint64_t number = 0;                        // as feed::RawRecord::number
  std::unique_ptr<feed::CourtRecord> record;  // nullptr: it is refused
  feed::CourtRefusal refusal;
  std::string key;          // key_of(*record)
  uint64_t normalised = 0;  // values that are kept beside their originals
};

struct ParsedFile {
  std::deque<std::vector<ParsedRecord>> stretches;  // one after another
  bool cut_short = false;                           // as feed::CourtReader::cut_short
  bool cancelled = false;                           // then records are missing
};

// `go_on` is asked now and then on the calling thread, with how many records of the file were met; false: nothing more is read.
ParsedFile parse_file(std::string_view text, const std::function<bool(uint64_t met)>& go_on);

}  // namespace plumb::registry::court
