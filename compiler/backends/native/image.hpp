// A relocatable object that emit/ made → code in memory that may be called, without LLVM: what a start from the cache needs.
//
// It links no more than emitted code has: functions, constants, calls of what is visible and addresses of it. Anything else is
// refused, and so is whatever does not fit together, so that no bytes make it read or write beyond the object and the image.
// Whether the object may be trusted is the cache's question. Any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/backends/native/compile.hpp"

namespace plumb::native {

// `wanted`: the functions and constants asked for, by name. Code is never writable once it can run. Error: native.link.
Result<MachineCode> load_image(std::string_view object, const Symbols& visible, const std::vector<std::string>& wanted);

}  // namespace plumb::native
