// The holdings of a snapshot, as a rule set reads them → a RowTable: one row a holding under its matter at stage `holding`.
//
// Holdings that the rule set cannot be asked about (decide::read_holding refuses them) have no row and are listed apart.
// Deterministic; no clock, no I/O; any thread.
#pragma once

#include <functional>

#include "runtime/decide/rule_index.hpp"
#include "runtime/rows/row_table.hpp"

namespace plumb::rows {

// `progress` may be empty; called every few thousand holdings.
RowTable read_rows(const decide::RuleIndex& rules, const Snapshot& snapshot, const std::function<void(uint64_t done, uint64_t total)>& progress = {});

}  // namespace plumb::rows
