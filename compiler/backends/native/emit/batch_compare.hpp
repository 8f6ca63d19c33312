// Comparing two columns piece by piece. Private to the batch_*.cpp files.
#pragma once

#include "compiler/backends/native/emit/batch_function.hpp"

namespace plumb::native {

// `compare`: two vectors → a vector of i1. A uniform operand is spread. REQUIRES: lanes of one width.
template <typename Compare>
llvm::Value* BatchFunction::compared(const BatchValue& a, const BatchValue& b, const Compare& compare) {
  std::vector<llvm::Value*> masks;
  for (size_t i = 0; i < a.pieces.size(); ++i) {
    masks.push_back(compare(a.pieces[i], b.kind == Kind::uniform ? splat(b.scalar, a.bits) : b.pieces[i]));
  }
  return gathered(masks);
}

}  // namespace plumb::native
