#include "compiler/semantics/lints.hpp"

namespace plumb::semantics {

using diagnostics::HelpKind;
using diagnostics::Kind;
using diagnostics::Severity;

namespace {

constexpr Lint kLints[] = {
    {Kind::obligation_unmet, "unmet_obligation", "义务未落实"},
    {Kind::department_not_of_clause, "foreign_department", "条款外部门"},
    {Kind::department_left_out, "missing_department", "部门遗漏"},
    {Kind::unused_parameter, "unused_parameter", "未用参数"},
    {Kind::unused_definition, "unused_definition", "未用定义"},
    {Kind::unused_enumeration, "unused_enumeration", "未用枚举"},
    {Kind::unused_department, "unused_department", "未用部门"},
    {Kind::unused_role_group, "unused_role_group", "未用角色组"},
    {Kind::no_scenario, "no_scenario", "缺少示例"},
    {Kind::condition_constant, "constant_condition", "条件恒定"},
    {Kind::compared_with_itself, "self_comparison", "自我比较"},
    {Kind::reach_never_met, "empty_reach", "适用对象落空"},
    {Kind::table_gap, "table_gap", "决策表缺口"},
    {Kind::table_overlap, "table_overlap", "决策表重叠"},
    {Kind::table_not_analysed, "table_not_analysed", "决策表未检查"},
};

const Lint* lint_of(Kind kind) {
  for (const Lint& lint : kLints) {
    if (lint.kind == kind) return &lint;
  }
  return nullptr;
}

}  // namespace

std::span<const Lint> all_lints() { return kLints; }

const Lint* find_lint(std::string_view name) {
  for (const Lint& lint : kLints) {
    if (name == lint.alias || name == lint.zh) return &lint;
  }
  return nullptr;
}

bool Lints::on(Kind kind) const {
  const auto it = levels_.find(kind);
  return it == levels_.end() || it->second != ast::LintLevel::off;
}

diagnostics::Diagnostic* Lints::report(Kind kind, Span span, diagnostics::Arguments arguments) {
  if (!on(kind)) return nullptr;
  diagnostics::Diagnostic& found = sink_.report(kind, span, std::move(arguments));
  if (const auto it = levels_.find(kind); it != levels_.end()) {
    found.severity = it->second == ast::LintLevel::error ? Severity::error : Severity::warning;
  }
  if (found.severity == Severity::error) ++errors_;
  const Lint* lint = lint_of(kind);
  if (lint != nullptr && (kind != Kind::obligation_unmet || !levels_.contains(kind))) {
    // Off, a duty that nobody encoded would never be heard of again.
    found.help(kind == Kind::obligation_unmet ? HelpKind::lint_while_writing : HelpKind::lint_can_be_set, {lint->alias, lint->zh});
  }
  return &found;
}

}  // namespace plumb::semantics
