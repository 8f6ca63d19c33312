// A membership test → the values that it holds for, as ranges: one rule for every evaluator that makes intervals of it.
//
// Pure.
#pragma once

#include <cstdint>
#include <vector>

#include "compiler/ir/program.hpp"

namespace plumb::ir {

// Of a code's or an enumerator's index; both ends belong to it.
struct IndexRange {
  uint64_t first = 0, last = 0;
  friend bool operator==(const IndexRange&, const IndexRange&) = default;
};

// Of an in_codes node: the subtrees of its codes. Of an in_set node: the enumerators of its set. Ascending, disjoint, not adjacent.
// REQUIRES: the node is of a verified program.
std::vector<IndexRange> ranges_of(const Program& program, const Node& node);

}  // namespace plumb::ir
