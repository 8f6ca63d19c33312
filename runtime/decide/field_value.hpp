// JSON value ↔ typed value of a field: what requests and holdings may write, and what decisions print.
//
// Money and decimals travel as text, so that no reader rounds them. Pure; any thread.
#pragma once

#include <string>
#include <variant>

#include "compiler/ir/program.hpp"
#include "runtime/decide/json_value.hpp"
#include "runtime/decide/refusal.hpp"

namespace plumb::decide {

// A refusal's path begins at the value: empty, or an element of it. REQUIRES: `json` is not null.
std::variant<ir::Value, Refusal> read_field_value(const ir::Program& program, ir::Type type, const JsonValue& json);

// Booleans and integers bare; dates ISO; money, decimals and ratios as text; enumerators by alias; sets as arrays of them;
// terms as P3D, P6M, 3WD; codes as their code.
void append_value(std::string& out, const ir::Program& program, const ir::Value& value);

}  // namespace plumb::decide
