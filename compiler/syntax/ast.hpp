// The syntax tree: what was written, with spans, before any name is resolved.
//
// syntax turns text into ast::File; semantics reads it. Values only: no parent pointers, no ANTLR types. A declaration
// whose text could not be parsed whole is absent (its diagnostic says why); a recovered tree is never handed on. Its parts, smallest first: ast_names, ast_expressions,
// ast_declarations, ast_scenarios; who reads the tree includes this file.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "compiler/base/source.hpp"
#include "compiler/syntax/ast_declarations.hpp"
#include "compiler/syntax/ast_scenarios.hpp"

namespace plumb::ast {

struct Declaration {
  std::variant<Ruleset, Document, Department, RoleDecl, RoleGroup, EnumDecl, Taxonomy, EffectList, ParameterDecl, Matter, Define, Table, Calendar, Measure,
               Waiver, Scenario>
      node;
  Span span;
  std::string documentation;  // the /// lines above it
};

struct File {
  SourceId source;
  std::vector<Declaration> declarations;
  // Names and aliases of declarations that were left out because their text is wrong, so that a use of one is not told as well.
  std::vector<std::string> broken_names;
};

}  // namespace plumb::ast
