#include "runtime/explain/expression.hpp"

#include <algorithm>

#include "compiler/ir/values.hpp"

namespace plumb::explain {

namespace {

using ir::Op;

class ExpressionText {
 public:
  ExpressionText(const Wording& wording, const ir::Matter& matter) : wording_(wording), matter_(matter) {}

  // A boolean as a sentence part, anything else as a noun.
  std::string text(ir::NodeId id) const {
    const ir::Node& n = node(id);
    switch (n.op) {
      case Op::constant:
        return wording_.value(wording_.program().constants[n.immediate]);
      case Op::matter_field:
      case Op::party_field:
      case Op::listing_field:
      case Op::parameter: {
        const std::string noun = leaf(n);
        return n.type.kind == ir::TypeKind::boolean ? wording_.say("{}为是", "{} is yes", noun) : noun;
      }
      case Op::decision_date:
        return wording_.choose("决定日期", "the date of decision");
      case Op::fault:
        return wording_.choose("无法计算的值", "a value that cannot be computed");
      case Op::logical_not:
        return negation(operand(n, 0));
      case Op::logical_and:
        return joined(n, wording_.choose("，且", " and "));
      case Op::logical_or:
        return joined(n, wording_.choose("，或者", " or "));
      case Op::known:
        return wording_.say("已知{}", "it is known {}", noun(operand(n, 0)));
      case Op::equal:
        return binary(n, "{}为{}", "{} is {}");
      case Op::not_equal:
        return binary(n, "{}不为{}", "{} is not {}");
      case Op::below:
        return compares_dates(n) ? binary(n, "{}早于{}", "{} is before {}") : binary(n, "{}低于{}", "{} is below {}");
      case Op::at_most:
        return compares_dates(n) ? binary(n, "{}不晚于{}", "{} is not after {}") : binary(n, "{}不超过{}", "{} is at most {}");
      case Op::above:
        return compares_dates(n) ? binary(n, "{}晚于{}", "{} is after {}") : binary(n, "{}高于{}", "{} is above {}");
      case Op::at_least:
        return compares_dates(n) ? binary(n, "{}不早于{}", "{} is not before {}") : binary(n, "{}不低于{}", "{} is at least {}");
      case Op::in_set:
        return binary(n, "{}属于{}", "{} is one of {}");
      case Op::has_any:
        return binary(n, "{}含有{}之一", "{} includes any of {}");
      case Op::has_all:
        return binary(n, "{}含有{}全部", "{} includes all of {}");
      case Op::in_codes: {
        std::vector<std::string> codes;
        for (uint32_t i = 1; i < n.operands_count; ++i) codes.push_back(text(operand(n, i)));
        return wording_.say("{}属于{}", "{} belongs to {}", noun(operand(n, 0)), wording_.list(codes));
      }
      case Op::add:
        return binary(n, "（{}加{}）", "({} plus {})");
      case Op::subtract:
        return binary(n, "（{}减{}）", "({} minus {})");
      case Op::multiply:
        return binary(n, "（{}乘以{}）", "({} times {})");
      case Op::divide:
        return binary(n, "（{}除以{}）", "({} divided by {})");
      case Op::negate:
        return wording_.say("负的{}", "minus {}", noun(operand(n, 0)));
      case Op::date_add:
        return wording_.say("{0}之后{1}的那一天", "{1} after {0}", noun(operand(n, 0)), noun(operand(n, 1)));
      case Op::date_subtract:
        return wording_.say("{0}之前{1}的那一天", "{1} before {0}", noun(operand(n, 0)), noun(operand(n, 1)));
      case Op::days_between:
        return wording_.say("{1}至{0}的天数", "the days from {1} to {0}", noun(operand(n, 0)), noun(operand(n, 1)));
      case Op::select:
        return wording_.say("（若{}则为{}，否则为{}）", "({1} if {0}, otherwise {2})", text(operand(n, 0)), noun(operand(n, 1)), noun(operand(n, 2)));
      case Op::exists:
        return wording_.say("有一条失信记录满足: {}", "there is a listing of which: {}", text(operand(n, 0)));
      case Op::every:
        return wording_.say("每一条失信记录都满足: {}", "of every listing: {}", text(operand(n, 0)));
      case Op::count:
        return wording_.say("满足“{}”的失信记录数", "the number of listings of which “{}”", text(operand(n, 0)));
      case Op::listed_on:
        return wording_.say("在{}当日已因该记录列入名单", "listed through this entry on {}", noun(operand(n, 0)));
    }
    return "";
  }

  std::string leaf(const ir::Node& n) const {
    switch (n.op) {
      case Op::matter_field:
        return wording_.name(matter_.fields[n.immediate].name);
      case Op::party_field:
        return wording_.say("主体的{}", "the party's {}", wording_.name(ir::word(static_cast<ir::PartyField>(n.immediate))));
      case Op::listing_field:
        return wording_.say("失信记录的{}", "the listing's {}", wording_.name(ir::word(static_cast<ir::ListingField>(n.immediate))));
      case Op::parameter:
        return wording_.name(wording_.program().parameters[ir::ParameterId(n.immediate)].name);
      default:
        return "";
    }
  }

 private:
  const ir::Node& node(ir::NodeId id) const { return wording_.program().nodes[id]; }
  ir::NodeId operand(const ir::Node& n, uint32_t i) const { return wording_.program().operands[n.operands_begin + i]; }
  bool is_leaf(const ir::Node& n) const { return n.op == Op::matter_field || n.op == Op::party_field || n.op == Op::listing_field || n.op == Op::parameter; }

  bool compares_dates(const ir::Node& n) const { return node(operand(n, 0)).type.kind == ir::TypeKind::date; }

  std::string noun(ir::NodeId id) const {
    const ir::Node& n = node(id);
    return is_leaf(n) ? leaf(n) : text(id);
  }

  std::string negation(ir::NodeId id) const {
    const ir::Node& n = node(id);
    if (is_leaf(n)) return wording_.say("{}为否", "{} is no", leaf(n));
    return wording_.say("并非（{}）", "not ({})", text(id));
  }

  std::string joined(const ir::Node& n, const char* word) const {
    std::vector<std::string> parts;
    for (uint32_t i = 0; i < n.operands_count; ++i) {
      const ir::NodeId id = operand(n, i);
      const Op op = node(id).op;
      const bool bracketed = (op == Op::logical_or || op == Op::logical_and) && op != n.op;
      parts.push_back(bracketed ? wording_.say("（{}）", "({})", text(id)) : text(id));
    }
    return Wording::join(parts, word);
  }

  std::string binary(const ir::Node& n, const char* zh, const char* en) const { return wording_.say(zh, en, noun(operand(n, 0)), noun(operand(n, 1))); }

  const Wording& wording_;
  const ir::Matter& matter_;
};

void collect_inputs(const Wording& wording, const reference::Explanation& e, const ExpressionText& text, std::vector<std::string>& out) {
  if (e.node.valid()) {
    const ir::Node& n = wording.program().nodes[e.node];
    const std::string noun = text.leaf(n);
    if (!noun.empty()) {
      std::optional<ir::Value> value = e.value;
      if (n.type.kind == ir::TypeKind::boolean && e.truth && *e.truth != reference::Truth::unknown) {
        value = ir::boolean_value(*e.truth == reference::Truth::is_true);
      }
      std::string found = value                   ? wording.say("{}为{}", "{} is {}", noun, wording.value(*value))
                          : n.op == Op::parameter ? wording.say("{}未定", "{} is unset", noun)
                                                  : wording.say("{}未知", "{} is not known", noun);
      if (std::find(out.begin(), out.end(), found) == out.end()) out.push_back(std::move(found));
    }
  }
  for (const reference::Explanation& child : e.children) collect_inputs(wording, child, text, out);
}

}  // namespace

std::string expression_text(const Wording& wording, ir::NodeId node, const ir::Matter& matter) { return ExpressionText(wording, matter).text(node); }

std::vector<std::string> asked_inputs(const Wording& wording, const reference::Explanation& explanation, const ir::Matter& matter) {
  std::vector<std::string> out;
  collect_inputs(wording, explanation, ExpressionText(wording, matter), out);
  return out;
}

}  // namespace plumb::explain
