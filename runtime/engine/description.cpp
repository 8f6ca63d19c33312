// A rule set → what its matters ask, for forms and generators.
#include <algorithm>

#include "compiler/ir/program.hpp"
#include "plumb/plumb.hpp"

namespace plumb {

namespace {

using FieldType = MatterDescription::FieldType;

FieldType type_of(ir::TypeKind kind) {
  switch (kind) {
    case ir::TypeKind::boolean:
      return FieldType::boolean;
    case ir::TypeKind::integer:
      return FieldType::integer;
    case ir::TypeKind::decimal:
      return FieldType::decimal;
    case ir::TypeKind::money:
      return FieldType::money;
    case ir::TypeKind::ratio:
      return FieldType::ratio;
    case ir::TypeKind::date:
      return FieldType::date;
    case ir::TypeKind::duration:
      return FieldType::duration;
    case ir::TypeKind::text:
      return FieldType::text;
    case ir::TypeKind::enumeration:
    case ir::TypeKind::code:
      return FieldType::choice;
    case ir::TypeKind::set:
      return FieldType::choices;
  }
  return FieldType::text;
}

std::vector<MatterDescription::Value> values_of(const ir::Program& program, const ir::Type& type) {
  std::vector<MatterDescription::Value> out;
  if (type.kind == ir::TypeKind::enumeration || type.kind == ir::TypeKind::set) {
    for (const ir::Name& value : program.enums[ir::EnumId(type.ref)].values) out.push_back({value.alias, value.zh});
  } else if (type.kind == ir::TypeKind::code) {
    for (const ir::Code& code : program.taxonomies[ir::TaxonomyId(type.ref)].codes) out.push_back({code.code, code.name.zh});
  }
  return out;
}

}  // namespace

std::vector<MatterDescription> RuleSet::matters() const {
  std::vector<MatterDescription> out;
  for (const ir::Matter& matter : program_->matters) {
    MatterDescription& described = out.emplace_back(MatterDescription{matter.name.alias, matter.name.zh});
    for (const Stage stage : matter.stages) described.stages.emplace_back(word(stage).alias);
    for (const ir::Field& field : matter.fields) {
      described.fields.push_back({field.name.alias, field.name.zh, type_of(field.type.kind), values_of(*program_, field.type)});
    }
  }
  return out;
}

std::vector<std::string> RuleSet::measures() const {
  std::vector<std::string> out;
  for (const ir::Measure& measure : program_->measures) {
    if (std::find(out.begin(), out.end(), measure.name.alias) == out.end()) out.push_back(measure.name.alias);
  }
  return out;
}

}  // namespace plumb
