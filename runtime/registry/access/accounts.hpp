// The table `accounts` → who may do what now; and its rows written. Roles are kept as their codes, which plumb/rights.hpp knows;
// this room knows no rights. One thread at a time.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "compiler/base/result.hpp"
#include "runtime/registry/registry.hpp"

namespace plumb::registry::access {

struct AccountRow {
  std::string name, role, department;
};

// Live ones, by name, of any schema: the first had none.
Result<std::vector<AccountRow>> accounts(Database& database);
// The same of a file that need not be opened for anything else. Errors: what keeps it from being read.
Result<std::vector<AccountRow>> accounts_in(const std::filesystem::path& file);

// What must hold of the accounts that there are when one is written, asked in the transaction that writes it.
using AccountsAllow = std::function<Result<void>(const std::vector<AccountRow>&)>;
// Whether that changed anything. `recorded_at`: a canonical moment.
Result<bool> put_account(Registry& registry, const AccountRow& account, const std::string& recorded_at, const AccountsAllow& allow);
Result<bool> end_account(Registry& registry, const std::string& name, const std::string& recorded_at, const AccountsAllow& allow);

// The live value of a setting, if it has one.
Result<std::optional<std::string>> setting(Registry& registry, const std::string& name);
// Sets it, or takes it away where `value` is empty. Whether that changed anything.
Result<bool> put_setting(Registry& registry, const std::string& name, const std::string& value, const std::string& recorded_at);

}  // namespace plumb::registry::access
