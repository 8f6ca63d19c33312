#include "compiler/diagnostics/display.hpp"

#include <algorithm>

#include "compiler/base/printable.hpp"

namespace plumb::diagnostics {

DisplayLine::DisplayLine(std::string_view line) {
  size_t column = 0;
  for (size_t at = 0; at < line.size();) {
    Drawn drawn = draw(line, at);
    cells_.push_back({at, column, drawn.width, std::move(drawn.text)});
    column += drawn.width;
    at += drawn.length;
  }
}

size_t DisplayLine::column(size_t offset) const {
  const auto after = std::upper_bound(cells_.begin(), cells_.end(), offset, [](size_t o, const Cell& cell) { return o < cell.offset; });
  if (after == cells_.end() && (cells_.empty() || offset > cells_.back().offset)) return width();
  return after == cells_.begin() ? 0 : std::prev(after)->column;
}

std::string DisplayLine::slice(size_t from, size_t to) const {
  std::string out;
  for (const Cell& cell : cells_) {
    if (cell.column + cell.width <= from && !(cell.width == 0 && cell.column == from && from == 0)) continue;
    if (cell.column >= to) break;
    if (cell.column < from || cell.column + cell.width > to) {
      out.push_back(' ');
    } else {
      out += cell.drawn;
    }
  }
  return out;
}

}  // namespace plumb::diagnostics
