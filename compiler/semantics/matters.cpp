// 事项: the stages at which it may be asked about, and its typed fields.

#include <algorithm>
#include <unordered_map>

#include "compiler/semantics/phases.hpp"
#include "compiler/semantics/types.hpp"

namespace plumb::semantics {

using diagnostics::Kind;
using diagnostics::LabelKind;
using diagnostics::Term;

namespace {

ir::Name inline_name(const ir::Name& matter, const ir::Name& field) { return {matter.zh + "." + field.zh, matter.alias + "." + field.alias}; }

void declare_fields(Context& context, const ast::Matter& node, ir::Matter& matter) {
  std::unordered_map<std::string, Span> seen;
  for (const ast::Field& field : node.fields) {
    const ir::Name name = to_name(field.name);
    for (const ast::Name* spelling : {&field.name.zh, &field.name.alias}) {
      if (spelling->text.empty()) continue;
      const auto [it, added] = seen.try_emplace(spelling->text, field.name.span);
      if (added || it->second == field.name.span) continue;
      context.sink.report(Kind::duplicate_name, spelling->span, {Term::field, spelling->text}).label(LabelKind::first_here, it->second);
    }
    context.analysis.declarations.push_back({field.name.span, field.name.span, Thing::field, name});
    const auto type = resolve_type(context, field.type, inline_name(matter.name, name));
    // A field whose type is wrong stays, so that its uses are not reported too.
    if (!type) context.untyped_fields.emplace(static_cast<uint32_t>(context.program.matters.size()), static_cast<uint32_t>(matter.fields.size()));
    matter.fields.push_back({name, type.value_or(ir::Type{})});
  }
}

}  // namespace

void declare_matters(Context& context, const Files& files) {
  each<ast::Matter>(files, [&](const ast::Declaration& whole, const ast::Matter& node) {
    ir::Matter matter;
    matter.name = to_name(node.name);
    for (const auto& [stage, span] : node.stages) {
      if (std::find(matter.stages.begin(), matter.stages.end(), stage) == matter.stages.end()) matter.stages.push_back(stage);
    }
    if (matter.stages.empty()) matter.stages.push_back(Stage::application);
    declare_fields(context, node, matter);
    const ir::MatterId id = context.program.matters.add(std::move(matter));
    context.scope.declare(Thing::matter, node.name, whole.span, id.value);
  });
}

}  // namespace plumb::semantics
