// Who may do what with a registry: accounts, their roles, and the one table of rights.
//
// A registry without accounts lets everybody do everything who can open its file. From the first account on (a keeper's) each
// opening names an account, and every call asks for its right. That is an order among honest people: whoever can read or write
// the file without this library is held by the operating system alone (docs/registry.md, Accounts).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/result.hpp"

namespace plumb {

class Registry;

enum class AccountRole : uint8_t { court, department, reviewer, publisher, auditor, keeper };

enum class Right : uint8_t {
  decide,    // decisions, answers and sweeps, other persons' identifiers masked
  reveal,    // the same in full
  list,      // to write entries, their steps, permits and retentions
  facts,     // to write parties, relations, holdings and documents
  review,    // candidates, and what is said of pairs
  publish,   // the public list
  findings,  // findings, deadlines, statistics
  history,   // what was recorded about a party, and decisions taken earlier
  verify,    // whether the registry and the journal of reads stand as they were written; checkpoints
  keep,      // snapshot files, backups, settings
  erase,     // erasure under the personal-information law
  accounts,  // to add and end accounts
  act_for,   // to act in another account's name
};

struct RightRow {
  Right right;
  const char* code;  // stable: "review"
  const char* zh;    // what it is a right to
  std::vector<AccountRole> roles;
};

// Every right with the roles that have it: the one place where that is said.
const std::vector<RightRow>& rights_table();
bool has_right(AccountRole role, Right right);
const char* role_code(AccountRole role);  // "court"
const char* role_zh(AccountRole role);
std::optional<AccountRole> find_role_of_account(std::string_view code);  // by code or Chinese name

// Who acts: an account; and where somebody else acts in its name, that one's account, which needs act_for.
struct Actor {
  std::string account;
  std::string by = {};
};

struct Account {
  std::string name;
  AccountRole role = AccountRole::department;
  std::string department;  // empty: none
};

// On top of a Registry, under its rules of threads; needs the right `accounts` but for the first one.
// Errors: registry.right, .first_account, .last_keeper, .account_name, .time and the registry's others.
class Accounts {
 public:
  // REQUIRES: `registry` lives as long.
  explicit Accounts(Registry& registry) : registry_(registry) {}

  // Those that there are now, by name. Any account may see them.
  Result<std::vector<Account>> list();
  // Adds an account, or changes one of the same name. False: it is so already. REQUIRES here and below: open read_write.
  Result<bool> add(const Account& account, const std::string& recorded_at);
  // False: there was none.
  Result<bool> end(const std::string& name, const std::string& recorded_at);

 private:
  Registry& registry_;
};

}  // namespace plumb
