// The textual IR (printer.hpp) → Program. For tests and for people who write a small program by hand. Pure; total.
#pragma once

#include <string_view>

#include "compiler/base/result.hpp"
#include "compiler/ir/program.hpp"

namespace plumb::ir {

// Error "ir.malformed" with the line where brackets or quotes fail, or naming the member that is not understood;
// "ir.invalid" where the program breaks an invariant. parse(print(p)) is p.
Result<Program> parse(std::string_view text);

}  // namespace plumb::ir
