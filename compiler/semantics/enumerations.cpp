// 枚举 and 分类目录: the types that rule sets declare. Both share one space of names; a taxonomy's index has kTaxonomyBit set.

#include <unordered_map>

#include "compiler/semantics/phases.hpp"
#include "compiler/semantics/types.hpp"

namespace plumb::semantics {

using diagnostics::Kind;
using diagnostics::LabelKind;
using diagnostics::Term;

namespace {

struct Codes {
  Context& context;
  ir::Taxonomy& taxonomy;
  std::unordered_map<std::string, Span> seen;

  void claim(const std::string& spelling, Span span, Term term) {
    if (spelling.empty()) return;
    const auto [it, added] = seen.try_emplace(spelling, span);
    if (!added) context.sink.report(Kind::duplicate_name, span, {term, spelling}).label(LabelKind::first_here, it->second);
  }

  // Pre-order, so that a code's subtree is a range. Recursion is bounded by the parser's limit on nesting.
  void add(const ast::TaxonomyNode& node, uint32_t parent) {
    const auto index = static_cast<uint32_t>(taxonomy.codes.size());
    const ir::Name name = to_name(node.name);
    claim(node.code.value, node.code.span, Term::code);
    claim(name.zh, node.name.zh.span, Term::code);
    if (name.alias != name.zh) claim(name.alias, node.name.alias.span, Term::code);
    if (!name.zh.empty()) context.analysis.declarations.push_back({node.name.span, node.name.span, Thing::code, name});
    taxonomy.codes.push_back({node.code.value, name, parent, 0});
    for (const ast::TaxonomyNode& child : node.children) add(child, index);
    taxonomy.codes[index].end = static_cast<uint32_t>(taxonomy.codes.size());
  }
};

}  // namespace

void declare_types(Context& context, const Files& files) {
  each<ast::EnumDecl>(files, [&](const ast::Declaration& whole, const ast::EnumDecl& node) {
    const ir::EnumId id = add_enumeration(context, to_name(node.name), node.enumerators, false);
    context.scope.declare(Thing::type, node.name, whole.span, id.value);
  });
  each<ast::Taxonomy>(files, [&](const ast::Declaration& whole, const ast::Taxonomy& node) {
    ir::Taxonomy taxonomy;
    taxonomy.name = to_name(node.name);
    if (node.source) taxonomy.source = node.source->value;
    Codes codes{context, taxonomy, {}};
    for (const ast::TaxonomyNode& root : node.roots) codes.add(root, UINT32_MAX);
    const ir::TaxonomyId id = context.program.taxonomies.add(std::move(taxonomy));
    context.scope.declare(Thing::type, node.name, whole.span, id.value | kTaxonomyBit);
  });
}

}  // namespace plumb::semantics
