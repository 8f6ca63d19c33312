// Rule files with scenarios + their program → how each scenario went; and what no scenario reaches.
//
//   ScenarioReport report = run(sources, files, program, {.coverage = true, .language = Language::zh});
//
// plumb test. Deterministic; opens nothing.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "compiler/base/source.hpp"
#include "compiler/diagnostics/diagnostic.hpp"
#include "compiler/scenarios/judge.hpp"
#include "compiler/scenarios/question.hpp"
#include "compiler/semantics/analysis.hpp"

namespace plumb::scenarios {

struct Options {
  bool coverage = false;                             // note measures and branches that no scenario reaches
  Language language = Language::zh;                  // of `expected`, `actual` and `explanation`
  std::span<const semantics::Branch> branches = {};  // the analysis': where findings of coverage are placed
  Evaluator evaluator = {};                          // nothing: the reference evaluator
};

// One result that did not come out as written.
struct Failure {
  Span span;             // of the expectation
  std::string expected;  // as written
  std::string actual;
  std::string explanation;  // a tree of lines; may be empty
};

struct ScenarioResult {
  std::string title;
  Span span;
  size_t questions = 0, expectations = 0;
  std::vector<Failure> failures;
  bool passed() const { return failures.empty(); }
};

struct BranchCoverage {
  size_t seen = 0, total = 0;  // of applies, does not apply, and each branch true and false
  std::vector<diagnostics::Diagnostic> unseen;
};

struct ScenarioReport {
  std::vector<ScenarioResult> results;                  // of those that could be understood, in their order
  std::vector<diagnostics::Diagnostic> not_understood;  // errors in scenarios
  std::optional<BranchCoverage> coverage;
  size_t failed() const;
  // Whether plumb test exits with 1.
  bool findings() const { return failed() != 0 || !not_understood.empty() || (coverage && !coverage->unseen.empty()); }
};

// REQUIRES: `program` was made of the files (those with measures and those with scenarios) and verified.
ScenarioReport run(const SourceMap& sources, const std::vector<ast::File>& files, std::shared_ptr<const ir::Program> program, const Options& options);

}  // namespace plumb::scenarios
