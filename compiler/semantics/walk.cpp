#include "compiler/semantics/walk.hpp"

namespace plumb::semantics {

namespace {

struct Children {
  using Out = std::vector<const ast::Expr*>;

  static Out all(const std::vector<ast::ExprPtr>& exprs) {
    Out out;
    for (const ast::ExprPtr& expr : exprs) out.push_back(expr.get());
    return out;
  }

  Out operator()(const ast::BoolLiteral&) { return {}; }
  Out operator()(const ast::IntegerLiteral&) { return {}; }
  Out operator()(const ast::DecimalLiteral&) { return {}; }
  Out operator()(const ast::MoneyLiteral&) { return {}; }
  Out operator()(const ast::RatioLiteral&) { return {}; }
  Out operator()(const ast::DateValue&) { return {}; }
  Out operator()(const ast::DurationLiteral&) { return {}; }
  Out operator()(const ast::TextLiteral&) { return {}; }
  Out operator()(const ast::CodeLiteral&) { return {}; }
  Out operator()(const ast::UnsetLiteral&) { return {}; }
  Out operator()(const ast::UnknownLiteral&) { return {}; }
  Out operator()(const ast::NameRef&) { return {}; }
  Out operator()(const ast::Member& e) { return {e.object.get()}; }
  Out operator()(const ast::Call& e) { return all(e.arguments); }
  Out operator()(const ast::SetLiteral& e) { return all(e.elements); }
  Out operator()(const ast::Quantified& e) { return {e.condition.get()}; }
  Out operator()(const ast::Not& e) { return {e.operand.get()}; }
  Out operator()(const ast::Negate& e) { return {e.operand.get()}; }
  Out operator()(const ast::Binary& e) { return {e.left.get(), e.right.get()}; }
  Out operator()(const ast::Compare& e) { return {e.left.get(), e.right.get()}; }
  Out operator()(const ast::Between& e) { return {e.value.get(), e.low.get(), e.high.get()}; }
  Out operator()(const ast::Membership& e) { return {e.value.get(), e.set.get()}; }
  Out operator()(const ast::ConditionList& e) { return all(e.conditions); }
  Out operator()(const ast::If& e) { return {e.condition.get(), e.then.get(), e.otherwise.get()}; }
};

}  // namespace

std::vector<const ast::Expr*> children(const ast::Expr& expr) { return std::visit(Children{}, expr.node); }

}  // namespace plumb::semantics
