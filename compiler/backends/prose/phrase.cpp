#include "compiler/backends/prose/phrase.hpp"

#include "compiler/base/check.hpp"
#include "compiler/ir/values.hpp"

namespace plumb::prose {

namespace {

using ir::Op;
using ir::TypeKind;

// Writes one expression; a method for each family of instructions.
class Writer {
 public:
  explicit Writer(const Context& context) : context_(context), program_(context.program) {}

  // `negated`: the phrase says that the boolean does not hold.
  std::string write(ir::NodeId id, bool negated = false) const { return write(program_.nodes[id], negated); }

 private:
  std::string write(const ir::Node& node, bool negated = false) const {
    switch (node.op) {
      case Op::constant:
        return constant(node, negated);
      case Op::matter_field:
      case Op::party_field:
      case Op::listing_field:
      case Op::parameter:
      case Op::decision_date:
        return leaf(node, negated);
      case Op::fault:
        return words("no row of the table fits", "决策表没有规定的情形");
      case Op::logical_not:
        return write(operand(node, 0), !negated);
      case Op::logical_and:
        return group(node, !negated, negated);
      case Op::logical_or:
        return group(node, negated, negated);
      case Op::known:
        return write(operand(node, 0)) + (negated ? words(" is not known", "未知") : words(" is known", "已知"));
      case Op::equal:
      case Op::not_equal:
        return equality(node, (node.op == Op::equal) != negated);
      case Op::below:
      case Op::at_most:
      case Op::above:
      case Op::at_least:
        return comparison(node, negated);
      case Op::in_set:
        return membership(node, negated, words(" is ", "为"), words(" is none of ", "不为"), false);
      case Op::in_codes:
        return codes(node, negated);
      case Op::has_any:
        return membership(node, negated, words(" includes ", "含有"), words(" includes none of ", "不含"), false);
      case Op::has_all:
        return membership(node, negated, words(" includes all of ", "同时含有"), words(" does not include all of ", "不同时含有"), true);
      case Op::add:
        return infix(node, words(" plus ", "加"));
      case Op::subtract:
        return infix(node, words(" minus ", "减"));
      case Op::multiply:
        return infix(node, words(" times ", "乘以"));
      case Op::divide:
        return infix(node, words(" divided by ", "除以"));
      case Op::negate:
        return words("minus ", "负") + write(operand(node, 0));
      case Op::date_add:
        return shifted(node, words(" after ", "之后"));
      case Op::date_subtract:
        return shifted(node, words(" before ", "之前"));
      case Op::days_between:
        return between(node);
      case Op::select:
        return select(node);
      case Op::exists:
        return quantified(node, negated);
      case Op::every:
        return quantified(node, negated);
      case Op::count:
        return words("the number of entries on the list for which ", "名单条目中符合“") + write(operand(node, 0)) + words("", "”的条数");
      case Op::listed_on:
        return listed(node, negated);
    }
    check(false, "an instruction without a phrase");
    return {};
  }

  std::string words(std::string_view en, std::string_view zh) const { return say(context_.language, en, zh); }
  ir::NodeId operand(const ir::Node& node, uint32_t index) const { return program_.operands[node.operands_begin + index]; }

  std::string constant(const ir::Node& node, bool negated) const {
    const ir::Value& value = program_.constants[node.immediate];
    if (value.type.kind != TypeKind::boolean) return spell(program_, value, context_.language);
    return ir::as_boolean(value) != negated ? words("always", "一律如此") : words("never", "从不如此");
  }

  std::string leaf_name(const ir::Node& node) const {
    switch (node.op) {
      case Op::matter_field:
        return quote(spell(program_.matters[context_.matter].fields[node.immediate].name, context_.language));
      case Op::party_field:
        return words("the party's ", "主体的") + spell(ir::word(static_cast<ir::PartyField>(node.immediate)), context_.language);
      case Op::listing_field:
        return words("the entry's ", "名单条目的") + spell(ir::word(static_cast<ir::ListingField>(node.immediate)), context_.language);
      case Op::parameter:
        return quote(spell(program_.parameters[ir::ParameterId{node.immediate}].name, context_.language));
      default:
        return words("the date of the decision", "决定之日");
    }
  }

  std::string leaf(const ir::Node& node, bool negated) const {
    if (node.type.kind != TypeKind::boolean) return leaf_name(node);
    return leaf_name(node) + (negated ? words(" is no", "为否") : words(" is yes", "为是"));
  }

  // 是 in a conjunction, 否 in a disjunction.
  bool says_nothing(ir::NodeId part, bool conjunction, bool negated) const {
    const ir::Node& node = program_.nodes[part];
    return node.op == Op::constant && (ir::as_boolean(program_.constants[node.immediate]) != negated) == conjunction;
  }

  // One line: 甲，并且乙; inner groups in brackets.
  std::string group(const ir::Node& node, bool conjunction, bool negated) const {
    std::string out;
    for (uint32_t index = 0; index < node.operands_count; ++index) {
      if (says_nothing(operand(node, index), conjunction, negated) && node.operands_count > 1) continue;
      if (!out.empty()) out += conjunction ? words(" and ", "，并且") : words(" or ", "，或者");
      const ir::NodeId part = operand(node, index);
      const Op inner = program_.nodes[part].op;
      const bool brackets = inner == Op::logical_and || inner == Op::logical_or;
      out += brackets ? words("(", "（") + write(part, negated) + words(")", "）") : write(part, negated);
    }
    return out;
  }

  std::string equality(const ir::Node& node, bool holds) const {
    const ir::Node& left = program_.nodes[operand(node, 0)];
    const ir::Node& right = program_.nodes[operand(node, 1)];
    if (left.type.kind == TypeKind::boolean) {
      if (right.op == Op::constant) return write(operand(node, 0), ir::as_boolean(program_.constants[right.immediate]) != holds);
      return words("whether ", "是否") + write(operand(node, 0)) +
             (holds ? words(" agrees with whether ", "，与是否") : words(" differs from whether ", "，不同于是否")) + write(operand(node, 1)) +
             (holds ? words("", "一致") : "");
    }
    return write(operand(node, 0)) + (holds ? words(" is ", "为") : words(" is not ", "不为")) + write(operand(node, 1));
  }

  std::string comparison(const ir::Node& node, bool negated) const {
    Op op = node.op;
    if (negated) op = op == Op::below ? Op::at_least : op == Op::at_most ? Op::above : op == Op::above ? Op::at_most : Op::below;
    const bool dates = program_.nodes[operand(node, 0)].type.kind == TypeKind::date;
    std::string between;
    switch (op) {
      case Op::below:
        between = dates ? words(" is before ", "早于") : words(" is below ", "低于");
        break;
      case Op::at_most:
        between = dates ? words(" is not after ", "不晚于") : words(" is at most ", "不超过");
        break;
      case Op::above:
        between = dates ? words(" is after ", "晚于") : words(" is above ", "超过");
        break;
      default:
        between = dates ? words(" is not before ", "不早于") : words(" is at least ", "不低于");
        break;
    }
    return write(operand(node, 0)) + between + write(operand(node, 1));
  }

  std::vector<std::string> members(ir::NodeId set) const {
    const ir::Value& value = program_.constants[program_.nodes[set].immediate];
    const ir::EnumType& type = program_.enums[ir::EnumId{value.type.ref}];
    std::vector<std::string> out;
    for (size_t index = 0; index < type.values.size(); ++index) {
      if ((ir::as_mask(value) >> index & 1) != 0) out.push_back(spell(type.values[index], context_.language));
    }
    return out;
  }

  std::string membership(const ir::Node& node, bool negated, const std::string& verb, const std::string& not_verb, bool all) const {
    const std::vector<std::string> names = members(operand(node, 1));
    const std::string list =
        all || (negated && context_.language == Language::en) ? enumerate(names, context_.language) : alternatives(names, context_.language);
    return write(operand(node, 0)) + (negated ? not_verb : verb) + list;
  }

  std::string codes(const ir::Node& node, bool negated) const {
    std::vector<std::string> names;
    for (uint32_t index = 1; index < node.operands_count; ++index) names.push_back(quote(write(operand(node, index))));
    return write(operand(node, 0)) + (negated ? words(" is not within ", "不属于") : words(" is within ", "属于")) + alternatives(names, context_.language);
  }

  std::string bracketed(ir::NodeId id) const {
    const bool compound = program_.nodes[id].operands_count > 1;
    return compound ? words("(", "（") + write(id) + words(")", "）") : write(id);
  }
  std::string infix(const ir::Node& node, const std::string& word) const { return bracketed(operand(node, 0)) + word + bracketed(operand(node, 1)); }

  std::string shifted(const ir::Node& node, const std::string& word) const {
    const std::string date = bracketed(operand(node, 0)), term = bracketed(operand(node, 1));
    return context_.language == Language::zh ? date + word + term + "的那一天" : term + word + date;
  }

  std::string between(const ir::Node& node) const {
    const std::string later = bracketed(operand(node, 0)), earlier = bracketed(operand(node, 1));
    return context_.language == Language::zh ? "从" + earlier + "到" + later + "的天数" : "the days from " + earlier + " to " + later;
  }

  // 若…则…否则… as it was written; a decision table, which is a chain of them, as its cases one after another.
  std::string select(const ir::Node& node) const {
    const ir::Node* last = &node;
    std::vector<std::string> cases;
    while (last->op == Op::select) {
      const std::string when = write(operand(*last, 0)), value = write(operand(*last, 1));
      cases.push_back(context_.language == Language::zh ? when + "的，为" + value : value + " where " + when);
      last = &program_.nodes[operand(*last, 2)];
    }
    if (cases.size() > 1 || last->op == Op::fault) {
      const std::string rest =
          last->op == Op::fault ? words("not provided for otherwise", "其余情形没有规定") : words("otherwise ", "其余情形，为") + write(*last);
      std::string out = words("(", "（");
      for (const std::string& one : cases) out += one + words("; ", "；");
      return out + rest + words(")", "）");
    }
    return words("if ", "如果") + write(operand(node, 0)) + words(", ", "，则为") + write(operand(node, 1)) + words(", otherwise ", "，否则为") +
           write(operand(node, 2));
  }

  std::string quantified(const ir::Node& node, bool negated) const {
    const bool exists = (node.op == Op::exists) != negated;
    const bool inner = negated;  // no entry for which C: every entry has not C
    return (exists ? words("for at least one entry on the list ", "至少一条名单条目：") : words("for every entry on the list ", "每一条名单条目：")) +
           write(operand(node, 0), inner);
  }

  std::string listed(const ir::Node& node, bool negated) const {
    const std::string date = write(operand(node, 0));
    if (context_.language == Language::zh) return "列入名单的期间" + std::string(negated ? "不" : "") + "包括" + date;
    return "the listing " + std::string(negated ? "did not stand" : "stood") + " on " + date;
  }

  const Context& context_;
  const ir::Program& program_;
};

Item lay_out_item(const Context& context, ir::NodeId node) {
  const Op op = context.program.nodes[node].op;
  if (op != Op::logical_and && op != Op::logical_or) return Item{phrase(context, node), {}};
  Conditions inner = lay_out(context, node);
  const bool all = inner.connective == Connective::all;
  return Item{all ? say(context.language, "all of the following:", "同时符合：") : say(context.language, "any of the following:", "符合其中之一："),
              std::move(inner.items)};
}

}  // namespace

std::string phrase(const Context& context, ir::NodeId node) { return Writer(context).write(node); }

Conditions lay_out(const Context& context, ir::NodeId node) {
  const ir::Node& root = context.program.nodes[node];
  Conditions out;
  if (root.op != Op::logical_and && root.op != Op::logical_or) {
    out.items.push_back(Item{phrase(context, node), {}});
    return out;
  }
  out.connective = root.op == Op::logical_and ? Connective::all : Connective::any;
  for (ir::NodeId part : ir::operands(context.program, node)) out.items.push_back(lay_out_item(context, part));
  return out;
}

}  // namespace plumb::prose
