// Program → the textual IR: declarations, then instructions one a line in SSA form, then measures. For people reading
// what the compiler made, and for tests; reader.hpp reads it back to the same program. Pure.
//
//   (%4 at_least boolean %2 %3)
//   (%2 matter_field:0 integer)      ; instruction, its immediate, its type, its operands
#pragma once

#include <string>

#include "compiler/ir/program.hpp"

namespace plumb::ir {

// REQUIRES: program verified. Members that are empty or absent are left out.
std::string print(const Program& program);

// One expression as a nested form for messages: (at_least lodging.star_rating 4). REQUIRES: as print; `matter` may be invalid.
std::string print(const Program& program, NodeId node, MatterId matter);

}  // namespace plumb::ir
