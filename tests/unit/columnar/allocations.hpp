// How often this thread has asked for memory: allocations.cpp replaces the program's operator new.
#pragma once

#include <cstddef>

namespace plumb::columnar {

size_t allocations();

}  // namespace plumb::columnar
