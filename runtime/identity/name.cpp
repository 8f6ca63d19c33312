#include "runtime/identity/name.hpp"

#include "compiler/base/unicode.hpp"
#include "runtime/identity/normal_form.hpp"

namespace plumb::identity {

namespace {

// The dot between the parts of transliterated names, in the code points that keyboards and converters give it.
bool is_middle_dot(char32_t c) {
  switch (c) {
    case 0x00B7:
    case 0x0387:
    case 0x16EB:
    case 0x2022:
    case 0x2024:
    case 0x2027:
    case 0x2219:
    case 0x22C5:
    case 0x2E31:
    case 0x2E33:
    case 0x30FB:
    case 0xFF65:
      return true;
    default:
      return false;
  }
}

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

}  // namespace

std::string_view trim(std::string_view text) {
  size_t begin = 0;
  while (begin < text.size()) {
    const unicode::Decoded decoded = unicode::decode(text, begin);
    if (decoded.length == 0 || !is_space(decoded.code_point)) break;
    begin += decoded.length;
  }
  size_t end = text.size();
  while (end > begin) {
    size_t last = end - 1;  // back to the first byte of the last code point
    while (last > begin && (static_cast<uint8_t>(text[last]) & 0xC0) == 0x80) --last;
    const unicode::Decoded decoded = unicode::decode(text, last);
    if (decoded.length == 0 || !is_space(decoded.code_point)) break;
    end = last;
  }
  return text.substr(begin, end - begin);
}

std::string normalise_name(std::string_view text) {
  if (is_plain(text)) return std::string(text);
  std::string out;
  bool space_pending = false;
  const std::string_view trimmed = trim(text);
  for (size_t offset = 0; offset < trimmed.size();) {
    const unicode::Decoded decoded = unicode::decode(trimmed, offset);
    if (decoded.length == 0) {
      out.push_back(trimmed[offset++]);
      continue;
    }
    offset += decoded.length;
    if (is_space(decoded.code_point)) {
      space_pending = true;
      continue;
    }
    if (space_pending) out.push_back(' ');
    space_pending = false;
    unicode::append(out, is_middle_dot(decoded.code_point) ? char32_t{0xB7} : unicode::fold_width(decoded.code_point));
  }
  return out;
}

}  // namespace plumb::identity
