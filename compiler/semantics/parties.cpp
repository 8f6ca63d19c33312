// 部门, 角色, 角色组.

#include "compiler/semantics/members.hpp"
#include "compiler/semantics/phases.hpp"

namespace plumb::semantics {

using diagnostics::Argument;
using diagnostics::HelpKind;
using diagnostics::Kind;
using diagnostics::Term;

namespace {

// Short names are declared after every name, so that a name wins its place over a short name elsewhere.
template <typename T>
void spell_all(Context& context, const Files& files, Thing thing, uint32_t first) {
  uint32_t index = first;
  each<T>(files, [&](const ast::Declaration&, const T& node) {
    for (const ast::Name& name : node.short_names) context.scope.spell(thing, name, index);
    ++index;
  });
}

std::vector<std::string> texts(const std::vector<ast::Name>& names) {
  std::vector<std::string> out;
  for (const ast::Name& name : names) out.push_back(name.text);
  return out;
}

std::vector<std::string> registry_roles() {
  std::vector<std::string> out;
  for (int r = 0; r < kRoleCount; ++r) out.push_back(word(static_cast<Role>(r)).zh);
  return out;
}

}  // namespace

void declare_departments(Context& context, const Files& files) {
  const auto first = static_cast<uint32_t>(context.program.departments.size());
  each<ast::Department>(files, [&](const ast::Declaration& whole, const ast::Department& node) {
    ir::Department department{to_name(node.name), texts(node.short_names), std::nullopt};
    if (node.routed_by) {
      department.routed_by = find_party_field(node.routed_by->text);
      if (department.routed_by) {
        context.scope.use(Thing::member, node.routed_by->span, to_name(ir::word(*department.routed_by)));
      } else {
        context.scope.unknown(Kind::unknown_name, *node.routed_by, {Term::field, node.routed_by->text}, member_names(Subject::party));
      }
    }
    const ir::DepartmentId id = context.program.departments.add(std::move(department));
    context.scope.declare(Thing::department, node.name, whole.span, id.value);
  });
  spell_all<ast::Department>(context, files, Thing::department, first);
}

void declare_roles(Context& context, const Files& files) {
  const auto first = static_cast<uint32_t>(context.program.roles.size());
  each<ast::RoleDecl>(files, [&](const ast::Declaration& whole, const ast::RoleDecl& node) {
    const ir::Name name = to_name(node.name);
    const auto by_alias = find_role(name.alias), by_name = find_role(name.zh);
    const auto role = by_alias ? by_alias : by_name;
    if (!role) {
      context.sink.report(Kind::role_unknown_to_registry, node.name.span, {name.zh}).help(HelpKind::names_known, {Argument::list(registry_roles())});
    }
    context.program.roles.push_back({role.value_or(Role::legal_representative), name, texts(node.short_names)});
    context.scope.declare(Thing::role, node.name, whole.span, static_cast<uint32_t>(context.program.roles.size() - 1));
  });
  spell_all<ast::RoleDecl>(context, files, Thing::role, first);
  each<ast::RoleGroup>(files, [&](const ast::Declaration& whole, const ast::RoleGroup& node) {
    uint32_t mask = 0;
    for (const ast::Name& name : node.roles) {
      if (const auto role = context.scope.resolve(Thing::role, name)) mask |= uint32_t{1} << static_cast<unsigned>(context.program.roles[*role].role);
    }
    context.program.role_groups.push_back({to_name(node.name), mask});
    context.scope.declare(Thing::role_group, node.name, whole.span, static_cast<uint32_t>(context.program.role_groups.size() - 1));
  });
}

std::vector<ir::DepartmentId> resolve_departments(Context& context, const std::vector<ast::Name>& names) {
  std::vector<ir::DepartmentId> out;
  for (const ast::Name& name : names) {
    if (const auto department = context.scope.resolve(Thing::department, name)) out.push_back(ir::DepartmentId(*department));
  }
  return out;
}

}  // namespace plumb::semantics
