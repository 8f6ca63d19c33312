// Kleene's connectives, and known(), which alone is never unknown.
#include "compiler/backends/reference/expression.hpp"

namespace plumb::reference {

Answer logic(const ir::Node& node, Answers operands) {
  switch (node.op) {
    case ir::Op::known:
      return Answer::of(operands[0].known());
    case ir::Op::logical_and: {
      Conjunction all;
      for (const Answer& operand : operands) all.add(operand);
      return std::move(all).answer();
    }
    case ir::Op::logical_or: {
      Disjunction any;
      for (const Answer& operand : operands) any.add(operand);
      return std::move(any).answer();
    }
    default:  // logical_not
      if (!operands[0].known()) return operands[0];
      return Answer::of(!ir::as_boolean(*operands[0].value));
  }
}

// An unknown condition leaves both branches in play, as (c ∧ a) ∨ (¬c ∧ b) does.
Answer selection(Answers operands) {
  const Answer &condition = operands[0], &a = operands[1], &b = operands[2];
  if (condition.known()) return ir::as_boolean(*condition.value) ? a : b;
  Missing missing = condition.missing;
  merge(missing, a.missing);
  merge(missing, b.missing);
  return {std::nullopt, std::move(missing)};
}

}  // namespace plumb::reference
