// What a public Registry holds; for this room's own files.
#pragma once

#include "plumb/plumb.hpp"
#include "runtime/registry/registry.hpp"

namespace plumb {

struct Registry::State {
  registry::Registry store;
};

}  // namespace plumb
