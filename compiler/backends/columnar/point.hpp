// Plan + one row and party, and its triggers where they must be looked at → truth of each measure: `predicate` and `settle` of a
// table entry. Private to this folder.
//
// Reach word and party kind come first and rule out most measures; what is left is asked operand by operand, and a connective
// stops as soon as it is decided. Nothing is allocated. Recursion is as deep as the plan.
#pragma once

#include "compiler/backends/columnar/plan.hpp"

namespace plumb::columnar {

// `masks`: the reach masks of all measures together; `anyone`: some measure has none.
struct PointProgram {
  uint64_t masks = 0;
  bool anyone = false;
};
PointProgram point_program(const Plan& plan);

// Measures whose triggers must be looked at get their `look` bit.
void decide_row(const Plan& plan, const PointProgram& program, int32_t date_days, const PlumbRow& row, const PlumbParty& party, PlumbPlanes planes);

// Makes the measures whose `look` bit is set true, false or neither (convention 8 of predicate_table.h).
void settle_row(const Plan& plan, int32_t date_days, const PlumbRow& row, const PlumbParty& party, std::span<const PlumbTrigger> triggers, PlumbPlanes planes);

}  // namespace plumb::columnar
