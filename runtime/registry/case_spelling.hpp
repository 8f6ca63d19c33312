// Live rows that hold their case number as it was typed → the same rows with it in the one spelling, under which a case is found.
//
// Registries of schema 1 to 3 may hold such rows; called once, when one is brought up to date, in its write transaction and after all
// tables are as table.hpp has them. What was known before stays as it was; the change is one revision, journalled, at the moment of the
// last one, since there is no clock here. One thread.
#pragma once

#include "compiler/base/result.hpp"
#include "runtime/registry/sqlite.hpp"

namespace plumb::registry {

// Rows that turn out to have one key become one: of what both say the later row counts, and what only one says is kept, a removal above
// all; the days as of which pushes spoke of either are those of the later push. The other spellings go into the originals. Findings that
// name a case follow. A registry without other spellings is left as it is.
Result<void> respell_cases(Database& database);

}  // namespace plumb::registry
