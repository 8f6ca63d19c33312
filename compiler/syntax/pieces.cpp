#include "compiler/syntax/pieces.hpp"

#include <algorithm>

#include "compiler/syntax/antlr.hpp"
#include "compiler/syntax/missing_braces.hpp"

namespace plumb::syntax {
namespace {

using diagnostics::HelpKind;
using diagnostics::Kind;
using diagnostics::LabelKind;

bool is_declaration_keyword(uint16_t type) { return type >= PlumbLexer::K_RULESET && type <= PlumbLexer::K_SCENARIO; }

bool opens(uint16_t type) { return type == PlumbLexer::LBRACE || type == PlumbLexer::LPAREN; }
bool closes(uint16_t type) { return type == PlumbLexer::RBRACE || type == PlumbLexer::RPAREN; }

bool is_name(const Token& token) {
  return token.type == PlumbLexer::NAME || token.type == PlumbLexer::QUOTED_NAME ||
         (token.keyword && !info(*token.keyword).reserved && !info(*token.keyword).unit);
}

uint16_t type_at(const TokenList& list, size_t i) { return i < list.tokens.size() ? list.tokens[i].type : uint16_t{0}; }

// What stands after `name [/ alias]` beginning at i.
size_t after_declared_name(const TokenList& list, size_t i) {
  if (i >= list.tokens.size() || !is_name(list.tokens[i])) return i;
  return type_at(list, i + 1) == PlumbLexer::SLASH ? i + 3 : i + 1;
}

// Whether the keyword at i, which opens an unindented line, begins a declaration although braces are open.
bool begins_declaration_inside_braces(const TokenList& list, size_t i) {
  const size_t name = i + 1;
  const size_t after = after_declared_name(list, name);
  const bool named = after != name;
  switch (list.tokens[i].type) {
    case PlumbLexer::K_EFFECT:
      return type_at(list, name) == PlumbLexer::LBRACE;
    case PlumbLexer::K_WAIVE:
      return type_at(list, name) == PlumbLexer::LBRACE || (named && type_at(list, after) == PlumbLexer::LBRACE);
    case PlumbLexer::K_SCENARIO:
      return type_at(list, name) == PlumbLexer::STRING;
    case PlumbLexer::K_DEFINE:
      return named && type_at(list, after) == PlumbLexer::LPAREN;
    case PlumbLexer::K_TABLE:
      return named && type_at(list, after) == PlumbLexer::LPAREN;
    case PlumbLexer::K_PARAMETER:
      return named && type_at(list, after) == PlumbLexer::COLON;
    case PlumbLexer::K_DEPARTMENT:
    case PlumbLexer::K_ROLE: {
      if (!named) return false;
      const uint16_t next = type_at(list, after);
      return next == PlumbLexer::LBRACE || next == PlumbLexer::COMMA || type_at(list, name + 1) == PlumbLexer::SLASH || after >= list.tokens.size() ||
             list.tokens[after].unindented;
    }
    default:
      return named && type_at(list, after) == PlumbLexer::LBRACE;
  }
}

// Brackets of one piece: partners, and how deep operators and brackets lie inside one another.
class Brackets {
 public:
  Brackets(const TokenList& list, const Source& source, diagnostics::Sink& sink) : list_(list), source_(source), sink_(sink) {}

  // Returns whether the piece may be parsed.
  bool check(const Piece& piece) {
    open_.clear();
    operators_.assign(1, 0);
    depth_ = 0;
    for (uint32_t i = piece.begin; i < piece.end; ++i) {
      if (!step(piece, i)) return false;
    }
    if (open_.empty()) return true;
    const auto is_brace = [&](uint32_t i) { return list_.tokens[i].type == PlumbLexer::LBRACE; };
    if (std::all_of(open_.begin(), open_.end(), is_brace)) {
      unclosed_brace(piece);
    } else {
      unclosed(list_.tokens[*std::find_if_not(open_.begin(), open_.end(), is_brace)]);
    }
    return false;
  }

 private:
  std::string text(const Token& token) const { return source_.text().substr(token.begin, token.end - token.begin); }

  void unclosed(const Token& opened) { sink_.report(Kind::unclosed_bracket, list_.span(opened), {text(opened)}).mark(LabelKind::opened_here); }

  void unclosed_brace(const Piece& piece) {
    const OpenBrace open = brace_left_open(list_, source_, piece);
    const Token& opened = list_.tokens[open.opened];
    const uint32_t end = list_.tokens[open.close_after].end;
    sink_.report(Kind::unclosed_bracket, list_.span(opened), {text(opened)})
        .mark(LabelKind::opened_here)
        .label(LabelKind::closes_here, list_.span(list_.tokens[open.close_after]))
        .fix(HelpKind::insert, {"}"}, Span{list_.source, end, end}, "\n" + open.indentation + "}");
  }

  bool step(const Piece& piece, uint32_t i) {
    const Token& token = list_.tokens[i];
    if (opens(token.type)) {
      open_.push_back(i);
      operators_.push_back(0);
      if (++depth_ <= kMaxNesting) return true;
      const bool brackets = open_.size() > kMaxNesting;
      sink_.report(brackets ? Kind::nesting_too_deep : Kind::expression_too_long, list_.span(token), {kMaxNesting}).help(HelpKind::split_expression);
      return false;
    }
    if (closes(token.type)) return close(piece, i);
    if (is_separator(token)) {
      reset();
    } else if (is_operator(token)) {
      ++operators_.back();
      if (++depth_ > kMaxNesting) {
        sink_.report(Kind::expression_too_long, list_.span(token), {kMaxNesting}).help(HelpKind::split_expression);
        return false;
      }
    } else if (i > 0 && is_operand(token) && is_operand(list_.tokens[i - 1])) {
      reset();  // two operands in a row: another expression began
    }
    return true;
  }

  bool close(const Piece& piece, uint32_t i) {
    const Token& token = list_.tokens[i];
    const uint16_t partner = token.type == PlumbLexer::RBRACE ? PlumbLexer::LBRACE : PlumbLexer::LPAREN;
    const auto is_partner = [&](uint32_t k) { return list_.tokens[k].type == partner; };
    if (std::none_of(open_.begin(), open_.end(), is_partner)) {
      auto& reported = sink_.report(Kind::unmatched_bracket, list_.span(token), {text(token)});
      const std::optional<uint32_t> line = partner == PlumbLexer::LBRACE ? line_without_open_brace(list_, piece, i) : std::nullopt;
      if (line) {
        const uint32_t end = list_.tokens[*line].end;
        reported.label(LabelKind::opens_here, list_.span(list_.tokens[*line])).fix(HelpKind::insert, {"{"}, Span{list_.source, end, end}, " {");
      } else {
        reported.fix(HelpKind::remove_it, {}, list_.span(token), "");
      }
      return false;
    }
    const Token& opened = list_.tokens[open_.back()];
    if (opened.type != partner) {
      opened.type == PlumbLexer::LBRACE ? unclosed_brace(piece) : unclosed(opened);
      return false;
    }
    open_.pop_back();
    depth_ -= operators_.back() + 1;
    operators_.pop_back();
    return true;
  }

  void reset() {
    depth_ -= operators_.back();
    operators_.back() = 0;
  }

  static bool is_separator(const Token& token) {
    return token.type == PlumbLexer::COMMA || token.type == PlumbLexer::SEMICOLON || token.type == PlumbLexer::PIPE ||
           (token.type >= PlumbLexer::K_BASIS && token.type <= PlumbLexer::K_NOTE && token.type != PlumbLexer::K_PARTY && token.type != PlumbLexer::K_SUBJECT);
  }
  static bool is_operator(const Token& token) {
    switch (token.type) {
      case PlumbLexer::DE:
      case PlumbLexer::DOT:
      case PlumbLexer::SLASH:
      case PlumbLexer::PLUS:
      case PlumbLexer::MINUS:
      case PlumbLexer::STAR:
      case PlumbLexer::K_AND:
      case PlumbLexer::K_OR:
      case PlumbLexer::K_NOT:
      case PlumbLexer::K_IF:
        return true;
      default:
        return false;
    }
  }
  static bool is_operand(const Token& token) {
    return is_name(token) || token.type == PlumbLexer::NUMBER || token.type == PlumbLexer::STRING || token.type == PlumbLexer::DATE;
  }

  const TokenList& list_;
  const Source& source_;
  diagnostics::Sink& sink_;
  std::vector<uint32_t> open_;
  std::vector<uint32_t> operators_;  // of each open bracket's inside, and of the outside
  uint32_t depth_ = 0;
};

// 部门 甲/a 部门 乙/b: a declaration without braces ends where the next one begins, on its own line or after a comment.
bool follows_declaration_without_braces(const TokenList& list, uint32_t begin, uint32_t i) {
  const uint16_t head = list.tokens[begin].type;
  if (head != PlumbLexer::K_DEPARTMENT && head != PlumbLexer::K_ROLE && head != PlumbLexer::K_DEFINE) return false;
  if (i < begin + 2) return false;
  const Token& before = list.tokens[i - 1];
  const bool complete = is_name(before) || before.type == PlumbLexer::NUMBER || before.type == PlumbLexer::STRING || before.type == PlumbLexer::DATE ||
                        before.type == PlumbLexer::K_YES || before.type == PlumbLexer::K_NO || closes(before.type) ||
                        (before.keyword && info(*before.keyword).unit);
  const uint16_t next = type_at(list, i + 1);
  return complete && (next == PlumbLexer::LBRACE || next == PlumbLexer::STRING || (i + 1 < list.tokens.size() && is_name(list.tokens[i + 1])));
}

}  // namespace

std::vector<Piece> split_pieces(const TokenList& list, const Source& source, diagnostics::Sink& sink) {
  std::vector<Piece> pieces;
  const auto count = static_cast<uint32_t>(list.tokens.size());
  int32_t braces = 0;
  uint32_t begin = 0;
  bool declared = false;  // whether the tokens since `begin` begin with a declaration keyword
  const auto finish = [&](uint32_t end) {
    if (end == begin) return;
    Piece piece{begin, end, false};
    // What was told about a word itself would only be repeated.
    if (!declared && list.tokens[begin].bad) {
      piece.broken = true;
    } else if (!declared) {
      const Span span{list.source, list.tokens[begin].begin, list.tokens[begin].end};
      std::vector<std::string> words;
      for (const KeywordInfo& row : all_keywords()) {
        if (is_declaration_keyword(row.token)) words.push_back(std::string(row.zh) + " " + std::string(row.en));
      }
      sink.report(Kind::text_outside_declarations, span).help(HelpKind::declarations_are, {diagnostics::Argument::list(words, words.size())});
      piece.broken = true;
    }
    pieces.push_back(piece);
  };
  for (uint32_t i = 0; i < count; ++i) {
    const Token& token = list.tokens[i];
    const bool after_declaration = i > 0 && (list.tokens[i - 1].type == PlumbLexer::RBRACE || list.tokens[i - 1].type == PlumbLexer::SEMICOLON);
    const bool at_start = is_declaration_keyword(token.type) &&
                          (token.unindented ? braces <= 0 || begins_declaration_inside_braces(list, i)
                                            : braces <= 0 && (i == 0 || after_declaration || (declared && follows_declaration_without_braces(list, begin, i))));
    if (at_start) {
      finish(i);
      begin = i;
      declared = true;
      braces = 0;
    }
    if (token.type == PlumbLexer::LBRACE) ++braces;
    if (token.type == PlumbLexer::RBRACE) --braces;
  }
  finish(count);

  Brackets brackets(list, source, sink);
  for (Piece& piece : pieces) {
    if (!piece.broken) piece.broken = !brackets.check(piece);
  }
  return pieces;
}

}  // namespace plumb::syntax
