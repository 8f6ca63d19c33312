// A column of a table of facts → the SQL of its value as an import gives it: identifiers as text, the directly responsible persons of an
// entry joined by ';' in the order of their texts. For whoever reads rows back. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "runtime/registry/table.hpp"

namespace plumb::registry {

// `row`: by what name the statement calls the table.
std::string value_sql(const Column& column, std::string_view row = "t");

}  // namespace plumb::registry
