// Syntax tree → S-expressions without places: two texts that mean the same print the same. For tests and for people who
// debug the compiler; nothing reads it back.
#pragma once

#include <string>

#include "compiler/syntax/ast.hpp"

namespace plumb::syntax {

std::string print(const ast::File& file);
std::string print(const ast::Declaration& declaration);
std::string print(const ast::Expr& expression);

}  // namespace plumb::syntax
