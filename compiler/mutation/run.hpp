// The scenarios of a rule set × its single-leaf mutants → which mutants no scenario notices.
//
// plumb test RULES --mutants. A mutant is noticed (killed) when some expectation of some scenario comes out otherwise.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "compiler/base/source.hpp"
#include "compiler/diagnostics/diagnostic.hpp"
#include "compiler/ir/program.hpp"
#include "compiler/syntax/ast.hpp"

namespace plumb::mutation {

struct MutationReport {
  size_t total = 0, killed = 0;
  size_t skipped_scenarios = 0;                    // fail, or cannot be understood, without any mutation
  std::vector<diagnostics::Diagnostic> survivors;  // P0515, at the measures' declarations
  // Killed of a hundred, rounded down; 100 when there are no mutants.
  size_t percent() const { return total == 0 ? 100 : killed * 100 / total; }
};

struct MutationOptions {
  unsigned threads = 1;
  std::function<void(uint64_t done, uint64_t total)> progress;  // may be empty; called from one thread at a time
};

// Deterministic whatever the number of threads. Only questions about the mutated measure's matter, before and after, are
// asked again, and sweeps where it is swept: nothing else can see the change. REQUIRES: as scenarios::run.
MutationReport run(const std::vector<ast::File>& files, std::shared_ptr<const ir::Program> program, const MutationOptions& options);

// Survivors, then the sum.
std::string render_text(const MutationReport& report, const SourceMap& sources, Language language, bool color);
// {"mutants":n,"killed":n,"percent":n,"skipped_scenarios":n,"survivors":[…]}  Ends with a newline.
std::string render_json(const MutationReport& report, const SourceMap& sources, Language language);

}  // namespace plumb::mutation
