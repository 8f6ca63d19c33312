#include "compiler/syntax/syntax_errors.hpp"

#include <algorithm>

#include "compiler/syntax/antlr.hpp"
#include "compiler/syntax/place_slips.hpp"
#include "compiler/syntax/slips.hpp"

namespace plumb::syntax {
namespace {

using diagnostics::Argument;
using diagnostics::HelpKind;
using diagnostics::Kind;
using diagnostics::LabelKind;
using diagnostics::Term;

// What stands between the braces of each declaration, in the writer's terms.
std::optional<Term> body_of(size_t rule) {
  switch (rule) {
    case PlumbParser::RuleRuleset:
      return Term::expected_ruleset_clause;
    case PlumbParser::RuleDocument:
      return Term::expected_document_clause;
    case PlumbParser::RuleOutlineClause:
      return Term::expected_outline_item;
    case PlumbParser::RuleDepartments:
      return Term::expected_department_clause;
    case PlumbParser::RuleRoles:
      return Term::expected_role_clause;
    case PlumbParser::RuleRoleGroup:
      return Term::expected_next_or_brace;
    case PlumbParser::RuleEnumeration:
      return Term::expected_next_or_brace;
    case PlumbParser::RuleInlineEnumeration:
      return Term::expected_next_or_brace;
    case PlumbParser::RuleTaxonomy:
      return Term::expected_taxonomy_node;
    case PlumbParser::RuleTaxonomyNode:
      return Term::expected_taxonomy_node;
    case PlumbParser::RuleEffects:
      return Term::expected_effect;
    case PlumbParser::RuleParameter:
      return Term::expected_parameter_version;
    case PlumbParser::RuleMatter:
      return Term::expected_matter_clause;
    case PlumbParser::RuleTable:
      return Term::expected_row;
    case PlumbParser::RuleCalendar:
      return Term::expected_calendar_clause;
    case PlumbParser::RuleMeasure:
      return Term::expected_measure_clause;
    case PlumbParser::RuleExceptionClause:
      return Term::expected_exception_clause;
    case PlumbParser::RuleWaiver:
      return Term::expected_waiver_clause;
    case PlumbParser::RuleScenario:
      return Term::expected_scenario_part;
    case PlumbParser::RulePartyDetails:
      return Term::expected_party_detail;
    case PlumbParser::RuleListingFact:
      return Term::expected_listing_detail;
    case PlumbParser::RuleRetentionFact:
      return Term::expected_retention_detail;
    case PlumbParser::RuleFieldValues:
      return Term::expected_field_value;
    default:
      return std::nullopt;
  }
}

std::optional<Term> by_rule(size_t rule) {
  switch (rule) {
    case PlumbParser::RuleName:
    case PlumbParser::RulePlainName:
    case PlumbParser::RuleAnyName:
    case PlumbParser::RuleDeclaredName:
    case PlumbParser::RuleFieldName:
    case PlumbParser::RuleNameList:
    case PlumbParser::RuleRoleList:
    case PlumbParser::RuleDeclaredList:
      return Term::expected_name;
    case PlumbParser::RuleString:
      return Term::expected_text;
    case PlumbParser::RuleBasis:
    case PlumbParser::RuleBasisList:
    case PlumbParser::RuleBasisClause:
      return Term::expected_basis;
    case PlumbParser::RuleDateRange:
    case PlumbParser::RuleDateRangeList:
      return Term::expected_date;
    case PlumbParser::RuleDuration:
      return Term::expected_duration;
    case PlumbParser::RuleType:
    case PlumbParser::RuleBuiltinType:
      return Term::expected_type;
    case PlumbParser::RuleStage:
      return Term::expected_stage;
    case PlumbParser::RuleReach:
      return Term::expected_reach;
    case PlumbParser::RuleExpression:
    case PlumbParser::RuleTest:
    case PlumbParser::RuleSum:
    case PlumbParser::RuleUnary:
    case PlumbParser::RulePostfix:
    case PlumbParser::RulePrimary:
    case PlumbParser::RuleLiteral:
      return Term::expected_value;
    case PlumbParser::RuleCell:
    case PlumbParser::RuleRow:
      return Term::expected_cell;
    case PlumbParser::RuleFact:
    case PlumbParser::RuleSubjectFact:
    case PlumbParser::RuleListFact:
      return Term::expected_fact;
    case PlumbParser::RuleRelationFact:
      return Term::expected_relation;
    case PlumbParser::RulePermitFact:
      return Term::expected_permit;
    case PlumbParser::RuleHoldingFact:
      return Term::expected_holding;
    case PlumbParser::RuleRetentionFact:
      return Term::expected_retention;
    case PlumbParser::RulePartyFact:
      return Term::expected_kind_of_party;
    case PlumbParser::RuleRequest:
      return Term::expected_request;
    case PlumbParser::RuleExpectation:
    case PlumbParser::RuleExpectations:
      return Term::expected_result;
    case PlumbParser::RuleMeasureClause:
      return Term::expected_kind_of_party_clause;
    default:
      return std::nullopt;
  }
}

std::optional<Term> by_single_token(size_t type, size_t rule) {
  switch (type) {
    case PlumbLexer::COLON:
      return rule == PlumbParser::RuleFieldValue ? Term::expected_colon_value : Term::expected_colon_type;
    case PlumbLexer::LBRACE:
      return Term::expected_open_brace;
    case PlumbLexer::RBRACE:
      return body_of(rule).value_or(Term::expected_next_or_brace);
    case PlumbLexer::LPAREN:
      return Term::expected_open_paren;
    case PlumbLexer::RPAREN:
      return Term::expected_close_paren;
    case PlumbLexer::EQ:
      return Term::expected_equals;
    case PlumbLexer::STRING:
      return Term::expected_text;
    case PlumbLexer::DATE:
      return Term::expected_date;
    case PlumbLexer::K_THEN:
      return Term::expected_then;
    case PlumbLexer::K_ELSE:
      return Term::expected_else;
    case PlumbLexer::K_TO:
      return Term::expected_to;
    case PlumbLexer::K_BY:
      return Term::expected_result;
    case PlumbLexer::K_IMPOSE:
      return Term::expected_cell;
    default:
      return std::nullopt;
  }
}

Term what_was_expected(const ErrorPlace& place) {
  const size_t innermost = place.rules.empty() ? size_t{PlumbParser::RulePiece} : place.rules.front();
  // Where a loop over clauses ended, the closing brace is expected beside the operators that could have gone on.
  for (size_t type : place.expected) {
    if (type == PlumbLexer::RBRACE && place.expected.size() <= 3) return *by_single_token(type, innermost);
  }
  if (place.expected.size() == 1) {
    if (const auto term = by_single_token(place.expected.front(), innermost)) return *term;
  }
  for (size_t rule : place.rules) {
    if (const auto term = by_rule(rule)) return *term;
    if (const auto term = body_of(rule)) return *term;
  }
  return Term::expected_end;
}

bool expects(const ErrorPlace& place, size_t type) { return std::find(place.expected.begin(), place.expected.end(), type) != place.expected.end(); }

class Teller {
 public:
  Teller(const TokenList& list, const Source& source, const Piece& piece, const ErrorPlace& place, diagnostics::Sink& sink)
      : list_(list), source_(source), piece_(piece), place_(place), sink_(sink) {}

  void tell() {
    // What was told about a word itself would only be repeated.
    if (!place_.at_end && list_.tokens[place_.token].bad) return;
    if (place_.token > piece_.begin && list_.tokens[place_.token - 1].bad) return;
    if (numeral()) return;
    if (report_name_slip(list_, source_, piece_, place_, sink_) || report_condition_slip(list_, source_, piece_, place_, sink_)) return;
    if (dangling_member() || reserved() || unit()) return;
    const Span span = place_.at_end ? end_span() : list_.span(list_.tokens[place_.token]);
    const Argument found = place_.at_end ? Argument(Term::end_of_declaration) : Argument("'" + text(place_.token) + "'");
    Argument shown = found;
    if (!place_.at_end) shown.zh = "“" + text(place_.token) + "”";
    auto& diagnostic = sink_.report(Kind::expected, span, {after_matter() ? Term::expected_stage : what_was_expected(place_), shown});
    if (place_.at_end) diagnostic.label(LabelKind::in_this_declaration, list_.span(list_.tokens[piece_.begin]));
  }

 private:
  std::string text(uint32_t token) const {
    const Token& t = list_.tokens[token];
    return source_.text().substr(t.begin, t.end - t.begin);
  }
  uint16_t type(uint32_t token) const { return list_.tokens[token].type; }
  // 事项 荣誉 已有: on the same line only a stage can be meant.
  bool after_matter() const {
    if (place_.at_end || place_.token < piece_.begin + 2 || list_.tokens[place_.token].first_on_line) return false;
    return type(piece_.begin) == PlumbLexer::K_MEASURE && type(place_.token - 2) == PlumbLexer::K_MATTER;
  }
  Span end_span() const {
    const Token& last = list_.tokens[piece_.end - 1];
    return list_.span(last);
  }

  // 标的 = 房产: the name holds a 的 and was not quoted.
  bool dangling_member() {
    if (place_.token == piece_.begin) return false;
    uint32_t member = place_.token - 1;
    const bool here = !place_.at_end && type(place_.token) == PlumbLexer::DE;
    if (here) member = place_.token;
    if (type(member) != PlumbLexer::DE && !(type(member) == PlumbLexer::DOT && !here)) return false;
    uint32_t begin = list_.tokens[member].begin, end = list_.tokens[member].end;
    if (member > piece_.begin && list_.tokens[member - 1].end == begin && list_.tokens[member - 1].type == PlumbLexer::NAME)
      begin = list_.tokens[member - 1].begin;
    if (member + 1 < piece_.end && list_.tokens[member + 1].begin == end && list_.tokens[member + 1].type == PlumbLexer::NAME)
      end = list_.tokens[member + 1].end;
    auto& diagnostic = sink_.report(Kind::dangling_member, list_.span(list_.tokens[member]), {text(member)});
    if (type(member) == PlumbLexer::DE) {
      const std::string quoted = "「" + source_.text().substr(begin, end - begin) + "」";
      diagnostic.fix(HelpKind::quote_name, {quoted}, Span{list_.source, begin, end}, quoted);
    }
    return true;
  }

  bool numeral() {
    if (place_.at_end || type(place_.token) != PlumbLexer::NAME) return false;
    const std::optional<std::string> number = numeral_with_unit(text(place_.token));
    if (!number || (place_.token > piece_.begin && type(place_.token - 1) == PlumbLexer::NUMBER)) return false;  // 5千元 is told with its 5
    const Span span = list_.span(list_.tokens[place_.token]);
    sink_.report(Kind::number_in_words, span, {text(place_.token)}).fix(HelpKind::change_to, {*number}, span, *number);
    return true;
  }

  bool reserved() {
    if (place_.at_end || place_.rules.empty()) return false;
    const Token& token = list_.tokens[place_.token];
    const size_t rule = place_.rules.front();
    const bool names_only = expects(place_, PlumbLexer::NAME) && by_rule(rule) == Term::expected_name;
    // { 已婚、未知 }: after a separator a list may end, so that no name is expected.
    const bool in_list = place_.token > piece_.begin && type(place_.token - 1) == PlumbLexer::COMMA && body_of(rule) == Term::expected_next_or_brace;
    if ((!names_only && !in_list) || !token.keyword || !info(*token.keyword).reserved || token.first_on_line) return false;
    const std::string quoted = "「" + text(place_.token) + "」";
    sink_.report(Kind::reserved_name, list_.span(token), {text(place_.token)}).fix(HelpKind::quote_name, {quoted}, list_.span(token), quoted);
    return true;
  }

  bool unit() {
    if (!expects(place_, PlumbLexer::U_DAYS) || expects(place_, PlumbLexer::U_YUAN) || place_.token == piece_.begin) return false;
    const Token& number = list_.tokens[place_.token - 1];
    if (number.type != PlumbLexer::NUMBER) return false;
    sink_.report(Kind::missing_unit, list_.span(number), {text(place_.token - 1)}).help(HelpKind::form_is, {Argument(Term::expected_duration)});
    return true;
  }

  const TokenList& list_;
  const Source& source_;
  const Piece& piece_;
  const ErrorPlace& place_;
  diagnostics::Sink& sink_;
};

}  // namespace

void report_syntax_error(const TokenList& list, const Source& source, const Piece& piece, const ErrorPlace& place, diagnostics::Sink& sink) {
  Teller(list, source, piece, place, sink).tell();
}

namespace {

// 事实, 请求, 结果 and the details in their braces. 仅, 名单 and 依 open lines too, and go on with the list before them.
bool opens_part_of_scenario(uint16_t type) {
  switch (type) {
    case PlumbLexer::K_GIVEN:
    case PlumbLexer::K_REQUEST:
    case PlumbLexer::K_EXPECT:
    case PlumbLexer::K_NUMBER:
    case PlumbLexer::K_NAME:
    case PlumbLexer::K_SECTOR:
    case PlumbLexer::K_CASE_NO:
    case PlumbLexer::K_EXPIRES:
    case PlumbLexer::K_GROUND:
    case PlumbLexer::K_REMOVED:
    case PlumbLexer::K_FILED:
    case PlumbLexer::K_OBJECTION:
    case PlumbLexer::K_RESPONSIBLE:
    case PlumbLexer::K_UNPUBLISHED:
    case PlumbLexer::K_BASIS:
      return true;
    default:
      return false;
  }
}

}  // namespace

std::optional<TokenRange> clause_around(const TokenList& list, const Piece& piece, const ErrorPlace& place) {
  const bool in_scenario = list.tokens[piece.begin].type == PlumbLexer::K_SCENARIO;
  const auto is_head = [&](uint32_t i) { return is_clause_head(list.tokens[i]) && (!in_scenario || opens_part_of_scenario(list.tokens[i].type)); };
  uint32_t token = std::min(place.token, piece.end - 1);
  // A head met while a clause was unfinished: the clause before it is the wrong one.
  const bool unfinished = !place.at_end && is_head(token) && !place.rules.empty() && !body_of(place.rules.front());
  if (unfinished && token > piece.begin) --token;
  // Backwards to a head that is not inside braces opened after it.
  int32_t depth = 0;
  uint32_t begin = token;
  while (true) {
    if (begin == piece.begin) return std::nullopt;
    const uint16_t type = list.tokens[begin].type;
    if (type == PlumbLexer::RBRACE && begin != token) ++depth;
    if (type == PlumbLexer::LBRACE && begin != token && depth-- == 0) return std::nullopt;
    if (depth == 0 && is_head(begin)) break;
    --begin;
  }
  depth = 0;
  uint32_t end = begin + 1;
  for (; end < piece.end; ++end) {
    const uint16_t type = list.tokens[end].type;
    if (type == PlumbLexer::LBRACE) ++depth;
    if (type == PlumbLexer::RBRACE && depth-- == 0) break;
    if (depth == 0 && end > token && is_head(end)) break;
  }
  if (end == piece.end) return std::nullopt;
  return TokenRange{begin, end};
}

}  // namespace plumb::syntax
