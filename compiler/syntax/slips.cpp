#include "compiler/syntax/slips.hpp"

#include <algorithm>

#include "compiler/syntax/antlr.hpp"

namespace plumb::syntax {
namespace {

using diagnostics::HelpKind;
using diagnostics::Kind;

struct Row {
  std::string_view wrong;
  Keyword right;
  std::string_view spelling;
  bool head;  // only where a clause head may stand
};
constexpr Row kRows[] = {
    {"当", Keyword::when, "条件", true},
    {"如果", Keyword::if_, "若", false},
    {"否则如果", Keyword::else_, "否则", false},
    {"大于", Keyword::exceeds, "超过", false},
    {"小于", Keyword::below, "低于", false},
    {"大于等于", Keyword::at_least, "不低于", false},
    {"小于等于", Keyword::at_most, "不超过", false},
    {"等于", Keyword::is, "为", false},
    {"不等于", Keyword::is_not, "不为", false},
    {"并", Keyword::logical_and, "且", false},
    {"施行日期", Keyword::from, "施行", true},
    {"废止日期", Keyword::until, "废止", true},
};

// Value of a numeral below 10000 in Chinese figures (三, 十五, 二十, 一百零五, 两), or nothing.
std::optional<int> numeral_value(std::string_view numeral) {
  static constexpr std::string_view kDigits[] = {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
  int total = 0, digit = -1;
  for (size_t at = 0; at < numeral.size(); at += 3) {
    const std::string_view letter = numeral.substr(at, 3);
    int found = letter == "两" ? 2 : letter == "〇" ? 0 : -1;
    for (int i = 0; i < 10; ++i) {
      if (letter == kDigits[i]) found = i;
    }
    if (found >= 0) {
      if (digit > 0) return std::nullopt;
      digit = found;
      continue;
    }
    const int place = letter == "十" ? 10 : letter == "百" ? 100 : letter == "千" ? 1000 : 0;
    if (place == 0) return std::nullopt;
    total += (digit < 0 ? 1 : digit) * place;
    digit = -1;
  }
  if (numeral.empty()) return std::nullopt;
  return total + (digit > 0 ? digit : 0);
}

}  // namespace

std::optional<Slip> word_slip(std::string_view word, bool first_on_line) {
  for (const Row& row : kRows) {
    if (row.wrong == word && (first_on_line || !row.head)) return Slip{row.right, row.spelling};
  }
  return std::nullopt;
}

std::optional<std::string> numeral_with_unit(std::string_view word) {
  static constexpr std::string_view kUnits[] = {"个工作日", "工作日", "个月", "万元", "亿元", "日", "天", "年", "元", "月"};
  for (std::string_view unit : kUnits) {
    if (!word.ends_with(unit)) continue;
    const std::optional<int> value = numeral_value(word.substr(0, word.size() - unit.size()));
    if (!value) return std::nullopt;
    return std::to_string(*value) + std::string(unit == "月" ? "个月" : unit);
  }
  return std::nullopt;
}

void report_thousands(TokenList& list, std::string_view text, diagnostics::Sink& sink) {
  const std::vector<Token>& tokens = list.tokens;
  const auto spelled = [&](const Token& token) { return text.substr(token.begin, token.end - token.begin); };
  const auto digits = [&](const Token& token) { return std::min(spelled(token).find('.'), spelled(token).size()); };
  // Whether tokens[i] "," tokens[i + 2] are two groups of one number, written without a blank.
  const auto continues = [&](size_t i) {
    return i + 2 < tokens.size() && tokens[i + 1].type == PlumbLexer::COMMA && tokens[i + 2].type == PlumbLexer::NUMBER &&
           tokens[i + 1].begin == tokens[i].end && tokens[i + 2].begin == tokens[i + 1].end && spelled(tokens[i + 1]) != "、" && digits(tokens[i + 2]) == 3;
  };
  std::vector<Token> joined;
  std::vector<uint32_t> moved_to;  // old index → new
  for (size_t i = 0; i < tokens.size(); ++i) {
    size_t last = i;
    if (tokens[i].type == PlumbLexer::NUMBER && digits(tokens[i]) <= 3) {
      while (continues(last)) last += 2;
      // {100,200} is a list; 1,000元 and = 1,000 are not.
      const bool unit_follows = last + 1 < tokens.size() && tokens[last + 1].type >= PlumbLexer::U_YUAN && tokens[last + 1].type <= PlumbLexer::U_YEARS;
      const uint16_t before = i > 0 ? tokens[i - 1].type : uint16_t{0};
      const bool operand = (before >= PlumbLexer::EQ && before <= PlumbLexer::STAR) || (before >= PlumbLexer::K_IS && before <= PlumbLexer::K_BETWEEN);
      if (!unit_follows && !operand) last = i;
    }
    moved_to.insert(moved_to.end(), last - i + 1, static_cast<uint32_t>(joined.size()));
    joined.push_back(tokens[i]);
    if (last == i) continue;
    std::string number;
    for (size_t k = i; k <= last; k += 2) number += spelled(tokens[k]);
    const Span span{list.source, tokens[i].begin, tokens[last].end};
    sink.report(Kind::thousands_separator, span, {text.substr(span.begin, span.end - span.begin)}).fix(HelpKind::change_to, {number}, span, number);
    joined.back().end = tokens[last].end;
    joined.back().bad = true;
    i = last;
  }
  if (joined.size() == tokens.size()) return;
  moved_to.push_back(static_cast<uint32_t>(joined.size()));
  for (Comment& comment : list.comments) comment.before = moved_to[comment.before];
  list.tokens = std::move(joined);
}

}  // namespace plumb::syntax
