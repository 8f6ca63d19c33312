// 定义 and 决策表: declared, put in an order in which none is used before it is known, and each checked by itself once.

#include <algorithm>

#include "compiler/semantics/expressions.hpp"
#include "compiler/semantics/phases.hpp"
#include "compiler/semantics/types.hpp"
#include "compiler/semantics/walk.hpp"

namespace plumb::semantics {

using diagnostics::Kind;
using diagnostics::LabelKind;
using diagnostics::Term;

namespace {

struct Edge {
  uint32_t to;
  Span span;
};

void walk_cell(const ast::Cell& cell, const std::function<void(const ast::Expr&)>& visit) {
  if (const auto* value = std::get_if<ast::ValueCell>(&cell.test)) walk(*value->value, visit);
  if (const auto* comparison = std::get_if<ast::CompareCell>(&cell.test)) walk(*comparison->value, visit);
  if (const auto* member = std::get_if<ast::MembershipCell>(&cell.test)) walk(*member->set, visit);
  if (const auto* range = std::get_if<ast::BetweenCell>(&cell.test)) {
    walk(*range->low, visit);
    walk(*range->high, visit);
  }
}

std::vector<Edge> uses_of(Context& context, const Callable& callable) {
  std::vector<Edge> out;
  const std::function<void(const ast::Expr&)> visit = [&](const ast::Expr& expr) {
    const ast::Name* name = nullptr;
    if (const auto* call = std::get_if<ast::Call>(&expr.node)) name = &call->callee;
    if (const auto* ref = std::get_if<ast::NameRef>(&expr.node)) name = &ref->name;
    if (name == nullptr) return;
    const Entry* entry = context.scope.find(Thing::definition, name->text);
    if (entry != nullptr && entry->thing != Thing::parameter) out.push_back({entry->index, name->span});
  };
  if (callable.body != nullptr) walk(*callable.body, visit);
  if (callable.table != nullptr) {
    for (const ast::TableRow& row : callable.table->rows) {
      for (const ast::Cell& cell : row.cells) walk_cell(cell, visit);
      if (row.value) walk(*row.value, visit);
    }
  }
  return out;
}

// Callees first. What leads back to itself is reported once, with its way, and marked broken.
std::vector<uint32_t> in_order(Context& context) {
  const size_t count = context.callables.size();
  std::vector<std::vector<Edge>> edges(count);
  for (size_t i = 0; i < count; ++i) edges[i] = uses_of(context, context.callables[i]);
  enum class Mark : uint8_t { fresh, open, done };
  std::vector<Mark> marks(count, Mark::fresh);
  std::vector<uint32_t> order;
  struct Step {
    uint32_t at;
    size_t next;
  };
  for (uint32_t root = 0; root < count; ++root) {
    if (marks[root] != Mark::fresh) continue;
    std::vector<Step> path{{root, 0}};
    marks[root] = Mark::open;
    while (!path.empty()) {
      Step& step = path.back();
      if (step.next == edges[step.at].size()) {
        marks[step.at] = Mark::done;
        order.push_back(step.at);
        path.pop_back();
        continue;
      }
      const Edge edge = edges[step.at][step.next++];
      if (marks[edge.to] == Mark::fresh) {
        marks[edge.to] = Mark::open;
        path.push_back({edge.to, 0});
      } else if (marks[edge.to] == Mark::open) {
        const auto from = std::find_if(path.begin(), path.end(), [&](const Step& s) { return s.at == edge.to; });
        std::string way;
        for (auto s = from; s != path.end(); ++s) {
          way += context.callables[s->at].name.zh + " → ";
          context.callables[s->at].broken = true;
        }
        way += context.callables[edge.to].name.zh;
        context.sink.report(Kind::definition_cycle, context.callables[edge.to].span, {context.callables[edge.to].name.zh, way})
            .label(LabelKind::used_by_itself_here, edge.span);
      }
    }
  }
  return order;
}

void resolve_arguments(Context& context, Callable& callable) {
  for (size_t i = 0; i < callable.arguments->size(); ++i) {
    const ast::Parameter& argument = (*callable.arguments)[i];
    const ir::Name name = to_name(argument.name);
    for (size_t j = 0; j < i; ++j) {
      const ir::Name other = to_name((*callable.arguments)[j].name);
      if (!other.matches(name.zh) && !other.matches(name.alias)) continue;
      context.sink.report(Kind::duplicate_name, argument.name.span, {Term::argument, name.zh}).label(LabelKind::first_here, (*callable.arguments)[j].name.span);
      callable.broken = true;
    }
    callable.types.push_back(resolve_type(context, argument.type, {callable.name.zh + "." + name.zh, callable.name.alias + "." + name.alias}));
    if (!callable.types.back()) callable.broken = true;
    context.analysis.declarations.push_back({argument.name.span, argument.name.span, Thing::argument, name});
  }
}

View view_of(Context& context, const Callable& callable) {
  View view;
  view.place = View::Place::definition;
  view.parameters = callable.arguments;
  view.check_only = true;
  view.owner_thing = callable.thing;
  view.owner = callable.name.zh;
  view.owner_span = callable.span;
  for (const auto& type : callable.types) {
    view.bindings.push_back(type ? std::optional(Typed{context.nodes.build().fault(*type), *type}) : std::nullopt);
  }
  return view;
}

void check_define(Context& context, Callable& callable, const ast::Define& define) {
  Lowering lowering(context, view_of(context, callable));
  const auto declared = define.result ? resolve_type(context, *define.result, callable.name) : std::nullopt;
  const auto value = declared ? lowering.of_type(*define.body, *declared) : lowering.expression(*define.body);
  callable.result = declared ? declared : value ? std::optional(value->type) : std::nullopt;
  if (!value) callable.broken = true;
}

void check_table(Context& context, Callable& callable) {
  const ast::Table& table = *callable.table;
  callable.result = resolve_type(context, table.result, callable.name);
  Lowering lowering(context, view_of(context, callable));
  std::vector<std::vector<ir::NodeId>> cells;
  std::vector<ir::NodeId> values;
  bool whole = callable.result.has_value() && !callable.broken;
  for (const ast::TableRow& row : table.rows) {
    if (row.cells.size() != table.parameters.size()) {
      context.sink.report(Kind::cell_count, row.span, {row.cells.size(), callable.name.zh, table.parameters.size()});
      whole = false;
      continue;
    }
    auto& lowered = cells.emplace_back();
    for (size_t i = 0; i < row.cells.size(); ++i) {
      if (!callable.types[i]) continue;
      const Typed argument{context.nodes.build().fault(*callable.types[i]), *callable.types[i]};
      const auto cell = lowering.cell(row.cells[i], argument, table.parameters[i].name.zh);
      whole = whole && cell.has_value();
      if (cell) lowered.push_back(*cell);
    }
    if (!callable.result) continue;
    const auto value = lowering.of_type(*row.value, *callable.result);
    whole = whole && value.has_value();
    if (value) values.push_back(value->node);
  }
  if (whole) callable.complete = analyse_table(context, callable, cells, values);
  if (!whole) callable.broken = true;
}

}  // namespace

void declare_definitions(Context& context, const Files& files) {
  std::vector<const ast::Define*> defines;
  const auto add = [&](Thing thing, const auto& node, const ast::Declaration& whole) -> Callable& {
    Callable& callable = context.callables.emplace_back();
    callable.thing = thing;
    callable.name = to_name(node.name);
    callable.span = node.name.span;
    callable.arguments = &node.parameters;
    context.scope.declare(thing, node.name, whole.span, static_cast<uint32_t>(context.callables.size() - 1));
    return callable;
  };
  each<ast::Define>(files, [&](const ast::Declaration& whole, const ast::Define& node) {
    add(Thing::definition, node, whole).body = node.body.get();
    defines.push_back(&node);
  });
  each<ast::Table>(files, [&](const ast::Declaration& whole, const ast::Table& node) { add(Thing::table, node, whole).table = &node; });
  for (Callable& callable : context.callables) resolve_arguments(context, callable);
  for (const uint32_t index : in_order(context)) {
    Callable& callable = context.callables[index];
    if (callable.table != nullptr) {
      check_table(context, callable);
    } else if (!callable.broken) {
      check_define(context, callable, *defines[index]);
    }
  }
}

}  // namespace plumb::semantics
