// One decision and one measure → the reference evaluator's explanation, whether or not the decision mentions the measure.
#pragma once

#include <vector>

#include "compiler/backends/reference/evaluate.hpp"
#include "compiler/scenarios/judge.hpp"

namespace plumb::scenarios {

struct Reasons {
  reference::Explanation tree;
  std::vector<reference::Trigger> triggers;  // those that the tree's trigger indices mean
};

// REQUIRES: the measure is of the answer's matter.
Reasons explain(const Judge& judge, const World& world, const Answer& answer, ir::MeasureId measure);

}  // namespace plumb::scenarios
