// Slips that writers make, told from the words alone: 当 for 条件, 大于 for 超过, 1,000元, 三日.
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
// `first_on_line`: some words are slips only where a clause head may stand.
std::optional<Slip> word_slip(std::string_view word, bool first_on_line);

// 三日 → 3日, 十五个工作日 → 15个工作日; nothing if the word is not a number in Chinese figures with a unit.
std::optional<std::string> numeral_with_unit(std::string_view word);

// Joins 1,000元 to one number after telling it. Changes the list in place.
void report_thousands(TokenList& list, std::string_view text, diagnostics::Sink& sink);

}  // namespace plumb::syntax
