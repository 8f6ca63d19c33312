// A file that is to be imported → its bytes; any file → how it begins, and whether another name is its own. Any thread.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "compiler/base/result.hpp"

namespace plumb::registry {

// Refuses what stands there and is no ordinary file: a pipe would keep who opens it waiting, a device has no end. Nothing may stand there.
// Whoever opens a file by a name that somebody gave asks this first. Error: file.kind.
Result<void> ordinary(const std::filesystem::path& path);

// The bytes of an ordinary file. Errors: file.kind; `unreadable` where it is not there or cannot be read.
Result<std::string> ordinary_bytes(const std::filesystem::path& path, std::string_view unreadable);

// Of a file that is to be imported, or of a pipe, since another program may feed an import. Errors: import.unreadable, file.kind,
// import.workbook for what a spreadsheet program keeps for itself.
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
