// A chunk → a function that decides its measures for a whole morsel, a block of 64 rows at a time:
// void NAME(date, morsel, true, false, look, stride, scratch), planes pointing to the chunk's first measure; and beside it a
// 64-bit constant NAME.scratch, the bytes of scratch that it uses.
//
// Called by build.cpp alone. REQUIRES: at most kBatchMeasures measures; vector_bytes is 16, 32 or 64.
#pragma once

#include <string>

#include "compiler/backends/native/emit/lines.hpp"
#include "compiler/backends/native/plan.hpp"

namespace llvm {
class Module;
}

namespace plumb::native {

void emit_batch(llvm::Module& module, const std::string& name, const Chunk& chunk, unsigned vector_bytes, Lines& lines);

}  // namespace plumb::native
