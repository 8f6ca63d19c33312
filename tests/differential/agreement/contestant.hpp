// Who takes part: every way to fill a predicate table, under a name.
//
// A new evaluator, or a new instruction set of one, is a line in contestants(). The reference evaluator is the definition; its
// own table takes part too, so that the harness is seen to agree with itself.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "compiler/ir/predicate_table.h"
#include "compiler/ir/program.hpp"

namespace plumb::agreement {

struct Contestant {
  std::string name;
  // The table owns what it points to. REQUIRES of the argument: verified. Any thread.
  std::function<std::shared_ptr<const PlumbPredicateTable>(const std::shared_ptr<const ir::Program>&)> table;
  // Which rows of a morsel miss which inputs, where the contestant can tell: names → one bit a row; reach misses "reach".
  // REQUIRES: the measure asks nothing of triggers on the date.
  using Missing = std::map<std::string, std::vector<uint64_t>>;
  std::function<Missing(const std::shared_ptr<const ir::Program>&, ir::MeasureId, Date, const PlumbMorsel&)> missing = {};
  // Whether its entries have `batch`: stated here, so that a table which loses it disagrees instead of being asked less.
  bool has_batch = true;
};

// In a fixed order; instruction sets that this machine lacks are left out.
const std::vector<Contestant>& contestants();

}  // namespace plumb::agreement
