#include "runtime/registry/machine_memory.hpp"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <string>

namespace plumb::registry {

uint64_t machine_memory() {
  const long pages = ::sysconf(_SC_PHYS_PAGES), page = ::sysconf(_SC_PAGESIZE);
  uint64_t memory = pages > 0 && page > 0 ? static_cast<uint64_t>(pages) * static_cast<uint64_t>(page) : 0;
  // Of control groups of the second version and of the first, as a container sees its own.
  for (const char* path : {"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"}) {
    std::ifstream file(path);
    std::string written;
    if (!std::getline(file, written)) continue;
    if (const auto limit = memory_limit(written)) memory = memory == 0 ? *limit : std::min(memory, *limit);
  }
  return memory;
}

std::optional<uint64_t> memory_limit(std::string_view written) {
  uint64_t limit = 0;
  const auto [end, fault] = std::from_chars(written.data(), written.data() + written.size(), limit);
  if (fault != std::errc() || end != written.data() + written.size()) return std::nullopt;
  return limit;
}

}  // namespace plumb::registry
