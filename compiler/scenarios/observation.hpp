// What the scenarios have seen of each measure: whether it applied and did not, and every part of its condition both ways.
#pragma once

#include <map>
#include <span>
#include <utility>
#include <vector>

#include "compiler/diagnostics/diagnostic.hpp"
#include "compiler/scenarios/judge.hpp"
#include "compiler/semantics/analysis.hpp"

namespace plumb::scenarios {

// Collects; one a test run.
class Observation {
 public:
  // Every measure of the answers' matters and stages, in force on their dates.
  void note(const Judge& judge, const World& world, const std::vector<Answer>& answers);

  struct Unseen {
    ir::MeasureId measure;
    enum class What : uint8_t { never_applies, never_spares, never_true, never_false } what;
    ir::NodeId node;  // of never_true and never_false
  };
  // By measure in declared order. A branch is an operand of 且 or 或, or a condition or exception
  // that is neither; constants are none.
  std::vector<Unseen> unseen(const ir::Program& program) const;

  size_t branch_count(const ir::Program& program) const;

 private:
  struct Seen {
    bool yes = false, no = false;
  };
  void note(ir::MeasureId measure, const reference::Explanation& explanation);

  std::map<ir::MeasureId, Seen> measures_;
  std::map<std::pair<ir::MeasureId, ir::NodeId>, Seen> nodes_;
};

// P0512 and P0513, placed at the measures' declarations, and P0514, placed at the branch as it was written (`branches`: the
// analysis').
std::vector<diagnostics::Diagnostic> findings(const std::vector<Observation::Unseen>& unseen, const ir::Program& program, const std::vector<ast::File>& files,
                                              std::span<const semantics::Branch> branches);

// Where the measure was written; invalid when the files do not hold it.
Span place_of(const ir::Measure& measure, const std::vector<ast::File>& files);

}  // namespace plumb::scenarios
