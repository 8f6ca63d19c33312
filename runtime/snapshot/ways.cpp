#include "runtime/snapshot/ways.hpp"

#include "compiler/base/check.hpp"
#include "runtime/snapshot/reach.hpp"

namespace plumb::snapshot {

Standing standing_on(const Snapshot& snapshot, EntryIndex entry, Date d) {
  if (d < snapshot.published_on(entry)) return Standing::unpublished;
  if (const auto removed = snapshot.removed_on(entry); removed && *removed <= d) return Standing::removed;
  if (const auto expires = snapshot.expires_on(entry); expires && *expires <= d) return Standing::expired;
  if (const auto ground = snapshot.ground_on(entry); ground && *ground <= d) return Standing::removal_due;
  return Standing::active;
}

EntryState state_of(Standing standing) {
  switch (standing) {
    case Standing::active:
      return EntryState::active;
    case Standing::removal_due:
      return EntryState::removal_due;
    case Standing::expired:
      return EntryState::expired;
    case Standing::unpublished:
    case Standing::removed:
      break;
  }
  check(false, "an entry that is not there has no state");
  return EntryState::active;
}

void collect_ways(const Snapshot& snapshot, PartyIndex party, Date d, std::vector<Way>& ways, uint64_t among) {
  const auto take = [&](EntryIndex entry, Direction direction, std::optional<Role> role, RelationIndex relation) {
    const Standing standing = standing_on(snapshot, entry, d);
    if (standing != Standing::unpublished) ways.push_back({entry, direction, role, relation, standing});
  };
  const auto looks = [&](Direction direction, Role role) { return (among & reach_bit(direction, role)) != 0; };
  if ((among & reach_bit(Direction::self, std::nullopt)) != 0) {
    for (const EntryIndex entry : snapshot.entries_of(party)) take(entry, Direction::self, std::nullopt, RelationIndex());
  }
  for (const RelationIndex r : snapshot.roles_at_listed(party)) {
    const Role role = snapshot.role(r);
    if (!looks(Direction::debtor, role) || !snapshot.period(r).holds_on(d)) continue;
    for (const EntryIndex entry : snapshot.entries_of(snapshot.organisation(r))) take(entry, Direction::debtor, role, r);
  }
  if (looks(Direction::debtor, Role::directly_responsible)) {
    for (const EntryIndex entry : snapshot.entries_naming(party)) take(entry, Direction::debtor, Role::directly_responsible, RelationIndex());
  }
  for (const RelationIndex r : snapshot.listed_officers(party)) {
    const Role role = snapshot.role(r);
    if (!looks(Direction::own, role) || !snapshot.period(r).holds_on(d)) continue;
    for (const EntryIndex entry : snapshot.entries_of(snapshot.holder(r))) take(entry, Direction::own, role, r);
  }
}

}  // namespace plumb::snapshot
