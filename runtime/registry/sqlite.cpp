#include "runtime/registry/sqlite.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>

#include "runtime/registry/failure.hpp"
#include "runtime/registry/file_bytes.hpp"
#include "runtime/registry/identifier_index.hpp"
#include "runtime/registry/live_index.hpp"
#include "runtime/registry/machine_memory.hpp"
#include "runtime/registry/mapped_file.hpp"
#include "runtime/seal/box.hpp"

namespace plumb::registry {

namespace {

const char* code_of(int primary) {
  switch (primary) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return "registry.locked";
    case SQLITE_CORRUPT:
      return "registry.corrupt";
    case SQLITE_READONLY:
      return "registry.readonly";
    case SQLITE_NOTADB:
      return "registry.not_a_database";
    case SQLITE_FULL:
      return "registry.full";
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return "registry.unreadable";
    case SQLITE_IOERR:
      return "registry.io";
    case SQLITE_NOMEM:
      return "registry.memory";
    default:
      return "registry.database";
  }
}

Error error_of(sqlite3* handle, const std::string& name) {
  const int primary = sqlite3_errcode(handle) & 0xFF;
  std::string_view code = code_of(primary);
  // The database itself can be opened, or is only read: it is the files beside it.
  const int extended = sqlite3_extended_errcode(handle);
  if ((primary == SQLITE_CANTOPEN && ::access(name.c_str(), R_OK) == 0) || extended == SQLITE_READONLY_CANTINIT || extended == SQLITE_READONLY_RECOVERY ||
      extended == SQLITE_READONLY_CANTLOCK || extended == SQLITE_READONLY_DIRECTORY) {
    code = "registry.folder";
  }
  // As the system says of a write that SQLite could not do, also of the shared memory beside the database that readers need.
  if ((primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN) && sqlite3_system_errno(handle) == ENOSPC) code = "registry.full";
  if (primary == SQLITE_NOTADB && seal::is_sealed(first_bytes(name, seal::kSealedMagicBytes))) code = "registry.sealed";
  // Where our sentence says all there is, SQLite's adds nothing; a refused operation needs its reason.
  const bool needs_reason = code == "registry.database" || code == "registry.io";
  return failure(code, needs_reason ? name + ": " + sqlite3_errmsg(handle) : name);
}

// synchronous = FULL: what was acknowledged is on the disk. With NORMAL and WAL a power cut takes back the last transactions, of
// which a department may have been told already (tests/faults shows it). It costs one sync a transaction, and an import is one.
const char* const kSettings =
    "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON; PRAGMA mmap_size "
    "= 0;";

// The cache holds the upper levels of the key indexes, into which an import of unsorted rows writes everywhere.
constexpr uint64_t kCacheKib = 262'144;

Result<void> keep_pages(Database& database, uint64_t kib) { return database.run("PRAGMA cache_size = -" + std::to_string(kib)); }

// SQLite opens these by itself, where the database is that a link leads to, and would wait at a pipe for whoever writes into it.
Result<void> ordinary_beside(const std::filesystem::path& path) {
  std::error_code failed;
  const bool is_link = std::filesystem::is_symlink(path, failed);
  const std::filesystem::path place = is_link ? std::filesystem::canonical(path, failed) : path;
  if (is_link && failed) return {};  // it leads nowhere, which opening it tells
  for (const char* suffix : {"-journal", "-wal", "-shm"}) {
    if (auto is = ordinary(place.string() + suffix); !is) return is;
  }
  return {};
}

// Before SQLite's first use: it counts all memory under one lock, which connections of two threads would wait for, and nobody asks.
// Where another part of the process uses SQLite already, it stays as it is.
void count_no_memory() {
  static const int kOnce = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  (void)kOnce;
}

// Told of every rollback; those that are asked for are said before (Transaction).
void note_rollback(void* state) {
  auto& of = *static_cast<WriteState*>(state);
  if (of.is_writing) of.lost = SQLITE_ABORT_ROLLBACK;
}

}  // namespace

Database::Database() = default;
Database::Database(Database&& other) noexcept = default;
Database& Database::operator=(Database&& other) noexcept {
  if (this == &other) return *this;
  handle_.reset();  // before what it tells of its rollback
  handle_ = std::move(other.handle_);
  write_state_ = std::move(other.write_state_);
  identifiers_ = std::move(other.identifiers_);
  live_parties_ = std::move(other.live_parties_);
  live_relations_ = std::move(other.live_relations_);
  name_ = std::move(other.name_);
  vfs_ = other.vfs_;
  busy_timeout_ms_ = other.busy_timeout_ms_;
  expected_version_ = other.expected_version_;
  guard_ = std::move(other.guard_);
  acting_ = std::move(other.acting_);
  return *this;
}
Database::~Database() = default;

Result<Database> Database::open(const std::filesystem::path& path, Mode mode, int busy_timeout_ms, const char* vfs) {
  count_no_memory();
  if (auto is = ordinary(path); !is) return is.error();
  if (auto is = ordinary_beside(path); !is) return is.error();
  Database database;
  database.name_ = path.string();
  database.vfs_ = vfs;
  database.busy_timeout_ms_ = busy_timeout_ms;
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  switch (mode) {
    case Mode::read_only:
      flags |= SQLITE_OPEN_READONLY;
      break;
    case Mode::read_write:
      flags |= SQLITE_OPEN_READWRITE;
      break;
    case Mode::create:
      flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
      break;
  }
  sqlite3* handle = nullptr;
  const int status = sqlite3_open_v2(path.c_str(), &handle, flags, vfs != nullptr ? vfs : mapping_vfs());
  database.handle_.reset(handle);
  if (handle == nullptr) return failure("registry.memory");
  if (status != SQLITE_OK) return registry::error_of(handle, database.name_);
  database.write_state_ = std::make_unique<WriteState>();
  sqlite3_rollback_hook(handle, note_rollback, database.write_state_.get());
  int attached = IdentifierIndex::attach(handle, database.identifiers_);
  if (attached == SQLITE_OK) attached = LiveParties::attach(handle, database.live_parties_);
  if (attached == SQLITE_OK) attached = LiveRelations::attach(handle, database.live_relations_);
  if (attached != SQLITE_OK) return registry::error_of(handle, database.name_);
  sqlite3_busy_timeout(handle, busy_timeout_ms);
  if (mode != Mode::read_only && sqlite3_db_readonly(handle, "main") == 1) return failure("registry.readonly", database.name_);
  if (auto done = database.run(kSettings); !done) return done.error();
  if (auto done = keep_pages(database, kCacheKib); !done) return done.error();
  return database;
}

Result<void> Database::run(const std::string& sql) {
  if (write_state_->lost != SQLITE_OK) return error();
  if (sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) return error();
  return {};
}

Result<Statement> Database::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int status = sqlite3_prepare_v3(handle_.get(), sql.data(), static_cast<int>(sql.size()), 0, &statement, nullptr);
  if (status != SQLITE_OK) return error();
  return Statement(statement, write_state_.get());
}

Result<int64_t> Database::number(std::string_view sql) {
  auto statement = prepare(sql);
  if (!statement) return statement.error();
  if (statement->step() != SQLITE_ROW) return error();
  return statement->number(0);
}

Result<std::optional<std::string>> Database::text(std::string_view sql, std::initializer_list<std::string_view> values) {
  auto row = prepare(sql);
  if (!row) return row.error();
  int index = 1;
  for (const std::string_view value : values) row->bind(index++, value);
  const int status = row->step();
  if (status == SQLITE_ROW) return std::optional(std::string(row->text(0)));
  if (status != SQLITE_DONE) return error();
  return std::optional<std::string>();
}

Result<bool> Database::has_log() {
  auto mode = prepare("PRAGMA journal_mode");
  if (!mode) return mode.error();
  if (mode->step() != SQLITE_ROW) return error();
  return mode->text(0) == "wal";
}

void Database::empty_log() {
  sqlite3_busy_timeout(handle_.get(), 0);
  sqlite3_wal_checkpoint_v2(handle_.get(), "main", SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  sqlite3_busy_timeout(handle_.get(), busy_timeout_ms_);
}

int64_t Database::last_row() const { return sqlite3_last_insert_rowid(handle_.get()); }
bool Database::in_transaction() const { return sqlite3_get_autocommit(handle_.get()) == 0; }
bool Database::has_moved() const {
  int moved = 0;
  return sqlite3_file_control(handle_.get(), "main", SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK && moved != 0;
}
Error Database::error() const {
  const int last = sqlite3_errcode(handle_.get());
  const bool none = last == SQLITE_OK || last == SQLITE_ROW || last == SQLITE_DONE;
  return none && write_state_ && write_state_->lost != SQLITE_OK ? error_of(write_state_->lost) : registry::error_of(handle_.get(), name_);
}
Error Database::error_of(int status) const { return failure(code_of(status & 0xFF), name_ + ": " + sqlite3_errstr(status)); }

Result<void> Database::done(int status) const {
  if (status == SQLITE_OK) return {};
  return sqlite3_extended_errcode(handle_.get()) == status || sqlite3_errcode(handle_.get()) == status ? error() : error_of(status);
}

Result<void> Database::check_version() {
  if (expected_version_ == 0) return {};
  const auto version = number("PRAGMA user_version");
  if (!version) return version.error();
  return *version == expected_version_ ? Result<void>() : failure("registry.newer", name_);
}

std::array<CodeIndex*, 3> Database::indexes() { return {&identifiers_->codes(), &live_parties_->codes(), &live_relations_->codes()}; }

void Database::expect_many() {
  for (CodeIndex* const index : indexes()) index->expect_many();
}

int prepare_once(sqlite3* database, const char* sql, std::optional<Statement>& statement) {
  if (statement) return SQLITE_OK;
  sqlite3_stmt* made = nullptr;
  const int status = sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &made, nullptr);
  if (status == SQLITE_OK) statement.emplace(made);
  return status;
}

Result<Statement*> prepared(Database& database, std::optional<Statement>& statement, std::string_view sql) {
  if (!statement) {
    auto made = database.prepare(sql);
    if (!made) return made.error();
    statement.emplace(std::move(*made));
  }
  statement->reset();
  return &*statement;
}

LargeCache::LargeCache(Database& database, uint64_t bytes) : database_(database) {
  const uint64_t kib = std::max(kCacheKib, std::min(bytes, machine_memory() / 8) / 1024);
  const auto kept = keep_pages(database_, kib);  // refused, it stays as it is
  keeps_all_ = bytes / 1024 <= (kept ? kib : kCacheKib);
}

LargeCache::~LargeCache() {
  char sql[64];
  std::snprintf(sql, sizeof sql, "PRAGMA cache_size = -%llu", static_cast<unsigned long long>(kCacheKib));
  sqlite3_exec(database_.handle(), sql, nullptr, nullptr, nullptr);
}

MappedReads::MappedReads(Database& database) : database_(database) {
  constexpr uintmax_t kLongestLog = uintmax_t{32} << 20;
  const char* const path = sqlite3_db_filename(database.handle(), "main");
  if (database.vfs() != nullptr || mapping_vfs() == nullptr || path == nullptr || *path == '\0') return;
  const auto log = [&] {
    std::error_code none;
    const uintmax_t bytes = std::filesystem::file_size(sqlite3_filename_wal(path), none);
    return none ? 0 : bytes;
  };
  // It keeps the size that it once had, until somebody says that nothing of it is needed any more.
  if (log() > kLongestLog && !database.in_transaction()) database.empty_log();
  if (log() <= kLongestLog) sqlite3_exec(database.handle(), "PRAGMA main.mmap_size = 4611686018427387904", nullptr, nullptr, nullptr);
}

MappedReads::~MappedReads() { sqlite3_exec(database_.handle(), "PRAGMA main.mmap_size = 0", nullptr, nullptr, nullptr); }

Result<Transaction> Transaction::begin(Database& database, Kind kind) {
  if (auto done = database.run(kind == Kind::write ? "BEGIN IMMEDIATE" : "BEGIN"); !done) return done.error();
  Transaction begun(database);
  database.write_state().is_writing = kind == Kind::write;
  if (kind == Kind::write) {
    if (auto known = database.check_version(); !known) return known.error();
    if (auto allowed = database.ask_guard(); !allowed) return allowed.error();
  }
  return begun;
}

Transaction::~Transaction() {
  if (database_ == nullptr) return;
  end();
  // Also where memory has run out: nothing here may need any.
  if (database_->in_transaction()) sqlite3_exec(database_->handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::end() {
  for (CodeIndex* const index : database_->indexes()) index->end_transaction();
  database_->write_state() = {};
}

Result<void> Transaction::commit() {
  if (database_->write_state().lost != SQLITE_OK) return database_->error();
  for (CodeIndex* const index : database_->indexes()) {
    if (auto done = database_->done(index->write_pending()); !done) return done;
  }
  if (auto done = database_->run("COMMIT"); !done) return done;
  end();
  database_ = nullptr;
  return {};
}

}  // namespace plumb::registry
