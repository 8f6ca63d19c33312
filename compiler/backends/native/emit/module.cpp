// The C door: nothing but codes, bytes and pointers crosses it, and no exception.
#include <algorithm>
#include <cstring>
#include <exception>

#include "compiler/backends/native/emit/build.hpp"
#include "compiler/backends/native/native.h"
#include "compiler/ir/encoding.hpp"

struct PlumbNative {
  plumb::native::MachineCode code;
};

namespace {

using namespace plumb;

void copy(std::string_view text, char* into, size_t room) {
  const size_t size = std::min(text.size(), room - 1);
  std::memcpy(into, text.data(), size);
  into[size] = 0;
}

int failed(PlumbNativeError* error, std::string_view code, std::string_view message) {
  copy(code, error->code, sizeof error->code);
  copy(message, error->message, sizeof error->message);
  return 1;
}

// Chunks are those of the same plan that the caller made its orders by.
Result<native::MachineCode> compile(const PlumbNativeJob& asked) {
  const Result<ir::Program> program = ir::decode({asked.bytes, asked.size});
  if (!program) return Error{"native.ruleset", program.error().message};
  const std::vector<native::PlannedEntry> entries = native::plan(*program);
  const auto width = asked.vector_bytes;
  if (asked.tier > static_cast<uint32_t>(native::Tier::optimised) || (width != 0 && width != 16 && width != 32 && width != 64)) {
    return Error{"native.ruleset", "no such tier, or no such width of vectors"};
  }
  std::vector<native::Chunk> chunks;
  native::Job job;
  chunks.reserve(asked.order_count);  // orders point to them
  job.program = &*program;
  for (size_t i = 0; i < asked.order_count; ++i) {
    const PlumbNativeOrder& order = asked.orders[i];
    if (order.shape > static_cast<uint32_t>(native::Shape::settle) || order.entry >= entries.size() || order.offset >= entries[order.entry].measures.size()) {
      return Error{"native.ruleset", std::string("no such chunk: ") + order.name};
    }
    const auto shape = static_cast<native::Shape>(order.shape);
    job.orders.push_back({order.name, shape, order.entry, &chunks.emplace_back(native::chunk_of(*program, entries[order.entry], shape, order.offset))});
  }
  for (size_t i = 0; i < asked.visible_count; ++i) job.visible.emplace_back(asked.visible[i].name, asked.visible[i].address);
  for (size_t i = 0; i < asked.line_count; ++i) job.lines.push_back({ir::MeasureId(asked.lines[i].measure), asked.lines[i].file, asked.lines[i].line});
  job.perf_folder = asked.perf_folder;
  job.tier = static_cast<native::Tier>(asked.tier);
  job.vector_bytes = asked.vector_bytes;
  return native::compile(job);
}

}  // namespace

uint32_t plumb_native_interface(void) { return PLUMB_NATIVE_INTERFACE; }

int plumb_native_compile(const PlumbNativeJob* job, PlumbNative** out, PlumbNativeError* error) {
  try {
    Result<native::MachineCode> code = compile(*job);
    if (!code) return failed(error, code.error().code, code.error().message);
    *out = new PlumbNative{*std::move(code)};
    return 0;
  } catch (const std::exception& fault) {
    return failed(error, "native.compile", fault.what());
  }
}

const void* const* plumb_native_addresses(const PlumbNative* native, size_t* count) {
  *count = native->code.addresses.size();
  return native->code.addresses.data();
}

const char* plumb_native_object(const PlumbNative* native, size_t* size) {
  *size = native->code.object.size();
  return native->code.object.data();
}

void plumb_native_destroy(PlumbNative* native) { delete native; }
