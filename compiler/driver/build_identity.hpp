// Which build of Plumb this is, and which one a module beside it is: what the linker wrote into each (NT_GNU_BUILD_ID, a digest
// of everything that was linked). What is kept between runs hangs on it, so that a new build never runs what an old one made.
//
// Files are read, nothing is executed. Any thread.
#pragma once

#include <optional>
#include <string>

#include "compiler/base/result.hpp"

namespace plumb::driver {

// Of the program or library that this code is part of, in hexadecimal; nothing where its linker wrote none.
std::optional<std::string> own_build();

struct ModuleFile {
  bool whole = false;                // no part that its headers promise lies beyond the file's end
  std::optional<std::string> build;  // in hexadecimal
};
// A shared module that may be opened later. A file that was cut off would be mapped all the same, and the process would die of a
// bus error somewhere in it. Error: file.unreadable.
Result<ModuleFile> module_file(const std::string& path);

}  // namespace plumb::driver
