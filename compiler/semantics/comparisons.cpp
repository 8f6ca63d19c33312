// 星级 >= 1, 市场 = 银行间市场, 称号 属于 {…}, 职务 含任一 {…}, 金额 介于 a 与 b 之间; and the cells of tables.

#include "compiler/ir/signature.hpp"
#include "compiler/semantics/expressions.hpp"
#include "compiler/semantics/types.hpp"
#include "compiler/syntax/slips.hpp"

namespace plumb::semantics {

using diagnostics::HelpKind;
using diagnostics::Kind;
using diagnostics::LabelKind;
using diagnostics::Term;

namespace {

constexpr ir::Type kBoolean{ir::TypeKind::boolean};
constexpr size_t kMostSetValues = 64;

ir::Op node_op(ast::CompareOp op) {
  switch (op) {
    case ast::CompareOp::equal:
      return ir::Op::equal;
    case ast::CompareOp::not_equal:
      return ir::Op::not_equal;
    case ast::CompareOp::at_least:
      return ir::Op::at_least;
    case ast::CompareOp::at_most:
      return ir::Op::at_most;
    case ast::CompareOp::above:
      return ir::Op::above;
    case ast::CompareOp::below:
      return ir::Op::below;
  }
  return ir::Op::equal;
}

std::string_view symbol(ast::CompareOp op) {
  switch (op) {
    case ast::CompareOp::equal:
      return "=";
    case ast::CompareOp::not_equal:
      return "≠";
    case ast::CompareOp::at_least:
      return ">=";
    case ast::CompareOp::at_most:
      return "<=";
    case ast::CompareOp::above:
      return ">";
    case ast::CompareOp::below:
      return "<";
  }
  return "=";
}

std::string_view symbol(ast::MembershipOp op) {
  switch (op) {
    case ast::MembershipOp::in:
      return "属于";
    case ast::MembershipOp::not_in:
      return "不属于";
    case ast::MembershipOp::has_any:
      return "含任一";
    case ast::MembershipOp::has_all:
      return "含全部";
  }
  return "属于";
}

bool is_plain_literal(const ast::Expr& expr) {
  return std::holds_alternative<ast::IntegerLiteral>(expr.node) || std::holds_alternative<ast::DecimalLiteral>(expr.node) ||
         std::holds_alternative<ast::TextLiteral>(expr.node);
}

}  // namespace

// The sides take their enumeration from each other; of two bare names that say nothing only the first is reported.
Lowering::Result Lowering::compare(const ast::Compare& compare, Span span) {
  // 国家等级 为 {甲级、乙级}
  const bool equality = compare.op == ast::CompareOp::equal || compare.op == ast::CompareOp::not_equal;
  if (equality && std::holds_alternative<ast::SetLiteral>(compare.right->node) && compare.op_span.valid()) {
    const std::string asked = compare.op == ast::CompareOp::equal ? "属于" : "不属于";
    sink().report(Kind::ill_formed_value, compare.right->span).fix(HelpKind::ask_in, {asked}, compare.op_span, asked);
    return std::nullopt;
  }
  const auto of_left = peek(*compare.left);
  const auto of_right = peek(*compare.right);
  if (of_left && of_left->kind == ir::TypeKind::set) {
    const bool equal = compare.op == ast::CompareOp::equal;
    set_compared(subject_of(*compare.left), symbol(compare.op), span, equal ? compare.op_span : Span(), "has_any");
    return std::nullopt;
  }
  if (of_right && of_right->kind == ir::TypeKind::set) {
    set_compared(subject_of(*compare.right), symbol(compare.op), span, {}, {});
    return std::nullopt;
  }
  Result left, right;
  if (of_left || !of_right) {
    left = expression(*compare.left, of_right);
    if (!left && !of_right && !of_left) return std::nullopt;
    right = expression(*compare.right, left ? left->type : of_left);
  } else {
    right = expression(*compare.right);
    left = expression(*compare.left, right ? right->type : of_right);
  }
  if (!left || !right) return std::nullopt;
  return compare_typed(compare.op, *left, *right, compare.left.get(), *compare.right);
}

Lowering::Result Lowering::compare_typed(ast::CompareOp op, const Typed& left, const Typed& right, const ast::Expr* left_expr, const ast::Expr& right_expr) {
  const Span span = left_expr == nullptr ? right_expr.span : join(left_expr->span, right_expr.span);
  const auto incomparable = [&]() -> Result {
    auto& reported = sink().report(Kind::not_comparable, span, {describe(context_.program, left.type), describe(context_.program, right.type)});
    if (left_expr != nullptr) reported.label(LabelKind::of_type, left_expr->span, {describe(context_.program, left.type)});
    reported.label(LabelKind::of_type, right_expr.span, {describe(context_.program, right.type)});
    return std::nullopt;
  };
  if (left.type != right.type) {
    if (is_plain_literal(right_expr)) {
      mismatch(left.type, right.type, right_expr);
    } else if (left_expr != nullptr && is_plain_literal(*left_expr)) {
      mismatch(right.type, left.type, *left_expr);
    } else {
      return incomparable();
    }
    return std::nullopt;
  }
  if (left.type.kind == ir::TypeKind::set) {
    set_compared(subject_of(right_expr), symbol(op), span, {}, {});
    return std::nullopt;
  }
  const bool equality = op == ast::CompareOp::equal || op == ast::CompareOp::not_equal;
  if (!ir::has_equality(left.type.kind)) return incomparable();
  if (!equality && !ir::has_order(left.type.kind)) {
    sink().report(Kind::no_order, span, {describe(context_.program, left.type)});
    return std::nullopt;
  }
  const ir::Node& a = context_.program.nodes[left.node];
  const ir::Node& b = context_.program.nodes[right.node];
  if (left.node == right.node && a.op != ir::Op::constant && a.op != ir::Op::fault && !context_.scope.quiet()) {
    context_.lints.report(Kind::compared_with_itself, span, {});
  }
  if (left_expr != nullptr && a.op == ir::Op::constant && b.op == ir::Op::constant) report_fixed(op, a, b, span);
  // 必需 = 否 is 非 必需.
  if (left.type == kBoolean && (a.op == ir::Op::constant || b.op == ir::Op::constant)) {
    const ir::Node& fixed = b.op == ir::Op::constant ? b : a;
    const ir::NodeId asked = b.op == ir::Op::constant ? left.node : right.node;
    const bool wanted = (context_.program.constants[fixed.immediate].number != 0) == (op == ast::CompareOp::equal);
    return Typed{wanted ? asked : build().logical_not(asked), kBoolean};
  }
  return Typed{build().binary(node_op(op), left.node, right.node), kBoolean};
}

// 3 > 2: no fact can change it.
void Lowering::report_fixed(ast::CompareOp op, const ir::Node& left, const ir::Node& right, Span span) {
  if (context_.scope.quiet()) return;
  const ir::Value& a = context_.program.constants[left.immediate];
  const ir::Value& b = context_.program.constants[right.immediate];
  if (a.type.kind == ir::TypeKind::text || a.type.kind == ir::TypeKind::duration) return;  // not told by their numbers
  bool value = false;
  switch (op) {
    case ast::CompareOp::equal:
      value = a.number == b.number;
      break;
    case ast::CompareOp::not_equal:
      value = a.number != b.number;
      break;
    case ast::CompareOp::at_least:
      value = a.number >= b.number;
      break;
    case ast::CompareOp::at_most:
      value = a.number <= b.number;
      break;
    case ast::CompareOp::above:
      value = a.number > b.number;
      break;
    case ast::CompareOp::below:
      value = a.number < b.number;
      break;
  }
  context_.lints.report(Kind::condition_constant, span, {value ? Term::always_true : Term::always_false});
}

Lowering::Result Lowering::between(const Typed& value, const ast::Expr& low, const ast::Expr& high) {
  const Result from = expression(low, value.type);
  const Result to = expression(high, value.type);
  if (!from || !to) return std::nullopt;
  const Result above = compare_typed(ast::CompareOp::at_least, value, *from, nullptr, low);
  if (!above) return std::nullopt;
  const Result below = compare_typed(ast::CompareOp::at_most, value, *to, nullptr, high);
  if (!below) return std::nullopt;
  // 介于 5 与 1 之间 holds no value.
  const ir::Node& least = context_.program.nodes[from->node];
  const ir::Node& most = context_.program.nodes[to->node];
  const auto constant = [&](const ir::Node& node) {
    return node.op == ir::Op::constant && context_.program.constants[node.immediate].type.kind != ir::TypeKind::duration;
  };
  if (constant(least) && constant(most) && context_.program.constants[least.immediate].number > context_.program.constants[most.immediate].number &&
      !context_.scope.quiet()) {
    if (auto* found = context_.lints.report(Kind::condition_constant, join(low.span, high.span), {Term::always_false})) {
      const std::string smaller(context_.sources.text(high.span)), larger(context_.sources.text(low.span));
      found->fix(HelpKind::change_to, {smaller + "…" + larger}, std::vector<diagnostics::Edit>{{low.span, smaller}, {high.span, larger}});
    }
  }
  return Typed{build().logical_and({above->node, below->node}), kBoolean};
}

Lowering::Result Lowering::membership(const ast::Membership& membership) {
  std::optional<ir::Type> expected;
  if (!peek(*membership.value)) {
    if (const auto* set = std::get_if<ast::SetLiteral>(&membership.set->node); set != nullptr && !set->elements.empty()) expected = peek(*set->elements[0]);
  }
  const Result value = expression(*membership.value, expected);
  if (!value) return std::nullopt;
  return membership_typed(membership.op, *value, *membership.set, membership.op_span, subject_of(*membership.value));
}

Lowering::Result Lowering::membership_typed(ast::MembershipOp op, const Typed& value, const ast::Expr& set, Span op_span, std::string_view subject) {
  const bool asks_set = op == ast::MembershipOp::has_any || op == ast::MembershipOp::has_all;
  const bool is_set = value.type.kind == ir::TypeKind::set;
  if (is_set && !asks_set) {
    set_compared(subject, symbol(op), join(op_span, set.span), op == ast::MembershipOp::in ? op_span : Span(), "has_any");
    return std::nullopt;
  }
  if (asks_set && !is_set) {
    const std::string better = context_.ascii(op_span) ? "in" : "属于";
    auto& reported = sink().report(Kind::not_a_set, op_span.valid() ? op_span : set.span, {describe(context_.program, value.type), symbol(op)});
    if (op_span.valid()) reported.fix(HelpKind::ask_in, {better}, op_span, better);
    return std::nullopt;
  }
  if (is_set) {
    const auto wanted = mask(set, ir::EnumId(value.type.ref));
    if (!wanted) return std::nullopt;
    const ir::NodeId values = build().set(ir::EnumId(value.type.ref), *wanted);
    return Typed{op == ast::MembershipOp::has_any ? build().has_any(value.node, values) : build().has_all(value.node, values), kBoolean};
  }
  Result found;
  if (value.type.kind == ir::TypeKind::enumeration) {
    found = member_of_enumeration(value, set);
  } else if (value.type.kind == ir::TypeKind::code) {
    found = member_of_codes(value, set);
  } else {
    found = member_of_list(value, set);
  }
  if (!found || op == ast::MembershipOp::in) return found;
  return Typed{build().logical_not(found->node), kBoolean};
}

Lowering::Result Lowering::member_of_enumeration(const Typed& value, const ast::Expr& set) {
  const ir::EnumId type(value.type.ref);
  if (context_.program.enums[type].values.size() > kMostSetValues) return member_of_list(value, set);
  const auto wanted = mask(set, type);
  if (!wanted) return std::nullopt;
  return Typed{build().in_set(value.node, build().set(type, *wanted)), kBoolean};
}

// {特级、一级}, one name, or for roles a group: 失信记录的身份 属于 四类人员.
std::optional<uint64_t> Lowering::mask(const ast::Expr& set, ir::EnumId type) {
  const ir::Type element{ir::TypeKind::enumeration, type.value};
  uint64_t out = 0;
  bool whole = true;
  const auto add = [&](const ast::Expr& expr) {
    if (const auto* name = std::get_if<ast::NameRef>(&expr.node); name != nullptr && type == ir::kRoleEnum) {
      Entry* entry = context_.scope.find(Thing::role_group, name->name.text);
      if (entry != nullptr && entry->thing == Thing::role_group) {
        context_.scope.use(*entry, name->name.span);
        out |= context_.program.role_groups[entry->index].roles;
        return;
      }
    }
    const Result value = of_type(expr, element);
    if (!value) {
      whole = false;
      return;
    }
    const ir::Node& node = context_.program.nodes[value->node];
    if (node.op != ir::Op::constant) {
      sink().report(Kind::not_constant, expr.span);
      whole = false;
      return;
    }
    out |= uint64_t{1} << static_cast<unsigned>(context_.program.constants[node.immediate].number);
  };
  if (const auto* literal = std::get_if<ast::SetLiteral>(&set.node)) {
    for (const ast::ExprPtr& expr : literal->elements) add(*expr);
  } else {
    add(set);
  }
  return whole ? std::optional(out) : std::nullopt;
}

Lowering::Result Lowering::member_of_codes(const Typed& value, const ast::Expr& set) {
  std::vector<ir::NodeId> codes;
  bool whole = true;
  const auto add = [&](const ast::Expr& expr) {
    const Result code = of_type(expr, value.type);
    whole = whole && code.has_value();
    if (!code) return;
    if (context_.program.nodes[code->node].op == ir::Op::constant) {
      codes.push_back(code->node);
    } else {
      sink().report(Kind::not_constant, expr.span);
      whole = false;
    }
  };
  if (const auto* literal = std::get_if<ast::SetLiteral>(&set.node)) {
    for (const ast::ExprPtr& expr : literal->elements) add(*expr);
  } else {
    add(set);
  }
  if (!whole || codes.empty()) return std::nullopt;
  return Typed{build().in_codes(value.node, codes), kBoolean};
}

// 星级 属于 {3、4}: any of the equalities.
Lowering::Result Lowering::member_of_list(const Typed& value, const ast::Expr& set) {
  std::vector<ir::NodeId> equal;
  bool whole = true;
  const auto add = [&](const ast::Expr& expr) {
    const Result element = expression(expr, value.type);
    const Result same = element ? compare_typed(ast::CompareOp::equal, value, *element, nullptr, expr) : std::nullopt;
    whole = whole && same.has_value();
    if (same) equal.push_back(same->node);
  };
  if (const auto* literal = std::get_if<ast::SetLiteral>(&set.node)) {
    for (const ast::ExprPtr& expr : literal->elements) add(*expr);
  } else {
    add(set);
  }
  if (!whole) return std::nullopt;
  if (equal.empty()) return Typed{build().boolean(false), kBoolean};
  return Typed{build().logical_or(equal), kBoolean};
}

void Lowering::set_compared(std::string_view subject, std::string_view op, Span span, Span op_span, std::string_view better) {
  auto& reported = sink().report(Kind::set_compared, span, {subject, op});
  if (!op_span.valid() || better.empty()) return;
  const std::string word = context_.ascii(op_span) && op_span.end - op_span.begin > 1 ? std::string(better) : "含任一";
  // 职务=董事 needs the spaces that 职务 = 董事 has.
  const std::string& text = context_.sources[op_span.source].text();
  std::string replacement = op_span.begin > 0 && text[op_span.begin - 1] != ' ' ? " " + word : word;
  if (op_span.end < text.size() && text[op_span.end] != ' ') replacement += ' ';
  reported.fix(HelpKind::ask_has_any, {word}, op_span, replacement);
}

std::optional<ir::NodeId> Lowering::cell(const ast::Cell& cell, const Typed& argument, const ast::Name& column) {
  Result result;
  const auto* value = std::get_if<ast::ValueCell>(&cell.test);
  if (value != nullptr && std::holds_alternative<ast::SetLiteral>(value->value->node)) {
    result = membership_typed(ast::MembershipOp::in, argument, *value->value, {}, column.text);  // {特级、一级}
  } else if (value != nullptr) {
    const auto* any = std::get_if<ast::NameRef>(&value->value->node);
    if (any != nullptr && syntax::means_any(any->name.text) && !peek_name(any->name)) {
      sink().report(Kind::wrong_word, any->name.span, {any->name.text, "—"}).fix(HelpKind::change_to, {"—"}, any->name.span, "—");
      return std::nullopt;
    }
    const Result right = expression(*value->value, argument.type);
    if (right) result = compare_typed(ast::CompareOp::equal, argument, *right, nullptr, *value->value);
  } else if (const auto* comparison = std::get_if<ast::CompareCell>(&cell.test)) {
    const Result right = expression(*comparison->value, argument.type);
    if (right) result = compare_typed(comparison->op, argument, *right, nullptr, *comparison->value);
  } else if (const auto* member = std::get_if<ast::MembershipCell>(&cell.test)) {
    result = membership_typed(member->op, argument, *member->set, {}, column.text);
  } else if (const auto* range = std::get_if<ast::BetweenCell>(&cell.test)) {
    result = between(argument, *range->low, *range->high);
  } else {
    result = Typed{build().boolean(true), kBoolean};
  }
  return result ? std::optional(result->node) : std::nullopt;
}

}  // namespace plumb::semantics
