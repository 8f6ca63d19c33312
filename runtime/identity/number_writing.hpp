// How people write numbers in texts: a character → the place of a number that it stands for, or what only parts the groups of one.
//
// For whatever looks for numbers in free text (free_text, the registry's erasure). Identifiers that somebody gives as such are
// normalise()'s. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace plumb::identity {

// '0' to '9' for a decimal digit of any script (Unicode's Nd: ４, ٤, 𝟜), 'A' to 'Z' for a Latin letter of either case and width, '*' for
// itself; else '\0'.
char number_character(char32_t c);

// '0' to '9' for 〇零○一二三四五六七八九 and the numerals of accounts (壹贰叁 …); else '\0'.
char chinese_numeral(char32_t c);

// Spaces, hyphens, points, strokes, brackets, circled numbers (①) and other signs, and 年月日. Not: signs that end an amount (元, %, ¥), '*'.
bool may_part_groups(char32_t c);

// What is left of a text where numbers are looked for: places of numbers, Chinese numerals as digits, nothing of what may part groups,
// and '?' for every other character. REQUIRES: valid UTF-8; a broken byte becomes '?'.
std::string places_of_numbers(std::string_view text);

}  // namespace plumb::identity
