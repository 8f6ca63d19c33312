// What lists say of a row beneath what recorded steps make of it, kept in the row's originals: one row ↔ both
// (of entries: entry_layers.hpp).
//
// Of entries each column of which a step says otherwise, with what lists say there; of permits also that no list tells the row at all.
// Pure; any thread. REQUIRES everywhere: a row of entries or permits.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/registry/row.hpp"

namespace plumb::registry::beneath {

inline constexpr const char* kKey = "beneath";  // in the originals

// Column, by its name in the database → what lists say there, empty where they say nothing. No map: steps say nothing of this row; an
// empty one: it is made by steps alone.
using Columns = std::map<std::string, std::string, std::less<>>;
std::optional<Columns> columns_of(const Row& row);
void keep(Row& row, const std::optional<Columns>& columns);

// Whether two rows say the same, and beneath the same.
bool same(const Row& a, const Row& b);

}  // namespace plumb::registry::beneath
