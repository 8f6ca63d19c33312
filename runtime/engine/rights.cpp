// Accounts and the table of rights; what every public call of a registry asks before it does anything.
#include "plumb/rights.hpp"

#include <algorithm>
#include <array>

#include "runtime/engine/registry_state.hpp"
#include "runtime/registry/failure.hpp"
#include "runtime/registry/moment.hpp"

namespace plumb {

namespace {

using enum AccountRole;

struct RoleName {
  const char *code, *zh;
};
constexpr std::array<RoleName, 6> kRoles = {
    {{"court", "法院"}, {"department", "部门"}, {"reviewer", "核对员"}, {"publisher", "公示员"}, {"auditor", "审计员"}, {"keeper", "维护员"}}};

const RightRow& row_of(Right right) { return rights_table()[static_cast<size_t>(right)]; }

std::string holders_of(Right right) {
  std::string out;
  for (const AccountRole role : row_of(right).roles) out += (out.empty() ? "" : ", ") + std::string(role_code(role));
  return out;
}

}  // namespace

const std::vector<RightRow>& rights_table() {
  static const std::vector<RightRow> kTable = {
      {Right::decide, "decide", "判定、查询、清查（他人编号遮蔽）", {court, department, reviewer}},
      {Right::reveal, "reveal", "完整显示他人编号", {court, reviewer}},
      {Right::list, "list", "录入名单、经过、许可、保留", {court}},
      {Right::facts, "facts", "录入主体、关系、既有事项、证件", {court, department}},
      {Right::review, "review", "核对候选、认定同一与否", {reviewer}},
      {Right::publish, "publish", "公示名单", {court, publisher}},
      {Right::findings, "findings", "待查、期限、统计", {court, department, reviewer, auditor}},
      {Right::history, "history", "主体的经过、先前的判定", {court, reviewer, auditor}},
      {Right::verify, "verify", "核验名册与查阅日志、检查点", {auditor, keeper}},
      {Right::keep, "keep", "快照文件、备份、设置", {keeper}},
      {Right::erase, "erase", "依个人信息保护法删除", {court}},
      {Right::accounts, "accounts", "增减账户", {keeper}},
      {Right::act_for, "act_for", "以他人账户行事", {keeper}},
  };
  return kTable;
}

bool has_right(AccountRole role, Right right) {
  const auto& roles = row_of(right).roles;
  return std::find(roles.begin(), roles.end(), role) != roles.end();
}

const char* role_code(AccountRole role) { return kRoles[static_cast<size_t>(role)].code; }
const char* role_zh(AccountRole role) { return kRoles[static_cast<size_t>(role)].zh; }

std::optional<AccountRole> find_role_of_account(std::string_view code) {
  for (size_t i = 0; i < kRoles.size(); ++i) {
    if (code == kRoles[i].code || code == kRoles[i].zh) return static_cast<AccountRole>(i);
  }
  return std::nullopt;
}

Result<void> Registry::State::admit(const Actor& asked) {
  const auto rows = registry::access::accounts(store);
  if (!rows) return rows.error();
  role.reset();
  if (rows->empty()) return {};
  actor = asked;
  const auto role_of = [&](const std::string& name) -> Result<AccountRole> {
    const auto found = std::find_if(rows->begin(), rows->end(), [&](const auto& row) { return row.name == name; });
    if (found == rows->end()) return registry::failure("registry.account", name);
    const auto known = find_role_of_account(found->role);
    if (!known) return registry::failure("registry.corrupt", "accounts.role");
    return *known;
  };
  if (!asked.by.empty() && asked.by != asked.account) {
    const auto by = role_of(asked.by);
    if (!by) return by.error();
    if (!has_right(*by, Right::act_for)) return registry::failure("registry.right", asked.by + ": act_for ← " + holders_of(Right::act_for));
  }
  const auto found = role_of(asked.account);
  if (!found) return found.error();
  role = *found;
  return {};
}

Result<void> Registry::State::require(std::initializer_list<Right> any) const {
  if (!role) return {};
  for (const Right right : any) {
    if (has_right(*role, right)) return {};
  }
  const Right first = *any.begin();
  return registry::failure("registry.right", actor.account + " (" + role_code(*role) + "): " + row_of(first).code + " ← " + holders_of(first));
}

Result<void> Registry::require(Right right) const { return state_->require({right}); }

Result<std::string> Registry::setting(const std::string& name) {
  const auto value = registry::access::setting(state_->store, name);
  if (!value) return value.error();
  return value->value_or("");
}

Result<void> Registry::set_read_journal(const std::string& path, const std::string& recorded_at) {
  if (auto may = require(Right::keep); !may) return may;
  const auto moment = registry::canonical_moment(recorded_at);
  if (!moment) return registry::failure("registry.time", recorded_at);
  const auto put = registry::access::put_setting(state_->store, "reads.journal", path, *moment);
  if (!put) return put.error();
  return {};
}

const Actor& Registry::actor() const { return state_->actor; }

Result<std::vector<Account>> Accounts::list() {
  const auto rows = registry::access::accounts(registry_.state_->store);
  if (!rows) return rows.error();
  std::vector<Account> out;
  for (const auto& row : *rows) {
    const auto role = find_role_of_account(row.role);
    if (!role) return registry::failure("registry.corrupt", "accounts.role");
    out.push_back({row.name, *role, row.department});
  }
  return out;
}

Result<bool> Accounts::add(const Account& account, const std::string& recorded_at) {
  const auto moment = registry::canonical_moment(recorded_at);
  if (!moment) return registry::failure("registry.time", recorded_at);
  if (account.name.empty()) return registry::failure("registry.account_name");
  const auto all = list();
  if (!all) return all.error();
  if (all->empty() && account.role != keeper) return registry::failure("registry.first_account");
  if (auto may = registry_.state_->require({Right::accounts}); !may) return may.error();
  const bool others_keep = std::any_of(all->begin(), all->end(), [&](const Account& a) { return a.role == keeper && a.name != account.name; });
  if (!all->empty() && !others_keep && account.role != keeper) {
    const bool was_keeper = std::any_of(all->begin(), all->end(), [&](const Account& a) { return a.role == keeper && a.name == account.name; });
    if (was_keeper) return registry::failure("registry.last_keeper", account.name);
  }
  return registry::access::put_account(registry_.state_->store, {account.name, role_code(account.role), account.department}, *moment);
}

Result<bool> Accounts::end(const std::string& name, const std::string& recorded_at) {
  const auto moment = registry::canonical_moment(recorded_at);
  if (!moment) return registry::failure("registry.time", recorded_at);
  if (auto may = registry_.state_->require({Right::accounts}); !may) return may.error();
  const auto all = list();
  if (!all) return all.error();
  const bool is_one = std::any_of(all->begin(), all->end(), [&](const Account& a) { return a.name == name; });
  const bool others_keep = std::any_of(all->begin(), all->end(), [&](const Account& a) { return a.role == keeper && a.name != name; });
  if (is_one && !others_keep) return registry::failure("registry.last_keeper", name);
  return registry::access::end_account(registry_.state_->store, name, *moment);
}

}  // namespace plumb
