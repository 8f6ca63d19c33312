// 文件 with its outline, what cites it (依据), and 不编入.

#include <unordered_map>

#include "compiler/semantics/phases.hpp"

namespace plumb::semantics {

using diagnostics::Argument;
using diagnostics::HelpKind;
using diagnostics::Kind;
using diagnostics::LabelKind;
using diagnostics::Term;

namespace {

std::string text_of(const std::optional<ast::Text>& text) { return text ? text->value : std::string(); }

// The obligations of a clause by either name, each once.
void declare_obligations(Context& context, const ast::Clause& node, ir::Clause& clause, std::vector<Span>& spans) {
  std::unordered_map<std::string, Span> seen;
  for (const ast::DeclaredName& obligation : node.obligations) {
    const ir::Name name = to_name(obligation);
    for (const ast::Name* spelling : {&obligation.zh, &obligation.alias}) {
      if (spelling->text.empty()) continue;
      const auto [it, added] = seen.try_emplace(spelling->text, obligation.span);
      if (added || it->second == obligation.span) continue;
      context.sink.report(Kind::duplicate_name, spelling->span, {Term::obligation, spelling->text}).label(LabelKind::first_here, it->second);
    }
    clause.obligations.push_back(name);
    spans.push_back(obligation.span);
    context.analysis.declarations.push_back({obligation.span, obligation.span, Thing::obligation, name});
  }
}

ir::Clause declare_clause(Context& context, const ast::Clause& node, std::vector<Span>& obligation_spans) {
  ir::Clause clause;
  clause.path = node.path.value;
  clause.title = text_of(node.title);
  clause.digest = text_of(node.digest);
  clause.departments = resolve_departments(context, node.departments);
  clause.executing = resolve_departments(context, node.executing);
  declare_obligations(context, node, clause, obligation_spans);
  return clause;
}

std::optional<uint32_t> find_document(Context& context, const ast::Basis& basis) {
  if (!basis.by_title) return context.scope.resolve(Thing::document, basis.document);
  std::vector<ir::Name> titles;
  for (size_t i = 0; i < context.program.documents.size(); ++i) {
    const ir::Document& document = context.program.documents[ir::DocumentId(static_cast<uint32_t>(i))];
    if (document.title == basis.document.text) {
      // Written by its title: no name to convert, but a use of the document.
      if (Entry* entry = context.scope.find(Thing::document, document.name.zh)) entry->used = true;
      return static_cast<uint32_t>(i);
    }
    titles.push_back({document.title, document.title});
  }
  context.scope.unknown(Kind::unknown_name, basis.document, {Term::document, basis.document.text}, titles);
  return std::nullopt;
}

// 星级宾馆饭店住宿限制 speaks of 住宿, and of no other obligation of its clause.
const ir::Name* only_one_in(const std::vector<ir::Name>& obligations, std::string_view measure) {
  const ir::Name* found = nullptr;
  for (const ir::Name& obligation : obligations) {
    if (measure.find(obligation.zh) == std::string_view::npos) continue;
    if (found != nullptr) return nullptr;
    found = &obligation;
  }
  return found;
}

}  // namespace

void declare_documents(Context& context, const Files& files) {
  each<ast::Document>(files, [&](const ast::Declaration& whole, const ast::Document& node) {
    ir::Document document;
    document.name = to_name(node.name);
    document.number = text_of(node.number);
    document.title = text_of(node.title);
    document.issuer = text_of(node.issuer);
    if (node.from) document.from = node.from->value;
    if (node.until) document.until = node.until->value;
    if (node.from && node.until && node.until->value <= node.from->value) {
      context.sink.report(Kind::period_empty, node.until->span, {node.from->value.iso(), node.until->value.iso()});
    }
    for (const ast::Text& higher : node.higher) document.higher.push_back(higher.value);
    auto& clause_spans = context.clause_spans.emplace_back();
    auto& obligation_spans = context.obligation_spans.emplace_back();
    auto& paths = context.clause_paths.emplace_back();
    for (const ast::Clause& clause : node.clauses) {
      const auto [it, added] = paths.try_emplace(clause.path.value, static_cast<uint32_t>(document.clauses.size()));
      if (!added) {
        context.sink.report(Kind::duplicate_name, clause.path.span, {Term::clause, clause.path.value}).label(LabelKind::first_here, clause_spans[it->second]);
      }
      clause_spans.push_back(clause.path.span);
      document.clauses.push_back(declare_clause(context, clause, obligation_spans.emplace_back()));
    }
    const ir::DocumentId id = context.program.documents.add(std::move(document));
    context.scope.declare(Thing::document, node.name, whole.span, id.value);
  });
}

std::optional<ir::Citation> cite(Context& context, const ast::Basis& basis, bool obligation_needed) {
  const auto found = find_document(context, basis);
  if (!found) return std::nullopt;
  ir::Citation citation{ir::DocumentId(*found)};
  const ir::Document& document = context.program.documents[citation.document];
  const auto& paths = context.clause_paths[*found];
  const auto at = paths.find(basis.clause.value);
  if (at == paths.end()) {
    std::vector<std::string> known;
    for (const ir::Clause& clause : document.clauses) known.push_back(clause.path);
    auto& reported = context.sink.report(Kind::unknown_clause, basis.clause.span, {document.name.zh, basis.clause.value});
    reported.mark(LabelKind::no_such_name).help(HelpKind::clauses_of, {Argument::list(known, 40)});
    return std::nullopt;
  }
  citation.clause = at->second;
  const ir::Clause& clause = document.clauses[citation.clause];
  const Span clause_span = context.clause_spans[*found][citation.clause];
  if (basis.obligation) {
    for (size_t i = 0; i < clause.obligations.size(); ++i) {
      if (!clause.obligations[i].matches(basis.obligation->text)) continue;
      citation.obligation = static_cast<uint32_t>(i);
      context.scope.use(Thing::obligation, basis.obligation->span, clause.obligations[i], context.obligation_spans[*found][citation.clause][i]);
      return citation;
    }
    auto* reported =
        context.scope.unknown(Kind::unknown_obligation, *basis.obligation, {document.name.zh, clause.path, basis.obligation->text}, clause.obligations);
    if (reported != nullptr) {
      reported->label(LabelKind::clause_here, clause_span);
      if (!clause.obligations.empty()) reported->help(HelpKind::obligations_of, {Argument::list(chinese_names(clause.obligations))});
    }
    return std::nullopt;
  }
  if (clause.obligations.size() == 1) citation.obligation = 0;
  if (clause.obligations.size() > 1 && obligation_needed) {
    auto& reported = context.sink.report(Kind::obligation_not_named, basis.span, {document.name.zh, clause.path});
    reported.label(LabelKind::clause_here, clause_span).help(HelpKind::obligations_of, {Argument::list(chinese_names(clause.obligations))});
    if (const ir::Name* meant = only_one_in(clause.obligations, context.citing)) {
      const Span after{basis.clause.span.source, basis.clause.span.end, basis.clause.span.end};
      reported.fix(HelpKind::name_obligation, {meant->zh}, after, " " + meant->zh);
    }
    return std::nullopt;
  }
  return citation;
}

std::vector<ir::Citation> cite_all(Context& context, const std::vector<ast::Basis>& basis, bool obligation_needed) {
  std::vector<ir::Citation> out;
  for (const ast::Basis& one : basis) {
    if (const auto citation = cite(context, one, obligation_needed)) out.push_back(*citation);
  }
  return out;
}

void declare_waivers(Context& context, const Files& files) {
  each<ast::Waiver>(files, [&](const ast::Declaration& whole, const ast::Waiver& node) {
    ir::Waiver waiver{to_name(node.name), cite_all(context, node.basis, true), text_of(node.reason), text_of(node.served_by)};
    const Span span = node.name.span.valid() ? node.name.span : whole.span;
    if (node.basis.empty()) missing(context, span, Term::waiver, waiver.name.zh, Term::head_basis);
    if (waiver.reason.empty()) missing(context, span, Term::waiver, waiver.name.zh, Term::head_reason);
    if (!waiver.name.zh.empty()) context.analysis.declarations.push_back({node.name.span, whole.span, Thing::obligation, waiver.name});
    context.program.waivers.push_back(std::move(waiver));
  });
}

}  // namespace plumb::semantics
