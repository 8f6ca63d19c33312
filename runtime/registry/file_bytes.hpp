// A file that is to be imported → its bytes; any file → how it begins, and whether another name is its own. Any thread.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "compiler/base/result.hpp"

namespace plumb::registry {

// Of files and pipes; import.unreadable for folders, devices and what cannot be read.
Result<std::string> read_bytes(const std::filesystem::path& path);

// The first bytes of an ordinary file, at most `size`; none where it cannot be read. A database that this process has open is
// read through SQLite: a process that closes a file on which it holds locks loses all of them (POSIX), after which another
// program takes the registry for nobody's and deletes its log.
std::string first_bytes(const std::filesystem::path& path, size_t size);
// Whether it is a database of SQLite's, so that nothing but SQLite may open it.
bool is_database(const std::filesystem::path& path);
// Whether both name one file that is there.
bool same_file(const std::filesystem::path& a, const std::filesystem::path& b);

}  // namespace plumb::registry
