// Entries recorded under one identifier of somebody who, by a resident number that bindings make one party with it, was a minor when they
// were published: decisions leave them out, so the court is told by a finding (entry_on_minor, with `bound_to`), as for entries
// under the number itself. For whoever writes entries or bindings, before the writer's end.
#pragma once

#include <cstdint>

#include "compiler/base/result.hpp"
#include "runtime/registry/sqlite.hpp"
#include "runtime/registry/writer.hpp"

namespace plumb::registry {

// Makes the findings what the bindings and entries of this transaction say: new ones are put, and those closed whose binding is
// undone. How many are new. Reads entries only where something is bound, or was.
Result<uint64_t> settle_bound_minors(Database& database, FactWriter& writer);

}  // namespace plumb::registry
