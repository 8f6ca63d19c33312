// Rows of all partitions on a date → how many times each measure applies, is undetermined, is permitted.
//
// The numbers are those of deciding every row that holds on the date by itself; nothing is written but counts, so hits are
// consumed while they are in cache. Permits, retentions and measures that look at their triggers are settled for the rows that
// have them; rows of masked identifiers are decided in whole. Deterministic, whatever the number of threads.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/decide/decide.hpp"
#include "runtime/rows/row_table.hpp"

namespace plumb::sweep {

struct Counts {
  struct Measure {
    uint64_t applies = 0, undetermined = 0, permitted = 0;
    friend bool operator==(const Measure&, const Measure&) = default;
  };
  std::vector<Measure> measures;  // by ir::MeasureId
  uint64_t asked = 0;             // rows whose columns were read
  uint64_t alone = 0;             // rows decided in whole
};

// REQUIRES: the rows were laid out for the context's rules and its snapshot's parties.
Counts count(const decide::Context& context, const decide::Options& options, const rows::RowTable& rows, Date d, unsigned threads);

}  // namespace plumb::sweep
