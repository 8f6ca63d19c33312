// Every expression within an expression, each once, without recursion: written chains may be long.
#pragma once

#include <vector>

#include "compiler/syntax/ast.hpp"

namespace plumb::semantics {

// The expressions directly within, in written order.
std::vector<const ast::Expr*> children(const ast::Expr& expr);

template <typename F>
void walk(const ast::Expr& root, F visit) {
  std::vector<const ast::Expr*> pending{&root};
  while (!pending.empty()) {
    const ast::Expr* at = pending.back();
    pending.pop_back();
    visit(*at);
    const std::vector<const ast::Expr*> within = children(*at);
    pending.insert(pending.end(), within.rbegin(), within.rend());
  }
}

}  // namespace plumb::semantics
