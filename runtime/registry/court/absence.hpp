// What a full push says by leaving entries out: proposals to remove them, carried out at once where they are few, else by a person
// (proposals.hpp).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "compiler/base/result.hpp"
#include "runtime/registry/court/full_lists.hpp"
#include "runtime/registry/court/plan.hpp"
#include "runtime/registry/court/push.hpp"
#include "runtime/registry/sqlite.hpp"
#include "runtime/registry/writer.hpp"

namespace plumb::registry::court {

// What full lists of later days leave out.
struct LeftOut {
  uint64_t entries = 0, removed = 0;
  std::vector<FullList> lists;  // of later days, counted anew
};

// The setting, or kDefaultShare.
Result<int64_t> share_of(Database& database);

// After all records of the full push went through the plan; `place` is the file that says so. Counts into the list the entries of its courts that
// it names and that were known before, and those that it leaves out: published by its day, not removed but by lists of that day or later, and of
// which no push of a later day spoke.
Result<void> propose_absent(Database& database, Plan& plan, FullList& list, Place place);

// After that, of a push of any kind: what it shows to stand on its day, and full lists of later days leave out.
Result<LeftOut> propose_left_out_since(Database& database, Plan& plan, std::string_view day);

// Whether proposals wait for a person.
Result<bool> any_proposals(Database& database);

// Entries that a step taken back, or a table, makes stand again: proposed as of the first full list since they were listed that leaves them out. For
// whoever writes entries or what changes them but pushes, before the writer's end.
Result<void> propose_reinstated(Database& database, FactWriter& writer);

// Closes proposals whose entry is removed by now, or was listed as of a later day, and findings of entries listed after their removal that are not
// removed any more: there is nothing left to ask. For whoever writes entries or what changes them, before the writer's end.
Result<void> settle_answered(Database& database, FactWriter& writer);

}  // namespace plumb::registry::court
