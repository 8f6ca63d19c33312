#include "compiler/base/unicode.hpp"

#include <cstring>

namespace plumb::unicode {

namespace {

bool continuation(std::string_view text, size_t at) { return at < text.size() && (static_cast<uint8_t>(text[at]) & 0xC0) == 0x80; }

// Where the first byte at or after `at` stands that is not ASCII.
size_t end_of_ascii(std::string_view text, size_t at) {
  constexpr uint64_t kHighBits = 0x8080808080808080;
  for (uint64_t eight = 0; text.size() - at >= sizeof eight; at += sizeof eight) {
    std::memcpy(&eight, text.data() + at, sizeof eight);
    if ((eight & kHighBits) != 0) break;
  }
  while (at < text.size() && static_cast<uint8_t>(text[at]) < 0x80) ++at;
  return at;
}

char32_t low6(std::string_view text, size_t at) { return static_cast<uint8_t>(text[at]) & 0x3F; }

}  // namespace

Decoded decode(std::string_view text, size_t offset) {
  const auto lead = static_cast<uint8_t>(text[offset]);
  if (lead < 0x80) return {lead, 1};
  if (lead >= 0xC2 && lead <= 0xDF && continuation(text, offset + 1)) {
    return {(static_cast<char32_t>(lead & 0x1F) << 6) | low6(text, offset + 1), 2};
  }
  if (lead >= 0xE0 && lead <= 0xEF && continuation(text, offset + 1) && continuation(text, offset + 2)) {
    const char32_t c = (static_cast<char32_t>(lead & 0x0F) << 12) | (low6(text, offset + 1) << 6) | low6(text, offset + 2);
    if (c < 0x800 || (c >= 0xD800 && c <= 0xDFFF)) return {};
    return {c, 3};
  }
  if (lead >= 0xF0 && lead <= 0xF4 && continuation(text, offset + 1) && continuation(text, offset + 2) && continuation(text, offset + 3)) {
    const char32_t c = (static_cast<char32_t>(lead & 0x07) << 18) | (low6(text, offset + 1) << 12) | (low6(text, offset + 2) << 6) | low6(text, offset + 3);
    if (c < 0x10000 || c > 0x10FFFF) return {};
    return {c, 4};
  }
  return {};
}

std::optional<size_t> first_invalid(std::string_view text) {
  const auto* const bytes = reinterpret_cast<const uint8_t*>(text.data());
  for (size_t at = end_of_ascii(text, 0); at < text.size(); at = end_of_ascii(text, at)) {
    // Nearly all others of a Chinese text: of three bytes, whatever follows the first one.
    const auto is_of_three = [&] {
      return text.size() - at > 2 && bytes[at] > 0xE0 && bytes[at] < 0xED && (bytes[at + 1] & 0xC0) == 0x80 && (bytes[at + 2] & 0xC0) == 0x80;
    };
    while (is_of_three()) at += 3;
    if (at == text.size() || bytes[at] < 0x80) continue;
    const Decoded d = decode(text, at);
    if (d.length == 0) return at;
    at += d.length;
  }
  return std::nullopt;
}

void append(std::string& out, char32_t c) {
  const auto byte = [&](char32_t b) { out.push_back(static_cast<char>(static_cast<uint8_t>(b))); };
  if (c < 0x80) {
    byte(c);
  } else if (c < 0x800) {
    byte(0xC0 | (c >> 6));
    byte(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    byte(0xE0 | (c >> 12));
    byte(0x80 | ((c >> 6) & 0x3F));
    byte(0x80 | (c & 0x3F));
  } else {
    byte(0xF0 | (c >> 18));
    byte(0x80 | ((c >> 12) & 0x3F));
    byte(0x80 | ((c >> 6) & 0x3F));
    byte(0x80 | (c & 0x3F));
  }
}

char32_t fold_width(char32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E) return c - 0xFF01 + 0x21;
  if (c == 0x3000) return ' ';
  return c;
}

std::string fold_width(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const Decoded d = decode(text, at);
    if (d.length == 0) {
      out.push_back(text[at++]);
      continue;
    }
    append(out, fold_width(d.code_point));
    at += d.length;
  }
  return out;
}

int width(char32_t c) {
  if (c < 0x300) return 1;
  if (c <= 0x36F || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2064) || (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF)
    return 0;
  // Quotation marks and dashes of Chinese text are drawn wide by the fonts that Chinese terminals use.
  if ((c >= 0x1100 && c <= 0x115F) || c == 0x2018 || c == 0x2019 || c == 0x201C || c == 0x201D || (c >= 0x2E80 && c <= 0x303E) ||
      (c >= 0x3041 && c <= 0x33FF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0xA000 && c <= 0xA4CF) ||
      (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF01 && c <= 0xFF60) ||
      (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x20000 && c <= 0x3FFFD)) {
    return 2;
  }
  return 1;
}

size_t width(std::string_view text) {
  size_t total = 0;
  for (size_t at = 0; at < text.size();) {
    const Decoded d = decode(text, at);
    if (d.length == 0) {
      ++total;
      ++at;
      continue;
    }
    total += static_cast<size_t>(width(d.code_point));
    at += d.length;
  }
  return total;
}

bool is_han(char32_t c) {
  return (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x323AF) || c == 0x3007;
}

std::string_view beginning(std::string_view text, size_t bytes) {
  if (text.size() <= bytes) return text;
  const auto is_within = [&](size_t at) { return (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U; };
  size_t end = bytes;
  while (end > 0 && bytes - end < 3 && is_within(end)) --end;
  return text.substr(0, is_within(end) ? bytes : end);
}

size_t length(std::string_view text) {
  size_t count = 0;
  for (const char c : text) count += (static_cast<uint8_t>(c) & 0xC0) != 0x80;
  return count;
}

}  // namespace plumb::unicode
