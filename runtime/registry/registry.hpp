// The registry: one SQLite file that remembers who is listed, who is who, and what was known when.
//
// Files of the import formats → facts, each with when it was true and when it became known; facts → readers, as known now
// or at an earlier moment. Nothing is deleted. Any number of processes may read while one writes (WAL); one Registry is
// used by one thread at a time. Errors are those of failure.hpp. See docs/registry.md and docs/meaning.md (Facts on a date).
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/facts/fact_store.hpp"
#include "runtime/lifecycle/event.hpp"
#include "runtime/registry/by_hand.hpp"
#include "runtime/registry/court/push.hpp"
#include "runtime/registry/export.hpp"
#include "runtime/registry/history/collect.hpp"
#include "runtime/registry/import.hpp"
#include "runtime/registry/journal/checkpoint.hpp"
#include "runtime/registry/journal/decisions.hpp"
#include "runtime/registry/journal/erase.hpp"
#include "runtime/registry/journal/verify.hpp"
#include "runtime/registry/read_list.hpp"
#include "runtime/registry/sqlite.hpp"

namespace plumb::registry {

enum class Mode : uint8_t { read_only, read_write };

struct OpenOptions {
  Mode mode = Mode::read_only;
  int busy_timeout_ms = 5000;  // how long to wait for another program's lock
  int64_t max_pages = 0;       // upper limit of the file's size in pages of 4096 bytes; beyond: registry.full. 0: the disk's
  Database::Guard guard = {};  // asked in every write transaction, a migration's on opening among them
  const char* vfs = nullptr;   // what stands between SQLite and the disk, by name, for tests that let it fail; nullptr: nothing
};

struct Stats {
  uint64_t revision = 0;
  std::optional<std::string> recorded_at;  // of the newest revision
  std::optional<Date> synchronised;        // nothing: never
  struct Count {
    std::string table;
    uint64_t live = 0;
    uint64_t superseded = 0;
  };
  std::vector<Count> tables;                 // the imported ones in order, then findings
  std::map<std::string, uint64_t> findings;  // live, by kind
  uint64_t identifiers = 0;
  uint64_t masked_identifiers = 0;
  uint64_t failed_check_digits = 0;
  uint64_t file_bytes = 0;
};

// One line of the append-only change log.
struct Change {
  uint64_t sequence = 0;
  uint64_t revision = 0;
  std::string recorded_at;
  std::string table;
  int64_t row = 0;
  std::string operation;  // add, supersede
};

// Something kept aside for the court: entry_on_minor, retention_of_wrongly_made_entry.
struct Finding {
  std::string kind;
  std::string party;
  std::string detail;  // JSON object
  std::string recorded_at;
  int64_t number = 0;  // by which a person closes it
};

// One to be kept: `subject` identifies it within its kind.
struct NewFinding {
  std::string kind, subject, party;
  std::string detail;  // JSON object
};

class Registry final : public facts::FactStore {
 public:
  // A new file, which must not exist yet (registry.exists).
  static Result<Registry> create(const std::filesystem::path& path, const OpenOptions& options = {.mode = Mode::read_write});
  // registry.missing, .not_a_database, .foreign, .newer, .older, .readonly, .locked, .corrupt, .unreadable, .folder.
  static Result<Registry> open(const std::filesystem::path& path, const OpenOptions& options = {});

  Registry(Registry&&) noexcept;
  Registry& operator=(Registry&&) noexcept;
  ~Registry() override;

  // All files in one transaction, unless resumable. An Error means that nothing was changed (of a resumable import: nothing
  // after its last batch). Rows that cannot be taken do not make an Error; the summary counts them.
  // REQUIRES: opened read_write.
  Result<ImportSummary> import(const std::vector<ImportFile>& files, const ImportOptions& options);

  // Entries, who they are on, and steps, as they are now.
  Result<List> list();
  // What a person records with a command. REQUIRES: opened read_write; the registry outlives it.
  ByHand by_hand(std::string recorded_at, Language language);
  // Findings of these kinds as they are now: those given are kept, live ones of the kinds that are not given are closed.
  // Returns how many were added, changed or closed. REQUIRES: opened read_write; no two of them have kind and subject in common.
  Result<uint64_t> keep_findings(const std::vector<NewFinding>& findings, const std::vector<std::string_view>& kinds, const std::string& recorded_at);
  // The same of what `find` finds in the list as it is in the transaction that keeps it, so that nothing is kept of a list gone by.
  using FindIn = std::function<Result<std::vector<NewFinding>>(List)>;
  Result<uint64_t> look_for_findings(const FindIn& find, const std::vector<std::string_view>& kinds, const std::string& recorded_at);
  // Writes every live row of a table in an import format, piece by piece, to `sink`; false from it ends the writing.
  Result<uint64_t> export_table(Table table, const ExportOptions& options, const std::function<bool(std::string_view)>& sink);
  // One push of the court, in one or several files, in one transaction. An Error means that nothing was changed.
  // REQUIRES: opened read_write.
  Result<court::PushTold> take_push(const std::vector<std::filesystem::path>& files, const court::PushOptions& options);
  // Removals by absence that wait for somebody, and what that person says of them.
  Result<std::vector<court::Proposal>> proposals();
  Result<court::SettleTold> settle(const court::SettleOptions& options);

  Result<facts::FactColumns> read_columns(const facts::ReadOptions& options) override;
  Result<uint64_t> revision() override;

  Result<Stats> stats();
  Result<std::vector<Finding>> findings();
  // Steps of entries, as known at a moment (RFC 3339; nothing: now), in the order in which they were recorded. Errors: registry.time.
  Result<std::vector<lifecycle::Event>> events(const std::optional<std::string>& known_at = {});
  // Log lines of the revisions after `revision`, in order, at most `limit`.
  Result<std::vector<Change>> changes_since(uint64_t revision, size_t limit = 100'000);

  // Whether everything stands as it was written, in one view of the file, and where it does, whether every row is found by its identifier.
  // `checkpoint` shows a cut tail too.
  Result<journal::Verification> verify(const std::optional<journal::Checkpoint>& checkpoint = {},
                                       const std::function<void(uint64_t done, uint64_t total)>& progress = {});
  Result<journal::Head> journal_head();

  // Decisions to be remembered, all or none; each gets its number. REQUIRES: opened read_write.
  Result<void> record(std::vector<journal::Decision>& decisions);
  // Those that are asked for, one by one, by revision, then number; an error from `each` ends it. Held in memory are their numbers alone.
  Result<void> each_decision(const journal::DecisionFilter& filter, const std::function<Result<void>(const journal::Decision&)>& each);
  Result<std::string> facts_digest(int64_t revision);

  // REQUIRES: opened read_write; recorded_at canonical.
  Result<journal::ErasureSummary> erase(const journal::ErasureOrder& order);

  // What was recorded about one party, in order; `party` in normal form, `known_at` as in ReadOptions.
  Result<std::vector<history::Occurrence>> history(std::string_view party, const std::optional<std::string>& known_at = {});

  // Of which schema the file was before it was opened, which brings it up to date where it may be written; 0: it was made.
  int64_t schema_before() const { return schema_before_; }

  // The open file, for the rooms of this folder.
  Database& database() { return *database_; }

 private:
  explicit Registry(Database database, std::filesystem::path path);
  std::unique_ptr<Database> database_;
  std::filesystem::path path_;
  int64_t schema_before_ = 0;
};

}  // namespace plumb::registry
