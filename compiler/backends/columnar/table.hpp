// Program → PredicateTable that decides rows one at a time or a morsel at once, without a compiler at run time.
//
// Agrees with reference::PredicateTable to the bit, whatever the instruction set. The object owns everything its table points
// to; it may be called from any number of threads at once.
#pragma once

#include <memory>

#include "compiler/backends/columnar/instruction_set.hpp"
#include "compiler/ir/predicate_table.hpp"
#include "compiler/ir/program.hpp"

namespace plumb::columnar {

class PredicateTable {
 public:
  // REQUIRES: program verified; the set is one of supported_sets().
  explicit PredicateTable(std::shared_ptr<const ir::Program> program, InstructionSet set = best_set());
  ~PredicateTable();
  PredicateTable(PredicateTable&&) noexcept;
  PredicateTable& operator=(PredicateTable&&) noexcept;

  // Every entry has `predicate` and `batch`, and `settle` where a measure looks at its triggers. Valid as long as this object.
  const PlumbPredicateTable& table() const;

 private:
  struct Contents;
  std::unique_ptr<Contents> contents_;
};

}  // namespace plumb::columnar
