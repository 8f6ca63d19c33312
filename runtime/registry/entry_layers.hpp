// A row of entries ↔ its two layers: what lists tell of it, and what its steps come to over that (lifecycle/effect.hpp).
//
// Where a step counts over a column, the entry's originals hold what the list says there, under the key `beneath`; so steps that are taken
// off again leave what lists told. Used by whoever puts rows of entries: steps (step_effects.hpp), commands, pushes and the writer. Pure.
// REQUIRES: rows of entries.
#pragma once

#include <array>
#include <initializer_list>
#include <string>
#include <string_view>

#include "compiler/base/date.hpp"
#include "runtime/lifecycle/effect.hpp"
#include "runtime/registry/row.hpp"

namespace plumb::registry {

// The columns of which steps speak, by their names in the database.
inline constexpr std::array<const char*, 6> kStepColumns = {"served_on", "expires_on", "ground_on", "objection", "removed_on", "removal_ground"};

// What stands in a column, by its name in the database; empty: nothing.
std::string text_in(const Row& entry, std::string_view column);

// The row, whose step columns hold what lists say, gets the steps over them. A removal that a list dates later than today, the day of
// recording in Beijing, takes no other's place.
void put_steps_over(Row& entry, const lifecycle::Effect& effect, Date today);
// The row as lists alone tell it.
void take_steps_off(Row& entry);
// What stands is what lists say, whatever they said before.
void forget_beneath(Row& entry);
// Both layers the same.
bool same_entry(const Row& a, const Row& b);

// A list now says these columns of the row by itself.
void told_by_list(Row& entry, std::initializer_list<std::string_view> columns);
// Whether originals, as they are stored, tell of a list's word beneath a step's.
bool say_beneath(std::string_view originals);

}  // namespace plumb::registry
