// 参数: a type and dated versions, each a fixed value or 未定.

#include "compiler/semantics/expressions.hpp"
#include "compiler/semantics/phases.hpp"
#include "compiler/semantics/types.hpp"

namespace plumb::semantics {

using diagnostics::Kind;
using diagnostics::LabelKind;

std::optional<ir::Value> fixed_value(Context& context, const ast::Expr& expr, ir::Type type) {
  if (const auto* set = std::get_if<ast::SetLiteral>(&expr.node); set != nullptr && type.kind == ir::TypeKind::set) {
    uint64_t mask = 0;
    for (const ast::ExprPtr& element : set->elements) {
      const auto value = fixed_value(context, *element, {ir::TypeKind::enumeration, type.ref});
      if (!value) return std::nullopt;
      mask |= uint64_t{1} << static_cast<unsigned>(value->number);
    }
    return ir::Value{type, static_cast<int128>(mask), {}};
  }
  Lowering lowering(context, View{});
  const auto value = lowering.of_type(expr, type);
  if (!value) return std::nullopt;
  const ir::Node& node = context.program.nodes[value->node];
  if (node.op == ir::Op::constant) return context.program.constants[node.immediate];
  context.sink.report(Kind::not_constant, expr.span);
  return std::nullopt;
}

void declare_parameters(Context& context, const Files& files) {
  each<ast::ParameterDecl>(files, [&](const ast::Declaration& whole, const ast::ParameterDecl& node) {
    ir::Parameter parameter;
    parameter.name = to_name(node.name);
    const auto type = resolve_type(context, node.type, parameter.name);
    parameter.type = type.value_or(ir::Type{});
    if (!type) context.untyped_parameters.insert(static_cast<uint32_t>(context.program.parameters.size()));
    const ast::ParameterVersion* before = nullptr;
    for (const ast::ParameterVersion& version : node.versions) {
      if (before != nullptr && version.from.value == before->from.value) {
        context.sink.report(Kind::version_twice, version.from.span, {parameter.name.zh, version.from.value.iso()})
            .label(LabelKind::first_here, before->from.span);
      } else if (before != nullptr && version.from.value < before->from.value) {
        context.sink.report(Kind::versions_not_ascending, version.from.span, {parameter.name.zh}).label(LabelKind::ordered_here, before->from.span);
      }
      before = &version;
      ir::ParameterVersion out{version.from.value, std::nullopt, cite_all(context, version.basis, false)};
      if (type && version.value && !std::holds_alternative<ast::UnsetLiteral>(version.value->node)) out.value = fixed_value(context, *version.value, *type);
      parameter.versions.push_back(std::move(out));
    }
    const ir::ParameterId id = context.program.parameters.add(std::move(parameter));
    context.parameters.push_back(&node);
    context.scope.declare(Thing::parameter, node.name, whole.span, id.value);
  });
}

}  // namespace plumb::semantics
