#include "runtime/identity/number_writing.hpp"

#include <algorithm>
#include <iterator>

#include "compiler/base/unicode.hpp"
#include "runtime/identity/normal_form.hpp"

namespace plumb::identity {

namespace {

// The zeros of the scripts that have digits of their own, ascending (UnicodeData.txt of Unicode 15.1, general category Nd); nine follow each.
constexpr char32_t kZeros[] = {0x0660,  0x06F0,  0x07C0,  0x0966,  0x09E6,  0x0A66,  0x0AE6,  0x0B66,  0x0BE6,  0x0C66,  0x0CE6,  0x0D66,  0x0DE6,  0x0E50,
                               0x0ED0,  0x0F20,  0x1040,  0x1090,  0x17E0,  0x1810,  0x1946,  0x19D0,  0x1A80,  0x1A90,  0x1B50,  0x1BB0,  0x1C40,  0x1C50,
                               0xA620,  0xA8D0,  0xA900,  0xA9D0,  0xA9F0,  0xAA50,  0xABF0,  0x104A0, 0x10D30, 0x11066, 0x110F0, 0x11136, 0x111D0, 0x112F0,
                               0x11450, 0x114D0, 0x11650, 0x116C0, 0x11730, 0x118E0, 0x11950, 0x11C50, 0x11D50, 0x11DA0, 0x11F50, 0x16A60, 0x16AC0, 0x16B50,
                               0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E4F0, 0x1E950, 0x1FBF0};

// Most characters of Chinese texts, told at once: no digits and no signs.
bool is_common_han(char32_t c) { return c >= 0x3400 && c <= 0x9FFF; }

char other_digit(char32_t c) {
  if (c < kZeros[0] || is_common_han(c)) return '\0';
  const char32_t zero = *std::prev(std::upper_bound(std::begin(kZeros), std::end(kZeros), c));
  return c - zero < 10 ? static_cast<char>('0' + (c - zero)) : '\0';
}

struct Range {
  char32_t first, last;
};

// Blocks of signs; of General Punctuation and the first 128 also what is_space() and is_hyphen() name.
constexpr Range kSigns[] = {{0x21, 0x23},     {0x26, 0x29},     {0x2B, 0x2F},     {0x3A, 0x40},       {0x5B, 0x60},      {0x7B, 0x7E},     {0xA6, 0xB8},
                            {0xBB, 0xBB},     {0xBF, 0xBF},     {0xD7, 0xD7},     {0xF7, 0xF7},       {0x300, 0x36F},    {0x2010, 0x202F}, {0x2032, 0x206F},
                            {0x20D0, 0x20FF}, {0x2190, 0x25CA}, {0x25CC, 0x27BF}, {0x2900, 0x2BFF},   {0x3001, 0x3004},  {0x3008, 0x3020}, {0x3030, 0x3037},
                            {0x30FB, 0x30FB}, {0x3200, 0x32FF}, {0xFE00, 0xFE1F}, {0xFE30, 0xFE68},   {0xFF01, 0xFF03},  {0xFF06, 0xFF09}, {0xFF0B, 0xFF0F},
                            {0xFF1A, 0xFF20}, {0xFF3B, 0xFF40}, {0xFF5B, 0xFF65}, {0x1F000, 0x1FAFF}, {0xE0100, 0xE01EF}};

}  // namespace

char number_character(char32_t c) {
  c = unicode::fold_width(c);
  if (c >= 'a' && c <= 'z') c = c - 'a' + 'A';
  if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '*') return static_cast<char>(c);
  return other_digit(c);
}

char chinese_numeral(char32_t c) {
  switch (c) {  // of every character of every text that is shown
    case U'〇':
    case U'零':
    case U'○':
      return '0';
    case U'一':
    case U'壹':
    case U'弌':
      return '1';
    case U'二':
    case U'贰':
    case U'貳':
      return '2';
    case U'三':
    case U'叁':
    case U'參':
      return '3';
    case U'四':
    case U'肆':
      return '4';
    case U'五':
    case U'伍':
      return '5';
    case U'六':
    case U'陆':
    case U'陸':
      return '6';
    case U'七':
    case U'柒':
      return '7';
    case U'八':
    case U'捌':
      return '8';
    case U'九':
    case U'玖':
      return '9';
    default:
      return '\0';
  }
}

bool may_part_groups(char32_t c) {
  if (is_common_han(c)) return c == U'年' || c == U'月' || c == U'日';
  if (number_character(c) != '\0') return false;
  if (is_space(c) || is_hyphen(c)) return true;
  return std::any_of(std::begin(kSigns), std::end(kSigns), [&](Range signs) { return signs.first <= c && c <= signs.last; });
}

std::string places_of_numbers(std::string_view text) {
  std::string places;
  places.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const unicode::Decoded decoded = unicode::decode(text, at);
    at += decoded.length == 0 ? 1 : decoded.length;
    const char32_t c = decoded.length == 0 ? U'?' : decoded.code_point;
    const char place = number_character(c), numeral = chinese_numeral(c);
    if (place != '\0') {
      places.push_back(place);
    } else if (numeral != '\0') {
      places.push_back(numeral);
    } else if (decoded.length == 0 || !may_part_groups(c)) {
      places.push_back('?');
    }
  }
  return places;
}

}  // namespace plumb::identity
