// 基于: what the rule sets built on declare becomes part of the program, each thing once however many ways it comes.
//
// Definitions and tables are not handed on: a program holds none, they stand in the place of their calls.

#include <algorithm>

#include "compiler/semantics/phases.hpp"
#include "compiler/semantics/types.hpp"

namespace plumb::semantics {

using diagnostics::Kind;

namespace {

// The index that the thing has already, when it comes from two rule sets; reports two different things of one name.
std::optional<uint32_t> known(Context& context, Thing thing, const ir::Name& name) {
  const Entry* entry = context.scope.find(thing, name.zh);
  if (entry == nullptr || entry->thing != thing) return std::nullopt;
  if (entry->name.alias != name.alias) context.sink.report(Kind::duplicate_name, {}, {term(thing), name.zh});
  return entry->index;
}

void import_enums(Context& context, Imported& in) {
  for (size_t i = 0; i < in.from->enums.size(); ++i) {
    const ir::EnumType& type = in.from->enums[in.from->enums.id_at(i)];
    if (i < ir::kFixedEnumCount) {
      in.enums.push_back(static_cast<uint32_t>(i));
      continue;
    }
    // An inline one has no name to be found by; it comes along with its matter, of which the first stays.
    const auto same = type.inline_declared ? std::nullopt : known(context, Thing::type, type.name);
    if (same) {
      in.enums.push_back(*same);
      continue;
    }
    in.enums.push_back(context.program.enums.add(type).value);
    if (!type.inline_declared) context.scope.import(Thing::type, type.name, in.enums.back());
  }
}

void import_taxonomies(Context& context, Imported& in) {
  for (const ir::Taxonomy& taxonomy : in.from->taxonomies) {
    if (const auto same = known(context, Thing::type, taxonomy.name)) {
      in.taxonomies.push_back(*same & ~kTaxonomyBit);
      continue;
    }
    in.taxonomies.push_back(context.program.taxonomies.add(taxonomy).value);
    context.scope.import(Thing::type, taxonomy.name, in.taxonomies.back() | kTaxonomyBit);
  }
}

void import_parties(Context& context, Imported& in) {
  for (const ir::Department& department : in.from->departments) {
    auto at = known(context, Thing::department, department.name);
    if (!at) {
      at = context.program.departments.add(department).value;
      context.scope.import(Thing::department, department.name, *at);
      for (const std::string& name : department.short_names) context.scope.import_spelling(Thing::department, name, *at);
    }
    in.departments.push_back(*at);
  }
  for (const auto& role : in.from->roles) {
    if (known(context, Thing::role, role.name)) continue;
    context.program.roles.push_back(role);
    const auto at = static_cast<uint32_t>(context.program.roles.size() - 1);
    context.scope.import(Thing::role, role.name, at);
    for (const std::string& name : role.short_names) context.scope.import_spelling(Thing::role, name, at);
  }
  for (const auto& group : in.from->role_groups) {
    if (known(context, Thing::role_group, group.name)) continue;
    context.program.role_groups.push_back(group);
    context.scope.import(Thing::role_group, group.name, static_cast<uint32_t>(context.program.role_groups.size() - 1));
  }
}

void import_documents(Context& context, Imported& in) {
  for (const ir::Document& document : in.from->documents) {
    auto at = known(context, Thing::document, document.name);
    if (!at) {
      ir::Document copy = document;
      auto& paths = context.clause_paths.emplace_back();
      auto& spans = context.clause_spans.emplace_back(copy.clauses.size());
      auto& obligations = context.obligation_spans.emplace_back(spans.size());
      for (size_t c = 0; c < copy.clauses.size(); ++c) {
        paths.emplace(copy.clauses[c].path, static_cast<uint32_t>(c));
        obligations[c].resize(copy.clauses[c].obligations.size());
        for (ir::DepartmentId& id : copy.clauses[c].departments) id = ir::DepartmentId(in.departments[id.value]);
        for (ir::DepartmentId& id : copy.clauses[c].executing) id = ir::DepartmentId(in.departments[id.value]);
      }
      at = context.program.documents.add(std::move(copy)).value;
      context.scope.import(Thing::document, document.name, *at);
    }
    in.documents.push_back(*at);
  }
}

void import_values(Context& context, Imported& in) {
  for (const ir::Calendar& calendar : in.from->calendars) {
    auto at = known(context, Thing::calendar, calendar.name);
    if (!at) {
      at = context.program.calendars.add(calendar).value;
      context.scope.import(Thing::calendar, calendar.name, *at);
    }
    in.calendars.push_back(*at);
  }
  for (const ir::Parameter& parameter : in.from->parameters) {
    auto at = known(context, Thing::parameter, parameter.name);
    if (!at) {
      ir::Parameter copy = parameter;
      copy.type = in.map(copy.type);
      for (ir::ParameterVersion& version : copy.versions) {
        if (version.value) version.value = in.map(*version.value);
        for (ir::Citation& citation : version.basis) citation = in.map(citation);
      }
      at = context.program.parameters.add(std::move(copy)).value;
      context.scope.import(Thing::parameter, parameter.name, *at);
    }
    in.parameters.push_back(*at);
  }
  for (const ir::Matter& matter : in.from->matters) {
    auto at = known(context, Thing::matter, matter.name);
    if (!at) {
      ir::Matter copy = matter;
      for (ir::Field& field : copy.fields) field.type = in.map(field.type);
      at = context.program.matters.add(std::move(copy)).value;
      context.scope.import(Thing::matter, matter.name, *at);
    }
    in.matters.push_back(*at);
  }
}

// The nodes of another program in this one; operands come before what uses them.
std::vector<ir::NodeId> import_nodes(Context& context, const Imported& in) {
  std::vector<ir::NodeId> out;
  for (size_t i = 0; i < in.from->nodes.size(); ++i) {
    const ir::NodeId id = in.from->nodes.id_at(i);
    const ir::Node& node = in.from->nodes[id];
    if (node.op == ir::Op::constant) {
      out.push_back(context.nodes.build().constant(in.map(in.from->constants[node.immediate])));
      continue;
    }
    uint32_t immediate = node.immediate;
    if (node.op == ir::Op::parameter) immediate = in.parameters[immediate];
    const bool dated = node.op == ir::Op::date_add || node.op == ir::Op::date_subtract;
    if (dated && immediate < in.calendars.size()) immediate = in.calendars[immediate];
    std::vector<ir::NodeId> operands;
    for (const ir::NodeId operand : ir::operands(*in.from, id)) operands.push_back(out[operand.value]);
    out.push_back(context.nodes.build().add(node.op, in.map(node.type), immediate, operands));
  }
  return out;
}

}  // namespace

ir::Type Imported::map(ir::Type type) const {
  if (type.kind == ir::TypeKind::enumeration || type.kind == ir::TypeKind::set) return {type.kind, enums[type.ref]};
  if (type.kind == ir::TypeKind::code) return {type.kind, taxonomies[type.ref]};
  return type;
}

ir::Value Imported::map(ir::Value value) const {
  value.type = map(value.type);
  return value;
}

ir::Citation Imported::map(ir::Citation citation) const {
  citation.document = ir::DocumentId(documents[citation.document.value]);
  return citation;
}

std::vector<Imported> import_declarations(Context& context, const std::vector<const ir::Program*>& builds_on) {
  for (uint32_t i = 0; i < ir::kFixedEnumCount; ++i) context.scope.import(Thing::type, context.program.enums[ir::EnumId(i)].name, i);
  std::vector<Imported> out;
  for (const ir::Program* from : builds_on) {
    Imported& in = out.emplace_back();
    in.from = from;
    import_enums(context, in);
    import_taxonomies(context, in);
    import_parties(context, in);
    import_documents(context, in);
    import_values(context, in);
  }
  context.parameters.resize(context.program.parameters.size(), nullptr);
  return out;
}

void import_measures(Context& context, const std::vector<Imported>& imported) {
  for (const Imported& in : imported) {
    const std::vector<ir::NodeId> nodes = import_nodes(context, in);
    const auto node = [&](ir::NodeId id) { return id.valid() ? nodes[id.value] : id; };
    for (const ir::Measure& measure : in.from->measures) {
      const Entry* entry = context.scope.find(Thing::measure, measure.name.zh);
      if (entry != nullptr && context.imported_measures.contains({entry->index, measure.from})) continue;
      ir::Measure copy = measure;
      copy.matter = ir::MatterId(in.matters[copy.matter.value]);
      copy.effect = ir::EffectId(in.effects[copy.effect.value]);
      copy.condition = node(copy.condition);
      for (ir::Exception& exception : copy.exceptions) {
        exception.condition = node(exception.condition);
        for (ir::Citation& citation : exception.basis) citation = in.map(citation);
      }
      for (ir::NodeId& argument : copy.arguments) argument = node(argument);
      for (ir::Citation& citation : copy.basis) citation = in.map(citation);
      for (ir::DepartmentId& id : copy.departments) id = ir::DepartmentId(in.departments[id.value]);
      for (ir::DepartmentId& id : copy.executing) id = ir::DepartmentId(in.departments[id.value]);
      const ir::MeasureId id = context.program.measures.add(std::move(copy));
      context.analysis.measures.push_back({});
      if (entry == nullptr) context.scope.import(Thing::measure, measure.name, id.value);
      context.imported_measures.insert({entry == nullptr ? id.value : entry->index, measure.from});
    }
    for (const ir::Waiver& waiver : in.from->waivers) {
      ir::Waiver copy = waiver;
      for (ir::Citation& citation : copy.basis) citation = in.map(citation);
      context.program.waivers.push_back(std::move(copy));
    }
  }
}

}  // namespace plumb::semantics
