// All that a snapshot holds, as columns; and each of them under the number that it has in a file.
//
// Made by build() from facts, or by a file's reader over the mapped bytes; read by Snapshot. for_each_column() is the one
// place that knows them all: saving, opening and measuring walk it. Numbers are append-only, as files in the field have them.
#pragma once

#include <cstdint>
#include <type_traits>

#include "runtime/snapshot/adjacency.hpp"
#include "runtime/snapshot/date_column.hpp"
#include "runtime/snapshot/identifier_index.hpp"
#include "runtime/snapshot/reach_index.hpp"
#include "runtime/snapshot/sparse_adjacency.hpp"
#include "runtime/snapshot/sparse_text_column.hpp"
#include "runtime/snapshot/text_column.hpp"
#include "runtime/snapshot/traits.hpp"
#include "runtime/snapshot/views.hpp"

namespace plumb::snapshot {

// The texts of an entry, in the order in which they lie; the snapshot's readers ask for four of them, a file keeps all.
enum class EntryText : uint8_t {
  case_no,
  court,
  performed_part,
  unperformed_part,
  basis_no,
  basis_unit,
  duty,
  performance,
  conduct,
  name,
  age,
  gender,
  legal_representative,
  decision_no,
  removal_kind,
  removal_ground,
  unit,
};
inline constexpr size_t kEntryTexts = 17;

inline constexpr uint8_t kPublishable = 1, kObjection = 2;

struct Shape {
  uint64_t revision = 0;
  int32_t synchronised = DateColumn::kNone;
  uint32_t parties = 0, relations = 0, entries = 0, permits = 0, retentions = 0, holdings = 0;
  uint32_t documents = 0;
};

struct Columns {
  Shape shape;

  IdColumn ids;
  IdentifierIndex::Columns identifiers;
  Column<uint8_t> traits;
  TextColumn names;

  IdColumn documents;  // identifiers that are bound to a party and are none of their own, ascending
  Column<PartyIndex> document_party;
  TextColumn document_names;  // what is recorded under each, as names are compared
  SparseAdjacency<DocumentIndex> documents_of;
  SparseAdjacency<PartyIndex> distinct_from;  // parties that a reviewer holds to be others, both ways; ascending

  Column<PartyIndex> relation_holder, relation_organisation;
  Column<uint8_t> relation_role;
  DateColumn relation_from, relation_to;
  Column<uint32_t> shared;  // relations that have a share, ascending
  TextColumn shares;        // theirs

  Column<PartyIndex> entry_subject;
  DateColumn published_on, expires_on, ground_on, removed_on, filed_on, served_on, objection_from, objection_to;
  Column<uint8_t> entry_flags;
  SparseTextColumn entry_texts;  // kEntryTexts an entry

  Column<PartyIndex> permit_party;
  TextColumn permit_target, permit_document;
  DateColumn permit_from, permit_to;

  Column<PartyIndex> retention_party;
  TextColumn retention_case, retention_measure, retention_basis;
  DateColumn retention_until;

  TextColumn holding_ids;
  Column<PartyIndex> holding_party;
  Column<uint32_t> holding_matter;  // into matters
  TextColumn matters;
  DateColumn holding_from, holding_to;
  TextColumn holding_fields;

  SparseAdjacency<EntryIndex> entries_of, entries_naming;
  SparseAdjacency<RelationIndex> roles_at_listed, listed_officers;
  SparseAdjacency<PermitIndex> permits_of;
  SparseAdjacency<RetentionIndex> retentions_of;
  Adjacency<HoldingIndex> holdings_of;

  ReachIndex::Columns reach;
};

// Calls each(number, column) for every column. Those from kHoldings on are of the holdings' own.
inline constexpr uint32_t kHoldings = 1000;
template <typename AnyColumns, typename Each>
void for_each_column(AnyColumns& c, Each each) {
  const auto texts = [&](uint32_t number, auto& column) {
    each(number, column.bases);
    each(number + 1, column.begins);
    each(number + 2, column.chars);
  };
  const auto marked = [&](uint32_t number, auto& bits) {
    each(number, bits.bits);
    each(number + 1, bits.ranks);
  };
  // `marks`, here and below: the number of the bits that tell which rows or owners have any.
  const auto days = [&](uint32_t number, uint32_t marks, auto& column) {
    each(number, column.narrow);
    each(number + 1, column.wide);
    marked(marks, column.marks);
  };
  const auto rows = [&](uint32_t number, auto& column) {
    each(number, column.begins);
    each(number + 1, column.items);
  };
  const auto few_rows = [&](uint32_t number, uint32_t marks, auto& column) {
    rows(number, column);
    marked(marks, column.marks);
  };
  each(1, c.ids.slots);
  each(2, c.ids.others);
  each(3, c.traits);
  texts(4, c.names);
  each(10, c.identifiers.table);
  each(11, c.identifiers.masked);
  each(12, c.identifiers.masked_headless);
  rows(13, c.identifiers.by_tail);
  rows(15, c.identifiers.masked_by_head);

  each(190, c.documents.slots);
  each(191, c.documents.others);
  each(192, c.document_party);
  few_rows(193, 195, c.documents_of);
  few_rows(197, 199, c.distinct_from);
  texts(201, c.document_names);

  each(20, c.relation_holder);
  each(21, c.relation_organisation);
  each(22, c.relation_role);
  days(23, 160, c.relation_from);
  days(25, 162, c.relation_to);
  each(27, c.shared);
  texts(28, c.shares);

  each(40, c.entry_subject);
  each(41, c.entry_flags);
  texts(42, c.entry_texts.texts);
  marked(186, c.entry_texts.marks);
  days(45, 164, c.published_on);
  days(47, 166, c.expires_on);
  days(49, 168, c.ground_on);
  days(51, 170, c.removed_on);
  days(53, 172, c.filed_on);
  days(55, 174, c.served_on);
  days(57, 176, c.objection_from);
  days(59, 178, c.objection_to);

  each(70, c.permit_party);
  texts(71, c.permit_target);
  texts(74, c.permit_document);
  days(77, 180, c.permit_from);
  days(79, 182, c.permit_to);

  each(90, c.retention_party);
  texts(91, c.retention_case);
  texts(94, c.retention_measure);
  texts(97, c.retention_basis);
  days(100, 184, c.retention_until);

  few_rows(110, 140, c.entries_of);
  few_rows(112, 142, c.entries_naming);
  few_rows(114, 144, c.roles_at_listed);
  few_rows(116, 146, c.listed_officers);
  few_rows(118, 148, c.permits_of);
  few_rows(120, 150, c.retentions_of);

  each(130, c.reach.parties);
  each(131, c.reach.begins);
  each(132, c.reach.from);
  each(133, c.reach.until);
  each(134, c.reach.way);
  each(135, c.reach.permits);
  each(136, c.reach.retentions);
  each(137, c.reach.masked);
  each(138, c.reach.twins);
  each(152, c.reach.entry);
  each(153, c.reach.relation);

  texts(kHoldings, c.holding_ids);
  each(kHoldings + 3, c.holding_party);
  each(kHoldings + 4, c.holding_matter);
  texts(kHoldings + 5, c.matters);
  days(kHoldings + 8, kHoldings + 20, c.holding_from);
  days(kHoldings + 10, kHoldings + 22, c.holding_to);
  texts(kHoldings + 12, c.holding_fields);
  rows(kHoldings + 15, c.holdings_of);
}

}  // namespace plumb::snapshot
