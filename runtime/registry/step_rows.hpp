// Steps and what they permit ↔ the rows of events and permits that say so.
//
// Pure; any thread.
#pragma once

#include "runtime/lifecycle/effect.hpp"
#include "runtime/lifecycle/event.hpp"
#include "runtime/registry/row.hpp"

namespace plumb::registry {

// REQUIRES: a row of events, as map_row made it.
lifecycle::Event step_in(const Row& row);

// As a table would say it.
Row row_of(const lifecycle::Permission& permission);
// Whether the row, of permits, is of the same key: party, target, first day and document.
bool is_of(const lifecycle::Permission& permission, const Row& row);

}  // namespace plumb::registry
