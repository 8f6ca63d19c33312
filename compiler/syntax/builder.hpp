// Parse tree of one piece → syntax tree. Folder-internal; the one that includes it has antlr.hpp.
//
// One class over four files, for the state is small and shared: builder.cpp (names, lists, bases), build_expressions.cpp,
// build_declarations.cpp, build_scenarios.cpp. What the grammar allows and the language does not is reported here.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diagnostics/sink.hpp"
#include "compiler/syntax/antlr.hpp"
#include "compiler/syntax/ast.hpp"
#include "compiler/syntax/token.hpp"

namespace plumb::syntax {

class Builder {
 public:
  // REQUIRES: all outlive the builder.
  Builder(const TokenList& list, const Source& source, diagnostics::Sink& sink) : list_(list), source_(source), sink_(sink) {}

  // Appends the declarations of one tree (部门 A、B makes two), unless something in it is wrong.
  void build(PlumbParser::DeclarationContext* tree, std::vector<ast::Declaration>& out);

 private:
  using P = PlumbParser;

  // builder.cpp
  template <typename Node>
  void add(std::vector<ast::Declaration>& out, Node node, Span span);
  bool failed() const { return errors_ != 0; }
  diagnostics::Diagnostic& report(diagnostics::Kind kind, Span span, diagnostics::Arguments arguments = {});
  const Token& token(antlr4::tree::TerminalNode* node) const;
  const Token& token(uint32_t index) const { return list_.tokens[index]; }
  std::string_view spelled(const Token& token) const;
  Span span(const Token& token) const { return list_.span(token); }
  Span span(antlr4::tree::TerminalNode* node) const { return span(token(node)); }
  Span span(antlr4::ParserRuleContext* context) const;
  std::string documentation_before(uint32_t token) const;

  ast::Name name(antlr4::ParserRuleContext* context) const;
  ast::Name name(const Token& token) const;
  ast::Name builtin(const Token& token, Keyword keyword) const;
  ast::DeclaredName declared(P::DeclaredNameContext* context) const;
  ast::DeclaredName declared(P::FieldNameContext* context) const;
  std::vector<ast::Name> names(P::NameListContext* context) const;
  ast::Text text(P::StringContext* context) const;
  ast::Text text(antlr4::tree::TerminalNode* node) const;
  ast::Text clause_path(P::StringContext* context) const;
  ast::Basis basis(P::BasisContext* context) const;
  std::vector<ast::Basis> bases(P::BasisClauseContext* context) const;
  void append(std::vector<ast::Basis>& out, P::BasisClauseContext* context) const;
  ast::Note note(P::NoteClauseContext* context) const { return {text(context->string())}; }
  ast::DateLiteral date(antlr4::tree::TerminalNode* node);
  ast::DateRange range(P::DateRangeContext* context);
  Duration duration(P::DurationContext* context);
  Stage stage(P::StageContext* context) const;
  ast::Type type(P::TypeContext* context) const;
  // Reports a clause that may be given once only. `first` is where it was given before.
  bool once(Span& first, antlr4::ParserRuleContext* clause);

  // build_expressions.cpp
  ast::ExprPtr expression(P::ExpressionContext* context);
  ast::ExprPtr chain(P::ExpressionContext* context, size_t begin, size_t end);
  ast::ExprPtr test(P::TestContext* context);
  ast::ExprPtr sum(P::SumContext* context);
  ast::ExprPtr product(P::SumContext* context, size_t begin, size_t end);
  ast::ExprPtr unary(P::UnaryContext* context);
  ast::ExprPtr postfix(P::PostfixContext* context);
  ast::ExprPtr primary(P::PrimaryContext* context, bool has_member);
  ast::ExprPtr call(P::CallContext* context);
  ast::ExprPtr literal(P::LiteralContext* context);
  ast::ExprPtr number(P::LiteralContext* context);
  void tell_mixed_chain(P::ExpressionContext* context);
  void tell_negated_comparison(P::TestContext* context);
  ast::CompareOp compare_op(P::ComparatorContext* context) const;
  ast::MembershipOp membership_op(P::MembershipContext* context) const;
  template <typename Node>
  static ast::ExprPtr make(Node node, Span span);

  // build_declarations.cpp
  ast::Ruleset ruleset(P::RulesetContext* context);
  ast::Document document(P::DocumentContext* context);
  ast::Clause clause(P::OutlineClauseContext* context);
  ast::Taxonomy taxonomy(P::TaxonomyContext* context);
  ast::TaxonomyNode node(P::TaxonomyNodeContext* context);
  ast::EffectList effects(P::EffectsContext* context);
  ast::ParameterDecl parameter(P::ParameterContext* context);
  ast::Matter matter(P::MatterContext* context);
  std::vector<ast::Parameter> arguments(P::ArgumentsContext* context);
  ast::Define define(P::DefineContext* context);
  ast::Table table(P::TableContext* context);
  ast::Cell cell(P::CellContext* context);
  ast::Calendar calendar(P::CalendarContext* context);
  ast::Measure measure(P::MeasureContext* context);
  ast::Reach reach(P::ReachContext* context) const;
  ast::Exception exception(P::ExceptionClauseContext* context);
  ast::EffectUse effect_use(P::EffectUseContext* context);
  ast::Waiver waiver(P::WaiverContext* context);

  // build_scenarios.cpp
  ast::Scenario scenario(P::ScenarioContext* context);
  ast::Fact fact(P::FactContext* context);
  ast::Fact subject_fact(P::SubjectFactContext* context);
  ast::ListingFact listing(P::SubjectFactContext* context);
  ast::PartyFact party(ast::Name who, P::PartyFactContext* context);
  // Whom a fact and a request may describe alike; `node` has id, name and sector.
  template <typename Node>
  void describe(Node& node, P::PartyDetailsContext* context);
  std::vector<ast::FieldValue> field_values(P::FieldValuesContext* context);
  ast::Request request(P::RequestContext* context);
  ast::Expectation expectation(P::ExpectationContext* context);

  const TokenList& list_;
  const Source& source_;
  diagnostics::Sink& sink_;
  size_t errors_ = 0;  // of the piece being built
};

}  // namespace plumb::syntax
