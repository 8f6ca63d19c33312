// SQLite behind two small owners: a connection and a prepared statement. A failed call → an Error with this folder's codes.
//
// The only header that includes sqlite3.h, with those of what each connection finds rows by. One thread at a time; statements must
// not outlive their connection.
#pragma once

#include <sqlite3.h>

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "compiler/base/result.hpp"

namespace plumb::registry {

class CodeIndex;
class IdentifierIndex;
template <typename Key>
class LiveIndex;
struct PartyKey;
struct RelationKey;
class Statement;

// Whether SQLite rolled a write transaction back by itself, as it does where memory or the disk fails it. It goes on without one then, and
// each row that is written would be kept at once, by itself: so from then on no statement of the connection does anything.
struct WriteState {
  bool is_writing = false;
  int lost = SQLITE_OK;  // why
};

class Database {
 public:
  enum class Mode : uint8_t { read_only, read_write, create };
  // Asked in every write transaction, when it has begun: whether who acts may; an Error ends it. May say who acts (set_acting).
  using Guard = std::function<Result<void>(Database&)>;

  // `vfs`: the name of what stands between SQLite and the disk, which tests put there to let it fail; nullptr: SQLite's own.
  static Result<Database> open(const std::filesystem::path& path, Mode mode, int busy_timeout_ms, const char* vfs = nullptr);
  Database();  // of no file: to be assigned to
  Database(Database&& other) noexcept;
  Database& operator=(Database&& other) noexcept;
  ~Database();

  Result<void> run(const std::string& sql);
  Result<Statement> prepare(std::string_view sql);
  // The first column of the first row, which must exist.
  Result<int64_t> number(std::string_view sql);
  // The first column of the first row, for these values; nothing where no row is found.
  Result<std::optional<std::string>> text(std::string_view sql, std::initializer_list<std::string_view> values);
  // Whether it writes to a log beside it first: only then do a reader and a writer not wait for each other.
  Result<bool> has_log();

  // The version of the schema that who uses the connection knows; a write transaction of another does not begin (registry.newer). Another
  // program may bring the file up to date while it is open.
  void expect_version(int64_t version) { expected_version_ = version; }
  Result<void> check_version();

  void set_guard(Guard guard) { guard_ = std::move(guard); }
  Result<void> ask_guard() { return guard_ ? guard_(*this) : Result<void>(); }
  // The account that acts on this connection; empty: none is known.
  void set_acting(std::string account) { acting_ = std::move(account); }
  const std::string& acting() const { return acting_; }

  // Plays the log into the file and makes it empty, where nobody reads or writes meanwhile; else it stays.
  void empty_log();

  int64_t last_row() const;
  bool in_transaction() const;
  // Whether the file that is open no longer stands under the name by which it was opened.
  bool has_moved() const;
  const char* vfs() const { return vfs_; }
  // The error of the last failed call on this connection.
  Error error() const;
  // That of a result code which a call gave that is no connection's.
  Error error_of(int status) const;
  // What a call gave that goes by result codes on this connection.
  Result<void> done(int status) const;

  WriteState& write_state() { return *write_state_; }
  // What finds identifiers by their texts, for SQL identifier_number(text).
  IdentifierIndex& identifiers() { return *identifiers_; }
  // What finds live rows by their keys, for SQL live_party(…) and live_relation(…).
  LiveIndex<PartyKey>& live_parties() { return *live_parties_; }
  LiveIndex<RelationKey>& live_relations() { return *live_relations_; }
  // What each of these has its codes in.
  std::array<CodeIndex*, 3> indexes();
  // A connection that will look for many in all of them (CodeIndex::expect_many). REQUIRES: it is in a transaction.
  void expect_many();
  // For calls that have no place here; the connection stays this object's.
  sqlite3* handle() { return handle_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
  };
  std::unique_ptr<WriteState> write_state_;  // stays where it is, for the connection and its statements know it
  std::unique_ptr<sqlite3, Close> handle_;
  std::unique_ptr<IdentifierIndex> identifiers_;  // after the connection, whose statements it has; so have the next
  std::unique_ptr<LiveIndex<PartyKey>> live_parties_;
  std::unique_ptr<LiveIndex<RelationKey>> live_relations_;
  std::string name_;
  const char* vfs_ = nullptr;
  int busy_timeout_ms_ = 0;
  int64_t expected_version_ = 0;  // 0: none
  Guard guard_;
  std::string acting_;
};

// Bound values must stay alive until the next reset. Binding and stepping report their failure through step()'s result.
class Statement {
 public:
  explicit Statement(sqlite3_stmt* handle, WriteState* state = nullptr) : handle_(handle), state_(state) {}

  void bind(int index, std::string_view text) { sqlite3_bind_text64(handle_.get(), index, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8); }
  void bind(int index, int64_t number) { sqlite3_bind_int64(handle_.get(), index, number); }
  void bind_blob(int index, std::string_view bytes) { sqlite3_bind_blob64(handle_.get(), index, bytes.data(), bytes.size(), SQLITE_STATIC); }
  void bind_null(int index) { sqlite3_bind_null(handle_.get(), index); }

  // SQLITE_ROW, SQLITE_DONE or an error; the caller turns the latter into Database::error().
  int step() {
    if (state_ != nullptr && state_->lost != SQLITE_OK) return state_->lost;
    return noted(sqlite3_step(handle_.get()));
  }
  void reset() { noted(sqlite3_reset(handle_.get())); }

  bool is_null(int column) const { return sqlite3_column_type(handle_.get(), column) == SQLITE_NULL; }
  // Stored as an integer (these tables are STRICT: else as text, a blob or null).
  bool is_number(int column) const { return sqlite3_column_type(handle_.get(), column) == SQLITE_INTEGER; }
  int64_t number(int column) const { return sqlite3_column_int64(handle_.get(), column); }
  std::string name(int column) const { return sqlite3_column_name(handle_.get(), column); }
  // Valid until the next step or reset.
  std::string_view text(int column) const { return text_of(sqlite3_column_value(handle_.get(), column)); }
  // As is_null() and text().
  std::optional<std::string_view> text_or_null(int column) const {
    sqlite3_value* const value = sqlite3_column_value(handle_.get(), column);
    return sqlite3_value_type(value) == SQLITE_NULL ? std::nullopt : std::optional(text_of(value));
  }
  std::string_view blob(int column) const {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(handle_.get(), column));
    return bytes == nullptr ? std::string_view() : std::string_view(bytes, static_cast<size_t>(sqlite3_column_bytes(handle_.get(), column)));
  }

 private:
  // A column's value, asked for once: its own functions look at less than those of columns, of which each looks for it anew. Without a
  // mutex (Database::open) a value that is not protected is as good as one that is. A text is asked for as bytes, in UTF-8 after they
  // were counted: as a text SQLite might need memory for its end, and nobody would be told that there was none.
  static std::string_view text_of(sqlite3_value* value) {
    const auto size = static_cast<size_t>(sqlite3_value_bytes(value));
    const auto* bytes = static_cast<const char*>(sqlite3_value_blob(value));
    return bytes == nullptr ? std::string_view() : std::string_view(bytes, size);
  }
  // Which call it was that lost the transaction, and so why.
  int noted(int status) {
    if (state_ != nullptr && state_->lost == SQLITE_ABORT_ROLLBACK && status != SQLITE_OK) state_->lost = status;
    return status;
  }
  struct Finalize {
    void operator()(sqlite3_stmt* handle) const { sqlite3_finalize(handle); }
  };
  std::unique_ptr<sqlite3_stmt, Finalize> handle_;
  WriteState* state_;
};

// As the next, for those that go by result codes: prepared to be kept, if it is not yet.
int prepare_once(sqlite3* database, const char* sql, std::optional<Statement>& statement);
// The statement, prepared when it is first asked for, and ready to be bound. It stays where it is.
Result<Statement*> prepared(Database& database, std::optional<Statement>& statement, std::string_view sql);

// While it lives, the connection keeps as many bytes of the pages that it touches as it is told, within an eighth of the memory that there
// is, and as many as always where that is more. For writing much in one transaction: a page that was put out and is needed again costs the
// more the longer the log has grown. The database outlives it.
class LargeCache {
 public:
  LargeCache(Database& database, uint64_t bytes);
  LargeCache(const LargeCache&) = delete;
  LargeCache& operator=(const LargeCache&) = delete;
  ~LargeCache();

  // Whether it keeps all that it was told.
  bool keeps_all() const { return keeps_all_; }

 private:
  Database& database_;
  bool keeps_all_;
};

// While it lives, the connection looks at pages that it only reads where the system keeps them (mapped_file.hpp): for many looks all over a
// large file. Not where the log is long, of which each look would go through all, nor with a VFS of tests. The database outlives it.
class MappedReads {
 public:
  explicit MappedReads(Database& database);
  MappedReads(const MappedReads&) = delete;
  MappedReads& operator=(const MappedReads&) = delete;
  ~MappedReads();

 private:
  Database& database_;
};

// Rolls back unless committed. One for writing begins with the database's guard, so that what it found still holds at the end. With it goes
// what the connection has not yet written of its indexes by code.
class Transaction {
 public:
  enum class Kind : uint8_t { read, write };
  static Result<Transaction> begin(Database& database, Kind kind);
  Transaction(Transaction&& other) noexcept : database_(other.database_) { other.database_ = nullptr; }
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();

  Result<void> commit();

 private:
  explicit Transaction(Database& database) : database_(&database) {}
  void end();
  Database* database_;
};

}  // namespace plumb::registry
