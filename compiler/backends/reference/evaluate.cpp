// A measure as a whole: in force ∧ party kind ∧ reach ∧ condition, less its exceptions. One walk serves evaluate(), which
// wants the outcome, and explain(), which wants the tree, so that they cannot differ.
#include "compiler/backends/reference/evaluate.hpp"

#include <algorithm>

#include "compiler/backends/reference/expression.hpp"

namespace plumb::reference {

namespace {

using Kind = Explanation::Kind;

// The measure's questions, told apart by whether each trigger is asked.
struct Parts {
  std::vector<ir::NodeId> conditions, trigger_conditions;
  std::vector<uint32_t> exceptions, trigger_exceptions;  // indices; those that are in force
};

Parts parts_of(const ir::Program& program, const ir::Measure& measure, Date date) {
  Parts parts;
  for (const ir::NodeId node : ir::conjuncts(program, measure.condition)) {
    (ir::asks_trigger(program, node) ? parts.trigger_conditions : parts.conditions).push_back(node);
  }
  for (uint32_t i = 0; i < measure.exceptions.size(); ++i) {
    const ir::Exception& exception = measure.exceptions[i];
    if (!ir::in_force(program, exception, date)) continue;
    (ir::asks_trigger(program, exception.condition) ? parts.trigger_exceptions : parts.exceptions).push_back(i);
  }
  return parts;
}

Explanation* child(Explanation* parent, Kind kind, uint32_t index = UINT32_MAX) {
  if (!parent) return nullptr;
  Explanation& added = parent->children.emplace_back();
  added.kind = kind;
  added.index = index;
  return &added;
}

void tell(Explanation* explanation, const Answer& answer) {
  if (!explanation) return;
  explanation->truth = answer.truth();
  explanation->missing = answer.missing;
}

class Judgement {
 public:
  Judgement(const Inputs& inputs, ir::MeasureId id, Explanation* explanation)
      : inputs_(inputs), program_(*inputs.program), measure_(program_.measures[id]), explanation_(explanation) {}

  Outcome judge() {
    Outcome outcome;
    const bool exists = ir::in_force(program_, measure_, inputs_.date);
    tell(child(explanation_, Kind::in_force), Answer::of(exists));
    Answer value = Answer::of(false);
    if (exists) {
      parts_ = parts_of(program_, measure_, inputs_.date);
      Conjunction all;
      if (measure_.party) all.add(party_kind());
      const Answer reach = this->reach(outcome);
      outcome.reach = reach.truth();
      all.add(reach);
      for (const ir::NodeId node : parts_.conditions) all.add(ask(scope(), node, child(explanation_, Kind::condition)));
      for (const uint32_t i : parts_.exceptions) add_exception(all, scope(), i, explanation_);
      value = std::move(all).answer();
      add_arguments(outcome);
    }
    outcome.value = value.truth();
    outcome.missing = value.missing;
    if (explanation_) {
      explanation_->kind = Kind::measure;
      tell(explanation_, value);
    }
    return outcome;
  }

 private:
  Scope scope(const Trigger* trigger = nullptr) const { return {inputs_, measure_, trigger}; }

  Answer party_kind() {
    const auto kind = inputs_.party.kind;
    const Answer answer = kind ? Answer::of(*kind == *measure_.party) : Answer::unknown("party.kind");
    tell(child(explanation_, Kind::party_kind), answer);
    return answer;
  }

  void add_exception(Conjunction& all, const Scope& where, uint32_t index, Explanation* parent) {
    const Answer exception = ask(where, measure_.exceptions[index].condition, child(parent, Kind::exception, index));
    all.add(!exception.truth(), exception.missing);
  }

  Answer reach(Outcome& outcome) {
    if (measure_.reach.anyone) return Answer::of(true);
    Explanation* const explanation = child(explanation_, Kind::reach);
    const Answer answer = inputs_.reach_unknown.empty() ? any_trigger(outcome, explanation) : list_not_looked_at();
    tell(explanation, answer);
    return answer;
  }

  Answer list_not_looked_at() const {
    Missing missing;
    for (const std::string& name : inputs_.reach_unknown) merge(missing, {name});
    return {std::nullopt, std::move(missing)};
  }

  Answer any_trigger(Outcome& outcome, Explanation* explanation) {
    Disjunction any;
    for (uint32_t i = 0; i < inputs_.triggers.size(); ++i) {
      const Answer answer = trigger(inputs_.triggers[i], child(explanation, Kind::trigger, i));
      if (answer.truth() == Truth::is_true) outcome.true_triggers.push_back(i);
      if (answer.truth() == Truth::unknown) outcome.unknown_triggers.push_back(i);
      any.add(answer);
    }
    return std::move(any).answer();
  }

  // The pair, what the measure asks of it, and what excuses it.
  Answer trigger(const Trigger& trigger, Explanation* explanation) {
    Conjunction all;
    all.add(pair_of(trigger));
    for (const ir::NodeId node : parts_.trigger_conditions) all.add(ask(scope(&trigger), node, child(explanation, Kind::condition)));
    for (const uint32_t i : parts_.trigger_exceptions) add_exception(all, scope(&trigger), i, explanation);
    const Answer answer = std::move(all).answer();
    tell(explanation, answer);
    return answer;
  }

  // An argument never affects whether the measure applies.
  void add_arguments(Outcome& outcome) const {
    constexpr std::string_view kParameter = "parameter.";
    Missing unset;
    for (const ir::NodeId node : measure_.arguments) {
      Answer argument = ask(scope(), node, nullptr);
      for (const std::string& name : argument.missing) {
        if (name.starts_with(kParameter)) merge(unset, {name.substr(kParameter.size())});
      }
      outcome.arguments.push_back(std::move(argument.value));
    }
    outcome.unset = std::move(unset);
  }

  const Inputs& inputs_;
  const ir::Program& program_;
  const ir::Measure& measure_;
  Explanation* explanation_;
  Parts parts_;
};

}  // namespace

Outcome evaluate(const Inputs& inputs, ir::MeasureId measure) { return Judgement(inputs, measure, nullptr).judge(); }

Explanation explain(const Inputs& inputs, ir::MeasureId measure) {
  Explanation root;
  Judgement(inputs, measure, &root).judge();
  return root;
}

}  // namespace plumb::reference
