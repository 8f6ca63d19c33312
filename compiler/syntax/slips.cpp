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
  bool head = false;  // only where a clause head may stand
};
constexpr Row kRows[] = {
    {"当", Keyword::when, "条件", true},
    {"否则如果", Keyword::else_, "否则"},
    {"大于", Keyword::exceeds, "超过"},
    {"小于", Keyword::below, "低于"},
    {"大于等于", Keyword::at_least, "不低于"},
    {"大于或等于", Keyword::at_least, "不低于"},
    {"大于或者等于", Keyword::at_least, "不低于"},
    {"超过或等于", Keyword::at_least, "不低于"},
    {"超过或者等于", Keyword::at_least, "不低于"},
    {"高于或等于", Keyword::at_least, "不低于"},
    {"小于等于", Keyword::at_most, "不超过"},
    {"小于或等于", Keyword::at_most, "不超过"},
    {"小于或者等于", Keyword::at_most, "不超过"},
    {"低于或等于", Keyword::at_most, "不超过"},
    {"不大于", Keyword::at_most, "不超过"},
    {"不高于", Keyword::at_most, "不超过"},
    {"不多于", Keyword::at_most, "不超过"},
    {"不小于", Keyword::at_least, "不低于"},
    {"等于", Keyword::is, "为"},
    {"不等于", Keyword::is_not, "不为"},
    {"并", Keyword::logical_and, "且"},
    {"而且", Keyword::logical_and, "且"},
    {"施行日期", Keyword::from, "施行", true},
    {"废止日期", Keyword::until, "废止", true},
};
// By length within one meaning: the longest that ends a word is taken.
constexpr Row kOperators[] = {
    {"是", Keyword::is, "为"},
    {"就是", Keyword::is, "为"},
    {"不是", Keyword::is_not, "不为"},
    {"不属", Keyword::not_in, "不属于"},
    {"包含", Keyword::has_any, "含任一"},
    {"包括", Keyword::has_any, "含任一"},
    {"含有", Keyword::has_any, "含任一"},
    {"含", Keyword::has_any, "含任一"},
    {"满", Keyword::at_least, "不低于"},
    {"达到", Keyword::at_least, "不低于"},
    {"达", Keyword::at_least, "不低于"},
    {"至少", Keyword::at_least, "不低于"},
    {"最少", Keyword::at_least, "不低于"},
    {"不满", Keyword::below, "低于"},
    {"不足", Keyword::below, "低于"},
    {"未满", Keyword::below, "低于"},
    {"未达到", Keyword::below, "低于"},
    {"多于", Keyword::exceeds, "超过"},
    {"超出", Keyword::exceeds, "超过"},
    {"最多", Keyword::at_most, "不超过"},
    {"在", Keyword::between, "介于"},
    {"位于", Keyword::between, "介于"},
    {"处于", Keyword::between, "介于"},
    {"和", Keyword::logical_and, "且"},
    {"及", Keyword::logical_and, "且"},
    {"以及", Keyword::logical_and, "且"},
    {"同时", Keyword::logical_and, "且"},
    {"或是", Keyword::logical_or, "或"},
    {"要么", Keyword::logical_or, "或"},
};
constexpr std::pair<std::string_view, std::string_view> kValues[] = {{"真", "是"}, {"有", "是"}, {"对", "是"}, {"假", "否"}, {"没有", "否"}, {"不是", "否"}};
constexpr std::string_view kClock[] = {"今天", "今日", "当天", "当日", "现在", "目前", "当前", "当前日期", "今天的日期", "系统日期", "today", "now"};
constexpr std::string_view kAny[] = {"不论", "任意", "不限", "均可", "所有", "任何", "其他情形"};

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

std::optional<Slip> operator_slip(std::string_view word) {
  for (const Row& row : kOperators) {
    if (row.wrong == word) return Slip{row.right, row.spelling};
  }
  return std::nullopt;
}

std::optional<SlipInside> operator_inside(std::string_view word) {
  std::optional<SlipInside> best;
  const auto look = [&](const Row& row) {
    if (row.head || (row.wrong.size() < 6 && row.wrong != "是" && row.wrong != "满")) return;  // one letter is too often part of a name
    const size_t at = word.find(row.wrong);
    if (at == std::string_view::npos || at == 0) return;
    if (!best || at < best->begin || (at == best->begin && row.wrong.size() > best->end - best->begin))
      best = SlipInside{at, at + row.wrong.size(), row.spelling};
  };
  for (const Row& row : kRows) look(row);
  for (const Row& row : kOperators) look(row);
  return best;
}

std::optional<std::string> value_slip(std::string_view word) {
  if (asks_for_clock(word)) return "决定日期";
  for (const auto& [wrong, right] : kValues) {
    if (wrong == word) return std::string(right);
  }
  if (const std::optional<int> number = numeral_value(word)) return std::to_string(*number);
  return numeral_with_unit(word);
}

bool asks_for_clock(std::string_view word) { return std::find(std::begin(kClock), std::end(kClock), word) != std::end(kClock); }
bool means_any(std::string_view word) { return std::find(std::begin(kAny), std::end(kAny), word) != std::end(kAny); }

std::optional<std::string> numeral_with_unit(std::string_view word) {
  if (constexpr std::string_view kPercent = "百分之"; word.starts_with(kPercent)) {
    const std::string_view number = word.substr(kPercent.size());
    if (!number.empty() && number.find_first_not_of("0123456789") == std::string_view::npos) return std::string(number) + "%";
    const std::optional<int> value = numeral_value(number);
    return value ? std::optional(std::to_string(*value) + "%") : std::nullopt;
  }
  static constexpr std::string_view kUnits[] = {"个工作日", "工作日", "个月", "万元", "亿元", "日", "天", "年", "元", "月"};
  for (std::string_view unit : kUnits) {
    if (!word.ends_with(unit)) continue;
    const std::optional<int> value = numeral_value(word.substr(0, word.size() - unit.size()));
    if (!value) return std::nullopt;
    return std::to_string(*value) + std::string(unit == "月" ? "个月" : unit);
  }
  return std::nullopt;
}

namespace {

// Reads a list once, from left to right, and writes it anew.
class Joiner {
 public:
  Joiner(TokenList& list, std::string_view text, diagnostics::Sink& sink) : list_(list), tokens_(list.tokens), text_(text), sink_(sink) {}

  void run() {
    std::vector<Token> joined;
    std::vector<uint32_t> moved_to;  // old index → new
    joined.reserve(tokens_.size());
    moved_to.reserve(tokens_.size() + 1);
    for (size_t i = 0; i < tokens_.size(); ++i) {
      Token token = tokens_[i];
      size_t last = thousands(i, token);
      if (last == i) last = date(i, token);
      if (last == i) last = keyword(i, token);
      moved_to.insert(moved_to.end(), last - i + 1, static_cast<uint32_t>(joined.size()));
      token.end = tokens_[last].end;
      token.bad = token.bad || last != i;
      joined.push_back(token);
      i = last;
    }
    if (joined.size() == tokens_.size()) return;
    moved_to.push_back(static_cast<uint32_t>(joined.size()));
    for (Comment& comment : list_.comments) comment.before = moved_to[comment.before];
    list_.tokens = std::move(joined);
  }

 private:
  std::string_view spelled(size_t i) const { return text_.substr(tokens_[i].begin, tokens_[i].end - tokens_[i].begin); }
  uint16_t type(size_t i) const { return i < tokens_.size() ? tokens_[i].type : uint16_t{0}; }
  bool touches(size_t i) const { return i > 0 && i < tokens_.size() && tokens_[i - 1].end == tokens_[i].begin; }
  Span span(size_t first, size_t last) const { return {list_.source, tokens_[first].begin, tokens_[last].end}; }
  std::string_view text(Span span) const { return text_.substr(span.begin, span.end - span.begin); }
  void tell(Kind kind, size_t first, size_t last, const std::string& right) {
    sink_.report(kind, span(first, last), {text(span(first, last))}).fix(HelpKind::change_to, {right}, span(first, last), right);
  }

  // Each returns the last token that belongs to the one beginning at i.
  size_t thousands(size_t i, Token&) {
    const auto digits = [&](size_t k) { return std::min(spelled(k).find('.'), spelled(k).size()); };
    if (type(i) != PlumbLexer::NUMBER || digits(i) > 3) return i;
    size_t last = i;
    while (type(last + 1) == PlumbLexer::COMMA && type(last + 2) == PlumbLexer::NUMBER && touches(last + 1) && touches(last + 2) && spelled(last + 1) != "、" &&
           digits(last + 2) == 3)
      last += 2;
    if (last == i) return i;
    // {100,200} is a list; 1,000元 and = 1,000 are not.
    const bool unit_follows = type(last + 1) >= PlumbLexer::U_YUAN && type(last + 1) <= PlumbLexer::U_YEARS;
    const uint16_t before = i > 0 ? type(i - 1) : uint16_t{0};
    const bool operand = (before >= PlumbLexer::EQ && before <= PlumbLexer::STAR) || (before >= PlumbLexer::K_IS && before <= PlumbLexer::K_BETWEEN);
    if (!unit_follows && !operand) return i;
    std::string number;
    for (size_t k = i; k <= last; k += 2) number += spelled(k);
    tell(Kind::thousands_separator, i, last, number);
    return last;
  }

  // 2019/5/1, 2019.5.1
  size_t date(size_t i, Token& token) {
    if (type(i) != PlumbLexer::NUMBER) return i;
    const std::string_view first = spelled(i);
    size_t last = i;
    if (first.size() == 4 && type(i + 1) == PlumbLexer::SLASH && type(i + 2) == PlumbLexer::NUMBER && type(i + 3) == PlumbLexer::SLASH &&
        type(i + 4) == PlumbLexer::NUMBER && touches(i + 1) && touches(i + 2) && touches(i + 3) && touches(i + 4)) {
      last = i + 4;
    } else if (first.find('.') == 4 && type(i + 1) == PlumbLexer::DOT && type(i + 2) == PlumbLexer::NUMBER && touches(i + 1) && touches(i + 2)) {
      last = i + 2;
    }
    if (last == i) return i;
    std::vector<std::string> parts(1);
    for (const char c : text(span(i, last))) {
      if (c == '/' || c == '.') {
        parts.emplace_back();
      } else {
        parts.back() += c;
      }
    }
    if (parts.size() != 3 || parts[1].size() > 2 || parts[2].size() > 2) return i;
    for (size_t k : {1U, 2U}) parts[k].insert(0, 2 - parts[k].size(), '0');
    tell(Kind::date_form, i, last, parts[0] + "-" + parts[1] + "-" + parts[2]);
    token.type = PlumbLexer::DATE;
    return last;
  }

  // 事 项, 标　题: a keyword that opens a line, with blanks inside to make it as wide as its neighbours.
  size_t keyword(size_t i, Token& token) {
    if (!tokens_[i].first_on_line || !is_word(i)) return i;
    std::string whole(spelled(i));
    bool named = type(i) == PlumbLexer::NAME;
    for (size_t last = i + 1; last < std::min(i + 5, tokens_.size()) && is_word(last) && !tokens_[last].first_on_line && !touches(last); ++last) {
      whole += spelled(last);
      named = named || type(last) == PlumbLexer::NAME;
      const std::optional<Keyword> found = find_keyword(whole);
      if (!found || !named || info(*found).token > PlumbLexer::K_OUTCOME) continue;
      const std::string right(whole);
      sink_.report(Kind::wrong_word, span(i, last), {text(span(i, last)), right}).fix(HelpKind::change_to, {right}, span(i, last), right);
      token.type = info(*found).token;
      token.keyword = found;
      return last;
    }
    return i;
  }
  bool is_word(size_t i) const { return type(i) == PlumbLexer::NAME || tokens_[i].keyword.has_value(); }

  TokenList& list_;
  const std::vector<Token>& tokens_;
  std::string_view text_;
  diagnostics::Sink& sink_;
};

}  // namespace

void report_pieces_of_words(TokenList& list, std::string_view text, diagnostics::Sink& sink) { Joiner(list, text, sink).run(); }

}  // namespace plumb::syntax
