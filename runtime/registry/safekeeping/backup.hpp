// A registry that others go on writing to → one file that holds it as it was at one moment; sealed to a key where wanted.
//
// All of it is read in one view, so a writer in between neither shows in it nor makes it begin anew, and waits for nothing. The
// copy is looked through as `restore` will (whole.hpp), and its journal must end where the source's did, before it takes its name. A registry
// of an earlier schema can be backed up as well. What is to be sealed never stands on the disk under a name unsealed. One thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "runtime/registry/safekeeping/new_file.hpp"
#include "runtime/registry/sqlite.hpp"
#include "runtime/seal/key_file.hpp"

namespace plumb::registry::safekeeping {

inline constexpr int64_t kFirstSchemaWithJournal = 2, kFirstSchemaWithRuns = 8, kFirstSchemaWithLiveRuns = 9;

// By which a registry and its copy are known to be the same.
struct State {
  int64_t schema = 0;
  uint64_t revision = 0;
  uint64_t journal_rows = 0;
  std::string head;  // of the journal, 32 bytes; empty before schema 2
  friend bool operator==(const State&, const State&) = default;
};

// In the caller's transaction. Errors: registry.foreign, registry.newer.
Result<State> state_of(Database& database, const std::string& name);

struct BackupOptions {
  std::optional<seal::PublicKey> to = {};                            // sealed to this key; nothing: as it is
  std::function<void(uint64_t done, uint64_t total)> progress = {};  // pages, then rows of the journal
  int busy_timeout_ms = 5000;
  const char* vfs = nullptr;  // of the source
  Between between = {};       // for tests
};

// `out` must not be there yet; it can be read by its owner alone. Errors: safekeeping.*, those of the registry.
Result<State> back_up(const std::filesystem::path& registry, const std::filesystem::path& out, const BackupOptions& options = {});

}  // namespace plumb::registry::safekeeping
