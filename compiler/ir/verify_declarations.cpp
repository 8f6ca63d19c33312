#include <algorithm>

#include "compiler/ir/values.hpp"
#include "compiler/ir/verify_parts.hpp"

namespace plumb::ir {

namespace {

constexpr uint32_t kAllRoles = (uint32_t{1} << kRoleCount) - 1;

void verify_name(const Name& name, const std::string& where, Violations& found) {
  found.require(!name.zh.empty() && !name.alias.empty(), Invariant::named, where);
}

// Names of things of one kind: present, and told apart in either script.
class Names {
 public:
  Names(std::string kind, Violations& found) : kind_(std::move(kind)), found_(found) {}
  void add(const Name& name) {
    verify_name(name, kind_ + " " + name.alias, found_);
    const bool fresh = seen_.insert(name.zh).second;
    const bool fresh_alias = name.alias == name.zh || seen_.insert(name.alias).second;
    found_.require(fresh && fresh_alias, Invariant::distinct_names, kind_ + " " + name.alias);
  }

 private:
  std::string kind_;
  Violations& found_;
  std::set<std::string> seen_;
};

template <typename Items>
void verify_names(const char* kind, const Items& items, Violations& found) {
  Names names(kind, found);
  for (const auto& item : items) names.add(item.name);
}

void verify_vocabulary(const Program& program, Violations& found) {
  const Program expected = with_vocabulary();
  bool same = program.enums.size() >= kFixedEnumCount;
  for (uint32_t i = 0; same && i < kFixedEnumCount; ++i) {
    const auto &have = program.enums[EnumId(i)].values, &want = expected.enums[EnumId(i)].values;
    same = std::equal(have.begin(), have.end(), want.begin(), want.end(), [](const Name& a, const Name& b) { return a.zh == b.zh && a.alias == b.alias; });
  }
  found.require(same, Invariant::vocabulary_enums, "enums");
}

void verify_type(const Program& program, Type type, const std::string& where, Violations& found) {
  found.require(type_exists(program, type), Invariant::type_refs, where);
  if (type.kind == TypeKind::set && type.ref < program.enums.size()) {
    found.require(program.enums[EnumId(type.ref)].values.size() <= 64, Invariant::set_size, where);
  }
}

void verify_taxonomy(const Taxonomy& taxonomy, Violations& found) {
  const std::string where = "taxonomy " + taxonomy.name.alias;
  std::set<std::string> seen;
  std::vector<uint32_t> open;  // ancestors of the code at hand
  const auto count = static_cast<uint32_t>(taxonomy.codes.size());
  bool ordered = true;
  for (uint32_t i = 0; i < count; ++i) {
    const Code& code = taxonomy.codes[i];
    while (!open.empty() && taxonomy.codes[open.back()].end <= i) open.pop_back();
    const uint32_t parent = open.empty() ? UINT32_MAX : open.back();
    const uint32_t limit = open.empty() ? count : taxonomy.codes[open.back()].end;
    ordered = ordered && code.parent == parent && i < code.end && code.end <= limit;
    found.require(!code.code.empty() && seen.insert(code.code).second, Invariant::distinct_names, where + " code " + code.code);
    open.push_back(i);
  }
  found.require(ordered, Invariant::codes_in_preorder, where);
}

void verify_matter(const Program& program, const Matter& matter, Violations& found) {
  const std::string where = "matter " + matter.name.alias;
  const std::set<Stage> stages(matter.stages.begin(), matter.stages.end());
  found.require(!stages.empty() && stages.size() == matter.stages.size(), Invariant::matter_stages, where);
  verify_names((where + " field").c_str(), matter.fields, found);
  for (const Field& field : matter.fields) verify_type(program, field.type, where + "." + field.name.alias, found);
}

void verify_document(const Program& program, const Document& document, Violations& found) {
  const std::string where = "document " + document.name.alias;
  found.require(!document.from || !document.until || *document.from <= *document.until, Invariant::document_period, where);
  for (const Clause& clause : document.clauses) {
    verify_departments(program, clause.departments, where + " " + clause.path, found);
    verify_departments(program, clause.executing, where + " " + clause.path, found);
  }
}

void verify_parameter(const Program& program, const Parameter& parameter, Violations& found) {
  const std::string where = "parameter " + parameter.name.alias;
  verify_type(program, parameter.type, where, found);
  const auto not_ascending = [](const ParameterVersion& a, const ParameterVersion& b) { return b.from <= a.from; };
  const auto& versions = parameter.versions;
  found.require(std::adjacent_find(versions.begin(), versions.end(), not_ascending) == versions.end(), Invariant::parameter_versions, where);
  for (const ParameterVersion& version : versions) {
    verify_basis(program, version.basis, where, found);
    if (!version.value || !type_exists(program, parameter.type)) continue;
    found.require(version.value->type == parameter.type && well_formed(program, *version.value), Invariant::parameter_values, where);
  }
}

void verify_calendar(const Calendar& calendar, Violations& found) {
  bool sorted = calendar.first <= calendar.last && calendar.first.in_range() && calendar.last.in_range();
  for (const auto* days : {&calendar.holidays, &calendar.makeup}) {
    sorted = sorted && std::adjacent_find(days->begin(), days->end(), [](Date a, Date b) { return b <= a; }) == days->end();
    sorted = sorted && (days->empty() || (calendar.first <= days->front() && days->back() <= calendar.last));
  }
  found.require(sorted, Invariant::calendar_sorted, "calendar " + calendar.name.alias);
}

void verify_rule_set(const Program& program, Violations& found) {
  verify_name(program.name, "rule set", found);
  found.require(!program.staleness_limit || program.staleness_limit->count >= 0, Invariant::staleness_limit, "rule set");
  found.require(!program.default_calendar.valid() || program.default_calendar.value < program.calendars.size(), Invariant::calendar_refs, "default calendar");
  for (const Remedy& remedy : program.remedies) verify_basis(program, remedy.basis, "remedy", found);
  for (const Waiver& waiver : program.waivers) verify_basis(program, waiver.basis, "waiver " + waiver.name.alias, found);
  for (const auto& [one, other] : program.contradictions) {
    found.require(one.value < program.effects.size() && other.value < program.effects.size(), Invariant::effect_refs, "contradictions");
  }
  for (const auto& role : program.roles) verify_name(role.name, "role", found);
  for (const auto& group : program.role_groups) found.require((group.roles & ~kAllRoles) == 0, Invariant::role_masks, "role group " + group.name.alias);
}

}  // namespace

bool type_exists(const Program& program, Type type) {
  switch (type.kind) {
    case TypeKind::enumeration:
    case TypeKind::set:
      return type.ref < program.enums.size();
    case TypeKind::code:
      return type.ref < program.taxonomies.size();
    case TypeKind::boolean:
    case TypeKind::integer:
    case TypeKind::decimal:
    case TypeKind::money:
    case TypeKind::ratio:
    case TypeKind::date:
    case TypeKind::duration:
    case TypeKind::text:
      return type.ref == UINT32_MAX;
  }
  return false;
}

void verify_basis(const Program& program, const std::vector<Citation>& basis, const std::string& where, Violations& found) {
  for (const Citation& citation : basis) {
    bool exists = citation.document.value < program.documents.size();
    if (exists) {
      const auto& clauses = program.documents[citation.document].clauses;
      exists = citation.clause < clauses.size() && (citation.obligation == UINT32_MAX || citation.obligation < clauses[citation.clause].obligations.size());
    }
    found.require(exists, Invariant::citation_refs, where);
  }
}

void verify_departments(const Program& program, const std::vector<DepartmentId>& departments, const std::string& where, Violations& found) {
  for (const DepartmentId id : departments) found.require(id.value < program.departments.size(), Invariant::department_refs, where);
}

void verify_declarations(const Program& program, Violations& found) {
  verify_vocabulary(program, found);
  verify_rule_set(program, found);
  verify_names("enum", program.enums, found);
  verify_names("taxonomy", program.taxonomies, found);
  verify_names("matter", program.matters, found);
  verify_names("effect", program.effects, found);
  verify_names("department", program.departments, found);
  verify_names("parameter", program.parameters, found);
  verify_names("document", program.documents, found);
  verify_names("calendar", program.calendars, found);
  for (const EnumType& type : program.enums) {
    Names names("enum " + type.name.alias + " value", found);
    for (const Name& value : type.values) names.add(value);
  }
  for (const Taxonomy& taxonomy : program.taxonomies) verify_taxonomy(taxonomy, found);
  for (const Matter& matter : program.matters) verify_matter(program, matter, found);
  for (const Effect& effect : program.effects) {
    for (const Type type : effect.arguments) verify_type(program, type, "effect " + effect.name.alias, found);
  }
  for (const Document& document : program.documents) verify_document(program, document, found);
  for (const Parameter& parameter : program.parameters) verify_parameter(program, parameter, found);
  for (const Calendar& calendar : program.calendars) verify_calendar(calendar, found);
}

}  // namespace plumb::ir
