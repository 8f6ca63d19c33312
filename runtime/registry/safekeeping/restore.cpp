#include "runtime/registry/safekeeping/restore.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>
#include <vector>

#include "runtime/registry/failure.hpp"
#include "runtime/registry/file_bytes.hpp"
#include "runtime/registry/safekeeping/copying.hpp"
#include "runtime/registry/safekeeping/whole.hpp"
#include "runtime/registry/schema.hpp"

namespace plumb::registry::safekeeping {

namespace fs = std::filesystem;

namespace {

constexpr const char* kBeside[] = {"-wal", "-shm", "-journal"};
constexpr int kBusyTimeoutMs = 1000;

bool is_there(const fs::path& path) {
  struct stat status{};
  return ::lstat(path.c_str(), &status) == 0;
}

// The bytes, unsealed, in a file beside the registry's name.
Result<void> bring(const fs::path& backup, const RestoreOptions& options, NewFile& out) {
  auto in = OpenFile::open(backup);
  if (!in) return in.error();
  const auto sealed = in->is_sealed();
  if (!sealed) return sealed.error();
  if (!*sealed) return in->copy_to(out);
  if (!options.key) return failure("safekeeping.sealed", backup.string());
  return in->open_to(*options.key, out);
}

// Also a sealed file is none that could be held.
bool is_damage(const Error& error) { return error.code == "registry.corrupt" || error.code == "registry.not_a_database" || error.code == "registry.sealed"; }

// What is wrong with the bytes is told of the file that was named, not of the one into which they were brought.
Error told_of(const fs::path& backup, const Error& error) {
  if (!is_damage(error)) return error;
  if (error.code == "registry.sealed") return failure("safekeeping.sealed_twice", backup.string());
  return failure(error.code == "registry.corrupt" ? "safekeeping.backup" : error.code, backup.string());
}

// Nothing but what was found whole, by its pages, its references, its schema and its journal, takes a registry's name.
Result<State> look_through(const fs::path& file, const fs::path& backup, const RestoreOptions& options) {
  auto database = Database::open(file, Database::Mode::read_write, kBusyTimeoutMs);
  if (!database) return database.error();
  const auto state = state_of(*database, backup.string());
  if (!state) return state.error();
  const auto whole = is_whole(*database, *state, options.progress);
  if (!whole) return whole.error();
  if (!*whole) return failure("safekeeping.backup", backup.string());
  if (auto done = database->run("PRAGMA journal_mode = WAL"); !done) return done.error();
  return *state;
}

// A file looked at for others' locks. Closing it drops this process's own on it, so it outlives a connection that has some.
class Watched {
 public:
  Watched() = default;
  explicit Watched(const fs::path& file) : descriptor_(::open(file.c_str(), O_RDWR | O_CLOEXEC | O_NONBLOCK)) {}
  Watched(Watched&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  Watched& operator=(Watched&&) = delete;
  ~Watched() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  // Whether another process holds a lock on these bytes.
  bool others_hold(off_t first, off_t count) const {
    struct flock asked{};
    asked.l_type = F_WRLCK;
    asked.l_whence = SEEK_SET;
    asked.l_start = first;
    asked.l_len = count;
    return descriptor_ >= 0 && ::fcntl(descriptor_, F_GETLK, &asked) == 0 && asked.l_type != F_UNLCK;
  }

 private:
  int descriptor_ = -1;
};

// SQLite's locks on a database (its file format, "The lock-byte page"), which a process loses when it closes that file by another
// way; and on the -shm beside it, where every connection to a file with a log holds the last of these bytes, whatever it does.
bool others_have(const fs::path& registry) { return Watched(registry).others_hold(0x40000000, 512); }
bool others_share(const Watched& shm) { return shm.others_hold(120, 9); }

// The registry that is there, held so that nobody else has it open. Where it is damaged nobody can hold it, and it goes as it is.
struct Held {
  Watched shm;
  std::optional<Database> database;
};

Result<Held> hold(const fs::path& registry) {
  const fs::path shm = registry.string() + "-shm";
  const auto as_it_is = [&]() -> Result<Held> {
    if (others_have(registry) || others_share(Watched(shm))) return failure("registry.locked", registry.string());
    return Held{};
  };
  // Looked at first by a connection that cannot write: another one would throw away a log that it cannot make sense of.
  {
    auto looking = Database::open(registry, Database::Mode::read_only, kBusyTimeoutMs);
    const auto seen = looking ? looking->number("SELECT count(*) FROM sqlite_schema") : Result<int64_t>(looking.error());
    looking = Database();
    if (!seen && is_damage(seen.error())) return as_it_is();
  }
  auto opened = Database::open(registry, Database::Mode::read_write, kBusyTimeoutMs);
  // Exclusive from the first write on, which others who have it open would not let happen.
  auto done = opened ? opened->run("PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; COMMIT") : Result<void>(opened.error());
  Held held{done ? Watched(shm) : Watched(), {}};
  if (done && others_share(held.shm)) return failure("registry.locked", registry.string());
  // What stands in its log goes into it, and the log goes; in the usual mode, which leaves no journal behind.
  if (done) done = opened->run("PRAGMA locking_mode = NORMAL; PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE");
  if (done) {
    held.database = *std::move(opened);
    return held;
  }
  opened = Database();
  return is_damage(done.error()) ? as_it_is() : done.error();
}

// Whether the journal holds the other's end: then it holds the whole of it, since each row's chain binds all before. Nothing: it cannot be read.
std::optional<bool> holds_end_of(Database& database, const State& other) {
  if (other.journal_rows == 0) return true;
  auto row = database.prepare("SELECT 1 FROM journal WHERE sequence = ? AND chain = ?");
  if (!row) return std::nullopt;
  row->bind(1, static_cast<int64_t>(other.journal_rows));
  row->bind_blob(2, other.head);
  const int status = row->step();
  if (status != SQLITE_ROW && status != SQLITE_DONE) return std::nullopt;
  return status == SQLITE_ROW;
}

// What the registry that is to be moved aside is to the one that takes its place, and that as long as nobody else can write it.
void compare(std::optional<Database>& before, const fs::path& registry, const fs::path& file, Restored& restored) {
  restored.before = Before::untold;
  if (!before) return;
  const auto state = state_of(*before, registry.string());
  if (!state) return;
  restored.state_before = *state;
  const State& now = restored.now;
  if (now.head.empty() || state->head.empty()) return;
  if (now.journal_rows == state->journal_rows) {
    restored.before = now.head == state->head ? Before::same : Before::other;
    return;
  }
  const bool is_longer = state->journal_rows > now.journal_rows;
  auto opened = is_longer ? Result<Database>(Database()) : Database::open(file, Database::Mode::read_only, kBusyTimeoutMs);
  if (!opened) return;
  const auto holds = is_longer ? holds_end_of(*before, now) : holds_end_of(*opened, *state);
  if (holds) restored.before = !*holds ? Before::other : is_longer ? Before::later : Before::earlier;
}

Error aside_error(const fs::path& aside, int reason) {
  return failure(reason == EEXIST ? "safekeeping.aside" : "safekeeping.write", aside.string() + ": " + std::generic_category().message(reason));
}

// All parts get their second name before any loses its first. Where an earlier call was ended in between, it is gone on with.
Result<void> move_aside(const fs::path& registry, const fs::path& aside, const Between& between) {
  std::vector<std::string> parts;  // the database last: it is not taken for whole without its log
  for (const char* part : {"-journal", "-wal", ""}) {
    if (is_there(registry.string() + part)) parts.emplace_back(part);
  }
  for (const std::string& part : parts) {
    if (between) between();
    const fs::path from = registry.string() + part, to = aside.string() + part;
    if (::link(from.c_str(), to.c_str()) != 0 && !(errno == EEXIST && same_file(from, to))) return aside_error(to, errno);
  }
  if (!sync_folder(aside)) return aside_error(aside, errno);
  // The database first: without it, its log is nobody's.
  for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
    if (between) between();
    if (::unlink((registry.string() + *part).c_str()) != 0) return aside_error(registry.string() + *part, errno);
  }
  if (between) between();
  ::unlink((registry.string() + "-shm").c_str());
  // Before another database takes the name: after a power cut the log must not be found beside that.
  if (!sync_folder(registry)) return aside_error(registry, errno);
  return {};
}

// An earlier call moved the registry aside and was ended before the rest of it had lost its first name.
void finish_moving(const fs::path& registry, const fs::path& aside) {
  if (is_there(registry) || aside.empty() || !is_there(aside)) return;
  for (const char* part : {"-journal", "-wal"}) {
    if (same_file(registry.string() + part, aside.string() + part)) ::unlink((registry.string() + part).c_str());
  }
  if (!is_there(registry.string() + "-wal")) ::unlink((registry.string() + "-shm").c_str());
}

Result<void> check_places(const fs::path& registry, const RestoreOptions& options) {
  const bool taken = is_there(registry);
  if (taken && options.aside.empty()) return failure("safekeeping.place", registry.string());
  if (taken && !fs::is_regular_file(registry)) return failure("safekeeping.place", registry.string());
  for (const char* suffix : kBeside) {
    const fs::path beside = registry.string() + suffix;
    if (!taken && is_there(beside)) return failure("safekeeping.stale", beside.string());
  }
  // The registry's own name, however spelt, is no other one: what stands there would be lost.
  std::error_code ignored;
  if (!options.aside.empty() && fs::weakly_canonical(options.aside, ignored) == fs::weakly_canonical(registry, ignored))
    return failure("safekeeping.aside", options.aside.string());
  if (!taken || options.aside.empty()) return {};
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
    const fs::path other = options.aside.string() + suffix;
    if (is_there(other) && !same_file(other, registry.string() + suffix)) return failure("safekeeping.aside", other.string());
  }
  return {};
}

// Where a link leads, the registry is: moved by the link's name it would go on under its own, and there would be two. A link that leads
// nowhere is what it is.
fs::path followed(const fs::path& named) {
  std::error_code failed;
  if (!fs::is_symlink(named, failed)) return named;
  const fs::path place = fs::canonical(named, failed);
  return failed ? named : place;
}

}  // namespace

Result<Restored> restore(const fs::path& backup, const fs::path& named, const RestoreOptions& options) {
  const fs::path registry = followed(named);
  finish_moving(registry, options.aside);
  if (auto fits = check_places(registry, options); !fits) return fits.error();
  const bool taken = is_there(registry);
  auto file = NewFile::beside(registry, options.between, !taken);
  if (!file) return file.error();
  if (auto done = bring(backup, options, *file); !done) return done.error();
  const auto state = look_through(file->written_to(), backup, options);
  if (!state) return told_of(backup, state.error());
  Restored restored{.now = *state};
  Access access;
  if (taken) {
    access = access_of(registry).value_or(Access{});
    auto held = hold(registry);
    if (!held) return held.error();
    compare(held->database, registry, file->written_to(), restored);
    if (auto done = move_aside(registry, options.aside, options.between); !done) return done.error();
  }
  const auto given = file->publish(access);
  if (!given) return given.error();
  restored.access_kept = *given;
  return restored;
}

}  // namespace plumb::registry::safekeeping
