// Chunks → one object with a function for each: one LLVM module, in a context of its own, whatever the number of chunks.
#pragma once

#include <string>
#include <vector>

#include "compiler/backends/native/host.hpp"
#include "compiler/backends/native/lines.hpp"
#include "compiler/backends/native/plan.hpp"

namespace plumb::native {

struct Order {
  std::string name;  // of the function
  Shape shape = Shape::point;
  const Chunk* chunk = nullptr;
};

Result<std::string> build(const Host& host, const std::vector<Order>& orders, const std::vector<Line>& places);

}  // namespace plumb::native
