// A holding → the matter and row that a rule set is asked about, or the reason why it cannot be. Pure; any thread.
#pragma once

#include <variant>

#include "runtime/decide/request.hpp"
#include "runtime/snapshot/snapshot.hpp"

namespace plumb::decide {

// Fills `fields` where there is no refusal.
std::variant<ir::MatterId, Refusal> read_holding(const RuleIndex& rules, const snapshot::Holding& holding, reference::Row& fields);

}  // namespace plumb::decide
