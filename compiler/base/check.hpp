// check(): our own bug, found at run time. It ends the request that met it, never the process.
#pragma once

#include <source_location>
#include <stdexcept>
#include <string>
#include <string_view>

namespace plumb {

// Thrown by a failed check; the doors catch it and print what() with the place, asking for the input to be reported.
struct InternalError : std::logic_error {
  using std::logic_error::logic_error;
};

// REQUIRES: `what` says which invariant was broken. Never for wrong rule text (diagnostics) nor a failed world (Result).
inline void check(bool holds, std::string_view what, std::source_location where = std::source_location::current()) {
  if (holds) return;
  throw InternalError(std::string(where.file_name()) + ":" + std::to_string(where.line()) + ": " + std::string(what));
}

}  // namespace plumb
