#include "runtime/identity/repeat.hpp"

#include <cstdint>
#include <optional>

#include "compiler/base/unicode.hpp"

namespace plumb::identity {

namespace {

constexpr size_t kShortestNumber = 15;
constexpr size_t kNumberLength = 18;
constexpr size_t kHiddenFrom = 10, kHiddenTo = 14;  // zero-based, half-open

bool in_number(char32_t c) {
  const char32_t folded = unicode::fold_width(c);
  return (folded >= '0' && folded <= '9') || (folded >= 'A' && folded <= 'Z') || (folded >= 'a' && folded <= 'z') || folded == '*';
}

void hide(std::u32string& text, size_t begin, size_t end) {
  if (end - begin < kShortestNumber) return;
  for (size_t i = begin; i < end; ++i) {
    const size_t place = (i - begin) % kNumberLength;
    if (place >= kHiddenFrom && place < kHiddenTo) text[i] = '*';
  }
}

void hide_numbers(std::u32string& characters) {
  for (size_t begin = 0; begin < characters.size();) {
    size_t end = begin;
    while (end < characters.size() && in_number(characters[end])) ++end;
    hide(characters, begin, end);
    begin = end + 1;
  }
}

// At most `most` characters; nothing where the bytes are not UTF-8.
std::optional<std::u32string> characters_of(std::string_view text, size_t most) {
  std::u32string out;
  for (size_t at = 0; at < text.size() && out.size() < most;) {
    const unicode::Decoded decoded = unicode::decode(text, at);
    if (decoded.length == 0) return std::nullopt;
    out.push_back(decoded.code_point);
    at += decoded.length;
  }
  return out;
}

}  // namespace

std::string repeatable(std::string_view text) {
  std::optional<std::u32string> characters = characters_of(text, kMostRepeated + kNumberLength + 1);
  if (!characters) return "***";
  hide_numbers(*characters);
  std::string out;
  for (size_t i = 0; i < characters->size() && i < kMostRepeated; ++i) unicode::append(out, (*characters)[i]);
  if (characters->size() > kMostRepeated) out += "…";
  return out;
}

}  // namespace plumb::identity
