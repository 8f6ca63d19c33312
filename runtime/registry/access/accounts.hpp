// The table `accounts` → who may do what now; and its rows written. Roles are kept as their codes, which plumb/rights.hpp knows;
// this room knows no rights. One thread at a time.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/base/result.hpp"
#include "runtime/registry/registry.hpp"

namespace plumb::registry::access {

struct AccountRow {
  std::string name, role, department;
};

// Live ones, by name.
Result<std::vector<AccountRow>> accounts(Registry& registry);
// Whether that changed anything. `recorded_at`: a canonical moment.
Result<bool> put_account(Registry& registry, const AccountRow& account, const std::string& recorded_at);
Result<bool> end_account(Registry& registry, const std::string& name, const std::string& recorded_at);

// The live value of a setting, if it has one.
Result<std::optional<std::string>> setting(Registry& registry, const std::string& name);
// Sets it, or takes it away where `value` is empty. Whether that changed anything.
Result<bool> put_setting(Registry& registry, const std::string& name, const std::string& value, const std::string& recorded_at);

}  // namespace plumb::registry::access
