// The standard library, compiled when the product was built and carried as bytes.
#pragma once

#include <memory>

#include "compiler/ir/program.hpp"

namespace plumb::driver {

// Decoded once; thread-safe. Our own bug (InternalError) when the bytes are not what the build wrote.
std::shared_ptr<const ir::Program> standard_library();

}  // namespace plumb::driver
