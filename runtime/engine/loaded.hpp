// What one call of an engine begins with and finishes on: a rule set made ready, and the facts.
#pragma once

#include <memory>
#include <utility>

#include "compiler/backends/reference/table.hpp"
#include "plumb/plumb.hpp"
#include "runtime/decide/decide.hpp"

namespace plumb::engine {

struct Loaded {
  Loaded(RuleSet rule_set, std::shared_ptr<const ir::Program> program, std::shared_ptr<const Snapshot> facts)
      : rules(std::move(rule_set)), index(program), table(program), snapshot(std::move(facts)) {}

  decide::Context context() const { return {index, table.table(), *snapshot}; }

  RuleSet rules;
  decide::RuleIndex index;
  reference::PredicateTable table;
  std::shared_ptr<const Snapshot> snapshot;
};

}  // namespace plumb::engine
