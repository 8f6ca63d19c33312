// One measure and a morsel → for each missing input, the rows whose answer is unknown and depends on it.
//
// So that the columnar evaluator can be compared with the reference evaluator in `missing` too, by the same names
// (docs/meaning.md): "lodging.star_rating", "party.kind", "parameter.spending_cap", "fault.luxury_lodging". Not on the way of a
// decision. Immutable; any number of threads.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "compiler/backends/columnar/instruction_set.hpp"
#include "compiler/base/date.hpp"
#include "compiler/ir/predicate_table.h"
#include "compiler/ir/program.hpp"

namespace plumb::columnar {

class MissingInputs {
 public:
  // REQUIRES: program verified; neither the measure's condition nor an exception in force asks the triggers (its entry's
  // `look` is zero); the set is one of supported_sets(). A measure not in force misses nothing.
  MissingInputs(std::shared_ptr<const ir::Program> program, ir::MeasureId measure, Date date, InstructionSet set = best_set());
  ~MissingInputs();
  MissingInputs(MissingInputs&&) noexcept;
  MissingInputs& operator=(MissingInputs&&) noexcept;

  // One bit a row, (rows + 63) / 64 words; names that no row misses are left out. `reach_unknown`: what a row misses whose reach
  // is unknown, as in reference::Inputs. REQUIRES: the morsel is of the measure's matter.
  using Planes = std::map<std::string, std::vector<uint64_t>>;
  Planes planes(const PlumbMorsel& morsel, std::span<const std::string> reach_unknown) const;

 private:
  struct Contents;
  std::unique_ptr<Contents> contents_;
};

}  // namespace plumb::columnar
