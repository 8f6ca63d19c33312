// Facts in columns → the columns of a snapshot, all but its reach index. Linear in the facts but for sorting. For Snapshot alone.
//
// The same bytes for the same facts, in whatever order and parts they come and however many threads there are.
#pragma once

#include "runtime/facts/fact_columns.hpp"
#include "runtime/snapshot/columns.hpp"

namespace plumb::snapshot {

Columns build(facts::FactColumns facts, unsigned threads);

// Whether a snapshot has it (docs/meaning.md, Facts on a date); what it leaves out names no party either.
bool is_kept(const facts::Entry& entry);
bool is_kept(Role relation);

}  // namespace plumb::snapshot
