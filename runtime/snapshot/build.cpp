#include "runtime/snapshot/build.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "compiler/base/check.hpp"
#include "runtime/identity/form.hpp"
#include "runtime/identity/name.hpp"

namespace plumb::snapshot {

namespace {

using facts::Facts;

// Each kind of row in an order of its own columns; the identifying ones come first.
auto key(const facts::Party& p) { return std::tie(p.id, p.name, p.kind, p.sector); }
auto key(const facts::Entry& e) { return std::tie(e.case_no, e.party, e.published_on, e.removed_on, e.expires_on, e.ground_on, e.publishable); }
auto key(const facts::Relation& r) { return std::tie(r.holder, r.role, r.organisation, r.period.from, r.period.to, r.share); }
auto key(const facts::Permit& p) { return std::tie(p.party, p.target, p.period.from, p.document, p.period.to); }
auto key(const facts::Retention& r) { return std::tie(r.case_no, r.party, r.measure, r.until, r.basis); }
auto key(const facts::Holding& h) { return std::tie(h.id, h.party, h.matter, h.period.from, h.period.to, h.fields); }

template <typename Row>
void sort_rows(std::vector<Row>& rows) {
  const auto before = [](const Row& a, const Row& b) { return key(a) < key(b); };
  if (!std::is_sorted(rows.begin(), rows.end(), before)) std::sort(rows.begin(), rows.end(), before);
}

// Adds a party for every id that only other tables name, keeps the first row of each id, in the order of ids.
void complete_parties(Facts& facts) {
  std::vector<std::string_view> named;
  for (const facts::Relation& r : facts.relations) named.insert(named.end(), {r.holder, r.organisation});
  for (const facts::Entry& e : facts.entries) {
    named.push_back(e.party);
    named.insert(named.end(), e.responsible.begin(), e.responsible.end());
  }
  for (const facts::Permit& p : facts.permits) named.push_back(p.party);
  for (const facts::Retention& r : facts.retentions) named.push_back(r.party);
  for (const facts::Holding& h : facts.holdings) named.push_back(h.party);
  std::sort(named.begin(), named.end());
  named.erase(std::unique(named.begin(), named.end()), named.end());

  sort_rows(facts.parties);
  const auto same_id = [](const facts::Party& a, const facts::Party& b) { return a.id == b.id; };
  facts.parties.erase(std::unique(facts.parties.begin(), facts.parties.end(), same_id), facts.parties.end());
  const size_t recorded = facts.parties.size();
  size_t next = 0;
  for (const std::string_view id : named) {
    while (next < recorded && facts.parties[next].id < id) ++next;
    if (next < recorded && facts.parties[next].id == id) continue;
    facts.parties.push_back(facts::Party{std::string(id), std::nullopt, {}, std::nullopt});
  }
  // Two sorted runs, merged into a vector of its own: inplace_merge allocates through what C++17 deprecated.
  std::vector<facts::Party> merged;
  merged.reserve(facts.parties.size());
  const auto middle = facts.parties.begin() + static_cast<std::ptrdiff_t>(recorded);
  std::merge(std::make_move_iterator(facts.parties.begin()), std::make_move_iterator(middle), std::make_move_iterator(middle),
             std::make_move_iterator(facts.parties.end()), std::back_inserter(merged),
             [](const facts::Party& a, const facts::Party& b) { return a.id < b.id; });
  facts.parties = std::move(merged);
}

void put_in_order(Facts& facts) {
  std::erase_if(facts.entries, [](const facts::Entry& e) { return identity::was_minor_on(e.party, e.published_on); });
  std::erase_if(facts.relations, [](const facts::Relation& r) { return r.role == Role::directly_responsible; });
  for (facts::Entry& e : facts.entries) {
    std::sort(e.responsible.begin(), e.responsible.end());
    e.responsible.erase(std::unique(e.responsible.begin(), e.responsible.end()), e.responsible.end());
  }
  sort_rows(facts.entries);
  sort_rows(facts.relations);
  sort_rows(facts.permits);
  sort_rows(facts.retentions);
  sort_rows(facts.holdings);
  complete_parties(facts);
}

template <typename Enum>
int part(std::optional<Enum> value, int at) {
  return (value ? static_cast<int>(*value) : int{Traits::kNone}) << at;
}

struct PeriodBuilder {
  DateColumnBuilder from, to;
  void reserve(size_t rows) {
    from.reserve(rows);
    to.reserve(rows);
  }
  void add(const facts::Period& period) {
    from.add(period.from);
    to.add(period.to);
  }
};

template <typename Index>
using Pairs = std::vector<std::pair<uint32_t, Index>>;

// Table after table into columns; the facts are let go of as they are done with.
class Builder {
 public:
  explicit Builder(Facts facts) : facts_(std::move(facts)) {}

  Columns build() {
    put_in_order(facts_);
    shape();
    parties();
    entries();
    relations();
    permits();
    retentions();
    holdings();
    return std::move(out_);
  }

 private:
  void shape() {
    Shape& shape = out_.shape;
    shape.revision = facts_.revision;
    if (facts_.synchronised) shape.synchronised = facts_.synchronised->days;
    const auto count = [](const auto& rows) {
      check(rows.size() < kLargest, "rows are numbered in 31 bits");
      return static_cast<uint32_t>(rows.size());
    };
    shape.parties = count(facts_.parties);
    shape.relations = count(facts_.relations);
    shape.entries = count(facts_.entries);
    shape.permits = count(facts_.permits);
    shape.retentions = count(facts_.retentions);
    shape.holdings = count(facts_.holdings);
  }

  PartyIndex index(std::string_view id) const {
    const auto found = IdentifierIndex(out_.ids, out_.identifiers).find(id);
    check(found.has_value(), "every id that a table names is a party");
    return *found;
  }

  void parties() {
    std::vector<std::string_view> ids(facts_.parties.size());
    ColumnBuffer<uint8_t> traits(ids.size());
    TextColumnBuilder names;
    for (size_t i = 0; i < ids.size(); ++i) {
      const facts::Party& p = facts_.parties[i];
      ids[i] = p.id;
      const auto kind = p.kind ? p.kind : identity::kind_by_form(p.id);
      traits[i] = static_cast<uint8_t>(part(p.kind, Traits::kRecordedKind) | part(p.sector, Traits::kSector) | part(kind, Traits::kKind));
      names.add(identity::normalise_name(p.name));  // as they are compared, whoever the facts come from
    }
    out_.ids = id_column(ids);
    out_.traits = std::move(traits);
    out_.names = names.take();
    out_.identifiers = IdentifierIndex::build(out_.ids);
    facts_.parties = {};
  }

  void entries() {
    ColumnBuffer<PartyIndex> subject;
    ColumnBuffer<uint8_t> flags;
    TextColumnBuilder texts;
    DateColumnBuilder published, expires, ground, removed, filed, served;
    PeriodBuilder objection;
    Pairs<EntryIndex> of, naming;
    has_entry_.resize(out_.shape.parties, false);
    for (uint32_t i = 0; i < facts_.entries.size(); ++i) {
      const facts::Entry& e = facts_.entries[i];
      subject.push_back(index(e.party));
      has_entry_[subject.back().value] = true;
      of.emplace_back(subject.back().value, EntryIndex(i));
      for (const std::string& id : e.responsible) naming.emplace_back(index(id).value, EntryIndex(i));
      flags.push_back(static_cast<uint8_t>((e.publishable ? kPublishable : 0) | (e.objection ? kObjection : 0)));
      objection.add(e.objection.value_or(facts::Period{}));
      published.add(e.published_on);
      expires.add(e.expires_on);
      ground.add(e.ground_on);
      removed.add(e.removed_on);
      filed.add(e.filed_on);
      served.add(e.served_on);
      // In the order of EntryText.
      for (const std::string* text :
           {&e.case_no, &e.court, &e.performed_part, &e.unperformed_part, &e.basis_no, &e.basis_unit, &e.duty, &e.performance, &e.conduct, &e.name, &e.age,
            &e.gender, &e.legal_representative, &e.decision_no, &e.removal_kind, &e.removal_ground, &e.unit}) {
        texts.add(*text);
      }
    }
    out_.entry_subject = std::move(subject);
    out_.entry_flags = std::move(flags);
    out_.entry_texts = texts.take();
    out_.published_on = published.take();
    out_.expires_on = expires.take();
    out_.ground_on = ground.take();
    out_.removed_on = removed.take();
    out_.filed_on = filed.take();
    out_.served_on = served.take();
    out_.objection_from = objection.from.take();
    out_.objection_to = objection.to.take();
    out_.entries_of = SparseAdjacency<EntryIndex>(out_.shape.parties, of);
    out_.entries_naming = SparseAdjacency<EntryIndex>(out_.shape.parties, naming);
    facts_.entries = {};
  }

  void relations() {
    const size_t count = facts_.relations.size();
    ColumnBuffer<PartyIndex> holder(count), organisation(count);
    ColumnBuffer<uint8_t> role(count);
    ColumnBuffer<uint32_t> shared;
    TextColumnBuilder shares;
    PeriodBuilder period;
    period.reserve(count);
    Pairs<RelationIndex> at_listed, officers;
    for (uint32_t i = 0; i < count; ++i) {
      const facts::Relation& r = facts_.relations[i];
      holder[i] = index(r.holder);
      organisation[i] = index(r.organisation);
      role[i] = static_cast<uint8_t>(r.role);
      period.add(r.period);
      if (!r.share.empty()) {
        shared.push_back(i);
        shares.add(r.share);
      }
      if (has_entry_[organisation[i].value]) at_listed.emplace_back(holder[i].value, RelationIndex(i));
      if (has_entry_[holder[i].value]) officers.emplace_back(organisation[i].value, RelationIndex(i));
    }
    out_.relation_holder = std::move(holder);
    out_.relation_organisation = std::move(organisation);
    out_.relation_role = std::move(role);
    out_.relation_from = period.from.take();
    out_.relation_to = period.to.take();
    out_.shared = std::move(shared);
    out_.shares = shares.take();
    out_.roles_at_listed = SparseAdjacency<RelationIndex>(out_.shape.parties, at_listed);
    out_.listed_officers = SparseAdjacency<RelationIndex>(out_.shape.parties, officers);
    facts_.relations = {};
  }

  void permits() {
    ColumnBuffer<PartyIndex> party;
    TextColumnBuilder target, document;
    PeriodBuilder period;
    Pairs<PermitIndex> of;
    for (uint32_t i = 0; i < facts_.permits.size(); ++i) {
      const facts::Permit& p = facts_.permits[i];
      party.push_back(index(p.party));
      of.emplace_back(party.back().value, PermitIndex(i));
      target.add(p.target);
      document.add(p.document);
      period.add(p.period);
    }
    out_.permit_party = std::move(party);
    out_.permit_target = target.take();
    out_.permit_document = document.take();
    out_.permit_from = period.from.take();
    out_.permit_to = period.to.take();
    out_.permits_of = SparseAdjacency<PermitIndex>(out_.shape.parties, of);
    facts_.permits = {};
  }

  void retentions() {
    ColumnBuffer<PartyIndex> party;
    TextColumnBuilder case_no, measure, basis;
    DateColumnBuilder until;
    Pairs<RetentionIndex> of;
    for (uint32_t i = 0; i < facts_.retentions.size(); ++i) {
      const facts::Retention& r = facts_.retentions[i];
      party.push_back(index(r.party));
      of.emplace_back(party.back().value, RetentionIndex(i));
      case_no.add(r.case_no);
      measure.add(r.measure);
      basis.add(r.basis);
      until.add(r.until);
    }
    out_.retention_party = std::move(party);
    out_.retention_case = case_no.take();
    out_.retention_measure = measure.take();
    out_.retention_basis = basis.take();
    out_.retention_until = until.take();
    out_.retentions_of = SparseAdjacency<RetentionIndex>(out_.shape.parties, of);
    facts_.retentions = {};
  }

  void holdings() {
    const size_t count = facts_.holdings.size();
    ColumnBuffer<PartyIndex> party(count);
    ColumnBuffer<uint32_t> matter(count);
    TextColumnBuilder ids, fields, matters;
    PeriodBuilder period;
    period.reserve(count);
    std::unordered_map<std::string, uint32_t> numbers;
    Pairs<HoldingIndex> of(count);
    for (uint32_t i = 0; i < count; ++i) {
      const facts::Holding& h = facts_.holdings[i];
      ids.add(h.id);
      party[i] = index(h.party);
      of[i] = {party[i].value, HoldingIndex(i)};
      const auto [found, fresh] = numbers.emplace(h.matter, static_cast<uint32_t>(numbers.size()));
      if (fresh) matters.add(h.matter);
      matter[i] = found->second;
      period.add(h.period);
      fields.add(h.fields);
    }
    out_.holding_ids = ids.take();
    out_.holding_party = std::move(party);
    out_.holding_matter = std::move(matter);
    out_.matters = matters.take();
    out_.holding_from = period.from.take();
    out_.holding_to = period.to.take();
    out_.holding_fields = fields.take();
    out_.holdings_of = Adjacency<HoldingIndex>(out_.shape.parties, of);
    facts_.holdings = {};
  }

  static constexpr size_t kLargest = size_t{1} << 31;

  Facts facts_;
  Columns out_;
  std::vector<bool> has_entry_;
};

}  // namespace

Columns build(Facts facts) { return Builder(std::move(facts)).build(); }

}  // namespace plumb::snapshot
