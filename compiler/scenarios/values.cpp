#include "compiler/scenarios/values.hpp"

#include "compiler/ir/values.hpp"
#include "compiler/semantics/types.hpp"

namespace plumb::scenarios {

namespace {

using diagnostics::Argument;
using diagnostics::HelpKind;
using diagnostics::Kind;
using ir::TypeKind;

// Numbers with their sign.
std::optional<ir::Value> number(const ast::Expr& expr, TypeKind type) {
  if (const auto* negate = std::get_if<ast::Negate>(&expr.node)) {
    std::optional<ir::Value> value = number(*negate->operand, type);
    if (value) value->number = -value->number;
    return value;
  }
  if (const auto* integer = std::get_if<ast::IntegerLiteral>(&expr.node)) {
    if (type == TypeKind::integer) return ir::integer_value(integer->value);
    if (type == TypeKind::decimal) return ir::decimal_value(Decimal::from_integer(integer->value));
  }
  if (const auto* decimal = std::get_if<ast::DecimalLiteral>(&expr.node); decimal != nullptr && type == TypeKind::decimal)
    return ir::decimal_value(decimal->value);
  if (const auto* money = std::get_if<ast::MoneyLiteral>(&expr.node); money != nullptr && type == TypeKind::money) return ir::money_value(money->value);
  if (const auto* ratio = std::get_if<ast::RatioLiteral>(&expr.node); ratio != nullptr && type == TypeKind::ratio) return ir::ratio_value(ratio->value);
  return std::nullopt;
}

std::optional<ir::Value> scalar(const ast::Expr& expr, ir::Type type) {
  switch (type.kind) {
    case TypeKind::boolean:
      if (const auto* literal = std::get_if<ast::BoolLiteral>(&expr.node)) return ir::boolean_value(literal->value);
      return std::nullopt;
    case TypeKind::date:
      if (const auto* literal = std::get_if<ast::DateValue>(&expr.node)) return ir::date_value(literal->value);
      return std::nullopt;
    case TypeKind::duration:
      if (const auto* literal = std::get_if<ast::DurationLiteral>(&expr.node)) return ir::duration_value(literal->value);
      return std::nullopt;
    case TypeKind::text:
      if (const auto* literal = std::get_if<ast::TextLiteral>(&expr.node)) return ir::text_value(literal->value);
      return std::nullopt;
    case TypeKind::integer:
    case TypeKind::decimal:
    case TypeKind::money:
    case TypeKind::ratio:
      return number(expr, type.kind);
    case TypeKind::enumeration:
    case TypeKind::set:
    case TypeKind::code:
      return std::nullopt;
  }
  return std::nullopt;
}

// An enumerator by name; nothing with a report when there is none.
std::optional<uint32_t> enumerator(Names& names, const ast::Expr& expr, ir::Type type) {
  const ir::EnumType& declared = names.program().enums[ir::EnumId{type.ref}];
  const auto* reference = std::get_if<ast::NameRef>(&expr.node);
  if (reference == nullptr) {
    names.sink().report(Kind::not_constant, expr.span);
    return std::nullopt;
  }
  for (uint32_t index = 0; index < declared.values.size(); ++index) {
    if (declared.values[index].matches(reference->name.text)) return index;
  }
  names.unknown(Kind::unknown_enumerator, reference->name, {declared.name.zh, reference->name.text}, declared.values);
  return std::nullopt;
}

WrittenValue set(Names& names, const ast::SetLiteral& literal, ir::Type type) {
  uint64_t mask = 0;
  bool read = true;
  for (const ast::ExprPtr& element : literal.elements) {
    const std::optional<uint32_t> index = enumerator(names, *element, type);
    read = read && index.has_value();
    if (index) mask |= uint64_t{1} << *index;
  }
  return {read, ir::set_value(ir::EnumId{type.ref}, mask)};
}

// A taxonomy's code, by code or name.
WrittenValue code(Names& names, const ast::Expr& expr, ir::Type type) {
  ast::Name written{{}, expr.span};
  if (const auto* literal = std::get_if<ast::CodeLiteral>(&expr.node)) written.text = literal->code;
  if (const auto* reference = std::get_if<ast::NameRef>(&expr.node)) written.text = reference->name.text;
  if (const auto* literal = std::get_if<ast::TextLiteral>(&expr.node)) written.text = literal->value;
  if (const auto* literal = std::get_if<ast::IntegerLiteral>(&expr.node)) written.text = std::to_string(literal->value);
  const ir::Taxonomy& taxonomy = names.program().taxonomies[ir::TaxonomyId{type.ref}];
  for (uint32_t index = 0; index < taxonomy.codes.size(); ++index) {
    const ir::Code& each = taxonomy.codes[index];
    if (each.code == written.text || (!each.name.zh.empty() && each.name.matches(written.text))) return {true, ir::code_value(ir::TaxonomyId{type.ref}, index)};
  }
  names.unknown(Kind::unknown_enumerator, written, {taxonomy.name.zh, written.text}, {});
  return {};
}

// 限额（度假限额）: what repeats the rule promises nothing, and a scenario's facts are values.
bool is_reckoned(const ast::Expr& expr) {
  return std::holds_alternative<ast::NameRef>(expr.node) || std::holds_alternative<ast::Member>(expr.node) || std::holds_alternative<ast::Call>(expr.node) ||
         std::holds_alternative<ast::Binary>(expr.node) || std::holds_alternative<ast::If>(expr.node);
}

// 20 for a share is 20%, 500 for an amount 500元; of a term's units the writer chooses.
void help_with_unit(diagnostics::Diagnostic& reported, const ast::Expr& expr, ir::Type type) {
  const auto* integer = std::get_if<ast::IntegerLiteral>(&expr.node);
  if (integer == nullptr) return;
  const std::string count = std::to_string(integer->value);
  if (type.kind == TypeKind::duration) {
    const std::vector<std::string> terms = {count + "日", count + "个月", count + "年"};
    reported.help(HelpKind::write_unit, {Argument::list(terms)});
  } else if (type.kind == TypeKind::money || type.kind == TypeKind::ratio) {
    const std::string whole = count + (type.kind == TypeKind::money ? "元" : "%");
    reported.fix(HelpKind::write_unit, {whole}, expr.span, whole);
  }
}

WrittenValue mismatch(Names& names, const ast::Expr& expr, ir::Type type) {
  if (is_reckoned(expr)) {
    names.sink().report(Kind::not_constant, expr.span);
  } else {
    help_with_unit(names.sink().report(Kind::not_a_value_of, expr.span, {semantics::describe(names.program(), type)}), expr, type);
  }
  return {};
}

}  // namespace

WrittenValue read_value(Names& names, const ast::Expr& expr, ir::Type type) {
  if (std::holds_alternative<ast::UnknownLiteral>(expr.node) || std::holds_alternative<ast::UnsetLiteral>(expr.node)) return {true, std::nullopt};
  if (type.kind == TypeKind::code) return code(names, expr, type);
  if (type.kind == TypeKind::enumeration) {
    if (!std::holds_alternative<ast::NameRef>(expr.node)) return mismatch(names, expr, type);
    const std::optional<uint32_t> index = enumerator(names, expr, type);
    return index ? WrittenValue{true, ir::enumerator_value(ir::EnumId{type.ref}, *index)} : WrittenValue{};
  }
  if (type.kind == TypeKind::set) {
    const auto* literal = std::get_if<ast::SetLiteral>(&expr.node);
    if (literal != nullptr) return set(names, *literal, type);
    // 用途: 自用, of a field that may have several: {自用}
    const auto* reference = std::get_if<ast::NameRef>(&expr.node);
    if (reference == nullptr) return mismatch(names, expr, type);
    if (!enumerator(names, expr, type)) return {};
    const std::string braced = "{" + reference->name.text + "}";
    names.sink().report(Kind::not_a_value_of, expr.span, {semantics::describe(names.program(), type)}).fix(HelpKind::change_to, {braced}, expr.span, braced);
    return {};
  }
  std::optional<ir::Value> value = scalar(expr, type);
  return value ? WrittenValue{true, std::move(value)} : mismatch(names, expr, type);
}

}  // namespace plumb::scenarios
