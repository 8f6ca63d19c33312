// A party and a date → the ways in which entries of the list touch it: its own, through a role of its, through its officers.
//
// A way is half of a trigger: the entry may already be removed, since a retention for one measure can still hold it
// (docs/meaning.md, Triggers). Entries not yet published and roles not held on the date give no way. No chaining.
#pragma once

#include <optional>
#include <vector>

#include "runtime/snapshot/snapshot.hpp"

namespace plumb::snapshot {

// Where an entry stands on a date, retentions apart.
enum class Standing : uint8_t { unpublished, active, removal_due, expired, removed };
Standing standing_on(const Snapshot& snapshot, EntryIndex entry, Date d);

// REQUIRES: neither unpublished nor removed.
EntryState state_of(Standing standing);

struct Way {
  EntryIndex entry;
  Direction direction = Direction::self;
  std::optional<Role> role;  // nothing for self
  RelationIndex relation;    // invalid for self and for directly_responsible
  Standing standing = Standing::active;
};

// Appends to `ways`, in a fixed order: self, debtor (by relation, then as directly responsible), own. `among`: only ways with
// one of these bits (reach.hpp).
void collect_ways(const Snapshot& snapshot, PartyIndex party, Date d, std::vector<Way>& ways, uint64_t among = ~uint64_t{0});

}  // namespace plumb::snapshot
