// A party, a measure and a date → the court's decision that allows it (docs/meaning.md, Three values). Pure; any thread.
#pragma once

#include "runtime/decide/rule_index.hpp"
#include "runtime/snapshot/snapshot.hpp"

namespace plumb::decide {

// Of several the earliest, then by the document's text; invalid where there is none. `anyone` measures are touched by none.
snapshot::PermitIndex permit_for(const RuleIndex& rules, const Snapshot& snapshot, snapshot::PartyIndex party, const ir::Measure& measure, Date d);

}  // namespace plumb::decide
