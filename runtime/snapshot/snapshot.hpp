// Facts known at one moment → one immutable, indexed picture of them, which every decision, sweep and answer reads.
//
// Parties are dense numbers in the order of their ids: every id that any table names is a party. Rows are kept in an order
// of their own columns, so that the order in which a store gave them cannot show. Lists per party hold only what can reach
// it: relations whose other end has an entry. Built in time linear in the facts but for sorting. Any thread; share it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "compiler/base/ids.hpp"
#include "runtime/facts/facts.hpp"
#include "runtime/snapshot/adjacency.hpp"
#include "runtime/snapshot/identifier_index.hpp"
#include "runtime/snapshot/reach_index.hpp"

namespace plumb::snapshot {

using EntryIndex = Id<struct EntryIndexTag>;
using RelationIndex = Id<struct RelationIndexTag>;
using PermitIndex = Id<struct PermitIndexTag>;
using RetentionIndex = Id<struct RetentionIndexTag>;
using HoldingIndex = Id<struct HoldingIndexTag>;

}  // namespace plumb::snapshot

namespace plumb {

class Snapshot {
 public:
  // Entries on a subject that was a minor when published are left out (docs/meaning.md, Facts on a date), and so is a
  // relation that claims the role directly_responsible, which entries alone can give.
  static std::shared_ptr<const Snapshot> build(facts::Facts facts);

  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;

  uint64_t revision() const { return facts_.revision; }
  std::optional<Date> synchronised() const { return facts_.synchronised; }

  uint32_t party_count() const { return static_cast<uint32_t>(facts_.parties.size()); }
  const facts::Party& party(snapshot::PartyIndex i) const { return facts_.parties[i.value]; }
  const facts::Entry& entry(snapshot::EntryIndex i) const { return facts_.entries[i.value]; }
  const facts::Relation& relation(snapshot::RelationIndex i) const { return facts_.relations[i.value]; }
  const facts::Permit& permit(snapshot::PermitIndex i) const { return facts_.permits[i.value]; }
  const facts::Retention& retention(snapshot::RetentionIndex i) const { return facts_.retentions[i.value]; }
  const facts::Holding& holding(snapshot::HoldingIndex i) const { return facts_.holdings[i.value]; }
  uint32_t holding_count() const { return static_cast<uint32_t>(facts_.holdings.size()); }

  // `id` in normal form (runtime/identity).
  std::optional<snapshot::PartyIndex> find(std::string_view id) const { return identifiers_.find(id); }
  const snapshot::IdentifierIndex& identifiers() const { return identifiers_; }

  // Kind as recorded, else by the form of the id.
  std::optional<PartyKind> kind(snapshot::PartyIndex i) const;

  snapshot::PartyIndex subject(snapshot::EntryIndex i) const { return subject_[i.value]; }
  snapshot::PartyIndex holder(snapshot::RelationIndex i) const { return holder_[i.value]; }
  snapshot::PartyIndex organisation(snapshot::RelationIndex i) const { return organisation_[i.value]; }

  std::span<const snapshot::EntryIndex> entries_of(snapshot::PartyIndex i) const { return entries_of_[i.value]; }
  // Entries that name the party as directly responsible.
  std::span<const snapshot::EntryIndex> entries_naming(snapshot::PartyIndex i) const { return entries_naming_[i.value]; }
  // Roles it holds, or held, at organisations that have an entry; roles that parties with an entry hold, or held, at it.
  std::span<const snapshot::RelationIndex> roles_at_listed(snapshot::PartyIndex i) const { return roles_at_listed_[i.value]; }
  std::span<const snapshot::RelationIndex> listed_officers(snapshot::PartyIndex i) const { return listed_officers_[i.value]; }

  std::span<const snapshot::PermitIndex> permits_of(snapshot::PartyIndex i) const { return permits_of_[i.value]; }
  std::span<const snapshot::RetentionIndex> retentions_of(snapshot::PartyIndex i) const { return retentions_of_[i.value]; }
  std::span<const snapshot::HoldingIndex> holdings_of(snapshot::PartyIndex i) const { return holdings_of_[i.value]; }

  // Everybody's reach on any date.
  const snapshot::ReachIndex& reach() const { return reach_; }

 private:
  explicit Snapshot(facts::Facts facts);

  facts::Facts facts_;
  snapshot::IdentifierIndex identifiers_;
  std::vector<snapshot::PartyIndex> subject_, holder_, organisation_;
  snapshot::Adjacency<snapshot::EntryIndex> entries_of_, entries_naming_;
  snapshot::Adjacency<snapshot::RelationIndex> roles_at_listed_, listed_officers_;
  snapshot::Adjacency<snapshot::PermitIndex> permits_of_;
  snapshot::Adjacency<snapshot::RetentionIndex> retentions_of_;
  snapshot::Adjacency<snapshot::HoldingIndex> holdings_of_;
  snapshot::ReachIndex reach_;
};

}  // namespace plumb
