// Rows of holdings on a date → those that are worth deciding in whole: some measure may be other than false, or the rule set
// cannot be asked about them. Deterministic, whatever the number of threads.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/rows/row_table.hpp"
#include "runtime/sweep/touched.hpp"

namespace plumb::sweep {

struct Hits {
  std::vector<uint32_t> holdings;  // snapshot::HoldingIndex, ascending
  uint64_t held = 0;               // all that hold on the date
};

// REQUIRES: the rows are read_rows() of the context's rules and snapshot.
Hits hits(const decide::Context& context, const Touched& touched, const rows::RowTable& rows, Date d, unsigned threads);

}  // namespace plumb::sweep
