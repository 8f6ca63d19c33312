// Accounts and the table of rights; what every public call of a registry asks before it does anything.
#include "plumb/rights.hpp"

#include <algorithm>
#include <array>

#include "runtime/engine/registry_state.hpp"
#include "runtime/registry/access/reads.hpp"
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
      {Right::list, "list", "录入名单、经过、许可、保留，确认或驳回全量推送的撤销，了结待查", {court}},
      {Right::facts, "facts", "录入主体、关系、既有事项、证件", {court, department}},
      {Right::review, "review", "核对候选、认定同一与否", {reviewer}},
      {Right::publish, "publish", "公示名单", {court, publisher}},
      {Right::findings, "findings", "待查、期限、统计、名册概况", {court, department, reviewer, auditor}},
      {Right::history, "history", "主体的经过、先前的判定、导出", {court, reviewer, auditor}},
      {Right::verify, "verify", "核验名册与查阅日志、检查点、先前的判定", {auditor, keeper}},
      {Right::keep, "keep", "快照文件、备份、恢复、升级、设置、导出、名册概况", {keeper}},
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

namespace {

constexpr const char* kHeldBy = " ← ";
constexpr std::string_view kKeepers = " (keeper: ";

// "keeper: wang, zhang": who can add an account.
std::string keepers_of(const std::vector<registry::access::AccountRow>& accounts) {
  std::string out = std::string(role_code(keeper)) + ":";
  for (const auto& row : accounts) {
    if (find_role_of_account(row.role) == keeper) out += (out.ends_with(":") ? " " : ", ") + row.name;
  }
  return out;
}

}  // namespace

Error with_chinese_roles(Error error) {
  std::string& text = error.message;
  const auto zh_of = [](std::string_view role) { return std::string(role_zh(*find_role_of_account(role))); };
  if (error.code == "registry.account") {  // … bo (keeper: wang)
    if (const size_t at = text.rfind(kKeepers); at != std::string::npos && text.ends_with(')'))
      text = text.substr(0, at) + "（" + role_zh(keeper) + "：" + text.substr(at + kKeepers.size(), text.size() - at - kKeepers.size() - 1) + "）";
    return error;
  }
  if (error.code != "registry.right") return error;
  // … li (auditor): decide ← court, department
  const size_t colon = text.rfind(": "), arrow = text.rfind(kHeldBy);
  if (colon == std::string::npos || arrow == std::string::npos || arrow < colon) return error;
  const std::string code = text.substr(colon + 2, arrow - colon - 2);
  const auto row = std::find_if(rights_table().begin(), rights_table().end(), [&](const RightRow& one) { return code == one.code; });
  if (row == rights_table().end()) return error;
  std::string who = text.substr(0, colon), holders;
  if (const size_t open = who.rfind(" ("); open != std::string::npos && who.ends_with(')')) {
    const std::string role = who.substr(open + 2, who.size() - open - 3);
    if (find_role_of_account(role)) who = who.substr(0, open) + "（" + zh_of(role) + "）";
  }
  for (const AccountRole role : row->roles) holders += (holders.empty() ? "" : "、") + std::string(role_zh(role));
  text = who + "：" + row->zh + " ← " + holders;
  return error;
}

Result<void> Gate::admit(const std::vector<registry::access::AccountRow>& accounts) {
  role_.reset();
  actor_ = {};
  if (accounts.empty()) return {};
  actor_ = asked_;
  const auto role_of = [&](const std::string& name) -> Result<AccountRole> {
    const auto found = std::find_if(accounts.begin(), accounts.end(), [&](const auto& row) { return row.name == name; });
    if (found == accounts.end()) return registry::failure("registry.account", name + " (" + keepers_of(accounts) + ")");
    const auto known = find_role_of_account(found->role);
    if (!known) return registry::failure("registry.corrupt", "accounts.role: " + name);
    return *known;
  };
  if (!asked_.by.empty() && asked_.by != asked_.account) {
    const auto by = role_of(asked_.by);
    if (!by) return by.error();
    if (!has_right(*by, Right::act_for)) return registry::failure("registry.right", asked_.by + ": act_for" + kHeldBy + holders_of(Right::act_for));
  }
  const auto found = role_of(asked_.account);
  if (!found) return found.error();
  role_ = *found;
  return {};
}

std::string Gate::acting() const {
  const bool for_another = !actor_.by.empty() && actor_.by != actor_.account;
  return for_another ? actor_.account + ", by " + actor_.by : actor_.account;
}

std::string Gate::speaker(const std::string& by) const {
  const std::string account = acting();
  if (account.empty() || account == by) return by;
  return by.empty() ? account : by + " (" + account + ")";
}

bool Gate::has(Right right) const { return !role_ || has_right(*role_, right); }

Result<void> Gate::holds(const std::vector<Right>& any) const {
  for (const Right right : any) {
    if (has(right)) return {};
  }
  const Right first = any.front();
  return registry::failure("registry.right", actor_.account + " (" + role_code(*role_) + "): " + row_of(first).code + kHeldBy + holders_of(first));
}

Result<void> Gate::require(registry::Database& database, std::initializer_list<Right> any) {
  taken_.clear();
  const auto accounts = registry::access::accounts(database);
  if (!accounts) return accounts.error();
  if (auto admitted = admit(*accounts); !admitted) return admitted;
  return require_also(any);
}

Result<void> Gate::require_also(std::initializer_list<Right> any) {
  taken_.emplace_back(any);
  return holds(taken_.back());
}

Result<void> Gate::ask(registry::Database& database) {
  const auto accounts = registry::access::accounts(database);
  if (!accounts) return accounts.error();
  if (auto admitted = admit(*accounts); !admitted) return admitted;
  for (const std::vector<Right>& any : taken_) {
    if (auto held = holds(any); !held) return held;
  }
  database.set_acting(acting());
  return {};
}

Result<void> Registry::require(Right right) const { return state_->require({right}); }

Result<std::string> Registry::setting(const std::string& name) {
  if (auto may = state_->require({Right::keep}); !may) return may.error();
  const auto value = registry::access::setting(state_->store, name);
  if (!value) return value.error();
  return value->value_or("");
}

Result<std::string> Registry::read_journal() {
  const auto value = registry::access::setting(state_->store, "reads.journal");
  if (!value) return value.error();
  return value->value_or("");
}

Result<void> Registry::set_read_journal(const std::string& path, const std::string& recorded_at) {
  if (auto may = require(Right::keep); !may) return may;
  const auto moment = registry::canonical_moment(recorded_at);
  if (!moment) return registry::failure("registry.time", recorded_at);
  // Who reads where reads must be journalled would else be the one to find out.
  if (!path.empty()) {
    if (auto room = registry::access::room_for_reads(path); !room) return room;
  }
  const auto put = registry::access::put_setting(state_->store, "reads.journal", path, *moment);
  if (!put) return put.error();
  return {};
}

const Actor& Registry::actor() const { return state_->gate->actor(); }

namespace {

// Whether somebody else could still keep the accounts. Where that is not so, `name` must.
bool others_keep(const std::vector<registry::access::AccountRow>& rows, const std::string& name) {
  return std::any_of(rows.begin(), rows.end(), [&](const auto& row) { return find_role_of_account(row.role) == keeper && row.name != name; });
}

bool has_account(const std::vector<registry::access::AccountRow>& rows, const std::string& name) {
  return std::any_of(rows.begin(), rows.end(), [&](const auto& row) { return row.name == name; });
}

}  // namespace

Result<std::vector<Account>> Accounts::list() {
  registry::Database& database = registry_.state_->store.database();
  const auto rows = registry::access::accounts(database);
  if (!rows) return rows.error();
  if (auto admitted = registry_.state_->gate->admit(*rows); !admitted) return admitted.error();
  std::vector<Account> out;
  for (const auto& row : *rows) {
    const auto role = find_role_of_account(row.role);
    if (!role) return registry::failure("registry.corrupt", "accounts.role: " + row.name);
    out.push_back({row.name, *role, row.department});
  }
  return out;
}

Result<bool> Accounts::add(const Account& account, const std::string& recorded_at) {
  const auto moment = registry::canonical_moment(recorded_at);
  if (!moment) return registry::failure("registry.time", recorded_at);
  if (account.name.empty()) return registry::failure("registry.account_name");
  if (auto may = registry_.state_->require({Right::accounts}); !may) return may.error();
  const auto allow = [&](const std::vector<registry::access::AccountRow>& rows) -> Result<void> {
    if (rows.empty() && account.role != keeper) return registry::failure("registry.first_account");
    // Who makes another one the first keeper could open the registry no more, and nobody else might.
    const std::string& user = registry_.state_->gate->user();
    if (rows.empty() && !user.empty() && account.name != user) return registry::failure("registry.first_keeper", user);
    if (account.role == keeper) return {};
    return has_account(rows, account.name) && !others_keep(rows, account.name) ? registry::failure("registry.last_keeper", account.name) : Result<void>();
  };
  return registry::access::put_account(registry_.state_->store, {account.name, role_code(account.role), account.department}, *moment, allow);
}

Result<bool> Accounts::end(const std::string& name, const std::string& recorded_at) {
  const auto moment = registry::canonical_moment(recorded_at);
  if (!moment) return registry::failure("registry.time", recorded_at);
  if (auto may = registry_.state_->require({Right::accounts}); !may) return may.error();
  const auto allow = [&](const std::vector<registry::access::AccountRow>& rows) -> Result<void> {
    return has_account(rows, name) && !others_keep(rows, name) ? registry::failure("registry.last_keeper", name) : Result<void>();
  };
  return registry::access::end_account(registry_.state_->store, name, *moment, allow);
}

}  // namespace plumb
