// What one call of an engine begins with and finishes on: a rule set made ready, and the facts.
#pragma once

#include <memory>
#include <utility>

#include "plumb/plumb.hpp"
#include "runtime/decide/decide.hpp"

namespace plumb::engine {

struct Loaded {
  Loaded(RuleSet rule_set, Evaluator asked, std::shared_ptr<const Snapshot> facts)
      : rules(std::move(rule_set)), index(rules.share()), evaluator(std::move(asked)), snapshot(std::move(facts)) {}

  decide::Context context() const { return {index, evaluator.table(), *snapshot}; }

  RuleSet rules;
  decide::RuleIndex index;
  Evaluator evaluator;
  std::shared_ptr<const Snapshot> snapshot;
};

}  // namespace plumb::engine
