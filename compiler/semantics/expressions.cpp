#include "compiler/semantics/expressions.hpp"

#include "compiler/base/check.hpp"
#include "compiler/semantics/types.hpp"

namespace plumb::semantics {

using diagnostics::Argument;
using diagnostics::HelpKind;
using diagnostics::Kind;
using diagnostics::Term;

namespace {

constexpr ir::Type kBoolean{ir::TypeKind::boolean};

Term place_term(View::Place place) {
  switch (place) {
    case View::Place::condition:
      return Term::in_conditions;
    case View::Place::effect_argument:
      return Term::in_arguments;
    case View::Place::definition:
      return Term::in_definitions;
    case View::Place::fixed_value:
      return Term::in_fixed_values;
  }
  return Term::in_conditions;
}

// 05 of 0.05 → 5%
std::optional<std::string> percentage(std::string_view fraction) {
  std::string digits(fraction);
  if (digits.size() < 2) digits.resize(2, '0');
  std::string out = digits.substr(0, 2);
  if (digits.size() > 2) out += "." + digits.substr(2);
  while (out.size() > 1 && out[0] == '0' && out[1] != '.') out.erase(0, 1);
  return out + "%";
}

// 500 where an amount is needed → 500元; 10 where a ratio is needed → 10%; “2019-05-30” → 2019-05-30.
std::optional<std::string> with_unit(const ast::Expr& expr, ir::Type needed, std::string_view text) {
  const bool integer = std::holds_alternative<ast::IntegerLiteral>(expr.node);
  const bool number = integer || std::holds_alternative<ast::DecimalLiteral>(expr.node);
  if (!number) return std::nullopt;
  if (needed.kind == ir::TypeKind::money) return std::string(text) + "元";
  if (needed.kind == ir::TypeKind::ratio) {
    // 0.1 is meant as a part of one, 10 as a part of a hundred.
    const auto* decimal = std::get_if<ast::DecimalLiteral>(&expr.node);
    if (decimal == nullptr || text.substr(0, 2) != "0.") return std::string(text) + "%";
    return percentage(text.substr(2));
  }
  return std::nullopt;
}

// 面积 > 5 → 5.0, 星级 > 3.0 → 3: the same number as the type wants it.
std::optional<std::string> other_number(const ast::Expr& expr, ir::Type needed, std::string_view text) {
  if (needed.kind == ir::TypeKind::decimal && std::holds_alternative<ast::IntegerLiteral>(expr.node)) return std::string(text) + ".0";
  const size_t point = text.find('.');
  if (needed.kind != ir::TypeKind::integer || !std::holds_alternative<ast::DecimalLiteral>(expr.node) || point == std::string_view::npos) return std::nullopt;
  return text.find_first_not_of('0', point + 1) == std::string_view::npos ? std::optional(std::string(text.substr(0, point))) : std::nullopt;
}

bool fits_without_quotes(const ir::Program& program, const ast::Expr& expr, ir::Type needed) {
  const auto* text = std::get_if<ast::TextLiteral>(&expr.node);
  if (text == nullptr) return false;
  if (needed.kind == ir::TypeKind::date) return Date::parse(text->value).has_value();
  if (needed.kind == ir::TypeKind::integer) return !text->value.empty() && text->value.find_first_not_of("0123456789") == std::string::npos;
  if (needed.kind != ir::TypeKind::enumeration && needed.kind != ir::TypeKind::set) return false;
  for (const ir::Name& value : values_of(program, needed)) {
    if (value.matches(text->value)) return true;
  }
  return false;
}

}  // namespace

std::optional<Typed> Lowering::expression(const ast::Expr& expr, std::optional<ir::Type> expected) {
  if (exhausted_) return std::nullopt;
  if (depth_ >= kDeepest) return too_deep(expr.span, kDeepest);
  ++depth_;
  Result result = dispatch(expr, expected);
  --depth_;
  return result;
}

Lowering::Result Lowering::too_deep(Span span, uint32_t limit) {
  exhausted_ = true;
  context_.sink.report(Kind::expression_too_deep, view_.owner_span.valid() ? view_.owner_span : span, {limit});
  return std::nullopt;
}

// Every node that is made goes through here: its size is looked at, and a branch of a measure's condition is noted.
Lowering::Result Lowering::finish(ir::NodeId node, Span span) {
  if (exhausted_) return std::nullopt;
  if (context_.nodes.tree_size(node) > kMostSteps) {
    exhausted_ = true;
    context_.sink.report(Kind::measure_too_large, view_.owner_span.valid() ? view_.owner_span : span, {term(view_.owner_thing), view_.owner, kMostSteps});
    return std::nullopt;
  }
  if (context_.nodes.depth(node) > kDeepestNode) return too_deep(span, kDeepestNode);
  const ir::Type type = build().type_of(node);
  const bool branch = type == kBoolean && context_.program.nodes[node].op != ir::Op::constant;
  if (branch && view_.measure.valid() && view_.place == View::Place::condition && !context_.scope.quiet()) {
    context_.analysis.branches.push_back({view_.measure, node, span});
  }
  return Typed{node, type};
}

Lowering::Result Lowering::dispatch(const ast::Expr& expr, std::optional<ir::Type> expected) {
  struct Visitor {
    Lowering& self;
    const ast::Expr& expr;
    std::optional<ir::Type> expected;

    Result leaf(ir::NodeId node) { return Typed{node, self.build().type_of(node)}; }
    Result operator()(const ast::BoolLiteral& e) { return leaf(self.build().boolean(e.value)); }
    Result operator()(const ast::IntegerLiteral& e) {
      // A numeric code without its zeros lost: 41 of a taxonomy.
      if (expected && expected->kind == ir::TypeKind::code) return self.code({std::to_string(e.value), expr.span}, *expected, true);
      return leaf(self.build().integer(e.value));
    }
    Result operator()(const ast::DecimalLiteral& e) { return leaf(self.build().decimal(e.value)); }
    Result operator()(const ast::MoneyLiteral& e) { return leaf(self.build().money(e.value)); }
    Result operator()(const ast::RatioLiteral& e) { return leaf(self.build().ratio(e.value)); }
    Result operator()(const ast::DateValue& e) { return leaf(self.build().date(e.value)); }
    Result operator()(const ast::DurationLiteral& e) { return leaf(self.build().duration(e.value)); }
    Result operator()(const ast::TextLiteral& e) { return leaf(self.build().text(e.value)); }
    Result operator()(const ast::CodeLiteral& e) {
      if (expected && expected->kind == ir::TypeKind::code) return self.code({e.code, expr.span}, *expected, true);
      self.sink().report(Kind::ill_formed_value, expr.span);
      return std::nullopt;
    }
    Result operator()(const ast::UnsetLiteral&) {
      self.not_here(expr.span, "未定");
      return std::nullopt;
    }
    Result operator()(const ast::UnknownLiteral&) {
      self.not_here(expr.span, "未知");
      return std::nullopt;
    }
    Result operator()(const ast::NameRef& e) { return self.name(e.name, expr.span, expected); }
    Result operator()(const ast::Member& e) { return self.member(e, expr.span); }
    Result operator()(const ast::Call& e) { return self.call(e, expr.span); }
    Result operator()(const ast::SetLiteral&) {
      self.sink().report(Kind::ill_formed_value, expr.span);
      return std::nullopt;
    }
    Result operator()(const ast::Quantified& e) { return self.quantified(e, expr.span); }
    Result operator()(const ast::Not& e) {
      const auto operand = self.condition(*e.operand);
      if (!operand) return std::nullopt;
      return leaf(self.build().logical_not(*operand));
    }
    Result operator()(const ast::Negate& e) { return self.negate(e, expected); }
    Result operator()(const ast::Binary& e) {
      if (e.op == ast::BinaryOp::logical_and || e.op == ast::BinaryOp::logical_or) return self.connective(expr, e.op);
      return self.binary(e, expected);
    }
    Result operator()(const ast::Compare& e) { return self.compare(e, expr.span); }
    Result operator()(const ast::Between& e) {
      const Result value = self.expression(*e.value, self.peek(*e.low));
      return value ? self.between(*value, *e.low, *e.high) : std::nullopt;
    }
    Result operator()(const ast::Membership& e) { return self.membership(e); }
    Result operator()(const ast::ConditionList& e) { return self.list(e); }
    Result operator()(const ast::If& e) { return self.choose(e, expected); }
  };
  // What looks at a value of no known type says nothing: its declaration has been told.
  if (untyped(expr)) return std::nullopt;
  Result result = std::visit(Visitor{*this, expr, expected}, expr.node);
  return result ? finish(result->node, expr.span) : std::nullopt;
}

std::optional<Typed> Lowering::of_type(const ast::Expr& expr, ir::Type type) {
  const Result value = expression(expr, type);
  return value && require(*value, type, expr) ? value : std::nullopt;
}

std::optional<ir::NodeId> Lowering::condition(const ast::Expr& expr) {
  const Result value = of_type(expr, kBoolean);
  return value ? std::optional(value->node) : std::nullopt;
}

bool Lowering::require(const Typed& value, ir::Type type, const ast::Expr& expr) {
  if (value.type == type) return true;
  mismatch(type, value.type, expr);
  return false;
}

void Lowering::mismatch(ir::Type needed, ir::Type found, const ast::Expr& expr) {
  auto& reported = sink().report(Kind::type_mismatch, expr.span, {describe(context_.program, needed), describe(context_.program, found)});
  if (context_.scope.quiet()) return;
  const std::string_view text = context_.sources.text(expr.span);
  if (const auto fixed = with_unit(expr, needed, text)) {
    reported.fix(HelpKind::write_unit, {*fixed}, expr.span, *fixed);
  } else if (needed.kind == ir::TypeKind::duration && std::holds_alternative<ast::IntegerLiteral>(expr.node)) {
    // Days, months or years: which of them is meant, the document says, and no tool may choose.
    const std::string count(text);
    const std::vector<std::string> terms = {count + "日", count + "个月", count + "年"};
    reported.help(HelpKind::write_unit, {Argument::list(terms)});
  } else if (const auto number = other_number(expr, needed, text)) {
    reported.fix(HelpKind::change_to, {*number}, expr.span, *number);
  } else if (fits_without_quotes(context_.program, expr, needed)) {
    const std::string& plain = std::get<ast::TextLiteral>(expr.node).value;
    reported.fix(HelpKind::write_without_quotes, {plain}, expr.span, plain);
  } else if (needed == kBoolean && (found.kind == ir::TypeKind::enumeration || found.kind == ir::TypeKind::set)) {
    reported.help(HelpKind::values_of, {subject_of(expr), Argument::list(chinese_names(values_of(context_.program, found)))});
  }
}

void Lowering::not_here(Span span, std::string_view what) {
  auto& reported = sink().report(Kind::not_here, span, {what, place_term(view_.place)});
  if (what == "未知") reported.help(HelpKind::use_known);
}

std::optional<ir::Type> Lowering::peek(const ast::Expr& expr) {
  struct Visitor {
    Lowering& self;
    using Type = std::optional<ir::Type>;
    Type operator()(const ast::BoolLiteral&) { return kBoolean; }
    Type operator()(const ast::IntegerLiteral&) { return ir::Type{ir::TypeKind::integer}; }
    Type operator()(const ast::DecimalLiteral&) { return ir::Type{ir::TypeKind::decimal}; }
    Type operator()(const ast::MoneyLiteral&) { return ir::Type{ir::TypeKind::money}; }
    Type operator()(const ast::RatioLiteral&) { return ir::Type{ir::TypeKind::ratio}; }
    Type operator()(const ast::DateValue&) { return ir::Type{ir::TypeKind::date}; }
    Type operator()(const ast::DurationLiteral&) { return ir::Type{ir::TypeKind::duration}; }
    Type operator()(const ast::TextLiteral&) { return ir::Type{ir::TypeKind::text}; }
    Type operator()(const ast::CodeLiteral&) { return std::nullopt; }
    Type operator()(const ast::UnsetLiteral&) { return std::nullopt; }
    Type operator()(const ast::UnknownLiteral&) { return std::nullopt; }
    Type operator()(const ast::NameRef& e) { return self.peek_name(e.name); }
    Type operator()(const ast::Member& e) { return self.peek_member(e); }
    Type operator()(const ast::Call& e) {
      const Entry* entry = self.context_.scope.find(Thing::definition, e.callee.text);
      if (entry == nullptr || entry->thing == Thing::parameter) return std::nullopt;
      return self.context_.callables[entry->index].result;
    }
    Type operator()(const ast::SetLiteral&) { return std::nullopt; }
    Type operator()(const ast::Quantified& e) { return ir::Type{e.quantifier == ast::Quantifier::count ? ir::TypeKind::integer : ir::TypeKind::boolean}; }
    Type operator()(const ast::Not&) { return kBoolean; }
    Type operator()(const ast::Negate& e) { return self.peek(*e.operand); }
    // What is around an operator shows in its left side, except for 2 * 500元.
    Type operator()(const ast::Binary& e) {
      if (e.op == ast::BinaryOp::logical_and || e.op == ast::BinaryOp::logical_or) return kBoolean;
      const ast::Expr* left = e.left.get();
      while (const auto* inner = std::get_if<ast::Binary>(&left->node)) left = inner->left.get();
      const Type of_left = self.peek(*left);
      const Type of_right = std::holds_alternative<ast::Binary>(e.right->node) ? Type() : self.peek(*e.right);
      if (of_left && of_right && of_left->kind == ir::TypeKind::date && of_right->kind == ir::TypeKind::date) return ir::Type{ir::TypeKind::integer};
      if (of_right && of_right->kind == ir::TypeKind::money && e.op == ast::BinaryOp::multiply) return of_right;
      if (of_left && e.op == ast::BinaryOp::divide) return std::nullopt;
      return of_left;
    }
    Type operator()(const ast::Compare&) { return kBoolean; }
    Type operator()(const ast::Between&) { return kBoolean; }
    Type operator()(const ast::Membership&) { return kBoolean; }
    Type operator()(const ast::ConditionList&) { return kBoolean; }
    Type operator()(const ast::If& e) {
      const ast::Expr* then = e.then.get();
      while (const auto* inner = std::get_if<ast::If>(&then->node)) then = inner->then.get();
      return self.peek(*then);
    }
  };
  return std::visit(Visitor{*this}, expr.node);
}

}  // namespace plumb::semantics
