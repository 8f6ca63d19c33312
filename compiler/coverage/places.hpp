// Where the clauses, documents and measures of a program were written: looked up by name in the syntax trees.
#pragma once

#include <string_view>
#include <vector>

#include "compiler/ir/program.hpp"
#include "compiler/syntax/ast.hpp"

namespace plumb::coverage {

// Every answer is an invalid span when the trees do not hold the declaration. Refers to the files it was made of.
class Places {
 public:
  explicit Places(const std::vector<ast::File>& files) : files_(files) {}

  Span document(const ir::Document& document) const;
  Span clause(const ir::Document& document, std::string_view path) const;
  Span measure(const ir::Measure& measure) const;

 private:
  const ast::Document* find(const ir::Document& document) const;

  const std::vector<ast::File>& files_;
};

}  // namespace plumb::coverage
