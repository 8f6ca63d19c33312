// How often each instruction was evaluated on known operands where the answer turned on it: counted in the reference
// evaluator's explanations. Rows + planes that agreed → counts by key (operators.hpp).
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "tests/differential/agreement/comparison.hpp"

namespace plumb::agreement {

using OperatorCounts = std::map<std::string, uint64_t>;

// Instructions of one explanation. An instruction counts when all operands are known, a leaf when it is known itself, a
// fault always.
void count_operators(const ir::Program& program, const reference::Explanation& explanation, OperatorCounts& counts);

// Over the first `sample` rows: measures that the entry decides there in that way (settled: that it looks at the triggers of), and
// whose reach and party kind do not decide alone.
void count_operators(const ir::Program& program, const PlumbTableEntry& entry, int32_t date_days, Way way, const Rows& rows, const Planes& planes,
                     uint32_t sample, OperatorCounts& counts);

// The inputs of one row and measure whose triggers are not asked one by one: one trigger of the right truth stands for all.
// Nothing when reach or party kind rule the measure out. The object owns what inputs() points to.
class RowInputs {
 public:
  RowInputs(const ir::Program& program, int32_t date_days, const Rows& rows, uint32_t row);
  std::optional<reference::Inputs> inputs(const ir::Measure& measure) const;
  // The same with the row's own triggers, of ways that the measure's reach admits. REQUIRES: rows have triggers.
  reference::Inputs with_triggers(const ir::Measure& measure, std::vector<reference::Trigger>& triggers) const;

 private:
  reference::Row values_;
  PlumbParty party_;
  const Rows& rows_;
  uint32_t row_;
  reference::Inputs inputs_;
};

}  // namespace plumb::agreement
