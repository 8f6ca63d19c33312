// Whether the registry is too old to be looked at on a date (docs/meaning.md, Staleness). Pure.
#pragma once

#include <optional>

#include "compiler/ir/program.hpp"

namespace plumb::decide {

// Stale when it was last synchronised longer before `d` than the caller's limit in days or the rule set's; never
// synchronised is stale where there is a limit. A limit in working days that leaves its calendar counts as passed.
bool is_stale(const ir::Program& program, std::optional<Date> synchronised, Date d, std::optional<int> max_staleness_days);

}  // namespace plumb::decide
