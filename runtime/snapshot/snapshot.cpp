#include "runtime/snapshot/snapshot.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <tuple>
#include <utility>

#include "compiler/base/check.hpp"
#include "runtime/identity/form.hpp"

namespace plumb {

using namespace snapshot;

namespace {

using facts::Entry;
using facts::Facts;
using facts::Holding;
using facts::Party;
using facts::Permit;
using facts::Relation;
using facts::Retention;

// Each kind of row in an order of its own columns; the identifying ones come first.
auto key(const Party& p) { return std::tie(p.id, p.name, p.kind, p.sector); }
auto key(const Entry& e) { return std::tie(e.case_no, e.party, e.published_on, e.removed_on, e.expires_on, e.ground_on, e.publishable); }
auto key(const Relation& r) { return std::tie(r.holder, r.role, r.organisation, r.period.from, r.period.to, r.share); }
auto key(const Permit& p) { return std::tie(p.party, p.target, p.period.from, p.document, p.period.to); }
auto key(const Retention& r) { return std::tie(r.case_no, r.party, r.measure, r.until, r.basis); }
auto key(const Holding& h) { return std::tie(h.id, h.party, h.matter, h.period.from, h.period.to, h.fields); }

template <typename Row>
void sort_rows(std::vector<Row>& rows) {
  const auto before = [](const Row& a, const Row& b) { return key(a) < key(b); };
  if (!std::is_sorted(rows.begin(), rows.end(), before)) std::sort(rows.begin(), rows.end(), before);
}

// Adds a party for every id that only other tables name, keeps the first row of each id, in the order of ids.
void complete_parties(Facts& facts) {
  std::vector<std::string_view> named;
  for (const Relation& r : facts.relations) named.insert(named.end(), {r.holder, r.organisation});
  for (const Entry& e : facts.entries) {
    named.push_back(e.party);
    named.insert(named.end(), e.responsible.begin(), e.responsible.end());
  }
  for (const Permit& p : facts.permits) named.push_back(p.party);
  for (const Retention& r : facts.retentions) named.push_back(r.party);
  for (const Holding& h : facts.holdings) named.push_back(h.party);
  std::sort(named.begin(), named.end());
  named.erase(std::unique(named.begin(), named.end()), named.end());

  sort_rows(facts.parties);
  const auto same_id = [](const Party& a, const Party& b) { return a.id == b.id; };
  facts.parties.erase(std::unique(facts.parties.begin(), facts.parties.end(), same_id), facts.parties.end());
  const size_t recorded = facts.parties.size();
  size_t next = 0;
  for (const std::string_view id : named) {
    while (next < recorded && facts.parties[next].id < id) ++next;
    if (next < recorded && facts.parties[next].id == id) continue;
    facts.parties.push_back(Party{std::string(id), std::nullopt, {}, std::nullopt});
  }
  // Two sorted runs, merged into a vector of its own: inplace_merge allocates through what C++17 deprecated.
  std::vector<Party> merged;
  merged.reserve(facts.parties.size());
  const auto middle = facts.parties.begin() + static_cast<std::ptrdiff_t>(recorded);
  std::merge(std::make_move_iterator(facts.parties.begin()), std::make_move_iterator(middle), std::make_move_iterator(middle),
             std::make_move_iterator(facts.parties.end()), std::back_inserter(merged), [](const Party& a, const Party& b) { return a.id < b.id; });
  facts.parties = std::move(merged);
}

template <typename Index>
using Pairs = std::vector<std::pair<uint32_t, Index>>;

}  // namespace

std::shared_ptr<const Snapshot> Snapshot::build(facts::Facts facts) { return std::shared_ptr<const Snapshot>(new Snapshot(std::move(facts))); }

Snapshot::Snapshot(facts::Facts facts) : facts_(std::move(facts)) {
  std::erase_if(facts_.entries, [](const Entry& e) { return identity::was_minor_on(e.party, e.published_on); });
  std::erase_if(facts_.relations, [](const Relation& r) { return r.role == Role::directly_responsible; });
  for (Entry& e : facts_.entries) {
    std::sort(e.responsible.begin(), e.responsible.end());
    e.responsible.erase(std::unique(e.responsible.begin(), e.responsible.end()), e.responsible.end());
  }
  sort_rows(facts_.entries);
  sort_rows(facts_.relations);
  sort_rows(facts_.permits);
  sort_rows(facts_.retentions);
  sort_rows(facts_.holdings);
  complete_parties(facts_);

  const size_t count = facts_.parties.size();
  std::vector<std::string_view> ids(count);
  std::transform(facts_.parties.begin(), facts_.parties.end(), ids.begin(), [](const Party& p) { return std::string_view(p.id); });
  identifiers_ = IdentifierIndex(ids);
  const auto index = [&](std::string_view id) {
    const auto found = identifiers_.find(id);
    check(found.has_value(), "every id that a table names is a party");
    return *found;
  };

  Pairs<EntryIndex> of, naming;
  std::vector<bool> has_entry(count, false);
  for (uint32_t i = 0; i < facts_.entries.size(); ++i) {
    const Entry& e = facts_.entries[i];
    subject_.push_back(index(e.party));
    has_entry[subject_.back().value] = true;
    of.emplace_back(subject_.back().value, EntryIndex(i));
    for (const std::string& id : e.responsible) naming.emplace_back(index(id).value, EntryIndex(i));
  }
  entries_of_ = Adjacency<EntryIndex>(count, of);
  entries_naming_ = Adjacency<EntryIndex>(count, naming);

  Pairs<RelationIndex> at_listed, officers;
  for (uint32_t i = 0; i < facts_.relations.size(); ++i) {
    holder_.push_back(index(facts_.relations[i].holder));
    organisation_.push_back(index(facts_.relations[i].organisation));
    if (has_entry[organisation_.back().value]) at_listed.emplace_back(holder_.back().value, RelationIndex(i));
    if (has_entry[holder_.back().value]) officers.emplace_back(organisation_.back().value, RelationIndex(i));
  }
  roles_at_listed_ = Adjacency<RelationIndex>(count, at_listed);
  listed_officers_ = Adjacency<RelationIndex>(count, officers);

  Pairs<PermitIndex> permits;
  for (uint32_t i = 0; i < facts_.permits.size(); ++i) permits.emplace_back(index(facts_.permits[i].party).value, PermitIndex(i));
  permits_of_ = Adjacency<PermitIndex>(count, permits);
  Pairs<RetentionIndex> retentions;
  for (uint32_t i = 0; i < facts_.retentions.size(); ++i) retentions.emplace_back(index(facts_.retentions[i].party).value, RetentionIndex(i));
  retentions_of_ = Adjacency<RetentionIndex>(count, retentions);
  Pairs<HoldingIndex> holdings;
  for (uint32_t i = 0; i < facts_.holdings.size(); ++i) holdings.emplace_back(index(facts_.holdings[i].party).value, HoldingIndex(i));
  holdings_of_ = Adjacency<HoldingIndex>(count, holdings);
  reach_ = ReachIndex::build(*this);
}

std::optional<PartyKind> Snapshot::kind(PartyIndex i) const {
  const Party& p = party(i);
  return p.kind ? p.kind : identity::kind_by_form(p.id);
}

}  // namespace plumb
