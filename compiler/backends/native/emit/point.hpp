// A chunk → a function that decides its measures for one row: void NAME(date, row, party, true, false, look), the last three
// pointing to the chunk's word in each plane. Branch-free.
//
// Called by build.cpp alone. REQUIRES: at most kPointMeasures measures.
#pragma once

#include <string>

#include "compiler/backends/native/emit/lines.hpp"
#include "compiler/backends/native/plan.hpp"

namespace llvm {
class Module;
}

namespace plumb::native {

void emit_point(llvm::Module& module, const std::string& name, const Chunk& chunk, Lines& lines);

// A chunk of one measure that looks → a function that decides it by the party's triggers: void NAME(date, row, party, triggers,
// count, truth); *truth becomes 1 true, 2 false, 0 neither. Loops over the triggers, and is branch-free within.
void emit_settle(llvm::Module& module, const std::string& name, const Chunk& chunk, Lines& lines);

}  // namespace plumb::native
