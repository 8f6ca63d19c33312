// One operation on a registry, tried with a fault at every operation of the disk until it passes through without meeting one.
//
// prepare() makes the folder as it is before; run() does the operation through FaultDisk and says acknowledge() when it has
// been told that it succeeded. Each attempt begins with the same folder and runs in a process of its own, so that a crash is
// one. Afterwards the folder is looked at with SQLite's own disk:
//   the file is whole (integrity_check, foreign_key_check, and `verify`);
//   its state is one that the operation may leave: that before, that after, or one between that a fault-free run committed;
//   an operation that acknowledged has left the last of these: nothing acknowledged is lost;
//   one that failed without a crash left the first of a full disk, and of a broken one at least a whole one;
//   and done again, it arrives at the last.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "tests/faults/fault_disk.hpp"

namespace plumb::faults {

struct Operation {
  std::string name;
  std::function<void(const std::filesystem::path& folder)> prepare;
  // Empty: it succeeded; otherwise the error's code. `vfs` is the disk to work on.
  std::function<std::string(const std::filesystem::path& folder, const char* vfs, const std::function<void()>& acknowledge)> run;
  // What a reader sees, as text; "" where there is no registry. The same text: the same state.
  std::function<std::string(const std::filesystem::path& folder)> state;
  // Complaints about a folder that must be whole; empty: none.
  std::function<std::string(const std::filesystem::path& folder)> verify;
  // The database that is watched for what is committed between.
  std::string database = "r.db";
};

struct Outcome {
  uint64_t attempts = 0;
  size_t states = 0;  // that a run without faults commits one after the other, the first among them
  uint64_t most_operations = 0;
  uint64_t acknowledged = 0;  // attempts that crashed after they had acknowledged
  std::vector<std::string> complaints;
};

// `step`: 1 tries each operation of the disk, 3 every third; with PLUMB_EVERY_FAULT set, each is tried. REQUIRES: `scratch` is a folder of this trial alone.
Outcome try_every_fault(const Operation& operation, const std::filesystem::path& scratch, const std::vector<Plan>& plans, uint64_t step = 1);

// A folder for a test's trials: in memory where the machine has such a place, since they write a great deal and sync it.
std::filesystem::path scratch_for(const std::string& test);

// The plans that a trial goes through. With PLUMB_EVERY_FAULT set, random crashes are tried with ten seeds instead of one.
std::vector<Plan> crashes();
std::vector<Plan> full_disks();
std::vector<Plan> broken_disks();

// Every row of every table and the schema, in order, but of blobs only their lengths; "" where there is no file. For Operation::state.
std::string everything_in(const std::filesystem::path& database);
// integrity_check, foreign_key_check, and whether the journal binds every row; empty: all hold.
std::string damage_of(const std::filesystem::path& database);

}  // namespace plumb::faults
