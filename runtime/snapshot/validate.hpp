// Whether numbers in columns point to what is there, so that reading them reads nothing else. Pure; any thread; uses up to `threads` threads.
//
// For columns from a file, whose bytes could come from anywhere. Returns the number of the first section that is wrong.
// Values that are merely untrue (a date that was another) no reader can tell; checksums are against those.
#pragma once

#include <cstdint>
#include <optional>

#include "runtime/snapshot/columns.hpp"

namespace plumb::snapshot {

std::optional<uint32_t> fault_outside_holdings(const Columns& columns, unsigned threads);
std::optional<uint32_t> fault_in_holdings(const Columns& columns, unsigned threads);

}  // namespace plumb::snapshot
