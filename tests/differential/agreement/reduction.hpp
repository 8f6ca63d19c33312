// A disagreement over a morsel → the smallest program and row that still show it, in words.
#pragma once

#include <memory>
#include <string>

#include "tests/differential/agreement/comparison.hpp"
#include "tests/differential/agreement/contestant.hpp"

namespace plumb::agreement {

// Keeps the measure alone, drops its exceptions, descends into its condition, and takes fields away, as long as the contestant
// still differs. A difference that one row alone does not show is told as it was found.
std::string reduced(const Contestant& contestant, const std::shared_ptr<const ir::Program>& program, const PlumbTableEntry& entry, int32_t date_days,
                    const Rows& rows, const Disagreement& found);

}  // namespace plumb::agreement
