// What `registry remove` said of how a listing ended, which stood among what lists say → with its step. Part of migration 7.
//
// Where a list tells a removal too, whose words they are cannot be told any more: they stay with the list. A case is settled as after any
// step. One thread, in the migration's transaction.
#pragma once

#include "runtime/registry/sqlite.hpp"

namespace plumb::registry {

Result<void> move_kinds_to_steps(Database& database);

}  // namespace plumb::registry
