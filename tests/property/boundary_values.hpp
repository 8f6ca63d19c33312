// The values of a type at which arithmetic turns: extremes, halves that round to even, month ends, edges of the calendar,
// empty and prefix texts, empty and full sets. Pure; used by the generators beside it.
#pragma once

#include <vector>

#include "compiler/ir/program.hpp"

namespace plumb::testing {

// In a fixed order; all well formed. REQUIRES: the enumeration or taxonomy of the type has a value.
std::vector<ir::Value> boundary_values(const ir::Program& program, ir::Type type);

}  // namespace plumb::testing
