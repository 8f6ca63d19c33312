#include "runtime/registry/live_index.hpp"

#include <boost/endian/conversion.hpp>
#include <new>
#include <optional>
#include <string>

#include "runtime/registry/sqlite.hpp"
#include "runtime/seal/digest.hpp"

namespace plumb::registry {

namespace {

constexpr uint64_t kWholeKey = 0xFFFFFFFF;  // the bits of a relation's code that go by all of its key

void append(std::string& bytes, int64_t number) {
  unsigned char stored[8];
  boost::endian::store_little_s64(stored, number);
  bytes.append(reinterpret_cast<const char*>(stored), sizeof stored);
}

// How SQL asks for a key, and says the one of a row: of `kRow` from the first column on, then whether it is live; of `kRows` from the second.
template <typename Key>
struct InSql;

template <>
struct InSql<PartyKey> {
  static constexpr const char* kFunction = "live_party";
  static constexpr int kValues = 1;
  static constexpr const char* kRow = "SELECT party, revision_to IS NULL FROM parties WHERE row = ?";
  static constexpr const char* kRows = "SELECT row, party FROM parties";
  static constexpr int kLive = 1;
  static PartyKey in(const Statement& row, int first) { return {row.number(first)}; }
  static bool names_nobody(sqlite3_value** values) { return sqlite3_value_type(values[0]) == SQLITE_NULL; }
  static PartyKey in(sqlite3_value** values) { return {sqlite3_value_int64(values[0])}; }
};

// As its bytes, for which SQLite needs no memory (as Statement::text).
std::string_view text_of(sqlite3_value* value) {
  const auto size = static_cast<size_t>(sqlite3_value_bytes(value));
  const auto* const bytes = static_cast<const char*>(sqlite3_value_blob(value));
  return bytes == nullptr ? std::string_view() : std::string_view(bytes, size);
}

template <>
struct InSql<RelationKey> {
  static constexpr const char* kFunction = "live_relation";
  static constexpr int kValues = 4;
  static constexpr const char* kRow = "SELECT holder, role, organisation, ifnull(valid_from, ''), revision_to IS NULL FROM relations WHERE row = ?";
  static constexpr const char* kRows = "SELECT row, holder, role, organisation, ifnull(valid_from, '') FROM relations";
  static constexpr int kLive = 4;
  static RelationKey in(const Statement& row, int first) { return {row.number(first), row.text(first + 1), row.number(first + 2), row.text(first + 3)}; }
  static bool names_nobody(sqlite3_value** values) { return sqlite3_value_type(values[0]) == SQLITE_NULL || sqlite3_value_type(values[2]) == SQLITE_NULL; }
  static RelationKey in(sqlite3_value** values) {
    return {sqlite3_value_int64(values[0]), text_of(values[1]), sqlite3_value_int64(values[2]), text_of(values[3])};
  }
};

template <typename Key>
void live_row(sqlite3_context* context, int, sqlite3_value** values) {
  if (InSql<Key>::names_nobody(values)) return sqlite3_result_null(context);
  int64_t row = 0;
  int status = SQLITE_NOMEM;
  try {
    status = static_cast<LiveIndex<Key>*>(sqlite3_user_data(context))->find(InSql<Key>::in(values), row);
  } catch (const std::bad_alloc&) {  // SQLite's frames let no exception through
  }
  if (status != SQLITE_OK) return sqlite3_result_error_code(context, status);
  row == 0 ? sqlite3_result_null(context) : sqlite3_result_int64(context, row);
}

}  // namespace

uint64_t code_of(const PartyKey& key) {
  std::string bytes;
  append(bytes, key.party);
  return seal::code_of(bytes);
}

uint64_t code_of(const RelationKey& key) {
  std::string bytes;
  bytes.reserve(2 * sizeof(int64_t) + key.role.size() + 1 + key.from.size());
  append(bytes, key.organisation);
  append(bytes, key.holder);
  bytes += key.role;
  const uint64_t whatever_day = seal::code_of(bytes);
  bytes += '\0';
  bytes += key.from;
  return (whatever_day & ~kWholeKey) | (seal::code_of(bytes) & kWholeKey);
}

template <typename Key>
struct LiveIndex<Key>::Prepared {
  std::optional<Statement> row;
};

template <typename Key>
LiveIndex<Key>::LiveIndex(sqlite3* database)
    : database_(database), prepared_(std::make_unique<Prepared>()), codes_({.database = database, .runs = Key::kRuns, .blocks = Key::kBlocks}) {}
template <typename Key>
LiveIndex<Key>::~LiveIndex() = default;

template <typename Key>
int LiveIndex<Key>::attach(sqlite3* database, std::unique_ptr<LiveIndex>& out) {
  out.reset(new LiveIndex(database));
  return sqlite3_create_function_v2(database, InSql<Key>::kFunction, InSql<Key>::kValues, SQLITE_UTF8 | SQLITE_DIRECTONLY, out.get(), live_row<Key>, nullptr,
                                    nullptr, nullptr);
}

template <typename Key>
int LiveIndex<Key>::find(const Key& key, int64_t& out) {
  out = 0;
  return codes_.find(code_of(key), [&](int64_t number, bool& found) {
    if (const int status = prepare_once(database_, InSql<Key>::kRow, prepared_->row); status != SQLITE_OK) return status;
    Statement& row = *prepared_->row;
    row.reset();
    row.bind(1, number);
    const int status = row.step();
    found = status == SQLITE_ROW && row.number(InSql<Key>::kLive) != 0 && InSql<Key>::in(row, 0) == key;
    if (found) out = number;
    row.reset();
    if (status == SQLITE_DONE) return SQLITE_CORRUPT;  // an index leads to rows that are there
    return status == SQLITE_ROW ? SQLITE_OK : status;
  });
}

template <typename Key>
int LiveIndex<Key>::add(const Key& key, int64_t row) {
  const uint64_t code = code_of(key);
  if (codes_.waits(code)) {
    int64_t live = 0;
    if (const int status = find(key, live); status != SQLITE_OK) return status;
    if (live != 0 && live != row) return SQLITE_CONSTRAINT_UNIQUE;
  }
  return codes_.add(code, row);
}

template <typename Key>
int LiveIndex<Key>::rebuild() {
  if (const int status = codes_.clear(); status != SQLITE_OK) return status;
  std::optional<Statement> rows;
  if (const int status = prepare_once(database_, InSql<Key>::kRows, rows); status != SQLITE_OK) return status;
  int status = rows->step();
  for (; status == SQLITE_ROW; status = rows->step()) {
    if (const int added = codes_.add(code_of(InSql<Key>::in(*rows, 1)), rows->number(0)); added != SQLITE_OK) return added;
  }
  return status == SQLITE_DONE ? SQLITE_OK : status;
}

template class LiveIndex<PartyKey>;
template class LiveIndex<RelationKey>;

int find_whatever_day(LiveRelations& relations, int64_t holder, std::string_view role, int64_t organisation, std::vector<int64_t>& out) {
  const uint64_t code = code_of({holder, role, organisation, ""});
  return relations.codes().find_all(code & ~kWholeKey, code | kWholeKey, out);
}

}  // namespace plumb::registry
