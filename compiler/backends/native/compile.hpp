// What a table asks of whoever makes machine code, and what it is given. No LLVM here: code of the cache is loaded, and a table
// used, where LLVM is not even opened; emit/ makes code with it, and the driver reaches that through libplumb_native.so.
//
// Pure data. A Compiler may be called from any thread.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "compiler/backends/native/plan.hpp"
#include "compiler/base/result.hpp"

namespace plumb::native {

// fast: FastISel, ready in milliseconds. optimised: several times as long to compile, several times as fast.
// No tier runs a pass over the IR: what is emitted is already in SSA form without common subexpressions.
enum class Tier : uint8_t { fast, optimised };

// Where a measure is written, for debuggers: the canonical program has no places, so they come beside it.
struct Line {
  ir::MeasureId measure;
  std::string file;  // as the debugger should look for it
  uint32_t line = 0;
};

// One function.
struct Order {
  std::string name;
  Shape shape = Shape::point;
  uint32_t entry = 0;  // whose chunk it is, by its place in plan()
  const Chunk* chunk = nullptr;
};

// All that code may refer to, by name.
using Symbols = std::vector<std::pair<std::string, const void*>>;

struct Job {
  const ir::Program* program = nullptr;
  std::vector<Order> orders;
  Tier tier = Tier::fast;
  unsigned vector_bytes = 0;  // of batch kernels: 16, 32 or 64 of what the processor has; 0: the widest
  Symbols visible;
  std::vector<Line> lines;  // gdb is told of code that has them
  std::string perf_folder;  // and so is perf, by a dump in a new folder there; empty: not
};

struct MachineCode {
  std::vector<const void*> addresses;  // of symbols_of(orders)
  std::shared_ptr<const void> owner;   // addresses are good as long as it lives
  std::string object;                  // what was linked: a relocatable object
};

// Errors: native.host (no code for this processor), native.compile, native.link; the driver's too, where the module is missing.
using Compiler = std::function<Result<MachineCode>(const Job&)>;

// Beside a batch kernel, a 64-bit constant: the bytes of scratch that it uses.
std::string scratch_symbol(const std::string& name);
// Each order's function, and after a batch kernel's its scratch.
std::vector<std::string> symbols_of(const std::vector<Order>& orders);
}  // namespace plumb::native
