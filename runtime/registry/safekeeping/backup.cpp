#include "runtime/registry/safekeeping/backup.hpp"

#include <memory>

#include "runtime/registry/failure.hpp"
#include "runtime/registry/file_bytes.hpp"
#include "runtime/registry/journal/chain.hpp"
#include "runtime/registry/safekeeping/copying.hpp"
#include "runtime/registry/safekeeping/whole.hpp"
#include "runtime/registry/schema.hpp"

namespace plumb::registry::safekeeping {

namespace fs = std::filesystem;

namespace {

constexpr int kPagesAtOnce = 2048;

// Pages of one database into another, which is empty.
Result<void> copy_pages(Database& from, Database& to, const std::function<void(uint64_t, uint64_t)>& progress) {
  struct Finish {
    void operator()(sqlite3_backup* backup) const { sqlite3_backup_finish(backup); }
  };
  const std::unique_ptr<sqlite3_backup, Finish> backup(sqlite3_backup_init(to.handle(), "main", from.handle(), "main"));
  if (!backup) return to.error();
  for (;;) {
    const int status = sqlite3_backup_step(backup.get(), kPagesAtOnce);
    const auto total = static_cast<uint64_t>(sqlite3_backup_pagecount(backup.get()));
    if (progress) progress(total - static_cast<uint64_t>(sqlite3_backup_remaining(backup.get())), total);
    if (status == SQLITE_DONE) return {};
    // Whose fault it is shows in neither connection's error alone.
    if (status != SQLITE_OK) return to.error_of(status);
  }
}

// What the copy says of itself when it is read back. A registry of which `restore` would refuse the copy is told as that now, and not on the day
// on which the copy is needed.
Result<void> look_through(Database& copy, const State& expected, const fs::path& registry, const fs::path& out, const BackupOptions& options) {
  const auto found = state_of(copy, out.string());
  if (!found) return found.error();
  if (*found != expected) return failure("safekeeping.copy", out.string());
  const auto whole = is_whole(copy, expected, options.progress);
  if (!whole) return whole.error().code == "registry.corrupt" ? failure("safekeeping.source", registry.string()) : whole.error();
  return *whole ? Result<void>() : failure("safekeeping.source", registry.string());
}

// In one view of the source, which ends with it: as long as it stands, no writer's log can be played into the file.
Result<State> copied(Database& from, Database& to, const fs::path& registry, const BackupOptions& options) {
  auto view = Transaction::begin(from, Transaction::Kind::read);
  if (!view) return view.error();
  auto state = state_of(from, registry.string());
  if (!state) return state;
  if (auto done = copy_pages(from, to, options.progress); !done) return done.error();
  return state;
}

// `file` becomes the database's copy. The one name it needs for that is taken away again where `hidden`.
Result<State> copy_into(const fs::path& registry, NewFile& file, const fs::path& out, const BackupOptions& options, bool hidden) {
  auto from = Database::open(registry, Database::Mode::read_only, options.busy_timeout_ms, options.vfs);
  if (!from) return from.error();
  auto to = Database::open(file.written_to(), Database::Mode::read_write, options.busy_timeout_ms);
  if (!to) return to.error();
  if (hidden) {
    if (auto done = file.hide(); !done) return done.error();
  }
  // No journal beside it: until it is whole it is nobody's.
  if (auto done = to->run("PRAGMA journal_mode = OFF"); !done) return done.error();
  const auto state = copied(*from, *to, registry, options);
  if (!state) return state;
  // The copied header asks for a write-ahead log, which is noticed when it is read; a backup is one file.
  if (auto done = to->run("PRAGMA locking_mode = EXCLUSIVE; SELECT count(*) FROM sqlite_schema; PRAGMA journal_mode = OFF"); !done) return done.error();
  if (auto done = look_through(*to, *state, registry, out, options); !done) return done.error();
  return *state;
}

}  // namespace

Result<State> state_of(Database& database, const std::string& name) {
  State state;
  auto application = database.number("PRAGMA application_id");
  if (!application) return application.error();
  auto schema = database.number("PRAGMA user_version");
  if (!schema) return schema.error();
  if (*application != kApplicationId || *schema < 1) return failure("registry.foreign", name);
  if (*schema > schema_version()) return failure("registry.newer", name);
  state.schema = *schema;
  auto revision = database.number("SELECT ifnull(max(revision), 0) FROM revisions");
  if (!revision) return revision.error();
  state.revision = static_cast<uint64_t>(*revision);
  if (state.schema < kFirstSchemaWithJournal) return state;
  auto head = journal::head_of(database);
  if (!head) return head.error();
  state.journal_rows = static_cast<uint64_t>(head->sequence);
  state.head = seal::bytes_of(head->chain);
  return state;
}

Result<State> back_up(const fs::path& registry, const fs::path& out, const BackupOptions& options) {
  std::error_code ignored;
  if (!fs::exists(registry, ignored)) return failure("registry.missing", registry.string());
  if (auto is = ordinary(registry); !is) return is.error();
  auto file = NewFile::beside(out, options.between);
  if (!file) return file.error();
  if (!options.to) {
    auto state = copy_into(registry, *file, out, options, false);
    if (!state) return state;
    if (auto done = file->publish(); !done) return done.error();
    return state;
  }
  auto plain = NewFile::beside(out);
  if (!plain) return plain.error();
  auto state = copy_into(registry, *plain, out, options, true);
  if (!state) return state;
  if (auto done = OpenFile(plain->descriptor(), out).seal_to(*options.to, *file); !done) return done.error();
  if (auto done = file->publish(); !done) return done.error();
  return state;
}

}  // namespace plumb::registry::safekeeping
