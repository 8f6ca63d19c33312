#include "compiler/coverage/places.hpp"

#include "compiler/base/unicode.hpp"

namespace plumb::coverage {

namespace {

bool names(const ast::DeclaredName& declared, const ir::Name& name) { return declared.zh.text == name.zh; }

}  // namespace

const ast::Document* Places::find(const ir::Document& document) const {
  for (const ast::File& file : files_) {
    for (const ast::Declaration& declaration : file.declarations) {
      const auto* found = std::get_if<ast::Document>(&declaration.node);
      if (found != nullptr && names(found->name, document.name)) return found;
    }
  }
  return nullptr;
}

Span Places::document(const ir::Document& document) const {
  const ast::Document* found = find(document);
  return found == nullptr ? Span{} : found->name.span;
}

Span Places::clause(const ir::Document& document, std::string_view path) const {
  const ast::Document* found = find(document);
  if (found == nullptr) return {};
  for (const ast::Clause& clause : found->clauses) {
    if (clause.path.value == path) return clause.path.span;
  }
  return found->name.span;
}

Span Places::measure(const ir::Measure& measure) const {
  for (const ast::File& file : files_) {
    for (const ast::Declaration& declaration : file.declarations) {
      const auto* found = std::get_if<ast::Measure>(&declaration.node);
      if (found != nullptr && names(found->name, measure.name)) return found->name.span;
    }
  }
  return {};
}

}  // namespace plumb::coverage
