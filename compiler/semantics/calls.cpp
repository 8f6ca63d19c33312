// 已知(x), 列入期间(D), and calls of definitions and tables, which are put in the place of the call.

#include "compiler/semantics/expressions.hpp"
#include "compiler/semantics/types.hpp"

namespace plumb::semantics {

using diagnostics::Kind;
using diagnostics::Term;

namespace {

constexpr ir::Type kBoolean{ir::TypeKind::boolean};

}  // namespace

bool Lowering::argument_count(const ast::Call& call, size_t wanted) {
  if (call.arguments.size() == wanted) return true;
  wrong_count(call.callee, wanted, call.arguments.size());
  return false;
}

// With the arguments by name: 扣减比例（等级、年限）.
void Lowering::wrong_count(const ast::Name& callee, size_t wanted, size_t given) {
  auto& reported = sink().report(Kind::argument_count, callee.span, {callee.text, wanted, given});
  const Entry* entry = context_.scope.find(Thing::definition, callee.text);
  if (entry == nullptr || wanted == 0) return;
  std::string names;
  for (const ast::Parameter& argument : *context_.callables[entry->index].arguments) names += (names.empty() ? "" : "、") + argument.name.zh.text;
  reported.help(diagnostics::HelpKind::form_is, {callee.text + "（" + names + "）"});
}

Lowering::Result Lowering::known(const ast::Call& call, Span span) {
  if (!argument_count(call, 1)) return std::nullopt;
  if (view_.place == View::Place::fixed_value) {
    not_here(span, call.callee.text);
    return std::nullopt;
  }
  const Result operand = expression(*call.arguments[0]);
  return operand ? Result(Typed{build().known(operand->node), kBoolean}) : std::nullopt;
}

Lowering::Result Lowering::listed_on(const ast::Call& call, Span span) {
  if (!argument_count(call, 1) || !may_look_at_listing(span, call.callee.text)) return std::nullopt;
  const Result date = of_type(*call.arguments[0], {ir::TypeKind::date});
  return date ? Result(Typed{build().listed_on(date->node), kBoolean}) : std::nullopt;
}

Lowering::Result Lowering::call(const ast::Call& call, Span span) {
  const std::string& name = call.callee.text;
  Entry* entry = context_.scope.find(Thing::definition, name);
  if (entry == nullptr && (name == "已知" || name == "known")) return known(call, span);
  if (entry == nullptr && (name == "列入期间" || name == "listed_on")) return listed_on(call, span);
  if ((entry != nullptr && entry->thing == Thing::parameter) || (entry == nullptr && peek_name(call.callee))) {
    sink().report(Kind::no_arguments, call.callee.span, {name});
    return std::nullopt;
  }
  if (entry == nullptr) {
    std::vector<ir::Name> names = context_.scope.known(Thing::definition);
    for (const ir::Name& table : context_.scope.known(Thing::table)) names.push_back(table);
    names.push_back({"已知", "known"});
    names.push_back({"列入期间", "listed_on"});
    context_.scope.unknown(Kind::unknown_name, call.callee, {Term::definition, name}, names);
    return std::nullopt;
  }
  if (view_.place == View::Place::fixed_value) {
    not_here(span, name);
    return std::nullopt;
  }
  context_.scope.use(*entry, call.callee.span);
  const uint32_t index = entry->index;
  const Callable& callable = context_.callables[index];
  if (!argument_count(call, callable.arguments->size())) return std::nullopt;
  std::vector<Typed> arguments;
  for (size_t i = 0; i < call.arguments.size(); ++i) {
    const Result argument = callable.types[i] ? of_type(*call.arguments[i], *callable.types[i]) : std::nullopt;
    if (argument) arguments.push_back(*argument);
  }
  if (arguments.size() != call.arguments.size()) return std::nullopt;
  return invoke(index, std::move(arguments), span);
}

Lowering::Result Lowering::invoke(uint32_t index, std::vector<Typed> arguments, Span span) {
  const Callable& callable = context_.callables[index];
  if (callable.broken || !callable.result) return std::nullopt;
  if (view_.check_only) return Typed{build().fault(*callable.result), *callable.result};
  std::pair<uint32_t, std::vector<ir::NodeId>> key{index, {}};
  for (const Typed& argument : arguments) key.second.push_back(argument.node);
  if (const auto it = context_.calls.find(key); it != context_.calls.end()) return it->second;
  const Result result = put_in_place(index, arguments);
  const Result checked = result ? finish(result->node, span) : std::nullopt;
  if (!exhausted_) context_.calls.emplace(std::move(key), checked);
  return checked;
}

Lowering::Result Lowering::put_in_place(uint32_t index, const std::vector<Typed>& arguments) {
  const Callable& callable = context_.callables[index];
  View definition;
  definition.place = View::Place::definition;
  definition.parameters = callable.arguments;
  definition.bindings.assign(arguments.begin(), arguments.end());
  definition.owner_thing = view_.owner_thing;
  definition.owner = view_.owner;
  definition.owner_span = view_.owner_span;
  std::swap(view_, definition);
  const bool was_quiet = context_.scope.quiet();
  context_.scope.set_quiet(true);
  const Result result = callable.body != nullptr ? of_type(*callable.body, *callable.result) : rows(callable, arguments);
  context_.scope.set_quiet(was_quiet);
  std::swap(view_, definition);
  return result;
}

// The first row that fits; a fault where none does, unless every case has a row.
Lowering::Result Lowering::rows(const Callable& callable, const std::vector<Typed>& arguments) {
  const ast::Table& table = *callable.table;
  std::optional<ir::NodeId> value;
  if (!callable.complete) value = build().fault(*callable.result);
  for (auto row = table.rows.rbegin(); row != table.rows.rend(); ++row) {
    const Result own = of_type(*row->value, *callable.result);
    if (!own) return std::nullopt;
    std::vector<ir::NodeId> conditions;
    for (size_t i = 0; i < row->cells.size(); ++i) {
      if (std::holds_alternative<ast::AnyCell>(row->cells[i].test)) continue;
      const auto condition = cell(row->cells[i], arguments[i], table.parameters[i].name.zh);
      if (!condition) return std::nullopt;
      conditions.push_back(*condition);
    }
    value = conditions.empty() || !value ? own->node : build().select(build().logical_and(conditions), own->node, *value);
    if (!finish(*value, row->span)) return std::nullopt;
  }
  return value ? Result(Typed{*value, *callable.result}) : std::nullopt;
}

}  // namespace plumb::semantics
