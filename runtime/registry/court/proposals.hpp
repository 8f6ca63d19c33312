// Removals that full pushes propose by leaving entries out, and what a person says of them. Used by Registry::proposals and Registry::settle.
#pragma once

#include <vector>

#include "compiler/base/result.hpp"
#include "runtime/registry/court/push.hpp"
#include "runtime/registry/sqlite.hpp"

namespace plumb::registry::court {

// Those that wait for a person, oldest push first.
Result<std::vector<Proposal>> proposals(Database& database);

// Carries them out, or dismisses them, under somebody's name: the finding keeps who and which before it is closed; and closes other
// findings named by number, with a reason. In one write transaction of its own. Errors: settle.nobody, settle.nothing, settle.unknown,
// settle.reason, settle.bound_minor.
Result<SettleTold> settle_proposals(Database& database, const SettleOptions& options);

}  // namespace plumb::registry::court
