// The ways in which entries touch a party → the triggers of one measure (docs/meaning.md, Triggers).
//
// Here the measure's reach picks its ways, and retentions, which hold for one measure and party alone, bring removed entries
// back. What a measure asks of a trigger (publishable, listed on) is the evaluator's. Pure; any thread.
#pragma once

#include <span>
#include <vector>

#include "compiler/backends/reference/evaluate.hpp"
#include "compiler/ir/predicate_table.h"
#include "runtime/snapshot/ways.hpp"

namespace plumb::decide {

// The way, and as what the evaluator sees it; `retention` is valid where one holds the entry.
struct Trigger {
  snapshot::Way way;
  snapshot::RetentionIndex retention;
  reference::Trigger asked;
};

// `ways` are those of `party` on `d`; order is kept.
std::vector<Trigger> triggers_of(const Snapshot& snapshot, snapshot::PartyIndex party, std::span<const snapshot::Way> ways, const ir::Measure& measure, Date d);

// The same pairs as the predicate table's `settle` takes them: all that are there on the ways' date (convention 8), in the order of
// `ways`. Texts point into the snapshot.
std::vector<PlumbTrigger> triggers_for_table(const Snapshot& snapshot, std::span<const snapshot::Way> ways);

}  // namespace plumb::decide
