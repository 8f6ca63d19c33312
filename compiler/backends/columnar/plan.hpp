// The measures of one matter, stage and epoch as one DAG of tests and connectives → what the batch and the point decision run.
// Private to this folder.
//
// What the epoch settles is settled here: parameters are constants or unknown, measures and exceptions are in force or gone.
// Tests of one column against constants, or of two columns, become leaves with a kernel of their own; everything else is
// computed from values row by row. Equal nodes are one node, across all measures. Nothing is folded or reordered: what is
// missing follows the writing. Immutable.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "compiler/backends/columnar/scalar.hpp"
#include "compiler/ir/columns.hpp"
#include "compiler/ir/layout.hpp"
#include "compiler/ir/program.hpp"

namespace plumb::columnar {

using PlanId = Id<struct PlanTag>;

enum class PlanOp : uint8_t {
  // Three-valued. `column` and `other` are the columns that a leaf reads.
  always,         // `low` is 0 or 1
  flag,           // a boolean column
  within,         // low <= column <= low + span; or, `by_date`, column related to the decision date
  among,          // a byte below 64 in the bit set `low`
  has_any,        // a set column meets the bit set `low`
  has_all,        // a set column contains it
  equal_columns,  // of one format
  below_columns,  // dates, or 64-bit numbers
  reach,          // `low` is the reach mask
  logical_not,
  logical_and,  // two or more operands, as has logical_or
  logical_or,
  same,     // two booleans are equal
  known,    // the operand, of either sort, is not unknown
  compare,  // two values, by `relation`
  test,     // one value: by `relation` in_set, has_any, has_all with `low`, or in_codes: low <= value <= low + span
  // Of the trigger at hand, or over all of them: asked only when a row is settled.
  listed_on,  // (date)
  exists,
  every,
  count,    // a value
  listing,  // of either sort; `column` is the ListingField
  // Values.
  constant,
  date,  // the decision date
  cell,  // of a column
  select,
  compute,
  // Of either sort.
  unknown,
};

// Columns that are the party's; below are the matter's fields.
inline constexpr uint32_t kPartyColumns = uint32_t{1} << 31;
constexpr uint32_t party_column(ir::PartyField field) { return kPartyColumns + static_cast<uint32_t>(field); }
inline constexpr uint32_t kNoColumn = UINT32_MAX;

// Why an `unknown` node is unknown.
struct Reason {
  enum class Kind : uint8_t { none, parameter, fault };
  Kind kind = Kind::none;
  ir::ParameterId parameter = {};
  friend auto operator<=>(const Reason&, const Reason&) = default;
};

struct PlanNode {
  PlanOp op = PlanOp::always;
  bool boolean = true;
  bool texts = false;  // compare, cell: of texts
  bool by_date = false;
  ir::ColumnFormat format = ir::ColumnFormat::bits;  // of the leaf's columns
  ir::Op relation = ir::Op::equal;                   // compare: any; test; within by date: equal, at_most, at_least
  uint32_t column = kNoColumn, other = kNoColumn;
  uint64_t low = 0, span = 0;
  Cell value{.number = 0};  // constant
  Computation computation = {};
  Reason reason = {};
  std::vector<PlanId> operands = {};
};

// low and span of `column relation bound` modulo the format's width. REQUIRES: equal, at_most or at_least; the bound fits.
struct Interval {
  uint64_t low = 0, span = 0;
};
Interval interval_of(ir::Op relation, int64_t bound, ir::ColumnFormat format);

struct PlanMeasure {
  ir::MeasureId id;
  uint64_t mask = 0;  // of reach; 0 for anyone
  bool anyone = false;
  std::optional<PartyKind> kind;
  bool looks = false;  // its triggers must be looked at where `ruled` is not false
  PlanId ruled;        // reach ∧ party kind
  PlanId asked;        // conditions ∧ ¬exceptions that are asked of each trigger; invalid: none
  PlanId rest;         // the others; invalid: none
  PlanId root;         // ruled ∧ rest; where it looks, `ruled` alone
};

struct Plan {
  std::shared_ptr<const ir::Program> program;
  ir::MatterId matter;
  ir::Layout layout;
  std::vector<ir::ColumnFormat> formats;  // of the matter's fields
  Store<PlanNode, PlanId> nodes;          // operands precede their users
  std::vector<PlanMeasure> measures;
};

// REQUIRES: program verified; the measures are the matter's and in force on `day`, any day of the epoch.
Plan plan(std::shared_ptr<const ir::Program> program, ir::MatterId matter, Date day, std::span<const ir::MeasureId> measures);

}  // namespace plumb::columnar
