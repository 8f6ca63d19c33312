#include "compiler/scenarios/names.hpp"

#include "compiler/base/suggest.hpp"

namespace plumb::scenarios {

namespace {

using diagnostics::Argument;
using diagnostics::HelpKind;
using diagnostics::Kind;
using diagnostics::LabelKind;
using diagnostics::Term;

template <typename Stored, typename IdType>
std::optional<IdType> find(const Store<Stored, IdType>& store, const std::string& text) {
  for (size_t index = 0; index < store.size(); ++index) {
    if (store[store.id_at(index)].name.matches(text)) return store.id_at(index);
  }
  return std::nullopt;
}

template <typename Stored, typename IdType>
std::vector<ir::Name> names_of(const Store<Stored, IdType>& store) {
  std::vector<ir::Name> out;
  for (const Stored& item : store) out.push_back(item.name);
  return out;
}

}  // namespace

void Names::unknown(Kind kind, const ast::Name& name, diagnostics::Arguments arguments, const std::vector<ir::Name>& known) {
  diagnostics::Diagnostic& report = sink_.report(kind, name.span, std::move(arguments)).mark(LabelKind::no_such_name);
  std::vector<std::string> spellings;
  for (const ir::Name& each : known) {
    spellings.push_back(each.zh);
    if (each.alias != each.zh) spellings.push_back(each.alias);
  }
  if (const std::optional<std::string> meant = nearest(name.text, spellings)) {
    report.fix(HelpKind::change_to, {*meant}, name.span, *meant);
  } else if (!known.empty()) {
    std::vector<std::string> chinese;
    for (const ir::Name& each : known) chinese.push_back(each.zh);
    report.help(HelpKind::names_known, {Argument::list(chinese)});
  }
}

std::optional<ir::MatterId> Names::matter(const ast::Name& name) {
  const auto found = find(program_.matters, name.text);
  if (!found) unknown(Kind::unknown_name, name, {Term::matter, name.text}, names_of(program_.matters));
  return found;
}

std::optional<ir::EffectId> Names::effect(const ast::Name& name) {
  const auto found = find(program_.effects, name.text);
  if (!found) unknown(Kind::unknown_name, name, {Term::effect, name.text}, names_of(program_.effects));
  return found;
}

std::optional<ir::ParameterId> Names::parameter(const ast::Name& name) {
  const auto found = find(program_.parameters, name.text);
  if (!found) unknown(Kind::unknown_name, name, {Term::parameter, name.text}, names_of(program_.parameters));
  return found;
}

std::optional<Role> Names::role(const ast::Name& name) {
  if (const std::optional<Role> known = find_role(name.text)) return known;
  std::vector<ir::Name> names;
  for (const ir::Program::RoleName& role : program_.roles) {
    if (role.name.matches(name.text)) return role.role;
    for (const std::string& spelling : role.short_names) {
      if (spelling == name.text) return role.role;
    }
    names.push_back(role.name);
  }
  unknown(Kind::unknown_name, name, {Term::role, name.text}, names);
  return std::nullopt;
}

std::optional<Sector> Names::sector(const ast::Name& name) {
  const std::optional<Sector> found = find_sector(name.text);
  if (!found) unknown(Kind::unknown_enumerator, name, {ir::word(ir::PartyField::sector).zh, name.text}, program_.enums[ir::kSectorEnum].values);
  return found;
}

std::vector<ir::MeasureId> Names::measure(const ast::Name& name) {
  std::vector<ir::MeasureId> out;
  for (size_t index = 0; index < program_.measures.size(); ++index) {
    const ir::MeasureId id = program_.measures.id_at(index);
    if (program_.measures[id].name.matches(name.text)) out.push_back(id);
  }
  if (out.empty()) unknown(Kind::unknown_name, name, {Term::measure, name.text}, names_of(program_.measures));
  return out;
}

std::optional<uint32_t> Names::field(ir::MatterId matter, const ast::Name& name) {
  const ir::Matter& declared = program_.matters[matter];
  std::vector<ir::Name> names;
  for (uint32_t index = 0; index < declared.fields.size(); ++index) {
    if (declared.fields[index].name.matches(name.text)) return index;
    names.push_back(declared.fields[index].name);
  }
  unknown(Kind::unknown_field, name, {declared.name.zh, name.text}, names);
  return std::nullopt;
}

std::optional<std::string> Names::permit_target(const ast::Name& name) {
  if (const auto matter = find(program_.matters, name.text)) return program_.matters[*matter].name.alias;
  if (const auto measure = find(program_.measures, name.text)) return program_.measures[*measure].name.alias;
  std::vector<ir::Name> names = names_of(program_.matters);
  for (const ir::Name& each : names_of(program_.measures)) names.push_back(each);
  unknown(Kind::unknown_name, name, {Term::measure, name.text}, names);
  return std::nullopt;
}

}  // namespace plumb::scenarios
