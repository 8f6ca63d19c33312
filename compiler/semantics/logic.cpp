// 且 或 下列之一 下列全部 若…则…否则 存在 均 计数. (非 is in expressions.cpp.)

#include <algorithm>

#include "compiler/semantics/expressions.hpp"
#include "compiler/semantics/types.hpp"

namespace plumb::semantics {

using diagnostics::Kind;

namespace {

constexpr ir::Type kBoolean{ir::TypeKind::boolean};

std::string_view word(ast::Quantifier quantifier) {
  switch (quantifier) {
    case ast::Quantifier::exists:
      return "存在";
    case ast::Quantifier::all:
      return "均";
    case ast::Quantifier::count:
      return "计数";
  }
  return {};
}

}  // namespace

// a 且 b 且 c is one node of three operands, however the parser nested it; brackets are kept.
Lowering::Result Lowering::connective(const ast::Expr& expr, ast::BinaryOp op) {
  std::vector<const ast::Expr*> pending{&expr}, parts;
  while (!pending.empty()) {
    const ast::Expr* at = pending.back();
    pending.pop_back();
    const auto* binary = std::get_if<ast::Binary>(&at->node);
    const bool same = binary != nullptr && binary->op == op && (at == &expr || !(at->bracketed || binary->bracketed));
    if (same) {
      pending.push_back(binary->right.get());
      pending.push_back(binary->left.get());
    } else {
      parts.push_back(at);
    }
  }
  std::vector<ir::NodeId> operands;
  for (const ast::Expr* part : parts) {
    if (const auto operand = condition(*part)) operands.push_back(*operand);
  }
  if (operands.size() != parts.size()) return std::nullopt;
  return Typed{op == ast::BinaryOp::logical_and ? build().logical_and(operands) : build().logical_or(operands), kBoolean};
}

Lowering::Result Lowering::list(const ast::ConditionList& list) {
  std::vector<ir::NodeId> operands;
  for (const ast::ExprPtr& part : list.conditions) {
    if (const auto operand = condition(*part)) operands.push_back(*operand);
  }
  if (operands.size() != list.conditions.size()) return std::nullopt;
  if (operands.empty()) return Typed{build().boolean(list.op == ast::ListOp::all_of), kBoolean};
  return Typed{list.op == ast::ListOp::all_of ? build().logical_and(operands) : build().logical_or(operands), kBoolean};
}

Lowering::Result Lowering::choose(const ast::If& choice, std::optional<ir::Type> expected) {
  const auto condition = this->condition(*choice.condition);
  const auto of_other = peek(*choice.otherwise);
  const Result then = expression(*choice.then, expected ? expected : of_other);
  const Result otherwise = expression(*choice.otherwise, then ? then->type : expected);
  if (!condition || !then || !otherwise) return std::nullopt;
  if (!require(*otherwise, then->type, *choice.otherwise)) return std::nullopt;
  return Typed{build().select(*condition, then->node, otherwise->node), then->type};
}

Lowering::Result Lowering::quantified(const ast::Quantified& quantified, Span span) {
  if (!may_look_at_listing(span, word(quantified.quantifier))) return std::nullopt;
  if (in_quantifier_) {
    sink().report(Kind::nested_quantifier, span, {word(quantified.quantifier)});
    return std::nullopt;
  }
  in_quantifier_ = true;
  const auto operand = condition(*quantified.condition);
  in_quantifier_ = false;
  if (!operand) return std::nullopt;
  switch (quantified.quantifier) {
    case ast::Quantifier::exists:
      return Typed{build().exists(*operand), kBoolean};
    case ast::Quantifier::all:
      return Typed{build().every(*operand), kBoolean};
    case ast::Quantifier::count:
      return Typed{build().count(*operand), {ir::TypeKind::integer}};
  }
  return std::nullopt;
}

}  // namespace plumb::semantics
