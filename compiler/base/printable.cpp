#include "compiler/base/printable.hpp"

#include "compiler/base/unicode.hpp"

namespace plumb {

namespace {

// Characters that would move the cursor or turn the direction of what follows.
bool turns_direction(char32_t c) { return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069); }

}  // namespace

Drawn draw(std::string_view text, size_t offset) {
  const unicode::Decoded d = unicode::decode(text, offset);
  if (d.length == 0) return {"\uFFFD", 1, 1};
  if (d.code_point == '\t') return {" ", 1, d.length};
  if (d.code_point < 0x20 || d.code_point == 0x7F) {
    std::string picture;
    unicode::append(picture, d.code_point == 0x7F ? 0x2421 : 0x2400 + d.code_point);
    return {picture, 1, d.length};
  }
  if (d.code_point >= 0x80 && d.code_point < 0xA0) return {"\uFFFD", 1, d.length};
  if (turns_direction(d.code_point)) return {"\u2426", 1, d.length};
  return {std::string(text.substr(offset, d.length)), static_cast<size_t>(unicode::width(d.code_point)), d.length};
}

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const Drawn drawn = draw(text, at);
    out += drawn.text;
    at += drawn.length;
  }
  return out;
}

bool holds_control(std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<uint8_t>(text[i]);
    if ((byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7F) return true;
    if (byte == 0xC2 && i + 1 < text.size() && static_cast<uint8_t>(text[i + 1]) < 0xA0) return true;  // U+0080 to U+009F
  }
  return false;
}

}  // namespace plumb
