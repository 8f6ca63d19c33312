// Whole decisions over random counties, with every contestant's table in the runtime: what is asked of triggers is settled
// there, after `look`. Seed → decisions compared byte for byte, and how often each question of a trigger was answered.
#pragma once

#include "tests/differential/agreement/campaign.hpp"

namespace plumb::agreement {

// Adds to the tally: pairs are (program, request). The definition is the runtime with the reference evaluator's table.
Tally compare_decisions(const std::vector<Contestant>& contestants, uint64_t seed, uint32_t requests);

}  // namespace plumb::agreement
