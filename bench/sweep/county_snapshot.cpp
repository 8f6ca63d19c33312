#include "bench/sweep/county_snapshot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <type_traits>

#include "bench/sweep/county_facts.hpp"
#include "runtime/rows/row_builder.hpp"

namespace plumb::bench {

namespace {

using snapshot::ColumnBuffer;
using snapshot::DateColumn;
using snapshot::EntryIndex;
using snapshot::PartyIndex;
using snapshot::PermitIndex;
using snapshot::RelationIndex;
using snapshot::RetentionIndex;
using snapshot::SparseAdjacency;
using snapshot::TextColumnBuilder;
using snapshot::Traits;

template <typename T>
using Pairs = std::vector<std::pair<uint32_t, T>>;

template <typename T>
void let_go(std::vector<T>& column) {
  std::vector<T>().swap(column);
}

DateColumn days(std::vector<int32_t>& raw) {
  snapshot::ColumnBuffer<int32_t> out(raw.size());
  std::transform(raw.begin(), raw.end(), out.begin(), [](int32_t day) { return day == kNever || day == kAlways ? DateColumn::kNone : day; });
  let_go(raw);
  return snapshot::date_column(std::move(out));
}

snapshot::Column<PartyIndex> parties(std::vector<uint32_t>& raw) {
  ColumnBuffer<PartyIndex> out(raw.size());
  std::transform(raw.begin(), raw.end(), out.begin(), [](uint32_t i) { return PartyIndex(i); });
  let_go(raw);
  return out;
}

snapshot::Column<uint8_t> bytes(std::vector<uint8_t>& raw) {
  ColumnBuffer<uint8_t> out(raw.begin(), raw.end());
  let_go(raw);
  return out;
}

class Taker {
 public:
  Taker(const ir::Program& program, RawCounty& county) : program_(program), county_(county) {}

  snapshot::Columns take() {
    out_.shape.synchronised = county_.options.date.days;
    out_.shape.parties = static_cast<uint32_t>(county_.parties.kind.size());
    out_.shape.relations = static_cast<uint32_t>(county_.relations.holder.size());
    out_.shape.entries = static_cast<uint32_t>(county_.entries.party.size());
    out_.shape.permits = static_cast<uint32_t>(county_.permits.party.size());
    out_.shape.retentions = static_cast<uint32_t>(county_.retentions.party.size());
    // Relations, which take most of the raw county, go before identifiers, which take most of the snapshot.
    take_entries();
    take_relations();
    take_parties();
    take_permits();
    take_retentions();
    return std::move(out_);
  }

 private:
  void take_parties() {
    auto& [kind, sector] = county_.parties;
    const size_t count = kind.size();
    ColumnBuffer<uint8_t> traits(count);
    ColumnBuffer<char> slots(count * snapshot::IdColumn::kWidth);
    for (size_t i = 0; i < count; ++i) {
      const int k = kind[i] == PLUMB_UNKNOWN ? Traits::kNone : kind[i], s = sector[i] == PLUMB_UNKNOWN ? Traits::kNone : sector[i];
      traits[i] = static_cast<uint8_t>(k << Traits::kRecordedKind | s << Traits::kSector | k << Traits::kKind);
      write_party_id(static_cast<uint32_t>(i), slots.data() + i * snapshot::IdColumn::kWidth);
    }
    let_go(kind);
    let_go(sector);
    out_.traits = std::move(traits);
    out_.ids.slots = std::move(slots);
    out_.identifiers = snapshot::IdentifierIndex::build(out_.ids);
  }

  void take_entries() {
    RawEntries& e = county_.entries;
    ColumnBuffer<uint8_t> flags(e.party.size());
    snapshot::SparseTextColumnBuilder texts;
    Pairs<EntryIndex> of, naming;
    has_entry_.resize(out_.shape.parties);
    for (uint32_t i = 0; i < e.party.size(); ++i) {
      has_entry_[e.party[i]] = true;
      of.emplace_back(e.party[i], EntryIndex(i));
      flags[i] = e.publishable[i] != 0 ? snapshot::kPublishable : 0;
      texts.add(case_number(i));
      for (size_t other = 1; other < snapshot::kEntryTexts; ++other) texts.add("");
    }
    for (size_t i = 0; i < e.named_entry.size(); ++i) {
      const bool again = i > 0 && e.named_entry[i] == e.named_entry[i - 1] && e.named_party[i] == e.named_party[i - 1];
      if (!again) naming.emplace_back(e.named_party[i], EntryIndex(e.named_entry[i]));
    }
    out_.entries_of = SparseAdjacency<EntryIndex>(out_.shape.parties, of);
    out_.entries_naming = SparseAdjacency<EntryIndex>(out_.shape.parties, naming);
    out_.entry_flags = std::move(flags);
    out_.entry_texts = texts.take();
    out_.entry_subject = parties(e.party);
    out_.published_on = days(e.published);
    out_.expires_on = days(e.expires);
    out_.ground_on = days(e.ground);
    out_.removed_on = days(e.removed);
  }

  void take_relations() {
    RawRelations& r = county_.relations;
    Pairs<RelationIndex> at_listed, officers;
    for (uint32_t i = 0; i < r.holder.size(); ++i) {
      if (has_entry_[r.organisation[i]]) at_listed.emplace_back(r.holder[i], RelationIndex(i));
      if (has_entry_[r.holder[i]]) officers.emplace_back(r.organisation[i], RelationIndex(i));
    }
    out_.roles_at_listed = SparseAdjacency<RelationIndex>(out_.shape.parties, at_listed);
    out_.listed_officers = SparseAdjacency<RelationIndex>(out_.shape.parties, officers);
    out_.relation_holder = parties(r.holder);
    out_.relation_organisation = parties(r.organisation);
    out_.relation_role = bytes(r.role);
    out_.relation_from = days(r.from);
    out_.relation_to = days(r.to);
  }

  void take_permits() {
    RawPermits& p = county_.permits;
    TextColumnBuilder targets, documents;
    Pairs<PermitIndex> of;
    for (uint32_t i = 0; i < p.party.size(); ++i) {
      of.emplace_back(p.party[i], PermitIndex(i));
      targets.add(permit_target(program_, county_, i));
      documents.add(fmt::format("document {}", i));
    }
    out_.permits_of = SparseAdjacency<PermitIndex>(out_.shape.parties, of);
    out_.permit_target = targets.take();
    out_.permit_document = documents.take();
    out_.permit_party = parties(p.party);
    out_.permit_from = days(p.from);
    out_.permit_to = days(p.to);
  }

  void take_retentions() {
    RawRetentions& t = county_.retentions;
    TextColumnBuilder cases, measures, bases;
    Pairs<RetentionIndex> of;
    for (uint32_t i = 0; i < t.party.size(); ++i) {
      of.emplace_back(t.party[i], RetentionIndex(i));
      cases.add(case_number(t.entry[i]));
      measures.add(program_.measures[ir::MeasureId(t.measure[i])].name.alias);
      bases.add("basis");
    }
    out_.retentions_of = SparseAdjacency<RetentionIndex>(out_.shape.parties, of);
    out_.retention_case = cases.take();
    out_.retention_measure = measures.take();
    out_.retention_basis = bases.take();
    out_.retention_party = parties(t.party);
    out_.retention_until = days(t.until);
  }

  const ir::Program& program_;
  RawCounty& county_;
  snapshot::Columns out_;
  std::vector<bool> has_entry_;
};

// Columns that lie where the others do. REQUIRES: those outlive them.
snapshot::Columns views_of(const snapshot::Columns& columns) {
  std::map<uint32_t, std::span<const std::byte>> places;
  snapshot::for_each_column(columns, [&](uint32_t number, const auto& column) { places[number] = column.bytes(); });
  snapshot::Columns out;
  out.shape = columns.shape;
  snapshot::for_each_column(out, [&](uint32_t number, auto& column) {
    using Value = std::remove_cvref_t<decltype(column[0])>;
    const std::span<const std::byte> bytes = places.at(number);
    column = snapshot::Column<Value>::over({reinterpret_cast<const Value*>(bytes.data()), bytes.size() / sizeof(Value)});
  });
  return out;
}

}  // namespace

std::shared_ptr<const Snapshot> take_snapshot(const ir::Program& program, RawCounty& county) {
  const auto without_reach = Snapshot::over(Taker(program, county).take(), nullptr, nullptr, {});
  // The index of reach is made by reading a snapshot; the one that has it as well looks at the same columns.
  snapshot::Columns columns = views_of(without_reach->columns());
  columns.reach = snapshot::ReachIndex::build(*without_reach);
  return Snapshot::over(std::move(columns), nullptr, without_reach, {});
}

rows::RowTable take_rows(const ir::Program& program, RawCounty& county) {
  rows::RowTableBuilder builder(program);
  for (RawPartition& partition : county.partitions) {
    for (uint64_t begin = 0; begin < partition.party.size(); begin += PLUMB_MORSEL_ROWS) {
      // Raw columns are the product's formats already, so a morsel is a view of them.
      std::vector<PlumbColumn> columns;
      for (const RawColumn& column : partition.fields) {
        columns.push_back({column.bytes() + begin / PLUMB_BLOCK_ROWS * ir::block_bytes(column.format), column.valid.data() + begin / PLUMB_BLOCK_ROWS});
      }
      rows::TypedRows rows;
      rows.row_count = static_cast<uint32_t>(std::min<uint64_t>(PLUMB_MORSEL_ROWS, partition.party.size() - begin));
      rows.parties = partition.party.data() + begin;
      rows.columns = columns.data();
      builder.append(partition.matter, partition.stage, rows);
    }
    let_go(partition.party);
    let_go(partition.fields);
  }
  return builder.take();
}

}  // namespace plumb::bench
