// A file that is to be imported → its bytes. Any thread.
#pragma once

#include <filesystem>
#include <string>

#include "compiler/base/result.hpp"

namespace plumb::registry {

// Of files and pipes; import.unreadable for folders, devices and what cannot be read.
Result<std::string> read_bytes(const std::filesystem::path& path);

}  // namespace plumb::registry
