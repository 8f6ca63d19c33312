#include "compiler/backends/native/emit/build.hpp"

#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/Module.h>

#include "compiler/backends/native/emit/batch.hpp"
#include "compiler/backends/native/emit/link.hpp"
#include "compiler/backends/native/emit/point.hpp"

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

Result<MachineCode> compile(const Job& job) {
  const Result<Host> host = Host::here(job.tier, job.vector_bytes);
  if (!host) return host.error();
  Result<std::string> object = build(*host, job.orders, job.lines);
  if (!object) return object.error();
  auto linked = Linked::link(*object, job.visible, {.debugger = !job.lines.empty(), .perf_folder = job.perf_folder});
  if (!linked) return linked.error();
  const std::shared_ptr<Linked> owner = *std::move(linked);
  auto addresses = owner->addresses(symbols_of(job.orders));
  if (!addresses) return addresses.error();
  return MachineCode{*std::move(addresses), owner, *std::move(object)};
}

}  // namespace plumb::native
