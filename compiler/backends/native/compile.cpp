#include "compiler/backends/native/compile.hpp"

namespace plumb::native {

std::string scratch_symbol(const std::string& name) { return name + ".scratch"; }

std::vector<std::string> symbols_of(const std::vector<Order>& orders) {
  std::vector<std::string> out;
  for (const Order& order : orders) {
    out.push_back(order.name);
    if (order.shape == Shape::batch) out.push_back(scratch_symbol(order.name));
  }
  return out;
}

}  // namespace plumb::native
