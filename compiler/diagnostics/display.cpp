#include "compiler/diagnostics/display.hpp"

#include <algorithm>

#include "compiler/base/unicode.hpp"

namespace plumb::diagnostics {

namespace {

// Characters that would move the cursor or turn the direction of what follows.
bool turns_direction(char32_t c) { return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069); }

struct Drawn {
  std::string text;
  size_t width;
};

Drawn draw(std::string_view text, size_t offset, size_t& length) {
  const unicode::Decoded d = unicode::decode(text, offset);
  length = d.length == 0 ? 1 : d.length;
  if (d.length == 0) return {"\uFFFD", 1};
  if (d.code_point == '\t') return {" ", 1};
  if (d.code_point < 0x20 || d.code_point == 0x7F) {
    std::string picture;
    unicode::append(picture, d.code_point == 0x7F ? 0x2421 : 0x2400 + d.code_point);
    return {picture, 1};
  }
  if (d.code_point >= 0x80 && d.code_point < 0xA0) return {"\uFFFD", 1};
  if (turns_direction(d.code_point)) return {"\u2426", 1};
  return {std::string(text.substr(offset, length)), static_cast<size_t>(unicode::width(d.code_point))};
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  size_t length = 0;
  for (size_t at = 0; at < text.size(); at += length) out += draw(text, at, length).text;
  return out;
}

DisplayLine::DisplayLine(std::string_view line) {
  size_t column = 0, length = 0;
  for (size_t at = 0; at < line.size(); at += length) {
    Drawn drawn = draw(line, at, length);
    cells_.push_back({at, column, drawn.width, std::move(drawn.text)});
    column += drawn.width;
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
