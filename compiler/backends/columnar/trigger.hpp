// What one trigger answers: fields of its entry, and whether its pair stood on a date. Private to this folder.
#pragma once

#include "compiler/backends/columnar/scalar.hpp"

namespace plumb::columnar {

// False: the entry lacks it, and `out` is left alone. `publishable` is 0 or 1.
bool listing_value(const PlumbTrigger& trigger, ir::ListingField field, Cell& out);

// On the list, and in the role where a relation gives it (docs/meaning.md, listed on).
bool stood_on(const PlumbTrigger& trigger, int32_t day);

}  // namespace plumb::columnar
