#include "runtime/identity/name.hpp"

#include "compiler/base/unicode.hpp"
#include "runtime/identity/normal_form.hpp"
#include "runtime/identity/variant.hpp"

namespace plumb::identity {

namespace {

// Whether nothing of it is written otherwise: Chinese characters (U+4000 to U+9FFF) and visible ASCII, as nearly all names are.
bool is_plain(std::string_view text) {
  const auto byte = [&](size_t i) { return i < text.size() ? static_cast<uint8_t>(text[i]) : uint8_t{0}; };
  for (size_t i = 0; i < text.size();) {
    const uint8_t lead = byte(i);
    if (lead > 0x20 && lead < 0x7F) {
      ++i;
    } else if (lead >= 0xE4 && lead <= 0xE9 && (byte(i + 1) & 0xC0) == 0x80 && (byte(i + 2) & 0xC0) == 0x80) {
      i += 3;
    } else {
      return false;
    }
  }
  return true;
}

// Of ASCII that is no space, or of U+4000 to U+9FFF: nearly every text begins and ends so.
bool begins_what_shows(char byte) {
  const auto lead = static_cast<uint8_t>(byte);
  return (lead > ' ' && lead < 0x7F) || (lead >= 0xE4 && lead <= 0xE9);
}

}  // namespace

std::string_view trim(std::string_view text) {
  size_t begin = 0;
  while (begin < text.size()) {
    if (begins_what_shows(text[begin])) break;
    const unicode::Decoded decoded = unicode::decode(text, begin);
    if (decoded.length == 0 || !is_space(decoded.code_point)) break;
    begin += decoded.length;
  }
  size_t end = text.size();
  while (end > begin) {
    size_t last = end - 1;  // back to the first byte of the last code point
    while (last > begin && (static_cast<uint8_t>(text[last]) & 0xC0) == 0x80) --last;
    if (begins_what_shows(text[last])) break;
    const unicode::Decoded decoded = unicode::decode(text, last);
    if (decoded.length == 0 || !is_space(decoded.code_point)) break;
    end = last;
  }
  return text.substr(begin, end - begin);
}

bool is_normal_name(std::string_view text) { return is_plain(text) || normalise_name(text) == text; }

std::string normalise_name(std::string_view text) {
  if (is_plain(text)) return std::string(text);
  std::string out;
  bool space_pending = false, after_dot = false;
  const std::string_view trimmed = trim(text);
  for (size_t offset = 0; offset < trimmed.size();) {
    const unicode::Decoded decoded = unicode::decode(trimmed, offset);
    if (decoded.length == 0) {
      out.push_back(trimmed[offset++]);
      after_dot = false;
      continue;
    }
    offset += decoded.length;
    const std::optional<char32_t> c = compared(decoded.code_point);
    if (!c) continue;
    if (is_space(*c)) {
      space_pending = true;
      continue;
    }
    // The parts of a name are told apart by the dot, with or without spaces around it.
    if (space_pending && !after_dot && *c != kMiddleDot && !out.empty()) out.push_back(' ');
    space_pending = false;
    after_dot = *c == kMiddleDot;
    unicode::append(out, *c);
  }
  return out;
}

}  // namespace plumb::identity
