#include "compiler/scenarios/observation.hpp"

#include "compiler/backends/prose/phrase.hpp"
#include "compiler/scenarios/reasons.hpp"

namespace plumb::scenarios {

namespace {

using diagnostics::Argument;
using diagnostics::Kind;
using diagnostics::Term;
using reference::Explanation;
using reference::Truth;

// The branches below one condition, each once, in written order.
void collect_branches(const ir::Program& program, ir::NodeId node, std::vector<ir::NodeId>& out) {
  const ir::Node& instruction = program.nodes[node];
  if (instruction.op == ir::Op::constant) return;
  for (ir::NodeId seen : out) {
    if (seen == node) return;
  }
  out.push_back(node);
  const bool connective = instruction.op == ir::Op::logical_and || instruction.op == ir::Op::logical_or;
  if (!connective) return;
  for (ir::NodeId operand : ir::operands(program, node)) collect_branches(program, operand, out);
}

std::vector<ir::NodeId> branches(const ir::Program& program, const ir::Measure& measure) {
  std::vector<ir::NodeId> out;
  // A condition's own 且 is seen as the measure applying or not; its parts are asked one by one.
  for (ir::NodeId part : ir::conjuncts(program, measure.condition)) collect_branches(program, part, out);
  for (const ir::Exception& exception : measure.exceptions) collect_branches(program, exception.condition, out);
  return out;
}

}  // namespace

void Observation::note(ir::MeasureId measure, const Explanation& explanation) {
  if (explanation.node.valid() && explanation.truth) {
    Seen& seen = nodes_[{measure, explanation.node}];
    seen.yes |= explanation.truth == Truth::is_true;
    seen.no |= explanation.truth == Truth::is_false;
  }
  for (const Explanation& child : explanation.children) note(measure, child);
}

void Observation::note(const Judge& judge, const World& world, const std::vector<Answer>& answers) {
  const ir::Program& program = judge.program();
  for (size_t index = 0; index < program.measures.size(); ++index) {
    const ir::MeasureId id = program.measures.id_at(index);
    const ir::Measure& measure = program.measures[id];
    for (const Answer& answer : answers) {
      if (answer.decision.matter != measure.matter || answer.decision.stage != measure.stage || !ir::in_force(program, measure, answer.decision.date)) continue;
      bool applies = false, mentioned = false;
      for (const decide::MeasureDecision& each : answer.decision.measures) {
        if (each.measure != id) continue;
        mentioned = true;
        applies |= each.status == decide::Status::applies;
      }
      Seen& seen = measures_[id];
      seen.yes |= applies;
      seen.no |= !mentioned;
      note(id, explain(judge, world, answer, id).tree);
    }
  }
}

std::vector<Observation::Unseen> Observation::unseen(const ir::Program& program) const {
  using What = Unseen::What;
  std::vector<Unseen> out;
  for (size_t index = 0; index < program.measures.size(); ++index) {
    const ir::MeasureId id = program.measures.id_at(index);
    const auto found = measures_.find(id);
    const Seen seen = found == measures_.end() ? Seen{} : found->second;
    if (!seen.yes) out.push_back({id, What::never_applies, {}});
    if (!seen.no) out.push_back({id, What::never_spares, {}});
    for (ir::NodeId node : branches(program, program.measures[id])) {
      const auto at = nodes_.find({id, node});
      const Seen branch = at == nodes_.end() ? Seen{} : at->second;
      if (!branch.yes) out.push_back({id, What::never_true, node});
      if (!branch.no) out.push_back({id, What::never_false, node});
    }
  }
  return out;
}

size_t Observation::branch_count(const ir::Program& program) const {
  size_t count = 0;
  for (const ir::Measure& measure : program.measures) count += 2 + 2 * branches(program, measure).size();
  return count;
}

Span place_of(const ir::Measure& measure, const std::vector<ast::File>& files) {
  for (const ast::File& file : files) {
    for (const ast::Declaration& declaration : file.declarations) {
      const auto* found = std::get_if<ast::Measure>(&declaration.node);
      if (found != nullptr && found->name.zh.text == measure.name.zh) return found->name.span;
    }
  }
  return {};
}

// Of a node written twice, the first place.
static std::optional<Span> place_of(const Observation::Unseen& unseen, std::span<const semantics::Branch> branches) {
  for (const semantics::Branch& branch : branches) {
    if (branch.measure == unseen.measure && branch.node == unseen.node && branch.span.valid()) return branch.span;
  }
  return std::nullopt;
}

std::vector<diagnostics::Diagnostic> findings(const std::vector<Observation::Unseen>& unseen, const ir::Program& program, const std::vector<ast::File>& files,
                                              std::span<const semantics::Branch> branches) {
  using What = Observation::Unseen::What;
  std::vector<diagnostics::Diagnostic> out;
  for (const Observation::Unseen& each : unseen) {
    const ir::Measure& measure = program.measures[each.measure];
    const Argument name = Argument::named(measure.name.alias, measure.name.zh);
    const Span span = place_of(measure, files);
    switch (each.what) {
      case What::never_applies:
        out.emplace_back(Kind::measure_never_applies, span, diagnostics::Arguments{name});
        break;
      case What::never_spares:
        out.emplace_back(Kind::measure_never_spares, span, diagnostics::Arguments{name});
        break;
      case What::never_true:
      case What::never_false: {
        const Argument phrase = Argument::named(prose::phrase({program, measure.matter, Language::en}, each.node),
                                                prose::phrase({program, measure.matter, Language::zh}, each.node));
        const Argument truth(each.what == What::never_true ? Term::always_true : Term::always_false);
        out.emplace_back(Kind::branch_unseen, place_of(each, branches).value_or(span), diagnostics::Arguments{name, phrase, truth});
        break;
      }
    }
  }
  return out;
}

}  // namespace plumb::scenarios
