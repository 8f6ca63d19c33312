// Program → PredicateTable, filled by the reference evaluator: slow, and what every faster table is compared with.
//
// Plain C outside, so that the runtime cannot tell who filled it. The object owns everything its table points to; it may
// be called from any number of threads at once.
#pragma once

#include <memory>

#include "compiler/ir/predicate_table.hpp"
#include "compiler/ir/program.hpp"

namespace plumb::reference {

// A measure is `look` when its reach mask hits, its party kind does not rule it out, and its condition or an exception in
// force asks the triggers (listing fields, listed on, quantifiers).
class PredicateTable {
 public:
  // REQUIRES: program verified.
  explicit PredicateTable(std::shared_ptr<const ir::Program> program);
  ~PredicateTable();
  PredicateTable(PredicateTable&&) noexcept;
  PredicateTable& operator=(PredicateTable&&) noexcept;

  // Valid as long as this object.
  const PlumbPredicateTable& table() const;

 private:
  struct Contents;
  std::unique_ptr<Contents> contents_;
};

}  // namespace plumb::reference
