// In a file of its own: a compiler that sees both sides takes the pair of new and delete for a mismatch.
#include "tests/unit/columnar/allocations.hpp"

#include <cstdlib>
#include <new>

namespace {
thread_local size_t count = 0;
}

void* operator new(size_t bytes) {
  ++count;
  if (void* got = std::malloc(bytes)) return got;
  throw std::bad_alloc();
}
void operator delete(void* at) noexcept { std::free(at); }
void operator delete(void* at, size_t) noexcept { std::free(at); }

namespace plumb::columnar {

size_t allocations() { return count; }

}  // namespace plumb::columnar
