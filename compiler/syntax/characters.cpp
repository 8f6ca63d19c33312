#include "compiler/syntax/characters.hpp"

#include <fmt/format.h>

#include "compiler/base/printable.hpp"
#include "compiler/base/unicode.hpp"
#include "compiler/syntax/character_stream.hpp"

namespace plumb::syntax {

using diagnostics::HelpKind;
using diagnostics::Kind;

namespace {

// Where the stretch of control characters that begins at `at` ends; `at` where none does. Tabs and ends of lines are none.
size_t after_controls(std::string_view text, size_t at) {
  while (at < text.size()) {
    const auto byte = static_cast<uint8_t>(text[at]);
    const bool blank = byte == '\t' || byte == '\n' || (byte == '\r' && at + 1 < text.size() && text[at + 1] == '\n');
    if ((byte < 0x20 && !blank) || byte == 0x7F) {
      ++at;
    } else if (byte == 0xC2 && at + 1 < text.size() && static_cast<uint8_t>(text[at + 1]) < 0xA0) {  // U+0080 to U+009F
      at += 2;
    } else {
      break;
    }
  }
  return at;
}

}  // namespace

bool is_invisible(char32_t c) {
  return (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2069) || c == 0x061C || c == 0x00AD || c == 0xFEFF ||
         (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0000 && c <= 0xE0FFF);
}

std::optional<char32_t> looks_like(char32_t c) {
  struct Pair {
    char32_t foreign, plain;
  };
  static constexpr Pair kPairs[] = {{0x0410, 'A'},   {0x0412, 'B'},   {0x0415, 'E'},   {0x041A, 'K'},   {0x041C, 'M'},   {0x041D, 'H'},   {0x041E, 'O'},
                                    {0x0420, 'P'},   {0x0421, 'C'},   {0x0422, 'T'},   {0x0425, 'X'},   {0x0430, 'a'},   {0x0435, 'e'},   {0x043E, 'o'},
                                    {0x0440, 'p'},   {0x0441, 'c'},   {0x0443, 'y'},   {0x0445, 'x'},   {0x0455, 's'},   {0x0456, 'i'},   {0x0458, 'j'},
                                    {0x0501, 'd'},   {0x051B, 'q'},   {0x051D, 'w'},   {0x0391, 'A'},   {0x0392, 'B'},   {0x0395, 'E'},   {0x0396, 'Z'},
                                    {0x0397, 'H'},   {0x0399, 'I'},   {0x039A, 'K'},   {0x039C, 'M'},   {0x039D, 'N'},   {0x039F, 'O'},   {0x03A1, 'P'},
                                    {0x03A4, 'T'},   {0x03A5, 'Y'},   {0x03A7, 'X'},   {0x03BD, 'v'},   {0x03BF, 'o'},   {0x03C1, 'p'},   {0x2F00, U'一'},
                                    {0x2F06, U'二'}, {0x2F17, U'十'}, {0x2F08, U'人'}, {0x2F25, U'女'}, {0x2F26, U'子'}, {0x2F2F, U'工'}, {0x2F47, U'日'},
                                    {0x2F49, U'月'}, {0x2F54, U'水'}, {0x2F64, U'用'}, {0x2F75, U'竹'}, {0x2F8F, U'行'}, {0x2FA6, U'金'}, {0x2FC0, U'首'}};
  for (const Pair& pair : kPairs) {
    if (pair.foreign == c) return pair.plain;
  }
  if (c >= 0x1D400 && c <= 0x1D433) return c - 0x1D400 < 26 ? 'A' + (c - 0x1D400) : 'a' + (c - 0x1D41A);
  return std::nullopt;
}

std::string code_point_text(char32_t c) { return fmt::format("U+{:04X}", static_cast<uint32_t>(c)); }

bool report_invisible(std::string_view text, SourceId source, diagnostics::Sink& sink) {
  bool found = false;
  for (size_t at = 0; at < text.size();) {
    const auto byte = static_cast<uint8_t>(text[at]);
    if (const size_t end = after_controls(text, at); end != at) {
      const char32_t first = unicode::decode(text, at).code_point;
      const Span span{source, static_cast<uint32_t>(at), static_cast<uint32_t>(end)};
      sink.report(Kind::unexpected_character, span, {draw(text, at).text, code_point_text(first)}).fix(HelpKind::remove_it, {}, span, "");
      found = true;
      at = end;
      continue;
    }
    if (byte < 0x80) {
      ++at;
      continue;
    }
    const unicode::Decoded d = unicode::decode(text, at);
    if (is_invisible(d.code_point)) {
      const Span span{source, static_cast<uint32_t>(at), static_cast<uint32_t>(at + d.length)};
      sink.report(Kind::invisible_character, span, {code_point_text(d.code_point)}).fix(HelpKind::remove_it, {}, span, "");
      found = true;
    }
    at += d.length;
  }
  return found;
}

bool report_foreign_letters(std::string_view name, Span span, diagnostics::Sink& sink) {
  for (size_t at = 0; at < name.size();) {
    const unicode::Decoded d = unicode::decode(name, at);
    const char32_t c = unicode::fold_width(d.code_point);
    const bool compatibility = (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x2E80 && c <= 0x2FD5);
    // Signs may stand in a quoted name; letters of other scripts in none.
    const bool sign = fold(c) != kLetter || c == U'〔' || c == U'〕' || c == U'·' || c == U'・' || c == U'〇' || c == U'々';
    if (compatibility || !(sign || unicode::is_han(c))) {
      const uint32_t begin = span.begin + static_cast<uint32_t>(at);
      const Span place{span.source, begin, begin + d.length};
      const std::string shown(name.substr(at, d.length));
      if (const std::optional<char32_t> plain = looks_like(c)) {
        std::string replacement;
        unicode::append(replacement, *plain);
        sink.report(Kind::look_alike_character, place, {shown, code_point_text(c), replacement}).fix(HelpKind::change_to, {replacement}, place, replacement);
      } else {
        sink.report(Kind::foreign_letter, place, {shown, code_point_text(c)});
      }
      return true;
    }
    at += d.length;
  }
  return false;
}

void report_unexpected(std::string_view text, Span span, diagnostics::Sink& sink) {
  const unicode::Decoded d = unicode::decode(text, 0);
  if (is_invisible(d.code_point) || after_controls(text, 0) != 0) return;  // told by report_invisible
  sink.report(Kind::unexpected_character, span, {std::string(text.substr(0, d.length)), code_point_text(d.code_point)});
}

}  // namespace plumb::syntax
