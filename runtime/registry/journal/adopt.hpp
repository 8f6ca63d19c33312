// A registry of schema 1, whose changes were logged and not chained → its journal, from the first revision on. Part of
// migration 2 (schema.cpp), in its transaction.
#pragma once

#include "runtime/registry/sqlite.hpp"

namespace plumb::registry::journal {

// Gives every identifier its key, writes the journal of every change that `changes` lists, and puts the view change_log in its
// place. What was altered before is not found: a chain vouches for what comes after it began.
Result<void> adopt(Database& database);

}  // namespace plumb::registry::journal
