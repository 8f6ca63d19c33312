#include "compiler/backends/reference/expression.hpp"

#include "compiler/base/check.hpp"

namespace plumb::reference {

using ir::Op;

namespace {

Missing missing_of(Answers operands) {
  Missing missing;
  for (const Answer& operand : operands) merge(missing, operand.missing);
  return missing;
}

// Instructions that are unknown as soon as one operand is.
Answer strict(const Scope& scope, const ir::Node& node, Answers operands) {
  Missing missing = missing_of(operands);
  if (!missing.empty()) return {std::nullopt, std::move(missing)};
  switch (node.op) {
    case Op::equal:
    case Op::not_equal:
    case Op::below:
    case Op::at_most:
    case Op::above:
    case Op::at_least:
      return comparison(node, operands);
    case Op::in_set:
    case Op::in_codes:
    case Op::has_any:
    case Op::has_all:
      return membership(scope, node, operands);
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::divide:
    case Op::negate:
      return arithmetic(scope, node, operands);
    case Op::date_add:
    case Op::date_subtract:
    case Op::days_between:
      return date_arithmetic(scope, node, operands);
    case Op::listed_on:
      return listed_on(scope, operands);
    case Op::constant:
    case Op::matter_field:
    case Op::party_field:
    case Op::listing_field:
    case Op::parameter:
    case Op::decision_date:
    case Op::fault:
    case Op::logical_not:
    case Op::logical_and:
    case Op::logical_or:
    case Op::known:
    case Op::select:
    case Op::exists:
    case Op::every:
    case Op::count:
      break;
  }
  check(false, "a strict instruction");
  return fault(scope);
}

Answer answer(const Scope& scope, const ir::Node& node, Answers operands) {
  switch (node.op) {
    case Op::constant:
    case Op::matter_field:
    case Op::party_field:
    case Op::listing_field:
    case Op::parameter:
    case Op::decision_date:
    case Op::fault:
      return leaf(scope, node);
    case Op::logical_not:
    case Op::logical_and:
    case Op::logical_or:
    case Op::known:
      return logic(node, operands);
    case Op::select:
      return selection(operands);
    default:
      return strict(scope, node, operands);
  }
}

void explain_answer(const ir::Node& node, const Answer& answer, Explanation& into) {
  if (node.type.kind == ir::TypeKind::boolean) {
    into.truth = answer.truth();
  } else {
    into.value = answer.value;
  }
  into.missing = answer.missing;
}

}  // namespace

Answer fault(const Scope& scope) { return Answer::unknown("fault." + scope.measure.name.alias); }

Answer ask(const Scope& scope, ir::NodeId id, Explanation* explanation) {
  const ir::Node& node = scope.program().nodes[id];
  if (explanation) explanation->node = id;
  Answer result;
  if (ir::is_quantifier(node.op)) {
    result = quantified(scope, id, explanation);
  } else {
    std::vector<Answer> operands;
    for (const ir::NodeId operand : ir::operands(scope.program(), id)) {
      operands.push_back(ask(scope, operand, explanation ? &explanation->children.emplace_back() : nullptr));
    }
    result = answer(scope, node, operands);
  }
  if (explanation) explain_answer(node, result, *explanation);
  return result;
}

}  // namespace plumb::reference
