// libFuzzer: any bytes → decode(); what is accepted must encode to the same bytes, print, parse back and digest.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "compiler/ir/encoding.hpp"
#include "compiler/ir/printer.hpp"
#include "compiler/ir/reader.hpp"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto program = plumb::ir::decode(bytes);
  if (!program) return 0;
  if (plumb::ir::encode(*program) != bytes) std::abort();
  const auto back = plumb::ir::parse(plumb::ir::print(*program));
  if (!back || plumb::ir::encode(*back) != bytes) std::abort();
  if (plumb::ir::meaning_digest(*program).size() != 64) std::abort();
  return 0;
}
