// The text of a Chinese notice → its clauses: the numbering 一、 （一） 1． （1） read into canonical paths.
//
// Given the text as it was published (title, number and date in front, lines wrapped or not, any width of digits and
// brackets) this finds every numbered clause, its heading, its paragraphs and the departments that stand behind it in
// （责任部门：…）, 责任部门：…。 or 由…负责。 Pure; knows no rule set. Source of the numbering: GB/T 9704-2012 §7.3.3.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::coverage {

// One paragraph of a clause; a clause may have several, each with departments of its own (二（九）).
struct Paragraph {
  std::string text;         // without the department brackets, wrapped lines joined
  std::string departments;  // what stood after 责任部门： or between 由 and 负责, unsplit; empty: none named
};

struct TextClause {
  std::string path;    // canonical: 二（七）1
  std::string parent;  // empty for 一、
  uint8_t level = 1;   // 1: 一、  2: （一）  3: 1．  4: （1）
  uint32_t number = 1;
  uint32_t line = 1;                  // 1-based line of the notice
  std::string title;                  // the heading up to the first 。
  bool runs_on = false;               // its own line goes on after the title: it says something itself, beside its sub-clauses
  std::vector<Paragraph> paragraphs;  // the first begins with the heading, its number left out
};

// A place where the numbering leaps: after 3． comes 5．
struct NumberingGap {
  std::string path;   // of the clause that came
  std::string after;  // the clause before it on its level; empty: it should have been the first
  uint32_t line = 1;
};

struct Outline {
  std::string number;  // 新政办〔2019〕48号, when a line in front is one
  std::vector<TextClause> clauses;
  std::vector<NumberingGap> gaps;

  const TextClause* find(std::string_view path) const;
};

// Never fails: a text without numbering has no clauses. Invalid UTF-8 is kept as it is.
Outline parse_outline(std::string_view text);

// Its own paragraphs, widths folded, white space gone: what a digest is taken of.
std::string normalised_text(const TextClause& clause);

// The Chinese numeral of 1 … 99: 十一. REQUIRES: 1 <= number <= 99.
std::string chinese_numeral(uint32_t number);

}  // namespace plumb::coverage
