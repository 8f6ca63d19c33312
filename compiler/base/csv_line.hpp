// Values → a line of CSV (RFC 4180), for every room that writes one. Pure; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace plumb {

enum class CsvGuard : uint8_t {
  none,      // values as they are: for files that programs read back
  formulas,  // a value that a spreadsheet would run (= + - @ and their full-width forms first) gets an apostrophe before it, numbers
             // aside; controls and direction changes are shown as symbols
};

// Ends with CR LF. Values that hold a comma, a quotation mark or an end of line are quoted. REQUIRES: valid UTF-8.
void append_csv_line(std::string& out, const std::vector<std::string>& values, CsvGuard guard);

}  // namespace plumb
