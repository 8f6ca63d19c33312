#include "runtime/snapshot/snapshot.hpp"

#include <algorithm>
#include <utility>

#include "runtime/identity/mask.hpp"
#include "runtime/snapshot/build.hpp"

namespace plumb {

using namespace snapshot;

namespace {

template <typename Enum>
std::optional<Enum> trait(uint8_t traits, int at) {
  const uint8_t part = Traits::part(traits, at);
  return part == Traits::kNone ? std::nullopt : std::optional(static_cast<Enum>(part));
}

}  // namespace

std::shared_ptr<const Snapshot> Snapshot::build(facts::Facts facts) {
  std::erase_if(facts.entries, [](const facts::Entry& e) { return !is_kept(e); });
  std::erase_if(facts.relations, [](const facts::Relation& r) { return !is_kept(r.role); });
  return build(facts::columns_of(std::move(facts)), 1);
}

std::shared_ptr<const Snapshot> Snapshot::build(facts::FactColumns facts, unsigned threads) {
  const std::shared_ptr<Snapshot> out(new Snapshot(snapshot::build(std::move(facts), threads)));
  out->columns_.reach = ReachIndex::build(*out, threads);
  return out;
}

std::shared_ptr<const Snapshot> Snapshot::over(Columns columns, std::shared_ptr<const File> file, std::shared_ptr<const void> keeper,
                                               std::function<Result<void>(const Columns&)> verify_holdings) {
  const std::shared_ptr<Snapshot> out(new Snapshot(std::move(columns)));
  out->file_ = std::move(file);
  out->keeper_ = std::move(keeper);
  out->verify_holdings_ = std::move(verify_holdings);
  return out;
}

Result<void> Snapshot::complete() const {
  std::call_once(verified_, [&] { holdings_whole_ = verify_holdings_ ? verify_holdings_(columns_) : Result<void>(); });
  return *holdings_whole_;
}

Snapshot::Snapshot(Columns columns) : columns_(std::move(columns)), identifiers_(columns_.ids, columns_.identifiers), reach_(columns_.reach, columns_.traits) {}

std::optional<Date> Snapshot::synchronised() const {
  return columns_.shape.synchronised == DateColumn::kNone ? std::nullopt : std::optional(Date{columns_.shape.synchronised});
}

Party Snapshot::party(PartyIndex i) const {
  const uint8_t traits = columns_.traits[i.value];
  return {id(i), trait<PartyKind>(traits, Traits::kRecordedKind), columns_.names[i.value], trait<Sector>(traits, Traits::kSector)};
}

std::optional<PartyIndex> Snapshot::find(std::string_view id) const {
  if (const auto own = identifiers_.find(id)) return own;
  const uint32_t at = columns_.documents.lower_bound(id);
  if (at == columns_.documents.size() || columns_.documents[at] != id) return std::nullopt;
  return columns_.document_party[at];
}

void Snapshot::find_all(std::span<const std::string_view> ids, std::span<PartyIndex> out) const {
  identifiers_.find_all(ids, out);
  if (columns_.documents.size() == 0) return;
  for (size_t i = 0; i < ids.size(); ++i) {
    if (!out[i].valid()) out[i] = find(ids[i]).value_or(PartyIndex());
  }
}

bool Snapshot::distinct(PartyIndex a, PartyIndex b) const {
  const auto others = columns_.distinct_from[a.value];
  return std::binary_search(others.begin(), others.end(), b);
}

std::vector<PartyIndex> Snapshot::agreeing(std::string_view masked) const {
  std::vector<PartyIndex> found = identifiers_.agreeing(masked);
  const std::string_view head = masked.substr(0, masked.find('*'));
  const size_t before = found.size();
  for (uint32_t i = columns_.documents.lower_bound(head); i < columns_.documents.size() && columns_.documents[i].starts_with(head); ++i) {
    if (identity::agree(masked, columns_.documents[i])) found.push_back(columns_.document_party[i]);
  }
  if (found.size() == before) return found;
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

std::optional<PartyKind> Snapshot::kind(PartyIndex i) const { return trait<PartyKind>(columns_.traits[i.value], Traits::kKind); }
std::optional<Sector> Snapshot::sector(PartyIndex i) const { return trait<Sector>(columns_.traits[i.value], Traits::kSector); }

Relation Snapshot::relation(RelationIndex i) const {
  Relation out;
  out.role = static_cast<Role>(columns_.relation_role[i.value]);
  out.period = {columns_.relation_from[i.value], columns_.relation_to[i.value]};
  const Column<uint32_t>& shared = columns_.shared;
  const auto share = std::lower_bound(shared.begin(), shared.end(), i.value);
  if (share != shared.end() && *share == i.value) out.share = columns_.shares[static_cast<size_t>(share - shared.begin())];
  return out;
}

Entry Snapshot::entry(EntryIndex i) const {
  const auto text = [&](EntryText which) { return columns_.entry_texts[i.value * kEntryTexts + static_cast<size_t>(which)]; };
  Entry out;
  out.case_no = text(EntryText::case_no);
  out.court = text(EntryText::court);
  out.performed_part = text(EntryText::performed_part);
  out.unperformed_part = text(EntryText::unperformed_part);
  out.published_on = columns_.published_on[i.value].value();
  out.expires_on = columns_.expires_on[i.value];
  out.ground_on = columns_.ground_on[i.value];
  out.removed_on = columns_.removed_on[i.value];
  out.filed_on = columns_.filed_on[i.value];
  const uint8_t flags = columns_.entry_flags[i.value];
  out.publishable = (flags & kPublishable) != 0;
  if ((flags & kObjection) != 0) out.objection = facts::Period{columns_.objection_from[i.value], columns_.objection_to[i.value]};
  return out;
}

Permit Snapshot::permit(PermitIndex i) const {
  return {columns_.permit_target[i.value], {columns_.permit_from[i.value], columns_.permit_to[i.value]}, columns_.permit_document[i.value]};
}

Retention Snapshot::retention(RetentionIndex i) const {
  return {columns_.retention_case[i.value], columns_.retention_measure[i.value], columns_.retention_until[i.value].value(), columns_.retention_basis[i.value]};
}

Holding Snapshot::holding(HoldingIndex i) const {
  return {columns_.holding_ids[i.value],
          columns_.holding_party[i.value],
          columns_.matters[columns_.holding_matter[i.value]],
          {columns_.holding_from[i.value], columns_.holding_to[i.value]},
          columns_.holding_fields[i.value]};
}

}  // namespace plumb
