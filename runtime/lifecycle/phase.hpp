// A step → where in the life of an entry it has its place: by which a step finds its listing, and what it may be missing.
//
// Read by this room alone. Pure; any thread. Source: 四（二）1, 3, 4 and 5.
#pragma once

#include "runtime/lifecycle/step.hpp"

namespace plumb::lifecycle {

// Steps before an entry is published, those that may come before or after, those of an entry that is published, those that end it,
// and those that follow its end.
enum class Phase : uint8_t { before, either, published, ending, ended };

Phase phase(Step step);

}  // namespace plumb::lifecycle
