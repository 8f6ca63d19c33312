#include "runtime/explain/explain.hpp"

#include <algorithm>

#include "runtime/explain/expression.hpp"
#include "runtime/explain/listing.hpp"
#include "runtime/explain/missing.hpp"
#include "runtime/explain/tree.hpp"

namespace plumb::explain {

namespace {

using decide::Decision;
using decide::MeasureDecision;
using decide::Status;
using reference::Explanation;
using reference::Truth;

// Effects that only tell, and never refuse (docs/meaning.md, The outcome).
bool only_tells(const ir::Effect& effect) { return effect.name.alias == "reference" || effect.name.alias == "inform"; }

std::string opening(const Wording& w, const ir::Measure& measure, const MeasureDecision& decided) {
  const std::string basis = w.citations(measure.basis);
  const std::string title = w.name(measure.name);
  const std::string effect = w.effect(decided);
  switch (decided.status) {
    case Status::applies:
      return w.say("依据{}，“{}”适用于{}，文件规定的处理是“{}”，由经办人员决定。",
                   "By {}, “{}” applies to {}; the effect that the document attaches is “{}”, for the official to decide.", basis, title, w.asked_party(),
                   effect);
    case Status::undetermined:
      return w.say("依据{}，“{}”是否适用于{}，现在还不能确定；适用时文件规定的处理是“{}”。",
                   "By {}, whether “{}” applies to {} cannot be said yet; where it does, the effect that the document attaches is “{}”.", basis, title,
                   w.asked_party(), effect);
    case Status::permitted:
      return w.say("依据{}，“{}”本可适用于{}，但人民法院已经准许，本次不据此处理。",
                   "By {}, “{}” could apply to {}, but the court has permitted it, so it is not acted on.", basis, title, w.asked_party());
  }
  return "";
}

std::string permit_sentence(const Wording& w, const snapshot::Permit& permit) {
  return w.say("准许文书: {}。", "The court's document: {}.", permit_words(w, permit));
}

std::string truth_words(const Wording& w, Truth truth) {
  switch (truth) {
    case Truth::is_true:
      return w.choose("成立", "holds");
    case Truth::is_false:
      return w.choose("不成立", "does not hold");
    case Truth::unknown:
      return w.choose("尚不能确定", "cannot be said yet");
  }
  return "";
}

std::string condition_sentence(const Wording& w, const Explanation& condition, ir::NodeId node, const ir::Matter& matter, std::string_view what) {
  std::string out = w.say("{}“{}”{}", "{} “{}” {}", what, expression_text(w, node, matter), truth_words(w, condition.truth.value_or(Truth::unknown)));
  const auto inputs = asked_inputs(w, condition, matter);
  if (!inputs.empty()) out += w.say("（{}）", " ({})", Wording::join(inputs, w.choose("，", ", ")));
  return out + w.choose("。", ".");
}

// Conditions and exceptions, wherever in the tree they were asked; those of several triggers once.
void add_conditions(const Wording& w, const Explanation& tree, const ir::Measure& measure, std::vector<std::string>& out) {
  const ir::Matter& matter = w.program().matters[measure.matter];
  for (const Explanation& child : tree.children) {
    std::string sentence;
    if (child.kind == Explanation::Kind::condition) {
      sentence = condition_sentence(w, child, child.node, matter, w.choose("条件", "The condition"));
    } else if (child.kind == Explanation::Kind::exception) {
      const ir::Exception& exception = measure.exceptions[child.index];
      const std::string what =
          exception.basis.empty() ? w.choose("例外", "The exception") : w.say("例外（{}）", "The exception ({})", w.citations(exception.basis));
      sentence = condition_sentence(w, child, exception.condition, matter, what);
    } else {
      add_conditions(w, child, measure, out);
      continue;
    }
    if (std::find(out.begin(), out.end(), sentence) == out.end()) out.push_back(std::move(sentence));
  }
}

Explanation tree_of(const Wording& w, const Decision& decision, const MeasureDecision& decided) {
  std::vector<reference::Trigger> triggers;
  triggers.reserve(decided.triggers.size());
  for (const decide::Trigger& trigger : decided.triggers) triggers.push_back(trigger.asked);
  reference::Inputs inputs;
  inputs.program = &w.program();
  inputs.date = decision.date;
  inputs.row = &decision.fields;
  inputs.party = {decision.subject.kind, decision.subject.sector, decision.subject.name, decision.subject.id};
  inputs.triggers = triggers;
  inputs.reach_unknown = decided.reach_unknown;
  Explanation tree = reference::explain(inputs, decided.measure);
  // The reach by the triggers that are told of; quantifiers by all, since they counted all.
  for (Explanation& child : tree.children) {
    if (child.kind != Explanation::Kind::reach) continue;
    std::erase_if(child.children, [&](const Explanation& trigger) { return trigger.index >= decided.told_count; });
  }
  return tree;
}

// Those open to this person: a listed party's own where it is itself on the list, others' where it is reached through a role.
std::vector<const ir::Remedy*> remedies_open(const ir::Program& program, const MeasureDecision& decided) {
  const auto told = decided.told();
  const auto through = [&](bool self) {
    return std::any_of(told.begin(), told.end(), [&](const decide::Trigger& t) { return (t.way.direction == Direction::self) == self; });
  };
  std::vector<const ir::Remedy*> out;
  for (const ir::Remedy& remedy : program.remedies) {
    if (through(remedy.self)) out.push_back(&remedy);
  }
  return out;
}

}  // namespace

Reasons reasons(const Wording& w, const Decision& decision, const MeasureDecision& decided) {
  const ir::Measure& measure = w.program().measures[decided.measure];
  const ir::Matter& matter = w.program().matters[measure.matter];
  Reasons out;
  out.tree = tree_of(w, decision, decided);
  out.sentences.push_back(opening(w, measure, decided));
  if (only_tells(w.program().effects[measure.effect])) {
    out.sentences.push_back(w.choose("这一项只供参考或者提示，不是拒绝的理由。", "This only informs the official; it is no ground for a refusal by itself."));
  }
  if (decided.permit.valid()) out.sentences.push_back(permit_sentence(w, w.snapshot().permit(decided.permit)));
  if (measure.reach.anyone) {
    out.sentences.push_back(w.choose("本项不论主体是否失信，只看事项本身。", "This one does not depend on the list; the matter alone decides."));
  }
  for (const decide::Trigger& trigger : decided.told()) out.sentences.push_back(listing_sentence(w, trigger, decision.date));
  add_conditions(w, out.tree, measure, out.sentences);
  // A parameter that both the condition and the amount need is told of once.
  std::vector<std::string> lacking = decided.missing;
  for (const std::string& unset : decided.unset) lacking.push_back("parameter." + unset);
  for (const std::string& missing : lacking) {
    std::string sentence = missing_sentence(w, missing, matter);
    if (std::find(out.sentences.begin(), out.sentences.end(), sentence) == out.sentences.end()) out.sentences.push_back(std::move(sentence));
  }
  if (decided.status != Status::permitted) out.endings = ending_sentences(w, decided.told());
  out.remedies = remedies_open(w.program(), decided);
  return out;
}

void explain(const decide::Context& context, Language language, bool reveal, Decision& decision) {
  const Wording wording(context, decision.subject, language, reveal);
  for (MeasureDecision& measure : decision.measures) measure.explanation = explanation_json(wording, measure, reasons(wording, decision, measure));
}

}  // namespace plumb::explain
