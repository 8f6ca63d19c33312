// A backup, sealed or not → a registry under its name, once it has been found whole.
//
// It never takes the place of a registry, unless that is to be moved aside: then the one before it goes under the other name
// with all its parts, and only when no program has it open. What SQLite keeps beside a database (-wal, -shm, -journal) must not
// be there already: a log left over from another registry would be played into the restored one. At every moment either the one
// before or the restored one stands under the name, or neither, and all that was is under some name; the same call again goes
// on where one was ended. One thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>

#include "runtime/registry/safekeeping/backup.hpp"

namespace plumb::registry::safekeeping {

struct RestoreOptions {
  std::optional<seal::PrivateKey> key = {};                          // of a sealed backup
  std::filesystem::path aside = {};                                  // where the registry goes that is there; empty: none may be
  std::function<void(uint64_t done, uint64_t total)> progress = {};  // rows of the journal, while they are verified
  Between between = {};                                              // for tests
};

// What the registry that was moved aside is to the one restored, by their journals.
enum class Before : uint8_t {
  none,     // there was none
  untold,   // it cannot be read, or one of the two is from before there was a journal
  same,     // both end alike
  later,    // it holds all that is restored, and after it what was written since the backup
  earlier,  // it holds a beginning of what is restored
  other,    // neither
};

struct Restored {
  State now;
  std::optional<State> state_before = {};  // of the registry moved aside, where it could be read
  Before before = Before::none;
  bool access_kept = true;  // false: it could not be given to whom the one before belonged
};

// A registry made where none was is its owner's alone; in another's place it is whose that was, as far as this process may give it away. Errors: safekeeping.place, .stale (something lies beside the name), .sealed (a key is needed), .aside (something stands under
// that name), .backup (the backup is not whole), .missing, .read, .write; seal.*; registry.foreign, .newer, .locked.
Result<Restored> restore(const std::filesystem::path& backup, const std::filesystem::path& registry, const RestoreOptions& options = {});

}  // namespace plumb::registry::safekeeping
