// What a public Registry holds; for this room's own files.
#pragma once

#include <initializer_list>
#include <memory>
#include <optional>
#include <vector>

#include "plumb/plumb.hpp"
#include "plumb/rights.hpp"
#include "runtime/registry/access/accounts.hpp"
#include "runtime/registry/registry.hpp"

namespace plumb {

// Who acts, and what for. Accounts are read anew for every act, and again in each write transaction of it: an account that was ended,
// or has another role now, acts as such from then on, however long its registry has been open.
class Gate {
 public:
  explicit Gate(Actor asked) : asked_(std::move(asked)) {}

  // Finds who acts among these accounts; where there are none, everything is allowed. Errors: registry.account, .right.
  Result<void> admit(const std::vector<registry::access::AccountRow>& accounts);
  // A new act, which takes one of the rights. REQUIRES here and below: one at least.
  Result<void> require(registry::Database& database, std::initializer_list<Right> any);
  // What the same act takes besides.
  Result<void> require_also(std::initializer_list<Right> any);
  // In a write transaction: whether all that the act took still holds. Says who acts.
  Result<void> ask(registry::Database& database);

  const Actor& actor() const { return actor_; }
  // The user who opened the registry, in whosever name; empty: not told.
  const std::string& user() const { return asked_.by.empty() ? asked_.account : asked_.by; }
  // The account that acts, "li", or "li, by root" where another acts in its name; empty where there are no accounts.
  std::string acting() const;
  // In whose name something is said, with the account that says it, where there are accounts.
  std::string speaker(const std::string& by) const;
  bool has(Right right) const;

 private:
  Result<void> holds(const std::vector<Right>& any) const;

  const Actor asked_;
  Actor actor_ = {};                       // nobody where there are no accounts
  std::optional<AccountRole> role_ = {};   // nothing: there are no accounts
  std::vector<std::vector<Right>> taken_;  // by the act under way; of each one is enough
};

struct Registry::State {
  std::unique_ptr<Gate> gate;  // stays where it is: the store asks it
  registry::Registry store;

  Result<void> require(std::initializer_list<Right> any) { return gate->require(store.database(), any); }
  Result<void> require_also(std::initializer_list<Right> any) { return gate->require_also(any); }
  // Laid out for deciding, and for whoever may have asked for that.
  Result<std::shared_ptr<const Snapshot>> read(const SnapshotOptions& options);
  Result<void> require_reveal(bool reveal) { return reveal ? require_also({Right::reveal}) : Result<void>(); }
};

// Whether it may be a document's number, none of which goes without a digit; a name does. A case number is none.
bool may_be_number(std::string_view id);

// registry.right and registry.account with the roles and rights that they name in Chinese; any other error as it is.
Error with_chinese_roles(Error error);

// What writing rows of a table takes; of no known table, which is refused for that: the right to the list.
Right right_to_write(std::optional<registry::Table> table);

}  // namespace plumb
