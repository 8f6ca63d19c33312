// A plan as straight-line code over planes in scratch: what decides a morsel, a group of blocks at a time. Private to this
// folder.
//
//   Plan ─ assemble() ─▶ BatchProgram ─ run_group() ─▶ planes of kGroupBlocks blocks in scratch
//
// Registers are pieces of scratch, given back after their last use, so that the working set of a group stays in the first
// cache. A register of a boolean is two planes; a negation is its operand with the planes swapped and costs nothing. A
// register of a value is 16 bytes a row and a plane that says which rows are known; the others hold anything.
#pragma once

#include <cstdint>
#include <vector>

#include "compiler/backends/columnar/kernels.hpp"
#include "compiler/backends/columnar/plan.hpp"

namespace plumb::columnar {

// Enough rows to spread the cost of a step over, few enough that a value register is 16 KiB.
inline constexpr size_t kGroupBlocks = 16;
inline constexpr size_t kGroupRows = kGroupBlocks * PLUMB_BLOCK_ROWS;

// Offsets into scratch, in words.
struct PlaneRef {
  uint32_t is_true = 0, is_false = 0;
};
// Planes that every group has: rows that exist, and those whose party's kind and sector are known.
inline constexpr uint32_t kLive = 0, kKindKnown = kGroupBlocks, kSectorKnown = 2 * kGroupBlocks;

struct ValueRef {
  enum class Where : uint8_t { constant, date, wide_column, scratch };
  Where where = Where::constant;
  uint32_t at = 0;         // plan node of a constant; index of an i128 column; offset of the cells in scratch
  uint32_t known = kLive;  // offset; not of a wide column, whose own validity plane it is
};

struct Step {
  enum class Op : uint8_t {
    // planes out
    fill,
    unknown,
    flag,
    within,
    within_date,
    among,
    has_any,
    has_all,
    equal_columns,
    below_columns,
    reach,
    both,
    either,
    same,
    known_boolean,
    known_value,
    compare,
    test,
    // cells out
    load,
    select,
    compute,
    // the morsel's planes out
    decided,
    looked_at,
  };
  Op op = Op::fill;
  uint8_t width = 0;               // of `node`'s format: index among kernels
  uint32_t measure = 0;            // of decided, looked_at
  PlanId node = {};                // where the rest of what it does stands
  PlaneRef out = {};               // cells out: is_true is the known plane
  uint32_t cells = 0;              // cells out: their offset
  PlaneRef a = {}, b = {};         // booleans in
  ValueRef left = {}, right = {};  // values in
};

struct BatchProgram {
  std::vector<Step> steps;
  uint32_t scratch_words = 0;
  bool asks_kind = false, asks_sector = false;
  // By plan node, where assembled to keep everything: its planes, or its value.
  std::vector<PlaneRef> planes;
  std::vector<ValueRef> values;
};

// Whether registers are given back. Who wants to see every node's planes afterwards keeps them.
enum class Registers : uint8_t { reused, kept };
BatchProgram assemble(const Plan& plan, Registers registers);

// Some blocks of a morsel.
struct Group {
  const Plan& plan;
  const PlumbMorsel& morsel;
  int32_t date_days = 0;
  size_t first_block = 0, blocks = 0;  // at most kGroupBlocks
  uint64_t* scratch = nullptr;

  uint64_t* plane(uint32_t offset) const { return scratch + offset; }
  PlanePair planes(PlaneRef ref) const { return {scratch + ref.is_true, scratch + ref.is_false}; }
  // Rows whose cell of the column is known. REQUIRES: not the party's name or id.
  const uint64_t* valid(uint32_t column) const;
  const uint64_t* known(ValueRef ref) const { return ref.where == ValueRef::Where::wide_column ? valid(ref.at) : plane(ref.known); }
};

// Runs the steps; `planes` is the whole morsel's. REQUIRES: scratch of the program's size on PLUMB_ALIGNMENT.
void run_group(const BatchProgram& program, const Kernels& kernels, const Group& group, const PlumbMorselPlanes& planes);

}  // namespace plumb::columnar
