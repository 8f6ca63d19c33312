#include "runtime/registry/identifier_index.hpp"

#include <algorithm>
#include <new>
#include <optional>

#include "runtime/registry/sqlite.hpp"
#include "runtime/seal/digest.hpp"

namespace plumb::registry {

namespace {

void identifier_number(sqlite3_context* context, int, sqlite3_value** values) {
  if (sqlite3_value_type(values[0]) == SQLITE_NULL) return sqlite3_result_null(context);
  const auto* const text = reinterpret_cast<const char*>(sqlite3_value_text(values[0]));
  if (text == nullptr) return sqlite3_result_error_nomem(context);
  IdentifierIndex::Held held;
  const std::string_view id(text, static_cast<size_t>(sqlite3_value_bytes(values[0])));
  int status = SQLITE_NOMEM;
  try {
    status = static_cast<IdentifierIndex*>(sqlite3_user_data(context))->find(id, held);
  } catch (const std::bad_alloc&) {  // SQLite's frames let no exception through
  }
  if (status != SQLITE_OK) return sqlite3_result_error_code(context, status);
  held.number == 0 ? sqlite3_result_null(context) : sqlite3_result_int64(context, held.number);
}

}  // namespace

struct IdentifierIndex::Prepared {
  std::optional<Statement> row;
};

IdentifierIndex::IdentifierIndex(sqlite3* database)
    : database_(database), prepared_(std::make_unique<Prepared>()), codes_({.database = database, .runs = kRuns, .blocks = kBlocks}) {}
IdentifierIndex::~IdentifierIndex() = default;

int IdentifierIndex::attach(sqlite3* database, std::unique_ptr<IdentifierIndex>& out) {
  out.reset(new IdentifierIndex(database));
  return sqlite3_create_function_v2(database, "identifier_number", 1, SQLITE_UTF8 | SQLITE_DIRECTONLY, out.get(), identifier_number, nullptr, nullptr, nullptr);
}

int IdentifierIndex::find_row(int64_t number, std::string_view id, Held& out) {
  if (const int status = prepare_once(database_, "SELECT id, key FROM identifiers WHERE number = ?", prepared_->row); status != SQLITE_OK) return status;
  Statement& row = *prepared_->row;
  row.reset();
  row.bind(1, number);
  int status = row.step();
  if (status == SQLITE_ROW && row.text(0) == id) {
    out.number = number;
    out.erased = row.is_null(1);
    const std::string_view key = row.blob(1);
    std::copy_n(key.begin(), std::min(key.size(), out.key.size()), out.key.begin());
    if (!out.erased && key.size() != out.key.size()) status = SQLITE_CORRUPT;
  }
  row.reset();
  if (status == SQLITE_DONE) return SQLITE_CORRUPT;  // an index leads to rows that are there
  return status == SQLITE_ROW ? SQLITE_OK : status;
}

int IdentifierIndex::find(std::string_view id, Held& out) {
  out = {};
  return codes_.find(seal::code_of(id), [&](int64_t number, bool& found) {
    const int status = find_row(number, id, out);
    found = out.number != 0;
    return status;
  });
}

int IdentifierIndex::add(std::string_view id, int64_t number) { return codes_.add(seal::code_of(id), number); }

int IdentifierIndex::respell(std::string_view from, std::string_view to, int64_t number) {
  return codes_.replace(seal::code_of(from), seal::code_of(to), number);
}

int IdentifierIndex::rebuild() {
  if (const int status = codes_.clear(); status != SQLITE_OK) return status;
  std::optional<Statement> rows;
  if (const int status = prepare_once(database_, "SELECT number, id FROM identifiers", rows); status != SQLITE_OK) return status;
  int status = rows->step();
  for (; status == SQLITE_ROW; status = rows->step()) {
    if (const int added = add(rows->text(1), rows->number(0)); added != SQLITE_OK) return added;
  }
  return status == SQLITE_DONE ? SQLITE_OK : status;
}

}  // namespace plumb::registry
