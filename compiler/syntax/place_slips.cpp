// Slips in conditions, values and cells.
#include "compiler/syntax/place_slips.hpp"

#include <algorithm>

#include "compiler/syntax/antlr.hpp"
#include "compiler/syntax/slips.hpp"

namespace plumb::syntax {

using diagnostics::Argument;
using diagnostics::Edit;
using diagnostics::HelpKind;
using diagnostics::Kind;
using diagnostics::Term;

bool is_clause_head(const Token& token) {
  if (!token.first_on_line || !token.keyword) return false;
  const uint16_t type = token.type;
  // 失信被执行人, 单位, 且, 是 … open lines too, and go on with the clause before.
  return type < PlumbLexer::K_BOOL && !(type >= PlumbLexer::K_DEFAULTER && type <= PlumbLexer::K_STATUS);
}

bool PlaceOfError::expects(size_t type) const { return std::find(place_.expected.begin(), place_.expected.end(), type) != place_.expected.end(); }
bool PlaceOfError::reading(size_t rule) const { return std::find(place_.rules.begin(), place_.rules.end(), rule) != place_.rules.end(); }

bool PlaceOfError::is_plain_word(uint32_t i) const {
  if (!inside(i)) return false;
  const Token& token = list_.tokens[i];
  return token.type == PlumbLexer::NAME || (token.keyword && !info(*token.keyword).reserved && !info(*token.keyword).unit);
}

bool PlaceOfError::ends_operand(uint32_t i) const {
  if (!inside(i)) return false;
  const Token& token = list_.tokens[i];
  switch (token.type) {
    case PlumbLexer::QUOTED_NAME:
    case PlumbLexer::NUMBER:
    case PlumbLexer::STRING:
    case PlumbLexer::DATE:
    case PlumbLexer::PERCENT:
    case PlumbLexer::RPAREN:
    case PlumbLexer::RBRACE:
    case PlumbLexer::K_YES:
    case PlumbLexer::K_NO:
    case PlumbLexer::K_BETWEEN_END:
      return true;
    default:
      return is_plain_word(i) || (token.keyword && info(*token.keyword).unit);
  }
}

bool PlaceOfError::is_comparator(uint16_t type) {
  return (type >= PlumbLexer::EQ && type <= PlumbLexer::LT) || (type >= PlumbLexer::K_IS && type <= PlumbLexer::K_BELOW);
}
bool PlaceOfError::is_membership(uint16_t type) { return type >= PlumbLexer::K_IN && type <= PlumbLexer::K_HAS_ALL; }

uint32_t PlaceOfError::head() const {
  uint32_t i = std::min(at_, piece_.end - 1);
  while (i > piece_.begin && (i == at_ || !is_clause_head(list_.tokens[i]))) --i;
  return i;
}

uint32_t PlaceOfError::clause_end(uint32_t i) const {
  int32_t depth = 0;
  for (++i; i < piece_.end; ++i) {
    if (type(i) == PlumbLexer::LBRACE) ++depth;
    if (type(i) == PlumbLexer::RBRACE && depth-- == 0) break;
    if (depth == 0 && is_clause_head(list_.tokens[i])) break;
  }
  return i;
}

bool PlaceOfError::in_condition() const {
  return type(head()) == PlumbLexer::K_WHEN || type(piece_.begin) == PlumbLexer::K_DEFINE || reading(PlumbParser::RuleExpression);
}

bool PlaceOfError::tell_word(Span wrong, std::string right, std::string shown) {
  if (shown.empty()) shown = right;
  sink_.report(Kind::wrong_word, wrong, {text(wrong), shown}).fix(HelpKind::change_to, {shown}, wrong, std::move(right));
  return true;
}

bool PlaceOfError::tell_not_needed(uint32_t i) {
  sink_.report(Kind::not_needed, span(i), {text(i)}).fix(HelpKind::remove_it, {}, span(i), "");
  return true;
}

namespace {

// 3周 is 21日: how many of `unit` one of the word makes.
struct UnitSlip {
  std::string_view wrong;
  int64_t times;
  std::string_view unit;
};
constexpr UnitSlip kUnits[] = {
    {"万", 1, "万元"},        {"亿", 1, "亿元"},      {"块", 1, "元"},       {"块钱", 1, "元"},    {"圆", 1, "元"},        {"RMB", 1, "元"},
    {"rmb", 1, "元"},         {"人民币", 1, "元"},    {"百元", 100, "元"},   {"千元", 1000, "元"}, {"十万元", 10, "万元"}, {"百万元", 100, "万元"},
    {"千万元", 1000, "万元"}, {"十亿元", 10, "亿元"}, {"月", 1, "个月"},     {"月份", 1, "个月"},  {"周", 7, "日"},        {"星期", 7, "日"},
    {"个星期", 7, "日"},      {"季度", 3, "个月"},    {"个季度", 3, "个月"}, {"周年", 1, "年"},    {"个年", 1, "年"},      {"自然日", 1, "日"},
};
// What is counted or measured belongs into the field's name, not behind the number.
constexpr std::string_view kMeasured[] = {"星",   "星级", "级", "平方米", "平米", "平", "人", "个", "次", "名", "套", "辆", "公里", "千米", "米", "吨",
                                          "公斤", "岁",   "户", "处",     "家",   "条", "项", "分", "亩", "间", "栋", "件", "元整", "整",   "正", "公顷"};

class ConditionSlips : private PlaceOfError {
 public:
  using PlaceOfError::PlaceOfError;

  bool tell() {
    if (sign() || cell() || unit() || range() || condition_word() || branch()) return true;
    if (!in_condition()) return false;
    return operator_word() || glued_operator() || negation() || number_first() || chain() || list() || conjunction();
  }

 private:
  // => for >=, || for 或
  bool sign() {
    if (type(at_) == PlumbLexer::PIPE && in_condition() && type(piece_.begin) != PlumbLexer::K_TABLE) {
      const bool two = type(at_ + 1) == PlumbLexer::PIPE;
      return tell_word(span(at_, two ? at_ + 1 : at_), "或");
    }
    if (type(at_) == PlumbLexer::COLON && type(at_ + 1) == PlumbLexer::EQ && touches(at_ + 1)) return tell_word(span(at_, at_ + 1), "=");
    if (!touches(at_)) return false;
    const uint16_t first = type(at_ - 1), second = type(at_);
    if (first == PlumbLexer::EQ && second == PlumbLexer::GT) return tell_word(span(at_ - 1, at_), ">=");
    if (first == PlumbLexer::EQ && second == PlumbLexer::LT) return tell_word(span(at_ - 1, at_), "<=");
    if (first == PlumbLexer::GT && second == PlumbLexer::GT) return tell_word(span(at_ - 1, at_), ">");
    if (first == PlumbLexer::LT && second == PlumbLexer::LT) return tell_word(span(at_ - 1, at_), "<");
    return false;
  }

  bool begins_cell(uint32_t i) const {
    return type(i) == PlumbLexer::PIPE || type(i) == PlumbLexer::K_CASE || (type(i) == PlumbLexer::COLON && type(i - 1) == PlumbLexer::K_CASE);
  }

  // - or * for —, or nothing
  bool cell() {
    if (!reading(PlumbParser::RuleRow)) return false;
    const bool ends = type(at_) == PlumbLexer::PIPE || type(at_) == PlumbLexer::K_IMPOSE;
    if (type(at_) == PlumbLexer::STAR && begins_cell(at_ - 1)) return tell_word(span(at_), "—");
    uint32_t first = at_;
    while (type(first - 1) == PlumbLexer::MINUS) --first;
    if (!ends || !begins_cell(first - 1)) return false;
    if (first != at_) return tell_word(span(first, at_ - 1), "—");
    sink_.report(Kind::expected, span(at_), {Term::expected_cell, Argument::named("'" + text(at_) + "'", "“" + text(at_) + "”")})
        .fix(HelpKind::insert, {"—"}, before(at_), "— ");
    return true;
  }

  bool unit() {
    const uint32_t number = at_ - 1;
    const std::string word = text(at_);
    if (type(at_) != PlumbLexer::NAME || opens_line(at_) || at_ == piece_.begin) return false;
    if (list_.tokens[number].keyword && info(*list_.tokens[number].keyword).unit && (word == "整" || word == "正" || word == "人民币" || word == "整人民币"))
      return tell_not_needed(at_);
    if (type(number) != PlumbLexer::NUMBER) return false;
    if (word.starts_with("月") && word.size() > 3 && word[3] >= '0' && word[3] <= '9') {  // 5月1日
      const Span whole = span(number, at_);
      sink_.report(Kind::incomplete_date, whole, {text(whole)}).help(HelpKind::write_whole_date);
      return true;
    }
    for (const UnitSlip& row : kUnits) {
      if (row.wrong != word) continue;
      const std::string figure = text(number);
      if (row.times == 1) return tell_word(span(at_), std::string(row.unit));
      if (figure.find_first_not_of("0123456789") != std::string::npos || figure.size() > 9) return false;
      const std::string right = std::to_string(std::stoll(figure) * row.times) + std::string(row.unit);
      return tell_word(span(number, at_), right);
    }
    if (std::find(std::begin(kMeasured), std::end(kMeasured), word) != std::end(kMeasured)) return tell_not_needed(at_);
    return false;
  }

  // 介于 1 到 5 之间, 介于 1-5 之间
  bool range() {
    if (!expects(PlumbLexer::K_TO) || expects(PlumbLexer::K_AND)) return false;
    const std::string word = text(at_);
    if (word == "到" || word == "和" || word == "及" || word == "、" || type(at_) == PlumbLexer::ANY) return tell_word(span(at_), "至");
    for (uint32_t i = at_ - 1; i > piece_.begin && type(i) != PlumbLexer::K_BETWEEN; --i) {
      if (type(i) == PlumbLexer::MINUS) return tell_word(span(i), " 至 ", "至");
    }
    return false;
  }

  bool then_follows(uint32_t i, size_t word) const {
    const uint32_t end = clause_end(i);
    for (; i < end; ++i) {
      if (type(i) == word || (word == PlumbLexer::K_THEN && (text(i) == "那么" || text(i) == "那" || text(i) == "就"))) return true;
    }
    return false;
  }

  // 如果 for 条件 or 若, or for nothing at all
  bool condition_word() {
    for (uint32_t i : {at_, at_ - 1}) {
      if (i < piece_.begin || i >= piece_.end) continue;
      const std::string word = text(i);
      if (word != "如果" && word != "假如" && word != "倘若" && word != "若是" && word != "凡") continue;
      const bool after_head = type(i - 1) == PlumbLexer::K_WHEN || (type(i - 1) == PlumbLexer::COLON && type(i - 2) == PlumbLexer::K_WHEN);
      if (opens_line(i) && !after_head && type(i - 1) != PlumbLexer::K_AND && type(i - 1) != PlumbLexer::K_OR) return tell_word(span(i), "条件");
      if (then_follows(i, PlumbLexer::K_THEN) || !after_head) return tell_word(span(i), "若");
      return tell_not_needed(i);
    }
    return false;
  }

  bool branch() {
    const std::string word = text(at_);
    const bool after_comma = type(at_) == PlumbLexer::COMMA;
    if (expects_only(PlumbLexer::K_THEN)) {
      if (word == "那么" || word == "就" || word == "那") return tell_word(span(at_), "则");
      if (after_comma && (type(at_ + 1) == PlumbLexer::K_THEN)) return tell_not_needed(at_);
      const uint32_t begin = head();
      for (uint32_t i = begin; i < at_; ++i) {
        if (type(i) == PlumbLexer::K_IF && type(begin) == PlumbLexer::K_WHEN && !then_follows(i, PlumbLexer::K_THEN)) return tell_not_needed(i);
      }
    }
    if (expects_only(PlumbLexer::K_ELSE)) {
      if (word == "不然" || word == "要不") return tell_word(span(at_), "否则");
      if (after_comma && type(at_ + 1) == PlumbLexer::K_ELSE) return tell_not_needed(at_);
      const Argument found = place_.at_end ? Argument(Term::end_of_declaration) : Argument::named("'" + word + "'", "“" + word + "”");
      sink_.report(Kind::expected, place_.at_end ? span(piece_.end - 1) : span(at_), {Term::expected_else, found}).help(HelpKind::say_otherwise, {"否则 否"});
      return true;
    }
    if (type(at_) != PlumbLexer::K_IF || expects(PlumbLexer::K_IF) || !in_condition()) return false;
    if (!then_follows(at_, PlumbLexer::K_THEN)) return tell_not_needed(at_);
    if (!then_follows(at_, PlumbLexer::K_ELSE)) return false;
    sink_.report(Kind::if_without_brackets, span(at_), {text(at_)})
        .fix(HelpKind::add_brackets, {"(" + text(span(at_, clause_end(at_) - 1)) + ")"},
             std::vector<Edit>{{before(at_), "("}, {after(clause_end(at_) - 1), ")"}});
    return true;
  }

  // 等级 是 甲级, 星级 满 3, … 和 …
  bool operator_word() {
    if (!ends_operand(at_ - 1) || list_.tokens[at_ - 1].bad) return false;
    if (type(at_) == PlumbLexer::K_YES) return tell_word(span(at_), "为");
    if (type(at_) != PlumbLexer::NAME) return false;
    std::string word = text(at_);
    if (const std::optional<Slip> slip = operator_slip(word)) return tell_word(span(at_), std::string(slip->spelling));
    for (char& c : word) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    const std::optional<Keyword> lower = word == text(at_) ? std::nullopt : find_keyword(word);
    return lower && tell_word(span(at_), word);
  }

  // 星级大于3: read as a name 星级大, and 于
  bool glued_operator() {
    if (type(at_) != PlumbLexer::K_ON || !touches(at_) || type(at_ - 1) != PlumbLexer::NAME) return false;
    const std::string word = text(span(at_ - 1, at_));
    const std::optional<SlipInside> inside = operator_inside(word);
    if (!inside || inside->end != word.size()) return false;
    const uint32_t begin = list_.tokens[at_ - 1].begin;
    const Span wrong{list_.source, begin + static_cast<uint32_t>(inside->begin), begin + static_cast<uint32_t>(inside->end)};
    return tell_word(wrong, " " + std::string(inside->spelling) + " ", std::string(inside->spelling));
  }

  // 不 必需, 没有 必需
  bool negation() {
    const std::string word = text(at_ - 1);
    if (!ends_operand(at_) || opens_line(at_ - 1) || ends_operand(at_ - 2)) return false;
    if (word != "不" && word != "没有" && word != "无" && word != "未" && word != "并非" && word != "不是") return false;
    return tell_word(span(at_ - 1), "非");
  }

  // 以上 and 以下 include the number itself (《民法典》第一千二百五十九条).
  static std::string_view bound(std::string_view word) {
    if (word == "以上" || word == "及以上") return "不低于";
    return word == "以下" || word == "以内" || word == "及以下" ? "不超过" : "";
  }

  // 星级 3 以上
  bool number_first() {
    if (type(at_) != PlumbLexer::NUMBER || !ends_operand(at_ - 1)) return false;
    uint32_t last = at_;
    while (inside(last + 1) && list_.tokens[last + 1].keyword && info(*list_.tokens[last + 1].keyword).unit) ++last;
    // 2次以上, 2 次 以上: what is counted by the piece has no unit here.
    constexpr size_t kLetter = 3;
    uint32_t end = last + 1;
    std::string word = text(end);
    if (word.size() == kLetter && inside(end + 1) && !opens_line(end + 1) && !bound(text(end + 1)).empty()) word = text(++end);
    std::string_view right = bound(word);
    if (right.empty() && word.size() > kLetter) right = bound(std::string_view(word).substr(kLetter));
    if (right.empty()) return false;
    return tell_word(span(at_, end), std::string(right) + " " + text(span(at_, last)));
  }

  // 1 <= 星级 <= 5
  bool chain() {
    if (!is_comparator(type(at_))) return false;
    uint32_t first = at_ - 1;
    while (first > piece_.begin && !is_comparator(type(first))) {
      const bool part = ends_operand(first) || type(first) == PlumbLexer::DE || type(first) == PlumbLexer::DOT ||
                        (type(first) >= PlumbLexer::PLUS && type(first) <= PlumbLexer::PERCENT) || type(first) == PlumbLexer::LPAREN;
      if (!part) return false;
      --first;
    }
    if (!is_comparator(type(first)) || first + 1 == at_) return false;
    // What stands in the middle is compared twice; of 星级 >= 1 <= 5 it is the left side.
    const bool number = type(first + 1) == PlumbLexer::NUMBER || type(first + 1) == PlumbLexer::DATE;
    const std::string middle = number && ends_operand(first - 1) ? text(first - 1) : text(span(first + 1, at_ - 1));
    const Span whole = span(first > piece_.begin && ends_operand(first - 1) ? first - 1 : first, inside(at_ + 1) ? at_ + 1 : at_);
    sink_.report(Kind::chained_comparison, whole, {text(whole)}).fix(HelpKind::insert, {"且 " + middle}, before(at_), "且 " + middle + " ");
    return true;
  }

  // 属于 甲级、乙级; 为 甲级、乙级; 属于 （甲级、乙级）; 属于 {甲级 乙级}
  bool list() {
    if (reading(PlumbParser::RulePrimary) && type(at_) != PlumbLexer::COMMA && ends_operand(at_ - 1) && ends_operand(at_) && !opens_line(at_)) {
      uint32_t open = at_ - 1;
      while (ends_operand(open) || type(open) == PlumbLexer::COMMA) --open;
      if (type(open) == PlumbLexer::LBRACE && is_membership(type(open - 1))) {
        sink_.report(Kind::expected, span(at_), {Term::expected_next_or_brace, Argument::named("'" + text(at_) + "'", "“" + text(at_) + "”")})
            .fix(HelpKind::insert, {"、"}, after(at_ - 1), "、");
        return true;
      }
    }
    if (type(at_) != PlumbLexer::COMMA) return false;
    uint32_t first = at_;
    while (ends_operand(first - 1) || (type(first - 1) == PlumbLexer::COMMA && first != at_)) --first;
    if (first == at_) return false;
    const bool bracketed = type(first - 1) == PlumbLexer::LPAREN;
    const uint32_t op = bracketed ? first - 2 : first - 1;
    const uint16_t asks = type(op);
    const bool equality = asks == PlumbLexer::K_IS || asks == PlumbLexer::EQ || asks == PlumbLexer::K_IS_NOT || asks == PlumbLexer::NE;
    if (!is_membership(asks) && !equality) return false;
    uint32_t last = at_ - 1;
    while (type(last + 1) == PlumbLexer::COMMA && ends_operand(last + 2) && !is_comparator(type(last + 3)) && !is_membership(type(last + 3))) last += 2;
    if (last < at_ || (bracketed && type(last + 1) != PlumbLexer::RPAREN)) return false;
    const std::string braced = "{" + text(span(first, last)) + "}";
    std::vector<Edit> edits;
    if (equality) edits.push_back({span(op), asks == PlumbLexer::K_IS || asks == PlumbLexer::EQ ? "属于" : "不属于"});
    edits.push_back({bracketed ? span(first - 1) : before(first), "{"});
    edits.push_back({bracketed ? span(last + 1) : after(last), "}"});
    const std::string shown = (equality ? edits.front().replacement : text(op)) + " " + braced;
    sink_.report(Kind::values_without_braces, span(first, last), {braced}).fix(HelpKind::change_to, {shown}, std::move(edits));
    return true;
  }

  // 星级 >= 3，价格 >= 500元; two conditions one below the other
  bool conjunction() {
    if (type(at_) == PlumbLexer::COMMA && ends_operand(at_ - 1)) return tell_word(span(at_), " 且 ", "且");
    if (type(at_ - 1) == PlumbLexer::SEMICOLON && ends_operand(at_ - 2) && begins_condition(at_)) return tell_word(span(at_ - 1), " 且 ", "且");
    if (!ends_operand(at_ - 1) || list_.tokens[at_ - 1].bad || !begins_condition(at_)) return false;
    sink_.report(Kind::expected, span(at_), {Term::expected_and, Argument::named("'" + text(at_) + "'", "“" + text(at_) + "”")})
        .fix(HelpKind::insert, {"且"}, before(at_), "且 ");
    return true;
  }

  // Whether what begins here is a comparison, not a clause whose head is wrong.
  bool begins_condition(uint32_t i) const {
    if (type(i) == PlumbLexer::K_NOT) return true;
    const uint32_t end = clause_end(i);
    bool compared = false;
    for (uint32_t k = i; k < end && !(k > i && opens_line(k)); ++k) compared = compared || is_comparator(type(k)) || is_membership(type(k));
    return ends_operand(i) && compared;
  }
};

}  // namespace

bool report_condition_slip(const TokenList& list, const Source& source, const Piece& piece, const ErrorPlace& place, diagnostics::Sink& sink) {
  return ConditionSlips(list, source, piece, place, sink).tell();
}

}  // namespace plumb::syntax
