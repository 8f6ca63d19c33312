#include "runtime/snapshot/build.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "compiler/base/check.hpp"
#include "runtime/identity/form.hpp"
#include "runtime/identity/name.hpp"
#include "runtime/snapshot/gather.hpp"
#include "runtime/snapshot/matters.hpp"
#include "runtime/snapshot/records.hpp"
#include "runtime/snapshot/row_order.hpp"
#include "runtime/snapshot/threads.hpp"

namespace plumb::snapshot {

bool is_kept(const facts::Entry& entry) { return !identity::was_minor_on(entry.party, entry.published_on); }
bool is_kept(Role relation) { return relation != Role::directly_responsible; }

namespace {

using facts::FactColumns;

static_assert(facts::kNoDay == DateColumn::kNone, "days are taken over as they are");

// Each kind of row in an order of its own columns; the identifying ones come first.
auto key(const facts::Entry& e) { return std::tie(e.case_no, e.party, e.published_on, e.removed_on, e.expires_on, e.ground_on, e.publishable); }
auto key(const facts::Permit& p) { return std::tie(p.party, p.target, p.period.from, p.document, p.period.to); }
auto key(const facts::Retention& r) { return std::tie(r.case_no, r.party, r.measure, r.until, r.basis); }

template <typename Row>
void sort_rows(std::vector<Row>& rows) {
  const auto before = [](const Row& a, const Row& b) { return key(a) < key(b); };
  if (!std::is_sorted(rows.begin(), rows.end(), before)) std::sort(rows.begin(), rows.end(), before);
}

// The rows that are few; the others' order is row_order's.
void put_in_order(FactColumns& facts) {
  std::erase_if(facts.entries, [](const facts::Entry& e) { return !is_kept(e); });
  for (facts::Entry& e : facts.entries) {
    std::sort(e.responsible.begin(), e.responsible.end());
    e.responsible.erase(std::unique(e.responsible.begin(), e.responsible.end()), e.responsible.end());
  }
  sort_rows(facts.entries);
  sort_rows(facts.permits);
  sort_rows(facts.retentions);
}

int trait(uint8_t value, int at) { return std::min<int>(value, Traits::kNone) << at; }

struct PeriodBuilder {
  DateColumnBuilder from, to;
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
  Builder(FactColumns facts, unsigned threads) : facts_(std::move(facts)), threads_(threads) {}

  Columns build() {
    principals_ = facts::principals(facts_);
    put_under_principals();
    number_parties();
    IdentifierIndex::build_table(out_.ids, out_.identifiers, threads_);
    at_once(threads_, [&] { put_in_order(facts_); }, [&] { IdentifierIndex::build_tails(out_.ids, out_.identifiers); });
    shape();
    documents();
    entries();
    permits();
    retentions();
    relations(order_of_relations(facts_, number_, threads_));
    holdings(order_of_holdings(facts_, number_, threads_));
    return std::move(out_);
  }

 private:
  static uint32_t counted(size_t rows) {
    check(rows < kLargest, "rows are numbered in 31 bits");
    return static_cast<uint32_t>(rows);
  }

  // Where documents are bound, everything that is told of them is told of their party. A party that only a binding or a review
  // names is one all the same: its documents lead to it.
  void put_under_principals() {
    for (const facts::DistinctionColumn& d : facts_.distinctions) facts_.named[d.party] = facts_.named[d.other] = 1;
    if (principals_.empty()) return;
    for (const facts::DocumentColumn& d : facts_.documents) facts_.named[principals_[d.document]] = 1;
    std::unordered_map<std::string_view, std::string_view> bound;
    for (uint32_t i = 0; i < principals_.size(); ++i) {
      if (principals_[i] == i) continue;
      facts_.named[i] = 0;
      documents_.push_back(i);
      bound.emplace(facts_.identifiers[i], facts_.identifiers[principals_[i]]);
    }
    const auto by_text = [&](uint32_t a, uint32_t b) { return facts_.identifiers[a] < facts_.identifiers[b]; };
    std::sort(documents_.begin(), documents_.end(), by_text);
    const auto put = [&](std::string& id) {
      if (const auto found = bound.find(id); found != bound.end()) id = found->second;
    };
    for (facts::Entry& e : facts_.entries) {
      put(e.party);
      for (std::string& id : e.responsible) put(id);
    }
    leave_out_minors();
    for (facts::Permit& p : facts_.permits) put(p.party);
    for (facts::Retention& r : facts_.retentions) put(r.party);
  }

  // Who was a minor by any number of theirs was one, also where the number is bound to a passport and not the passport to it. By the
  // principal's own number put_in_order() sees it.
  void leave_out_minors() {
    std::unordered_map<std::string_view, std::vector<std::string_view>> numbers;
    for (const uint32_t i : documents_) {
      const std::string_view id = facts_.identifiers[i];
      if (identity::apparent_form(id) == identity::Form::resident_number) numbers[facts_.identifiers[principals_[i]]].push_back(id);
    }
    if (numbers.empty()) return;
    std::erase_if(facts_.entries, [&](const facts::Entry& e) {
      const auto found = numbers.find(e.party);
      return found != numbers.end() &&
             std::any_of(found->second.begin(), found->second.end(), [&](std::string_view id) { return identity::was_minor_on(id, e.published_on); });
    });
  }

  void documents() {
    ColumnBuffer<PartyIndex> party;
    Pairs<DocumentIndex> of;
    for (const uint32_t document : documents_) {
      of.emplace_back(number_[document], DocumentIndex(static_cast<uint32_t>(party.size())));
      party.push_back(PartyIndex(number_[document]));
    }
    out_.shape.documents = counted(documents_.size());
    out_.documents = id_column(documents_.size(), 1, [&](size_t i) { return facts_.identifiers[documents_[i]]; });
    out_.document_party = std::move(party);
    out_.document_names = document_names_.take();
    out_.documents_of = SparseAdjacency<DocumentIndex>(out_.shape.parties, of);
    Pairs<PartyIndex> distinct;
    for (const facts::DistinctionColumn& d : facts_.distinctions) {
      const uint32_t a = number_[d.party], b = number_[d.other];
      if (a == b) continue;  // bound since
      distinct.emplace_back(a, PartyIndex(b));
      distinct.emplace_back(b, PartyIndex(a));
    }
    std::sort(distinct.begin(), distinct.end());
    distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
    out_.distinct_from = SparseAdjacency<PartyIndex>(out_.shape.parties, distinct);
  }

  void shape() {
    Shape& shape = out_.shape;
    shape.revision = facts_.revision;
    if (facts_.synchronised) shape.synchronised = facts_.synchronised->days;
    shape.entries = counted(facts_.entries.size());
    shape.permits = counted(facts_.permits.size());
    shape.retentions = counted(facts_.retentions.size());
  }

  PartyIndex index(std::string_view id) const {
    const auto found = IdentifierIndex(out_.ids, out_.identifiers).find(id);
    check(found.has_value(), "every id that a table names is a party");
    return *found;
  }

  void number_parties() {
    const std::vector<uint32_t> order = order_of_identifiers(facts_, threads_);
    const uint32_t count = out_.shape.parties = counted(order.size());
    number_.assign(facts_.named.size(), kNoParty);
    each_range(count, threads_, [&](size_t first, size_t last) {
      for (size_t i = first; i < last; ++i) number_[order[i]] = static_cast<uint32_t>(i);
    });
    for (const uint32_t document : documents_) number_[document] = number_[principals_[document]];
    out_.ids = id_column(count, threads_, [&](size_t i) { return facts_.identifiers[order[i]]; });

    each_piece(facts_.parties.size(), threads_, [&](size_t p) { normalise(facts_.parties[p].names); });
    Records records(count, threads_);
    each_piece(facts_.parties.size(), threads_, [&](size_t p) {
      const facts::PartyColumns& part = facts_.parties[p];
      for (uint32_t row = 0; row < part.party.size(); ++row) {
        const uint32_t position = part.party[row];
        if (principals_.empty() || principals_[position] == position) records.note(number_[position], {static_cast<uint32_t>(p), row});
      }
    });
    record_documents(records);
    Unfilled<uint8_t> traits(count);
    each_range(count, threads_, [&](size_t first, size_t last) {
      for (size_t i = first; i < last; ++i) {
        const std::optional<RowPlace> record = records[i];
        const uint8_t kind = record ? facts_.parties[record->part].kind[record->row] : facts::kNoWord;
        const uint8_t sector = record ? facts_.parties[record->part].sector[record->row] : facts::kNoWord;
        const auto form = identity::kind_by_form(out_.ids[i]);
        const uint8_t by_form = form ? static_cast<uint8_t>(*form) : facts::kNoWord;
        traits[i] = static_cast<uint8_t>(trait(kind, Traits::kRecordedKind) | trait(sector, Traits::kSector) |
                                         trait(kind != facts::kNoWord ? kind : by_form, Traits::kKind));
      }
    });
    out_.traits = std::move(traits);
    out_.names = gather_texts(count, threads_, [&](size_t i) {
      const std::optional<RowPlace> record = records[i];
      return record ? facts_.parties[record->part].names[record->row] : std::string_view();
    });
    facts_.parties = {};
  }

  // Names as they are compared, whoever the facts come from.
  static void normalise(facts::Texts& names) {
    size_t first = 0;  // that is written otherwise
    while (first < names.size() && identity::is_normal_name(names[first])) ++first;
    if (first == names.size()) return;
    facts::Texts normal;
    normal.expect(names.size());
    for (size_t row = 0; row < first; ++row) normal.add(names[row]);
    for (size_t row = first; row < names.size(); ++row) normal.add(identity::normalise_name(names[row]));
    names = std::move(normal);
  }

  // What is recorded of a document counts where nothing is of the party itself; of several documents, of the first that has any.
  void record_documents(Records& records) {
    if (documents_.empty()) return;
    std::unordered_map<uint32_t, RowPlace> of_documents;
    for (uint32_t p = 0; p < facts_.parties.size(); ++p) {
      const std::vector<uint32_t>& party = facts_.parties[p].party;
      for (uint32_t row = 0; row < party.size(); ++row) {
        if (principals_[party[row]] != party[row]) of_documents.emplace(party[row], RowPlace{p, row});
      }
    }
    for (const uint32_t document : documents_) {
      const auto found = of_documents.find(document);
      if (found != of_documents.end() && !records[number_[document]]) records.note(number_[document], found->second);
      document_names_.add(found == of_documents.end() ? std::string_view() : facts_.parties[found->second.part].names[found->second.row]);
    }
  }

  void entries() {
    ColumnBuffer<PartyIndex> subject;
    ColumnBuffer<uint8_t> flags;
    SparseTextColumnBuilder texts;
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

  void relations(const std::vector<RowPlace>& order) {
    const uint32_t count = out_.shape.relations = counted(order.size());
    Unfilled<PartyIndex> holder(count), organisation(count);
    Unfilled<uint8_t> role(count);
    ColumnBuffer<int32_t> from(count), to(count);
    std::vector<uint8_t> has_share(count);
    each_range(count, threads_, [&](size_t first, size_t last) {
      for (size_t i = first; i < last; ++i) {
        const facts::RelationColumns& part = facts_.relations[order[i].part];
        const uint32_t row = order[i].row;
        holder[i] = PartyIndex(number_[part.holder[row]]);
        organisation[i] = PartyIndex(number_[part.organisation[row]]);
        role[i] = part.role[row];
        from[i] = part.from[row];
        to[i] = part.to[row];
        has_share[i] = part.shares[row].empty() ? 0 : 1;
      }
    });
    ColumnBuffer<uint32_t> shared;
    Pairs<RelationIndex> at_listed, officers;
    for (uint32_t i = 0; i < count; ++i) {
      if (has_share[i] != 0) shared.push_back(i);
      if (has_entry_[organisation[i].value]) at_listed.emplace_back(holder[i].value, RelationIndex(i));
      if (has_entry_[holder[i].value]) officers.emplace_back(organisation[i].value, RelationIndex(i));
    }
    out_.shares = gather_texts(shared.size(), threads_, [&](size_t i) { return facts_.relations[order[shared[i]].part].shares[order[shared[i]].row]; });
    out_.shared = std::move(shared);
    out_.relation_holder = std::move(holder);
    out_.relation_organisation = std::move(organisation);
    out_.relation_role = std::move(role);
    at_once(
        threads_, [&] { out_.relation_from = date_column(std::move(from)); }, [&] { out_.relation_to = date_column(std::move(to)); },
        [&] { out_.roles_at_listed = SparseAdjacency<RelationIndex>(out_.shape.parties, at_listed); },
        [&] { out_.listed_officers = SparseAdjacency<RelationIndex>(out_.shape.parties, officers); });
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

  void holdings(const std::vector<RowPlace>& order) {
    const uint32_t count = out_.shape.holdings = counted(order.size());
    const Matters matters(facts_.holdings);
    Unfilled<PartyIndex> party(count);
    Unfilled<uint32_t> matter(count);
    ColumnBuffer<int32_t> from(count), to(count);
    each_range(count, threads_, [&](size_t first, size_t last) {
      for (size_t i = first; i < last; ++i) {
        const facts::HoldingColumns& part = facts_.holdings[order[i].part];
        const uint32_t row = order[i].row;
        party[i] = PartyIndex(number_[part.party[row]]);
        matter[i] = matters.number[order[i].part][part.matter[row]];
        from[i] = part.from[row];
        to[i] = part.to[row];
      }
    });
    out_.matters = matters.in_order(matter, threads_);
    out_.holding_ids = gather_texts(count, threads_, [&](size_t i) { return facts_.holdings[order[i].part].ids[order[i].row]; });
    out_.holding_fields = gather_texts(count, threads_, [&](size_t i) { return facts_.holdings[order[i].part].fields[order[i].row]; });
    facts_.holdings = {};
    out_.holding_matter = std::move(matter);
    out_.holdings_of = Adjacency<HoldingIndex>::of_owners(out_.shape.parties, party.span(), threads_);
    at_once(threads_, [&] { out_.holding_from = date_column(std::move(from)); }, [&] { out_.holding_to = date_column(std::move(to)); });
    out_.holding_party = std::move(party);
  }

  static constexpr size_t kLargest = size_t{1} << 31;

  FactColumns facts_;
  const unsigned threads_;
  Columns out_;
  std::vector<uint32_t> principals_;  // facts::principals
  std::vector<uint32_t> documents_;   // positions of bound identifiers, by text
  TextColumnBuilder document_names_;  // theirs
  std::vector<uint32_t> number_;      // of the party that an identifier's position has become
  std::vector<bool> has_entry_;
};

}  // namespace

Columns build(FactColumns facts, unsigned threads) { return Builder(std::move(facts), threads).build(); }

}  // namespace plumb::snapshot
