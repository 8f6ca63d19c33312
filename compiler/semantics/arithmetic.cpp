// + - * / of numbers and amounts, dates and terms. Nothing is folded but the sign of a literal.

#include <algorithm>

#include "compiler/ir/signature.hpp"
#include "compiler/ir/values.hpp"
#include "compiler/semantics/expressions.hpp"
#include "compiler/semantics/types.hpp"

namespace plumb::semantics {

using diagnostics::HelpKind;
using diagnostics::Kind;
using ir::TypeKind;

namespace {

ir::Op node_op(ast::BinaryOp op) {
  switch (op) {
    case ast::BinaryOp::logical_and:
      return ir::Op::logical_and;
    case ast::BinaryOp::logical_or:
      return ir::Op::logical_or;
    case ast::BinaryOp::add:
      return ir::Op::add;
    case ast::BinaryOp::subtract:
      return ir::Op::subtract;
    case ast::BinaryOp::multiply:
      return ir::Op::multiply;
    case ast::BinaryOp::divide:
      return ir::Op::divide;
  }
  return ir::Op::add;
}

std::string_view symbol(ast::BinaryOp op) {
  switch (op) {
    case ast::BinaryOp::logical_and:
      return "且";
    case ast::BinaryOp::logical_or:
      return "或";
    case ast::BinaryOp::add:
      return "+";
    case ast::BinaryOp::subtract:
      return "-";
    case ast::BinaryOp::multiply:
      return "*";
    case ast::BinaryOp::divide:
      return "/";
  }
  return "+";
}

bool is_plain_number(const ast::Expr& expr) {
  return std::holds_alternative<ast::IntegerLiteral>(expr.node) || std::holds_alternative<ast::DecimalLiteral>(expr.node);
}

}  // namespace

Lowering::Result Lowering::binary(const ast::Binary& binary, std::optional<ir::Type> expected) {
  const Result left = expression(*binary.left);
  const Result right = expression(*binary.right);
  if (!left || !right) return std::nullopt;
  const Span span = join(binary.left->span, binary.right->span);
  const bool sum = binary.op == ast::BinaryOp::add || binary.op == ast::BinaryOp::subtract;
  const TypeKind a = left->type.kind, b = right->type.kind;
  if (sum && a == TypeKind::date && b == TypeKind::duration) return shift_date(*left, *right, binary.op == ast::BinaryOp::add, span);
  if (binary.op == ast::BinaryOp::add && a == TypeKind::duration && b == TypeKind::date) return shift_date(*right, *left, true, span);
  if (binary.op == ast::BinaryOp::subtract && a == TypeKind::date && b == TypeKind::date) {
    return Typed{build().days_between(left->node, right->node), {TypeKind::integer}};
  }
  const ir::Type types[] = {left->type, right->type};
  const auto result = ir::result_type(node_op(binary.op), types);
  if (result) {
    const bool as_ratio = a == TypeKind::money && b == TypeKind::money && expected && expected->kind == TypeKind::ratio;
    if (as_ratio) return Typed{build().ratio_of(left->node, right->node), *expected};
    return Typed{build().binary(node_op(binary.op), left->node, right->node), *result};
  }
  if (sum && is_plain_number(*binary.right) && a != TypeKind::boolean) {
    mismatch(a == TypeKind::date ? ir::Type{TypeKind::duration} : left->type, right->type, *binary.right);
  } else if (sum && is_plain_number(*binary.left) && b != TypeKind::boolean) {
    mismatch(right->type, left->type, *binary.left);
  } else {
    sink().report(Kind::no_such_arithmetic, span, {symbol(binary.op), describe(context_.program, left->type), describe(context_.program, right->type)});
  }
  return std::nullopt;
}

Lowering::Result Lowering::negate(const ast::Negate& negate, std::optional<ir::Type> expected) {
  if (const auto* literal = std::get_if<ast::IntegerLiteral>(&negate.operand->node)) return Typed{build().integer(-literal->value), {TypeKind::integer}};
  if (const auto* literal = std::get_if<ast::DecimalLiteral>(&negate.operand->node))
    return Typed{build().decimal({-literal->value.units}), {TypeKind::decimal}};
  if (const auto* literal = std::get_if<ast::MoneyLiteral>(&negate.operand->node)) return Typed{build().money({-literal->value.fen}), {TypeKind::money}};
  if (const auto* literal = std::get_if<ast::RatioLiteral>(&negate.operand->node)) return Typed{build().ratio({-literal->value.units}), {TypeKind::ratio}};
  const Result operand = expression(*negate.operand, expected);
  if (!operand) return std::nullopt;
  const ir::Type types[] = {operand->type};
  if (ir::result_type(ir::Op::negate, types)) return Typed{build().negate(operand->node), operand->type};
  mismatch({TypeKind::integer}, operand->type, *negate.operand);
  return std::nullopt;
}

// A term in working days needs a calendar; one in days or months, written out or in every version of a parameter, does not.
bool Lowering::may_count_working_days(ir::NodeId term) const {
  const ir::Node& node = context_.program.nodes[term];
  const auto working = [](const ir::Value& value) { return ir::as_duration(value).unit == Duration::Unit::working_day; };
  if (node.op == ir::Op::constant) return working(context_.program.constants[node.immediate]);
  if (node.op == ir::Op::fault) return false;  // a definition's argument, looked at again where it is used
  if (node.op == ir::Op::parameter) {
    const auto& versions = context_.program.parameters[ir::ParameterId(node.immediate)].versions;
    return std::any_of(versions.begin(), versions.end(), [&](const ir::ParameterVersion& version) { return version.value && working(*version.value); });
  }
  return true;
}

Lowering::Result Lowering::shift_date(const Typed& date, const Typed& term, bool later, Span span) {
  const ir::CalendarId calendar = context_.program.default_calendar;
  if (!calendar.valid() && may_count_working_days(term.node)) {
    // Reported even where a definition is put in place: only there is the term known.
    context_.sink.report(Kind::no_calendar, context_.scope.quiet() ? view_.owner_span : span).help(HelpKind::set_default_calendar);
    return std::nullopt;
  }
  const ir::NodeId node = later ? build().date_add(date.node, term.node, calendar) : build().date_subtract(date.node, term.node, calendar);
  return Typed{node, {TypeKind::date}};
}

}  // namespace plumb::semantics
