// Parse tree of one piece → slots: how each of its tokens is spelled and what stands before it. Folder-internal.
//
// What is printed depends on the tokens, the places of their comments and the language of keywords alone, never on the
// lines that the writer chose, except for single empty lines between clauses.
#pragma once

#include <span>

#include "compiler/syntax/antlr.hpp"
#include "compiler/syntax/format.hpp"
#include "compiler/syntax/format_slots.hpp"

namespace plumb::syntax {

class Layout {
 public:
  // REQUIRES: all outlive the layout; `slots` has one slot a token.
  Layout(const TokenList& list, const Source& source, const FormatOptions& options, std::vector<Slot>& slots)
      : list_(list), source_(source), options_(options), slots_(slots) {}

  // `previous`: rule of the declaration before, or 0.
  void lay_out(PlumbParser::DeclarationContext* tree, size_t previous_rule);

 private:
  using P = PlumbParser;
  using Tree = antlr4::tree::ParseTree;
  using Rule = antlr4::ParserRuleContext;

  // format_words.cpp: spelling
  void spell(Tree* node, Rule* parent);
  void spell_terminal(uint32_t token, Rule* parent);
  void spell_name(uint32_t token);
  Language language_of(const Token& token) const;
  std::string_view spelled(const Token& token) const;
  void set_keyword(uint32_t token, Keyword keyword);
  bool is_kept_separator(Rule* parent) const;

  // format_gaps.cpp: what stands between two tokens, and where a long line may be broken
  void glue(Tree* node, Rule* parent);
  void details(Tree* node);
  void drop_trailing(const std::vector<P::SeparatorContext*>& separators, size_t items);
  void soften(Tree* node, int depth);
  void soften_items(const std::vector<Rule*>& items, int depth);
  void fill(uint32_t first, uint32_t last, int column);
  int width(uint32_t first, uint32_t last) const;
  void join_with(const std::vector<Rule*>& items, const char* zh, const char* en);
  void append(uint32_t token, std::string_view text) { slots_[token].text += text; }
  void start_line(uint32_t token, int column, Blank blank);
  uint32_t last_printed(Rule* context) const;

  // format_layout.cpp: lines
  void block(Rule* context);
  void clauses(const std::vector<Rule*>& items, int indent, bool keep_blanks);
  void clause(Rule* item, int indent, int operand_column);
  void operands(Rule* item, uint32_t first, int column);
  void lines_of(const std::vector<Rule*>& items, int column, bool keep_blanks, bool first_stays);
  void align_rows(const std::vector<Rule*>& items);
  void taxonomy_nodes(const std::vector<Rule*>& nodes, int column, bool keep_first_blank);
  void conditions(Rule* expression, int column);
  void continue_at(uint32_t first, uint32_t last, int column);

  const TokenList& list_;
  const Source& source_;
  const FormatOptions& options_;
  std::vector<Slot>& slots_;
  Language language_ = Language::zh;  // of the declaration being laid out: that of its separators
};

// Type of a terminal, index of a rule; 0 for the other kind.
size_t terminal_type(antlr4::tree::ParseTree* node);
size_t rule_of(antlr4::tree::ParseTree* node);
antlr4::ParserRuleContext* as_rule(antlr4::tree::ParseTree* node);

template <typename Context>
std::vector<antlr4::ParserRuleContext*> rules(const std::vector<Context*>& contexts) {
  return {contexts.begin(), contexts.end()};
}

// The tokens of a context or terminal: [first, last).
struct TokenSpan {
  uint32_t first = 0;
  uint32_t last = 0;
};
TokenSpan tokens_of(antlr4::tree::ParseTree* node);

}  // namespace plumb::syntax
