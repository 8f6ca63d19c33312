#include "compiler/backends/native/build.hpp"

#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/Module.h>

#include "compiler/backends/native/batch.hpp"
#include "compiler/backends/native/point.hpp"

namespace plumb::native {

Result<std::string> build(const Host& host, const std::vector<Order>& orders, const std::vector<Line>& places) {
  // Fresh each time: a context keeps every type and constant that it ever saw.
  llvm::LLVMContext context;
  llvm::Module module("rules", context);
  host.prepare(module);
  Lines lines(module, places);
  for (const Order& order : orders) {
    switch (order.shape) {
      case Shape::point:
        emit_point(module, order.name, *order.chunk, lines);
        break;
      case Shape::batch:
        emit_batch(module, order.name, *order.chunk, host.vector_bytes(), lines);
        break;
      case Shape::settle:
        emit_settle(module, order.name, *order.chunk, lines);
        break;
    }
  }
  lines.finish();
  return host.object_of(module);
}

}  // namespace plumb::native
