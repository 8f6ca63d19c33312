// The C door: nothing but codes, bytes and pointers crosses it, and no exception.
#include "compiler/backends/native/native.h"

#include <algorithm>
#include <cstring>
#include <exception>

#include "compiler/backends/native/table.hpp"
#include "compiler/ir/encoding.hpp"

struct PlumbNative {
  std::unique_ptr<plumb::native::Table> table;
};

namespace {

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

}  // namespace

uint32_t plumb_native_interface(void) { return PLUMB_NATIVE_INTERFACE; }

int plumb_native_compile(const char* bytes, size_t size, const PlumbNativeOptions* options, PlumbNative** out, PlumbNativeError* error) {
  using namespace plumb;
  try {
    Result<ir::Program> program = ir::decode({bytes, size});
    if (!program) return failed(error, "native.ruleset", program.error().message);
    native::TableOptions asked;
    asked.batch = options->batch != 0;
    asked.optimise_after = options->optimise_after;
    if (options->cache) asked.cache = options->cache;
    for (size_t i = 0; i < options->line_count; ++i) {
      asked.lines.push_back({ir::MeasureId(options->lines[i].measure), options->lines[i].file, options->lines[i].line});
    }
    auto table = native::Table::compile(std::make_shared<const ir::Program>(*std::move(program)), asked);
    if (!table) return failed(error, table.error().code, table.error().message);
    *out = new PlumbNative{*std::move(table)};
    return 0;
  } catch (const std::exception& fault) {
    return failed(error, "native.compile", fault.what());
  }
}

const PlumbPredicateTable* plumb_native_table(const PlumbNative* native) { return &native->table->table(); }

PlumbNativeReport plumb_native_report(const PlumbNative* native) { return native->table->report(); }

void plumb_native_destroy(PlumbNative* native) { delete native; }
