// Facts known at one moment → one immutable, indexed picture of them in columns, which every decision, sweep and answer reads.
//
// Parties are dense numbers in the order of their ids: every id that any table names is a party. Rows are kept in an order
// of their own columns, so that the order in which a store gave them cannot show. Lists per party hold only what can reach
// it: relations whose other end has an entry. Columns are the snapshot's own or lie in a file (file.hpp); nothing is made of
// them when a file is opened. Texts that it gives live as long as it. Any thread; share it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "compiler/base/result.hpp"
#include "runtime/facts/fact_columns.hpp"
#include "runtime/snapshot/columns.hpp"

namespace plumb {

namespace snapshot {
class File;
}

class Snapshot {
 public:
  // Entries on a subject that was a minor when published are left out (docs/meaning.md, Facts on a date), and so is a
  // relation that claims the role directly_responsible, which entries alone can give.
  static std::shared_ptr<const Snapshot> build(facts::Facts facts);
  // The same; on up to `threads` threads, on which the bytes of its columns do not hang.
  static std::shared_ptr<const Snapshot> build(facts::FactColumns facts, unsigned threads);
  // Over the columns of a file. `keeper` holds its bytes; `verify_holdings` says whether those of the holdings are as they were
  // written. For read_file() alone. REQUIRES: the others are as build() makes them.
  static std::shared_ptr<const Snapshot> over(snapshot::Columns columns, std::shared_ptr<const snapshot::File> file, std::shared_ptr<const void> keeper,
                                              std::function<Result<void>(const snapshot::Columns&)> verify_holdings);

  // Before holdings are read: of a file they are verified by the first call; others wait for it and get its answer. Deciding
  // about one party needs none of them.
  Result<void> complete() const;

  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;

  uint64_t revision() const { return columns_.shape.revision; }
  std::optional<Date> synchronised() const;

  uint32_t party_count() const { return columns_.shape.parties; }
  uint32_t holding_count() const { return columns_.shape.holdings; }
  snapshot::Party party(snapshot::PartyIndex i) const;
  snapshot::Relation relation(snapshot::RelationIndex i) const;
  snapshot::Entry entry(snapshot::EntryIndex i) const;
  snapshot::Permit permit(snapshot::PermitIndex i) const;
  snapshot::Retention retention(snapshot::RetentionIndex i) const;
  // REQUIRES here and for holdings_of(): complete().
  snapshot::Holding holding(snapshot::HoldingIndex i) const;

  std::string_view id(snapshot::PartyIndex i) const { return columns_.ids[i.value]; }
  // `id` in normal form (runtime/identity), the party's own or a document's that is bound to it.
  std::optional<snapshot::PartyIndex> find(std::string_view id) const;
  // Many at once, for who decides a list: as find() of each, invalid where there is none.
  void find_all(std::span<const std::string_view> ids, std::span<snapshot::PartyIndex> out) const;
  // Identifiers bound to the party, besides its own.
  std::span<const snapshot::DocumentIndex> documents_of(snapshot::PartyIndex i) const { return columns_.documents_of[i.value]; }
  std::string_view document(snapshot::DocumentIndex i) const { return columns_.documents[i.value]; }
  std::string_view document_name(snapshot::DocumentIndex i) const { return columns_.document_names[i.value]; }
  // Whether a reviewer holds the two to be different.
  bool distinct(snapshot::PartyIndex a, snapshot::PartyIndex b) const;
  // Every party, exact or masked, that bears an identifier, its own or a bound one, which agrees with `masked` in each place that
  // both show; ascending.
  std::vector<snapshot::PartyIndex> agreeing(std::string_view masked) const;
  const snapshot::IdentifierIndex& identifiers() const { return identifiers_; }

  // Kind as recorded, else by the form of the id.
  std::optional<PartyKind> kind(snapshot::PartyIndex i) const;
  std::optional<Sector> sector(snapshot::PartyIndex i) const;

  // Parts of rows, for who goes through many.
  Role role(snapshot::RelationIndex i) const { return static_cast<Role>(columns_.relation_role[i.value]); }
  facts::Period period(snapshot::RelationIndex i) const { return {columns_.relation_from[i.value], columns_.relation_to[i.value]}; }
  Date published_on(snapshot::EntryIndex i) const { return *columns_.published_on[i.value]; }
  std::optional<Date> expires_on(snapshot::EntryIndex i) const { return columns_.expires_on[i.value]; }
  std::optional<Date> ground_on(snapshot::EntryIndex i) const { return columns_.ground_on[i.value]; }
  std::optional<Date> removed_on(snapshot::EntryIndex i) const { return columns_.removed_on[i.value]; }
  std::optional<Date> filed_on(snapshot::EntryIndex i) const { return columns_.filed_on[i.value]; }
  bool publishable(snapshot::EntryIndex i) const { return (columns_.entry_flags[i.value] & snapshot::kPublishable) != 0; }
  facts::Period permit_period(snapshot::PermitIndex i) const { return {columns_.permit_from[i.value], columns_.permit_to[i.value]}; }
  std::string_view permit_target(snapshot::PermitIndex i) const { return columns_.permit_target[i.value]; }
  Date retained_until(snapshot::RetentionIndex i) const { return *columns_.retention_until[i.value]; }
  std::string_view retained_measure(snapshot::RetentionIndex i) const { return columns_.retention_measure[i.value]; }

  snapshot::PartyIndex subject(snapshot::EntryIndex i) const { return columns_.entry_subject[i.value]; }
  snapshot::PartyIndex holder(snapshot::RelationIndex i) const { return columns_.relation_holder[i.value]; }
  snapshot::PartyIndex organisation(snapshot::RelationIndex i) const { return columns_.relation_organisation[i.value]; }

  std::span<const snapshot::EntryIndex> entries_of(snapshot::PartyIndex i) const { return columns_.entries_of[i.value]; }
  // Entries that name the party as directly responsible.
  std::span<const snapshot::EntryIndex> entries_naming(snapshot::PartyIndex i) const { return columns_.entries_naming[i.value]; }
  // Roles it holds, or held, at organisations that have an entry; roles that parties with an entry hold, or held, at it.
  std::span<const snapshot::RelationIndex> roles_at_listed(snapshot::PartyIndex i) const { return columns_.roles_at_listed[i.value]; }
  std::span<const snapshot::RelationIndex> listed_officers(snapshot::PartyIndex i) const { return columns_.listed_officers[i.value]; }

  std::span<const snapshot::PermitIndex> permits_of(snapshot::PartyIndex i) const { return columns_.permits_of[i.value]; }
  std::span<const snapshot::RetentionIndex> retentions_of(snapshot::PartyIndex i) const { return columns_.retentions_of[i.value]; }
  std::span<const snapshot::HoldingIndex> holdings_of(snapshot::PartyIndex i) const { return columns_.holdings_of[i.value]; }

  // Everybody's reach on any date.
  const snapshot::ReachIndex& reach() const { return reach_; }

  const snapshot::Columns& columns() const { return columns_; }
  // What it lies in, for who has sections of his own there; null where it was built from facts.
  const snapshot::File* file() const { return file_.get(); }

 private:
  explicit Snapshot(snapshot::Columns columns);

  std::shared_ptr<const void> keeper_;
  std::shared_ptr<const snapshot::File> file_;
  std::function<Result<void>(const snapshot::Columns&)> verify_holdings_;
  mutable std::once_flag verified_;
  mutable std::optional<Result<void>> holdings_whole_;
  snapshot::Columns columns_;
  snapshot::IdentifierIndex identifiers_;
  snapshot::ReachIndex reach_;
};

}  // namespace plumb
