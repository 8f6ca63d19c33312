#include "compiler/driver/standard_library.hpp"

#include <string_view>

#include "compiler/base/check.hpp"
#include "compiler/ir/encoding.hpp"

namespace plumb::driver {

// Written by embed_standard_library.cpp at build time.
extern const unsigned char kStandardLibrary[];
extern const unsigned long kStandardLibrarySize;

std::shared_ptr<const ir::Program> standard_library() {
  static const std::shared_ptr<const ir::Program> library = [] {
    auto program = ir::decode({reinterpret_cast<const char*>(kStandardLibrary), kStandardLibrarySize});
    check(program.has_value(), "the embedded standard library decodes");
    return std::make_shared<const ir::Program>(std::move(*program));
  }();
  return library;
}

}  // namespace plumb::driver
