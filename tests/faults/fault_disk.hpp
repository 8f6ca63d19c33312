// A disk that fails when it is told to: a layer between SQLite and the files ("plumb-faults"), which numbers what SQLite asks.
//
// begin() says at which operation what happens. A crash never returns: the files are left as a crash might leave them and the
// process ends, so it is for child processes (trial.hpp). What has been written to a file and not synced is remembered in
// order, and a crash keeps all of it (the process was killed), none of it (the power failed), some of it, or a torn last write.
// The shared-memory file is SQLite's own and made anew by whoever comes first after a crash.
//
// One for the process; one thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace plumb::faults {

enum class Fault : uint8_t {
  none,
  crash,
  full_once,  // the disk is full for this operation, and then has room again
  full,       // from this operation on
  io_once,    // reading, writing, syncing, locking … fails once
  io,         // from this operation on
};

// What a crash leaves of writes that were not synced.
enum class Kept : uint8_t { all, none, some, torn };

struct Plan {
  Fault fault = Fault::none;
  uint64_t at = 0;  // of the operations that this fault can strike, from 1
  Kept kept = Kept::all;
  uint32_t seed = 1;  // for Kept::some and ::torn
};

// The exit status of a process that crashed as planned.
constexpr int kCrashed = 77;

class FaultDisk {
 public:
  static const char* name();  // registers it when first called
  // Counts anew, and forgets all files. REQUIRES: none of them is open.
  static void begin(const Plan& plan, std::function<void()> after_sync = {});
  // An operation on files that SQLite does not ask for: a crash can strike it, nothing else.
  static void step();
  static uint64_t operations();
  // Whether the plan's operation was reached.
  static bool struck();
};

}  // namespace plumb::faults
