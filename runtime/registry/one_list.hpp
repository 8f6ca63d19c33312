// The list as it was recorded, under whatever document → the list by parties: what bindings make one party stands under its principal.
//
// So clocks, findings, counts and the published list follow bindings as decisions do. Entries of one case, party and day of publication are
// one; where they say different things, the one says what keeps its end in sight and shows the least (docs/registry.md, “A listing under two
// documents”). Steps that were recorded under several documents, and are the same, are one. Masked numbers that nobody bound stay apart:
// only exact identity acts. In the caller's transaction; one thread.
#pragma once

#include "compiler/base/result.hpp"
#include "runtime/registry/read_list.hpp"
#include "runtime/registry/sqlite.hpp"

namespace plumb::registry {

// REQUIRES: `list.listed_as` is empty; it is filled. Entries and steps keep their order, each one at the place of its first.
Result<void> bring_under_principals(Database& database, List& list);

}  // namespace plumb::registry
