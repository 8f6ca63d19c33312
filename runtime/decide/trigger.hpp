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

// What measures read of their triggers besides the way and its state: what none of them reads need not be looked up.
struct TriggerParts {
  bool entry = true;     // days but that of publication, and whether it is publishable
  bool texts = true;     // case number, amounts
  bool relation = true;  // since when and until when the role is held
};

// One pair as the predicate table's `settle` takes it. A removed entry is there by a retention: certain, and `retained`. Texts
// point into the snapshot.
PlumbTrigger trigger_for_table(const Snapshot& snapshot, const snapshot::Way& way, const TriggerParts& parts);

// All that are there on the ways' date, retentions apart (convention 8), in the order of `ways`.
std::vector<PlumbTrigger> triggers_for_table(const Snapshot& snapshot, std::span<const snapshot::Way> ways);

// Whether a retention keeps the entry's measure on the party through `d`.
bool is_retained(const Snapshot& snapshot, snapshot::PartyIndex party, snapshot::EntryIndex entry, const ir::Name& measure, Date d);

}  // namespace plumb::decide
