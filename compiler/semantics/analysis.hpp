// Syntax trees of one rule set + the rule sets it builds on → one verified-to-be Program, or diagnostics.
//
// Everything wrong is reported, not only the first; names declared by a declaration that could not be read are not
// reported as unknown. The program is there only when nothing is wrong: findings (lints, unmet obligations) do not
// withhold it, whatever severity the rule set gives them. Scenarios are not read here, beyond which measures they expect.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "compiler/base/source.hpp"
#include "compiler/diagnostics/sink.hpp"
#include "compiler/ir/program.hpp"
#include "compiler/syntax/ast.hpp"

namespace plumb::semantics {

// What a name can stand for. Names of one thing are unique; the same name may stand for things of two kinds.
enum class Thing : uint8_t {
  document,
  clause,
  obligation,
  department,
  role,
  role_group,
  type,
  effect,
  parameter,
  matter,
  field,
  enumerator,
  code,
  argument,
  definition,
  table,
  calendar,
  measure,
  member,
};

// A place where a name is used, and what it stands for: for `fmt --names` and editors.
struct NameUse {
  Span span;
  Thing thing;
  ir::Name name;
  Span declaration;  // invalid when declared by a rule set built on, or by the language
};

struct Declared {
  Span name;   // 中文名/alias
  Span whole;  // the declaration
  Thing thing;
  ir::Name declared;
};

// A boolean (sub)expression of a measure's condition or exceptions as it was written, and its node: branch coverage
// counts these, explanations quote them.
struct Branch {
  ir::MeasureId measure;
  ir::NodeId node;
  Span span;
};

struct Analysis {
  std::shared_ptr<ir::Program> program;  // null when anything is wrong; digests are the driver's to fill
  std::vector<NameUse> uses;             // by source and place, each once
  std::vector<Declared> declarations;    // by source and place
  std::vector<Branch> branches;          // by measure, then as written
  std::vector<Span> measures;            // of each MeasureId; invalid for measures of rule sets built on
};

// Files in the order in which their declarations are to count (the driver sorts by path). `builds_on`: verified programs,
// in the order written. `sink` may hold what parsing reported: the program is withheld when it has errors of its own.
Analysis analyse(const SourceMap& sources, const std::vector<ast::File>& files, const std::vector<const ir::Program*>& builds_on, diagnostics::Sink& sink);

}  // namespace plumb::semantics
