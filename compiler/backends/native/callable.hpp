// Everything that compiled code may call: exact arithmetic, date arithmetic and comparison of texts, from base and ir, so
// that no evaluator has arithmetic of its own. Nothing else of the process is visible to compiled code.
//
// Total, pure, no exceptions. `known` is 0 or 1; where it is 0 the result is 0 and the operands are not looked at. What
// cannot be represented is 0 too. Wide values are 128 bits, low and high.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "compiler/base/decimal.hpp"
#include "compiler/ir/predicate_table.h"
#include "compiler/ir/program.hpp"

namespace plumb::native {

// The functions by the names that compiled code knows them by; `arguments` as letters: u uint64_t, p pointer. Result: uint64_t.
struct Callable {
  const char* name;
  const void* address;
  const char* arguments;
};
const std::vector<Callable>& callables();
// "plumb.calendar.3": a calendar of the program, as compiled code names it.
std::string calendar_symbol(ir::CalendarId id);

}  // namespace plumb::native
