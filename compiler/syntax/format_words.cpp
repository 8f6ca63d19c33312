// How each token is spelled: keywords in the language asked for (by place, where one English word serves two Chinese ones),
// names as they are, literals and signs in one canonical form; and which separators stay.
#include "compiler/base/unicode.hpp"
#include "compiler/syntax/format_layout.hpp"
#include "compiler/syntax/literals.hpp"
#include "compiler/syntax/piece_parser.hpp"
#include "compiler/syntax/token_source.hpp"

namespace plumb::syntax {
namespace {

// The first row of a token type is its usual one; a few rows are told apart by how they are written.
Keyword canonical(Keyword written) {
  switch (written) {
    case Keyword::logical_and_long:
      return Keyword::logical_and;
    case Keyword::logical_or_long:
      return Keyword::logical_or;
    case Keyword::days_alike:
      return Keyword::days;
    case Keyword::working_days_short:
      return Keyword::working_days;
    default:
      return written;
  }
}

// The keyword that a token is at this place of a sentence.
Keyword at_place(const Token& token, size_t rule) {
  const bool clause_head = rule == PlumbParser::RuleMeasureClause;
  switch (token.type) {
    case PlumbLexer::K_PARTY:
    case PlumbLexer::K_PARTY_KIND:
      return clause_head ? Keyword::party_kind : Keyword::subject;
    case PlumbLexer::K_TO:
      return rule == PlumbParser::RuleTest || rule == PlumbParser::RuleCell ? Keyword::between_to : Keyword::to;
    case PlumbLexer::K_NUMBER:
      return rule == PlumbParser::RulePartyDetail ? Keyword::party_number : Keyword::number;
    case PlumbLexer::K_PERMITTED:
      return rule == PlumbParser::RulePermitFact ? Keyword::granted : Keyword::result_permitted;
    case PlumbLexer::K_AT_MOST:
      return rule == PlumbParser::RuleExpectation ? Keyword::result_at_most : Keyword::at_most;
    case PlumbLexer::K_YES:
    case PlumbLexer::K_IS:
      if (rule == PlumbParser::RulePartyFact) return Keyword::fact_is;
      return token.type == PlumbLexer::K_YES ? Keyword::yes : Keyword::is;
    default:
      return canonical(*token.keyword);
  }
}

std::string_view sign(uint16_t type) {
  switch (type) {
    case PlumbLexer::DE:
      return "的";
    case PlumbLexer::DOT:
      return ".";
    case PlumbLexer::COLON:
      return ":";
    case PlumbLexer::SLASH:
      return "/";
    case PlumbLexer::LBRACE:
      return "{";
    case PlumbLexer::RBRACE:
      return "}";
    case PlumbLexer::LPAREN:
      return "(";
    case PlumbLexer::RPAREN:
      return ")";
    case PlumbLexer::PIPE:
      return "|";
    case PlumbLexer::ANY:
      return "—";
    case PlumbLexer::EQ:
      return "=";
    case PlumbLexer::NE:
      return "!=";
    case PlumbLexer::GE:
      return ">=";
    case PlumbLexer::LE:
      return "<=";
    case PlumbLexer::GT:
      return ">";
    case PlumbLexer::LT:
      return "<";
    case PlumbLexer::PLUS:
      return "+";
    case PlumbLexer::MINUS:
      return "-";
    case PlumbLexer::STAR:
      return "*";
    case PlumbLexer::PERCENT:
      return "%";
    default:
      return "";
  }
}

// Whether the bare spelling would be read back as this one name.
bool needs_quotes(std::string_view name) {
  SourceMap map;
  const SourceId id = map.add("", std::string(name));
  diagnostics::Sink sink;
  const TokenList list = read_tokens(map[id], id, sink);
  return !sink.empty() || list.tokens.size() != 1 || list.tokens[0].type != PlumbLexer::NAME;
}

}  // namespace

std::string_view Layout::spelled(const Token& token) const { return std::string_view(source_.text()).substr(token.begin, token.end - token.begin); }

// A keyword keeps the language it was written in, unless one is asked for.
Language Layout::language_of(const Token& token) const {
  if (options_.keywords == FormatOptions::Keywords::zh) return Language::zh;
  if (options_.keywords == FormatOptions::Keywords::en) return Language::en;
  if (token.type == PlumbLexer::DOT) return Language::en;
  return static_cast<uint8_t>(source_.text()[token.begin]) < 0x80 ? Language::en : Language::zh;
}

void Layout::set_keyword(uint32_t token, Keyword keyword) { slots_[token].text = info(keyword).in(language_of(list_.tokens[token])); }

void Layout::spell_name(uint32_t index) {
  Slot& slot = slots_[index];
  slot.is_name = true;
  const Token& token = list_.tokens[index];
  if (options_.rename) {
    if (const std::optional<std::string> renamed = options_.rename(list_.span(token))) {
      slot.text = needs_quotes(*renamed) ? "「" + *renamed + "」" : *renamed;
      return;
    }
  }
  slot.text = token.type == PlumbLexer::QUOTED_NAME ? "「" + std::string(unquoted(spelled(token))) + "」" : unicode::fold_width(spelled(token));
}

// Separators between the items of a list are kept; those that end a clause, or stand where the layout has lines, are not.
bool Layout::is_kept_separator(Rule* parent) const {
  if (parent->getRuleIndex() != P::RuleSeparator) return false;  // the end of a clause
  switch (static_cast<Rule*>(parent->parent)->getRuleIndex()) {
    case P::RuleNameList:
    case P::RuleRoleList:
    case P::RuleDeclaredList:
    case P::RuleBasisList:
    case P::RuleDateRangeList:
    case P::RuleMatterClause:
    case P::RuleDocumentClause:
    case P::RuleEffectItem:
    case P::RuleContradiction:
    case P::RuleArguments:
    case P::RuleEffectUse:
    case P::RulePrimary:
    case P::RuleCall:
    case P::RuleFieldValues:
    case P::RuleExpectation:
    case P::RuleBecause:
      return true;
    default:
      return false;
  }
}

void Layout::spell_terminal(uint32_t index, Rule* parent) {
  const Token& token = list_.tokens[index];
  Slot& slot = slots_[index];
  const size_t rule = parent->getRuleIndex();
  switch (token.type) {
    case PlumbLexer::COMMA:
    case PlumbLexer::SEMICOLON: {
      auto* list = rule == P::RuleSeparator ? dynamic_cast<P::PrimaryContext*>(parent->parent) : nullptr;
      // The head is looked for at the front alone: a list may have thousands of values.
      auto* head = list != nullptr ? dynamic_cast<antlr4::tree::TerminalNode*>(list->children.front()) : nullptr;
      const size_t opening = head != nullptr ? head->getSymbol()->getType() : 0;
      const bool conditions = opening == PlumbLexer::K_ANY_OF || opening == PlumbLexer::K_ALL_OF;
      slot.text = language_ == Language::zh ? (conditions ? "；" : "、") : (conditions ? ";" : ",");
      break;
    }
    case PlumbLexer::STRING: {
      const bool clause_path = parent->parent != nullptr && (static_cast<Rule*>(parent->parent)->getRuleIndex() == P::RuleBasis ||
                                                             static_cast<Rule*>(parent->parent)->getRuleIndex() == P::RuleOutlineClause);
      const std::string_view inner = unquoted(spelled(token));
      slot.text = "“" + (clause_path ? canonical_clause(inner) : std::string(inner)) + "”";
      break;
    }
    case PlumbLexer::DATE:
      slot.text = read_date(spelled(token)).value.iso();
      break;
    case PlumbLexer::NUMBER:
      slot.text = unicode::fold_width(spelled(token));
      break;
    case PlumbLexer::TITLE:
      slot.text = spelled(token);
      break;
    case PlumbLexer::DE:
    case PlumbLexer::DOT:
      slot.text = language_of(token) == Language::zh ? "的" : ".";
      break;
    default:
      if (token.keyword) {
        set_keyword(index, at_place(token, rule));
      } else {
        slot.text = sign(token.type);
      }
      break;
  }
}

void Layout::spell(Tree* node, Rule* parent) {
  if (auto* terminal = dynamic_cast<antlr4::tree::TerminalNode*>(node)) {
    if (terminal->getSymbol()->getType() != antlr4::Token::EOF) spell_terminal(token_index(terminal->getSymbol()), parent);
    return;
  }
  auto* context = static_cast<Rule*>(node);
  switch (context->getRuleIndex()) {
    case P::RuleName:
    case P::RulePlainName:
    case P::RuleAnyName:
    case P::RuleTaxonomyCode:
      return spell_name(first_token(context));
    default:
      break;
  }
  for (Tree* child : context->children) spell(child, context);

  // The language's own words among the names of expressions.
  if (auto* primary = dynamic_cast<P::PrimaryContext*>(context); primary != nullptr && primary->name() != nullptr) {
    const uint32_t word = first_token(primary);
    const uint16_t type = list_.tokens[word].type;
    const bool has_member = static_cast<P::PostfixContext*>(primary->parent)->children.size() > 1;
    if (type == PlumbLexer::K_SUBJECT || type == PlumbLexer::K_DECISION_DATE || (type == PlumbLexer::K_LISTING && has_member)) {
      slots_[word].is_name = false;
      set_keyword(word, *list_.tokens[word].keyword);
    }
  } else if (auto* call = dynamic_cast<P::CallContext*>(context)) {
    const uint32_t word = first_token(call);
    const uint16_t type = list_.tokens[word].type;
    if (type == PlumbLexer::K_LISTED_ON || type == PlumbLexer::K_KNOWN) {
      slots_[word].is_name = false;
      set_keyword(word, *list_.tokens[word].keyword);
    }
  } else if (auto* missing = dynamic_cast<P::MissingContext*>(context); missing != nullptr) {
    const uint32_t word = first_token(missing);
    const uint16_t type = list_.tokens[word].type;
    const bool dotted = !missing->anyName().empty();
    if (type == PlumbLexer::K_SUBJECT || (dotted && (type == PlumbLexer::K_PARAMETER || type == PlumbLexer::K_LISTING))) {
      slots_[word].is_name = false;
      set_keyword(word, *list_.tokens[word].keyword);
    }
  }
}

}  // namespace plumb::syntax
