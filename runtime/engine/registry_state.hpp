// What a public Registry holds; for this room's own files.
#pragma once

#include <initializer_list>
#include <optional>

#include "plumb/plumb.hpp"
#include "plumb/rights.hpp"
#include "runtime/registry/access/accounts.hpp"
#include "runtime/registry/registry.hpp"

namespace plumb {

struct Registry::State {
  registry::Registry store;
  Actor actor = {};
  std::optional<AccountRole> role = {};  // of the actor; nothing: there are no accounts, and everything is allowed

  // Finds who acts among the accounts.
  Result<void> admit(const Actor& asked);
  // Whether the actor has one of the rights. REQUIRES: one at least.
  Result<void> require(std::initializer_list<Right> any) const;
};

// What writing rows of a table takes; of no known table, which is refused for that: the right to the list.
Right right_to_write(std::optional<registry::Table> table);

}  // namespace plumb
