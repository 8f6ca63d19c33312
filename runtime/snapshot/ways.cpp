#include "runtime/snapshot/ways.hpp"

#include "compiler/base/check.hpp"

namespace plumb::snapshot {

Standing standing_on(const Entry& entry, Date d) {
  if (d < entry.published_on) return Standing::unpublished;
  if (entry.removed_on && *entry.removed_on <= d) return Standing::removed;
  if (entry.expires_on && *entry.expires_on <= d) return Standing::expired;
  if (entry.ground_on && *entry.ground_on <= d) return Standing::removal_due;
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

void collect_ways(const Snapshot& snapshot, PartyIndex party, Date d, std::vector<Way>& ways) {
  const auto take = [&](EntryIndex entry, Direction direction, std::optional<Role> role, RelationIndex relation) {
    const Standing standing = standing_on(snapshot.entry(entry), d);
    if (standing != Standing::unpublished) ways.push_back({entry, direction, role, relation, standing});
  };
  for (const EntryIndex entry : snapshot.entries_of(party)) take(entry, Direction::self, std::nullopt, RelationIndex());
  for (const RelationIndex r : snapshot.roles_at_listed(party)) {
    const Relation relation = snapshot.relation(r);
    if (!relation.period.holds_on(d)) continue;
    for (const EntryIndex entry : snapshot.entries_of(snapshot.organisation(r))) take(entry, Direction::debtor, relation.role, r);
  }
  for (const EntryIndex entry : snapshot.entries_naming(party)) take(entry, Direction::debtor, Role::directly_responsible, RelationIndex());
  for (const RelationIndex r : snapshot.listed_officers(party)) {
    const Relation relation = snapshot.relation(r);
    if (!relation.period.holds_on(d)) continue;
    for (const EntryIndex entry : snapshot.entries_of(snapshot.holder(r))) take(entry, Direction::own, relation.role, r);
  }
}

}  // namespace plumb::snapshot
