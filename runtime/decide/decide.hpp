// A typed request and the facts → a decision (docs/meaning.md, to the letter).
//
// The predicate table says which measures are surely false; those that are not are looked at one by one. Whoever filled the
// table, the decision is the same. No lock, no clock, no I/O; any thread.
#pragma once

#include "compiler/ir/predicate_table.h"
#include "runtime/decide/decision.hpp"
#include "runtime/decide/rule_index.hpp"

namespace plumb::decide {

// What every request of one engine shares. All outlive the calls.
struct Context {
  const RuleIndex& rules;
  const PlumbPredicateTable& table;
  const Snapshot& snapshot;
};

struct Options {
  std::optional<int> max_staleness_days;
  bool reveal = false;  // show the identifiers of other persons in full
};

// REQUIRES: `fields` fits the matter, which has the stage.
Decision decide(const Context& context, const Options& options, Subject subject, ir::MatterId matter, Stage stage, Date date, reference::Row fields);

}  // namespace plumb::decide
