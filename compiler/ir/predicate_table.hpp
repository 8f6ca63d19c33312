// The predicate table for C++: reach masks, what its entries are for, which measures they look at the triggers of, and finding
// the entry that decides a matter, stage and date.
//
// Pure; used by whoever fills a table (back ends) and by the runtime that asks it.
#pragma once

#include <vector>

#include "compiler/ir/predicate_table.h"
#include "compiler/ir/program.hpp"
#include "compiler/ir/reach_bits.hpp"

namespace plumb::ir {

// Every bit through which the measure may reach a party; 0 for `anyone`.
uint64_t reach_mask(const Reach& reach);

// Dates from <= D < until in which no version, parameter or document that the matter and stage depend on changes.
struct Epoch {
  Date from;
  int32_t until_days = 0;           // exclusive; Date::kMaxDays + 1 for the last
  std::vector<MeasureId> measures;  // those in force, ascending
};
// Ascending, without gaps, from year 1 to 9999. REQUIRES: program verified.
std::vector<Epoch> epochs(const Program& program, MatterId matter, Stage stage);

// What one entry of a table decides.
struct EntryScope {
  MatterId matter;
  Stage stage = Stage::application;
  Epoch epoch;
};
// One for each matter, stage and epoch, in the order of a table. REQUIRES: program verified.
std::vector<EntryScope> table_entries(const Program& program);

// Whether the measure's triggers must be looked at one by one on D: its condition, or an exception in force, asks something of
// them, within a quantifier or without. Where reach and party kind do not rule it out, `look` is set then, and nowhere else.
bool looks(const Program& program, const Measure& measure, Date d);

// The entry for the matter, stage and date; null when there is none.
const PlumbTableEntry* find_entry(const PlumbPredicateTable& table, uint32_t matter, uint32_t stage, int32_t date_days);

// Words of a plane over that many measures.
constexpr size_t plane_words(size_t measures) { return (measures + 63) / 64; }
inline bool plane_bit(const uint64_t* plane, size_t i) { return (plane[i / 64] >> (i % 64) & 1) != 0; }
inline void set_plane_bit(uint64_t* plane, size_t i) { plane[i / 64] |= uint64_t{1} << (i % 64); }

}  // namespace plumb::ir
