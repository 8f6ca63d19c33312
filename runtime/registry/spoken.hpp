// As of which days the court last listed an entry and removed it: SQL over the live row `e` of an entry, its source `s`, and its row `k`
// of `spoken`, where that says otherwise than the source. Empty text: no day.
//
// An older push that comes later must override nothing, and a full push removes nobody of whom a later one spoke; so these days outlive
// a correction of the entry by hand or by a table that says no day (FactWriter::put). Source: docs/registry.md (The court's pushes).
#pragma once

#include <string>

namespace plumb::registry {

struct SpokenDays {
  std::string listed, removed;  // ISO; empty: no day
  bool by_table = false;        // `removed` is the day of tables alone: no push and no person told the removal
  bool kept = false;            // a day of removal stands in `spoken`, of this removal or of one that was taken back
};

// In the originals of a row of `spoken` of which that holds.
inline constexpr const char* kByTable = R"({"removed":"table"})";

inline constexpr const char* kSpokenOfEntry =
    " LEFT JOIN sources s ON s.source = e.source LEFT JOIN spoken k ON k.case_no = e.case_no AND k.party = e.party AND k.published_on = e.published_on"
    " AND k.revision_to IS NULL";

// What a push said stands in `spoken` whole; a table that speaks as of a day is the last word if that is the later day.
inline constexpr const char* kListedAsOf =
    "CASE WHEN k.row IS NULL THEN ifnull(s.as_of, '') WHEN s.format = 'court' THEN ifnull(k.listed_as_of, '')"
    " ELSE max(ifnull(k.listed_as_of, ''), ifnull(s.as_of, '')) END";
// Where only a step tells the removal, lists tell none, whatever their day.
inline constexpr const char* kRemovedAsOf =
    "CASE WHEN e.removed_on IS NULL THEN '' WHEN iif(json_valid(e.originals), json_extract(e.originals, '$.beneath.removed_on'), NULL) = '' THEN ''"
    " WHEN k.row IS NULL THEN ifnull(s.as_of, '') WHEN s.format = 'court' THEN ifnull(k.removed_as_of, '')"
    " ELSE max(ifnull(k.removed_as_of, ''), ifnull(s.as_of, '')) END";

// Whether a push or a person told the removal whose day `k` keeps; NULL where there is no `k`.
inline constexpr const char* kRemovalTold = "(k.removed_as_of IS NOT NULL AND ifnull(json_extract(k.originals, '$.removed'), '') <> 'table')";
// Of kRemovedAsOf, where it is a day.
inline constexpr const char* kRemovedByTable =
    "CASE WHEN k.removed_as_of IS NULL THEN s.format IS NULL OR s.format NOT IN ('court', 'command')"
    " ELSE ifnull(json_extract(k.originals, '$.removed'), '') = 'table' END";

}  // namespace plumb::registry
