#include "runtime/feed/court_text.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>

#include "compiler/base/unicode.hpp"
#include "runtime/identity/name.hpp"
#include "runtime/identity/normal_form.hpp"

namespace plumb::feed {

namespace {

struct Entity {
  std::string_view name;
  char32_t character;
};
constexpr Entity kEntities[] = {{"nbsp", 0xA0},     {"middot", 0xB7},  {"amp", '&'},      {"lt", '<'},       {"gt", '>'},
                                {"quot", '"'},      {"apos", '\''},    {"bull", 0x2022},  {"ensp", 0x2002},  {"emsp", 0x2003},
                                {"thinsp", 0x2009}, {"ldquo", 0x201C}, {"rdquo", 0x201D}, {"hellip", 0x2026}};
constexpr size_t kLongestEntity = 9;  // "#x10FFFF" and its end

// What stands between '&' and ';'.
std::optional<char32_t> character_of(std::string_view name) {
  for (const Entity& entity : kEntities) {
    if (name == entity.name) return entity.character;
  }
  if (!name.starts_with('#')) return std::nullopt;
  name.remove_prefix(1);
  const bool hexadecimal = name.starts_with('x') || name.starts_with('X');
  if (hexadecimal) name.remove_prefix(1);
  uint32_t value = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), value, hexadecimal ? 16 : 10);
  const bool whole = error == std::errc() && end == name.data() + name.size() && !name.empty();
  if (!whole || value == 0 || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000)) return std::nullopt;
  return char32_t{value};
}

// One round; false: there was none.
bool resolve_once(std::string& text) {
  bool any = false;
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const size_t end = text[at] == '&' ? text.substr(at, kLongestEntity + 1).find(';') : std::string::npos;
    const auto character = end == std::string::npos ? std::nullopt : character_of(std::string_view(text).substr(at + 1, end - 1));
    if (character) {
      any = true;
      unicode::append(out, *character);
      at += end + 1;
    } else {
      out.push_back(text[at++]);
    }
  }
  if (any) text = std::move(out);
  return any;
}

bool is_filler(char32_t c) { return c == '/' || c == '\\' || c == '_' || c == '.' || identity::is_hyphen(c) || identity::is_space(c); }

}  // namespace

std::string resolve_entities(std::string_view text) {
  std::string out(text);
  // Each round makes the text shorter, so this ends.
  while (out.find('&') != std::string::npos && resolve_once(out)) {
  }
  return out;
}

bool says_nothing(std::string_view text) {
  constexpr std::string_view kWords[] = {"无", "暂无", "空", "暂缺", "不详", "暂无数据", "暂无信息", "null", "none", "nil", "nan", "n/a", "undefined"};
  constexpr std::u32string_view kFirstOfWords = U"无暂空不nNuU";
  constexpr size_t kLongest = 16;
  const std::string_view trimmed = identity::trim(text);
  if (trimmed.empty()) return true;
  if (trimmed.size() > kLongest) return false;
  // Nearly every text says something from its first character on.
  const unicode::Decoded first = unicode::decode(trimmed, 0);
  const char32_t begins = unicode::fold_width(first.code_point);
  if (first.length == 0 || (!is_filler(begins) && kFirstOfWords.find(begins) == kFirstOfWords.npos)) return false;
  std::string folded = unicode::fold_width(trimmed);
  for (char& c : folded) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  if (std::find(std::begin(kWords), std::end(kWords), folded) != std::end(kWords)) return true;
  for (size_t at = 0; at < folded.size();) {
    const unicode::Decoded decoded = unicode::decode(folded, at);
    if (decoded.length == 0 || !is_filler(decoded.code_point)) return false;
    at += decoded.length;
  }
  return true;
}

OddCharacters odd_characters(std::string_view text) {
  OddCharacters odd;
  for (size_t at = 0; at < text.size();) {
    // The first byte of each of them is at least that of U+E000, and such a byte stands nowhere but first.
    if (static_cast<uint8_t>(text[at]) < 0xEE) {
      ++at;
      continue;
    }
    const unicode::Decoded decoded = unicode::decode(text, at);
    if (decoded.length == 0) {
      ++at;
      continue;
    }
    at += decoded.length;
    const char32_t c = decoded.code_point;
    odd.private_use = odd.private_use || (c >= 0xE000 && c <= 0xF8FF) || c >= 0xF0000;
    odd.lost = odd.lost || c == 0xFFFD;
  }
  return odd;
}

}  // namespace plumb::feed
