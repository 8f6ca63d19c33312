#include "compiler/scenarios/wording.hpp"

#include "compiler/backends/prose/phrase.hpp"
#include "compiler/scenarios/reasons.hpp"

namespace plumb::scenarios {

namespace {

using decide::Status;
using prose::say;
using reference::Explanation;
using reference::Truth;

const std::string& name_of(const World& world, const std::string& id) {
  const auto found = world.names.find(id);
  return found == world.names.end() ? id : found->second;
}

std::string effect_text(const ir::Program& program, std::optional<ir::EffectId> effect, Language language) {
  return effect ? prose::spell(program.effects[*effect].name, language) : say(language, "none", "无");
}

// 20%, 未定: one argument of the effect as it was decided.
std::string argument_text(const ir::Program& program, const decide::MeasureDecision& decided, size_t index, Language language) {
  if (decided.arguments[index]) return prose::spell(program, *decided.arguments[index], language);
  const bool unset = reads_unset(program, program.measures[decided.measure].arguments[index], decided.unset);
  return unset ? say(language, "unset", "未定") : say(language, "unknown", "未知");
}

// 扣减补贴（20%）; 限额（未定）: what the measure imposes.
std::string imposed_text(const ir::Program& program, const decide::MeasureDecision& decided, Language language) {
  std::vector<std::string> arguments;
  for (size_t i = 0; i < decided.arguments.size(); ++i) arguments.push_back(argument_text(program, decided, i, language));
  const std::string effect = effect_text(program, program.measures[decided.measure].effect, language);
  return arguments.empty() ? effect : effect + say(language, " (", "（") + prose::enumerate(arguments, language) + say(language, ")", "）");
}

// Where the arguments that do not stand in the rules as values come from.
std::string argument_lines(const ir::Program& program, const decide::MeasureDecision& decided, Language language) {
  const ir::Measure& measure = program.measures[decided.measure];
  std::string out;
  for (size_t i = 0; i < decided.arguments.size(); ++i) {
    if (program.nodes[measure.arguments[i]].op == ir::Op::constant) continue;
    out += say(language, "  · argument of the effect: ", "  · 处理的参数：") + prose::phrase({program, measure.matter, language}, measure.arguments[i]) +
           " = " + argument_text(program, decided, i, language) + "\n";
  }
  return out;
}

std::string trigger_text(const World& world, const decide::ShownTrigger& trigger, Language language) {
  std::string out = name_of(world, trigger.listed);
  if (trigger.role) out += " " + prose::spell(word(*trigger.role), language);
  if (trigger.state != EntryState::active) out += say(language, " (", "（") + prose::spell(word(trigger.state), language) + say(language, ")", "）");
  return out;
}

// lodging.grade → 等级: an input that is missing as the writer of a scenario would write it after 需补充.
std::string input_name(const ir::Program& program, const std::string& input, Language language) {
  if (language == Language::en) return input;
  const size_t dot = input.find('.');
  if (dot == std::string::npos) return input == "registry" ? "名单" : input;
  const std::string head = input.substr(0, dot), member = input.substr(dot + 1);
  for (const ir::Matter& matter : program.matters) {
    if (matter.name.alias != head) continue;
    for (const ir::Field& field : matter.fields) {
      if (field.name.alias == member) return field.name.zh;
    }
  }
  for (const ir::Parameter& parameter : program.parameters) {
    if (head == "parameter" && parameter.name.alias == member) return "参数." + parameter.name.zh;
  }
  for (const ir::Measure& measure : program.measures) {
    if (head == "fault" && measure.name.alias == member) return "算术." + measure.name.zh;
  }
  for (int i = 0; i < ir::kPartyFieldCount; ++i) {
    const Word& name = ir::word(static_cast<ir::PartyField>(i));
    if (head == "party" && member == name.alias) return std::string("主体.") + name.zh;
  }
  for (int i = 0; i < ir::kListingFieldCount; ++i) {
    const Word& name = ir::word(static_cast<ir::ListingField>(i));
    if (head == "entry" && member == name.alias) return std::string("失信记录.") + name.zh;
  }
  return input;
}

std::string input_names(const ir::Program& program, const std::vector<std::string>& inputs, Language language) {
  std::vector<std::string> names;
  for (const std::string& input : inputs) names.push_back(input_name(program, input, language));
  return prose::enumerate(names, language);
}

std::string mention_text(const Judge& judge, const World& world, const Mention& mention, bool sweep, Language language) {
  const ir::Measure& measure = judge.program().measures[mention.measure->measure];
  std::string out = measure.name.zh;
  switch (mention.measure->status) {
    case Status::applies:
      out += say(language, " applies: ", " 适用：") + imposed_text(judge.program(), *mention.measure, language);
      break;
    case Status::undetermined:
      out += say(language, " needs ", " 需补充 ") + input_names(judge.program(), mention.measure->missing, language);
      break;
    case Status::permitted:
      out += say(language, " is permitted", " 已许可");
      break;
  }
  std::vector<std::string> triggers;
  for (const decide::ShownTrigger& trigger : mention.measure->shown) triggers.push_back(trigger_text(world, trigger, language));
  if (!triggers.empty()) out += say(language, ", because of ", "，因 ") + prose::enumerate(triggers, language);
  if (sweep) {
    out += say(language, ", for ", "，对 ") + name_of(world, mention.answer->party);
    if (mention.answer->holding) out += " " + prose::quote(*mention.answer->holding);
  }
  return out;
}

std::string all_mentions(const Judge& judge, const World& world, const std::vector<Mention>& found, bool sweep, Language language) {
  std::vector<std::string> parts;
  for (const Mention& mention : found) parts.push_back(mention_text(judge, world, mention, sweep, language));
  return parts.empty() ? say(language, "nothing applies", "不适用") : prose::enumerate(parts, language);
}

// Draws an explanation as an indented tree.
class Tree {
 public:
  Tree(const ir::Program& program, const ir::Measure& measure, const std::vector<reference::Trigger>& triggers, Language language)
      : program_(program), context_{program, measure.matter, language}, triggers_(triggers), language_(language) {}

  void draw(const Explanation& node, size_t depth) {
    const std::string text = label(node);
    out_ += std::string(depth * 2, ' ') + mark(node) + text;
    if (node.value && !node.truth) out_ += " = " + prose::spell(program_, *node.value, language_);
    if (!node.missing.empty() && node.children.empty())
      out_ += say(language_, "  (missing ", "  （缺 ") + input_names(program_, node.missing, language_) + say(language_, ")", "）");
    out_ += '\n';
    for (const Explanation& child : node.children) {
      if (child.node.valid() && program_.nodes[child.node].op == ir::Op::constant) continue;  // it stands in its parent's phrase
      draw(child, depth + 1);
    }
  }

  std::string take() { return std::move(out_); }

 private:
  static std::string mark(const Explanation& node) {
    if (!node.truth) return "· ";
    switch (*node.truth) {
      case Truth::is_true:
        return "✓ ";
      case Truth::is_false:
        return "✗ ";
      case Truth::unknown:
        return "? ";
    }
    return {};
  }

  std::string label(const Explanation& node) const {
    switch (node.kind) {
      case Explanation::Kind::measure:
        return say(language_, "the measure", "措施");
      case Explanation::Kind::in_force:
        return say(language_, "in force", "在施行");
      case Explanation::Kind::party_kind:
        return say(language_, "kind of party", "主体类别");
      case Explanation::Kind::reach:
        return say(language_, "reach", "适用对象");
      case Explanation::Kind::trigger:
        return trigger(node);
      case Explanation::Kind::condition:
        return with_phrase(say(language_, "condition", "条件"), node);
      case Explanation::Kind::exception:
        return with_phrase(say(language_, "exception", "例外"), node);
      case Explanation::Kind::expression:
        return node.node.valid() ? prose::phrase(context_, node.node) : std::string();
    }
    return {};
  }

  std::string with_phrase(std::string head, const Explanation& node) const {
    return node.node.valid() ? head + say(language_, ": ", "：") + prose::phrase(context_, node.node) : head;
  }

  std::string trigger(const Explanation& node) const {
    if (node.index >= triggers_.size()) return say(language_, "list entry", "名单条目");
    const reference::Trigger& trigger = triggers_[node.index];
    std::string out = say(language_, "list entry ", "名单条目 ") + trigger.case_no;
    if (trigger.role) out += say(language_, ", as ", "，任 ") + prose::spell(word(*trigger.role), language_);
    return out;
  }

  const ir::Program& program_;
  prose::Context context_;
  const std::vector<reference::Trigger>& triggers_;
  Language language_;
  std::string out_;
};

}  // namespace

std::string actual_text(const Judge& judge, const World& world, const Question& question, size_t index, const std::vector<Answer>& answers, Language language) {
  const Expectation& expected = question.expected[index];
  std::optional<ir::EffectId> strongest;
  const bool outcome = expected.kind == ast::ExpectKind::outcome, at_most = expected.kind == ast::ExpectKind::at_most;
  const bool sweep = answers.size() != 1;
  if (outcome || at_most) {
    for (const Answer& answer : answers) {
      const std::optional<ir::EffectId> effect = outcome ? answer.decision.outcome : answer.decision.at_most;
      if (effect && (!strongest || *effect < *strongest)) strongest = effect;
    }
    return effect_text(judge.program(), strongest, language);
  }
  // What is spoken of and does not hold has a line of its own; here only what nobody spoke of.
  if (expected.kind == ast::ExpectKind::only)
    return say(language, "also: ", "还有：") + all_mentions(judge, world, unspoken(question, answers), sweep, language);
  return all_mentions(judge, world, mentions(expected, answers), sweep, language);
}

std::string explanation_text(const Judge& judge, const World& world, const Expectation& expected, const std::vector<Answer>& answers, Language language) {
  std::string out;
  for (ir::MeasureId id : expected.measures) {
    const ir::Measure& measure = judge.program().measures[id];
    for (const Answer& answer : answers) {
      if (answer.decision.matter != measure.matter || answer.decision.stage != measure.stage) continue;
      if (expected.party && (answer.party != *expected.party || answer.holding != expected.holding)) continue;
      const Reasons reasons = explain(judge, world, answer, id);
      Tree tree(judge.program(), measure, reasons.triggers, language);
      out += measure.name.zh + '\n';
      for (const Explanation& child : reasons.tree.children) tree.draw(child, 1);
      out += tree.take();
      if (!expected.arguments) continue;
      for (const decide::MeasureDecision& decided : answer.decision.measures) {
        if (decided.measure == id) out += argument_lines(judge.program(), decided, language);
      }
    }
  }
  return out;
}

}  // namespace plumb::scenarios
