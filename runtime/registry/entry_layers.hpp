// A row of entries ↔ its two layers: what lists tell of it, and what its steps come to over that (lifecycle/effect.hpp).
//
// Where a step counts over a column, what the list says there is kept beneath it (beneath.hpp); so steps that are taken off again leave what
// lists told. Used by whoever puts rows of entries: steps (step_effects.hpp), commands and pushes. Pure; any thread. REQUIRES: rows of
// entries.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "runtime/lifecycle/effect.hpp"
#include "runtime/registry/row.hpp"

namespace plumb::registry {

// The columns of which steps speak, or another row of the listing, by their names in the database.
inline constexpr std::array<const char*, 7> kStepColumns = {"served_on",  "expires_on",   "ground_on",     "objection",
                                                            "removed_on", "removal_kind", "removal_ground"};

// What stands in a column, by its name in the database; empty: nothing.
std::string text_in(const Row& entry, std::string_view column);

// What lists say there, whatever counts over it.
std::string listed_in(const Row& entry, std::string_view column);

// What counts over the lists' word on one row.
struct Over {
  lifecycle::Effect steps;
  // The removal that lists tell of the same listing under any document of the party, the earliest; empty: none. Not one that only a full
  // push's silence told: that says nothing of what stands under another document.
  std::string removed_on, removal_kind, removal_ground;
};

// The row, whose step columns hold what lists say, with the rest over them.
void put_over(Row& entry, const Over& over);
// The row as lists alone tell it.
void take_steps_off(Row& entry);

}  // namespace plumb::registry
