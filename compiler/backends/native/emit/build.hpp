// Chunks → machine code: one LLVM module, in a context of its own, whatever the number of chunks; linked by ORC.
//
// Any thread. Errors: native.host, native.compile, native.link.
#pragma once

#include <string>
#include <vector>

#include "compiler/backends/native/compile.hpp"
#include "compiler/backends/native/emit/host.hpp"

namespace plumb::native {

Result<MachineCode> compile(const Job& job);
// The object alone.
Result<std::string> build(const Host& host, const std::vector<Order>& orders, const std::vector<Line>& places);

}  // namespace plumb::native
