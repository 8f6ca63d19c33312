// How much memory this process may use: the machine's, or its container's where that has less. Linux; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace plumb::registry {

// Bytes; 0: not to be known.
uint64_t machine_memory();

// What a control group's file of its limit says in bytes; nothing where it says "max", or no number.
std::optional<uint64_t> memory_limit(std::string_view written);

}  // namespace plumb::registry
