// What unknown answers miss: a contestant's planes of missing inputs beside the reference evaluator's names, row by row.
#pragma once

#include "tests/differential/agreement/comparison.hpp"
#include "tests/differential/agreement/contestant.hpp"

namespace plumb::agreement {

struct MissingCompared {
  uint64_t unknown = 0;      // (measure, row) pairs whose names were compared
  std::string disagreement;  // the first; empty when there is none
};

// Every measure of the entry that asks nothing of triggers, over the first rows. REQUIRES: the contestant tells what is missing;
// `plain` are the definition's planes.
MissingCompared compare_missing(const Contestant& contestant, const std::shared_ptr<const ir::Program>& program, const PlumbTableEntry& entry,
                                int32_t date_days, const Rows& rows, const Planes& plain);

}  // namespace plumb::agreement
