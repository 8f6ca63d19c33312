// What a sweep is compared by: how many rows each measure applies to, leaves open, or is permitted to on the date.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace plumb::bench {

// At MeasureId's value: {applies, undetermined, permitted}.
using SweepCounts = std::vector<std::array<uint64_t, 3>>;

}  // namespace plumb::bench
