// Questions over the triggers: exists, every, count; and what a trigger's pair was on a date.
#include "compiler/backends/reference/expression.hpp"
#include "compiler/base/check.hpp"

namespace plumb::reference {

using ir::Op;

Answer pair_of(const Trigger& trigger) {
  if (trigger.unknown_because.empty()) return Answer::of(true);
  return Answer::unknown(trigger.unknown_because);
}

Answer listed_on(const Scope& scope, Answers operands) {
  check(scope.trigger != nullptr, "listed on is asked of a trigger");
  const Trigger& t = *scope.trigger;
  const Date x = ir::as_date(*operands[0].value);
  const bool on_the_list = t.published_on < x && (!t.removed_on || x < *t.removed_on);
  const bool in_the_role = !t.by_relation || ((!t.relation_from || *t.relation_from <= x) && (!t.relation_to || x < *t.relation_to));
  return Answer::of(on_the_list && in_the_role);
}

namespace {

// pair ∧ c of each trigger, in order.
std::vector<Answer> hits(const Scope& scope, ir::NodeId condition, Explanation* explanation, bool implied) {
  std::vector<Answer> out;
  for (size_t i = 0; i < scope.inputs.triggers.size(); ++i) {
    const Trigger& trigger = scope.inputs.triggers[i];
    Explanation* child = nullptr;
    if (explanation) {
      child = &explanation->children.emplace_back();
      child->kind = Explanation::Kind::trigger;
      child->index = static_cast<uint32_t>(i);
    }
    const Scope inner{scope.inputs, scope.measure, &trigger};
    const Answer pair = pair_of(trigger);
    const Answer asked = ask(inner, condition, child ? &child->children.emplace_back() : nullptr);
    Answer hit;
    if (implied) {  // ¬pair ∨ c
      Disjunction either;
      either.add(!pair.truth(), pair.missing);
      either.add(asked);
      hit = std::move(either).answer();
    } else {
      Conjunction both;
      both.add(pair);
      both.add(asked);
      hit = std::move(both).answer();
    }
    if (child) {
      child->truth = hit.truth();
      child->missing = hit.missing;
    }
    out.push_back(std::move(hit));
  }
  return out;
}

Answer counted(const std::vector<Answer>& hits) {
  int64_t count = 0;
  Missing missing;
  for (const Answer& hit : hits) {
    merge(missing, hit.missing);
    if (hit.truth() == Truth::is_true) ++count;
  }
  if (!missing.empty()) return {std::nullopt, std::move(missing)};
  return Answer::of(ir::integer_value(count));
}

}  // namespace

Answer quantified(const Scope& scope, ir::NodeId id, Explanation* explanation) {
  // The list is not looked at: nothing is known of its entries.
  if (!scope.inputs.reach_unknown.empty()) {
    Missing missing;
    for (const std::string& name : scope.inputs.reach_unknown) merge(missing, {name});
    return {std::nullopt, std::move(missing)};
  }
  const Op op = scope.program().nodes[id].op;
  const auto each = hits(scope, ir::operands(scope.program(), id)[0], explanation, op == Op::every);
  if (op == Op::count) return counted(each);
  if (op == Op::exists) {
    Disjunction any;
    for (const Answer& hit : each) any.add(hit);
    return std::move(any).answer();
  }
  Conjunction all;
  for (const Answer& hit : each) all.add(hit);
  return std::move(all).answer();
}

}  // namespace plumb::reference
