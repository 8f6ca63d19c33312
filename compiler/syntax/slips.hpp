// Slips that writers make, told from the words alone: 大于 for 超过, 1,000元, 三日, 2019/5/1, 事 项.
// What only its place shows is told by place_slips.hpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "compiler/diagnostics/sink.hpp"
#include "compiler/syntax/token.hpp"

namespace plumb::syntax {

// A word that is not the language's, and the one that is meant.
struct Slip {
  Keyword keyword;
  std::string_view spelling;
};

// Words that nobody can mean as a name: 大于, 不等于. `first_on_line`: some are slips only where a clause head may stand.
std::optional<Slip> word_slip(std::string_view word, bool first_on_line);

// Words that may be names, and are slips where a comparison or a conjunction is due: 满, 包含, 是; 和, 同时.
std::optional<Slip> operator_slip(std::string_view word);

// The operator, right or wrong, that ends `word` (星级大于, 金额满): where it begins, and what is meant; not the whole word.
struct SlipInside {
  size_t begin;
  size_t end;
  std::string_view spelling;
};
std::optional<SlipInside> operator_inside(std::string_view word);

// 今天, 真, 百分之十 → 决定日期, 是, 10%: what stands where a value is due.
std::optional<std::string> value_slip(std::string_view word);
// 今天, 现在: they ask for a clock.
bool asks_for_clock(std::string_view word);
// 不论, 任意 in a cell of a table.
bool means_any(std::string_view word);

// 三日 → 3日, 十五个工作日 → 15个工作日, 百分之十 → 10%; nothing if the word is not a number in Chinese figures with a unit.
std::optional<std::string> numeral_with_unit(std::string_view word);

// Joins what was written in pieces, after telling it: 1,000元 to one number, 2019/5/1 to a date, 事 项 to a keyword.
void report_pieces_of_words(TokenList& list, std::string_view text, diagnostics::Sink& sink);

}  // namespace plumb::syntax
