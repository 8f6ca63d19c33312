// A line of source → terminal cells: what is drawn for each character and how wide it is.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::diagnostics {

// The drawn form of one line. Every drawn character is as wide as unicode::width says of the source's.
class DisplayLine {
 public:
  explicit DisplayLine(std::string_view line);

  // The 0-based terminal column at which the byte at `offset` begins; past the end, the line's width.
  size_t column(size_t offset) const;
  size_t width() const { return cells_.empty() ? 0 : cells_.back().column + cells_.back().width; }
  // The drawn text of columns [from, to); a wide character cut by an edge is left out with a space in its place.
  std::string slice(size_t from, size_t to) const;

 private:
  struct Cell {
    size_t offset;  // of its first byte in the line
    size_t column;
    size_t width;
    std::string drawn;
  };
  std::vector<Cell> cells_;
};

}  // namespace plumb::diagnostics
