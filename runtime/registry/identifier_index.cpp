#include "runtime/registry/identifier_index.hpp"

#include <algorithm>
#include <new>
#include <optional>
#include <string>

#include "runtime/registry/machine_memory.hpp"
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

int make_ready(sqlite3* database, const char* sql, std::optional<Statement>& statement) {
  if (statement) return SQLITE_OK;
  sqlite3_stmt* made = nullptr;
  const int status = sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &made, nullptr);
  if (status == SQLITE_OK) statement.emplace(made);
  return status;
}

}  // namespace

struct IdentifierIndex::Prepared {
  std::optional<Statement> row, blocks;
  std::vector<int64_t> found;  // numbers of a code
};

IdentifierIndex::IdentifierIndex(sqlite3* database) : database_(database), prepared_(std::make_unique<Prepared>()) {}
IdentifierIndex::~IdentifierIndex() = default;

int IdentifierIndex::attach(sqlite3* database, std::unique_ptr<IdentifierIndex>& out) {
  out.reset(new IdentifierIndex(database));
  return sqlite3_create_function_v2(database, "identifier_number", 1, SQLITE_UTF8 | SQLITE_DIRECTONLY, out.get(), identifier_number, nullptr, nullptr, nullptr);
}

int IdentifierIndex::find_row(int64_t number, std::string_view id, Held& out) {
  if (const int status = make_ready(database_, "SELECT id, key FROM identifiers WHERE number = ?", prepared_->row); status != SQLITE_OK) return status;
  Statement& row = *prepared_->row;
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
  return status == SQLITE_ROW || status == SQLITE_DONE ? SQLITE_OK : status;
}

int IdentifierIndex::find(std::string_view id, Held& out) {
  out = {};
  const uint64_t code = seal::code_of(id);
  if (const auto pending = pending_.find(code); pending != pending_.end()) {
    if (const int status = find_row(pending->second, id, out); status != SQLITE_OK || out.number != 0) return status;
    for (const IdentifierCode& twin : twins_) {
      if (twin.code != code) continue;
      if (const int status = find_row(twin.number, id, out); status != SQLITE_OK || out.number != 0) return status;
    }
  }
  return find_in_runs(code, id, out);
}

int IdentifierIndex::find_in_runs(uint64_t code, std::string_view id, Held& out) {
  prepared_->found.clear();
  if (const int status = hold_if_worth_it(); status != SQLITE_OK) return status;
  if (holds_) {
    held_.find(code, [&](int64_t number) { prepared_->found.push_back(number); });
  } else if (const int status = look_in_blocks(code); status != SQLITE_OK) {
    return status;
  }
  for (const int64_t number : prepared_->found) {
    if (const int status = find_row(number, id, out); status != SQLITE_OK || out.number != 0) return status;
  }
  return SQLITE_OK;
}

int IdentifierIndex::look_in_blocks(uint64_t code) {
  const char* const kBlocks =
      "SELECT (SELECT codes FROM identifier_blocks WHERE place >= run << 55 AND place <= (run << 55 | ?1) ORDER BY place DESC LIMIT 1) FROM identifier_runs";
  if (const int status = make_ready(database_, kBlocks, prepared_->blocks); status != SQLITE_OK) return status;
  Statement& blocks = *prepared_->blocks;
  blocks.bind(1, runs::offset_of(code));
  bool is_whole = true;
  int status = blocks.step();
  for (; status == SQLITE_ROW; status = blocks.step()) {
    const std::string_view block = blocks.blob(0);
    is_whole = is_whole && !blocks.is_null(0) && runs::is_whole(block);
    for (size_t i = runs::lower_bound(block, code); i < runs::count(block); ++i) {
      const IdentifierCode entry = runs::entry(block, i);
      if (entry.code != code) break;
      prepared_->found.push_back(entry.number);
    }
  }
  blocks.reset();
  if (status != SQLITE_DONE) return status;
  return is_whole ? SQLITE_OK : SQLITE_CORRUPT;
}

int IdentifierIndex::hold_if_worth_it() {
  if (!may_hold_) return SQLITE_OK;
  constexpr int64_t kLooksBetween = 4096;
  if (++looks_ % kLooksBetween != 0) return SQLITE_OK;
  int64_t codes = 0;
  if (const int status = runs::count_all(database_, codes); status != SQLITE_OK) return status;
  if (looks_ < codes / static_cast<int64_t>(runs::kEntriesOfBlock)) return SQLITE_OK;
  may_hold_ = false;
  const auto wanted = static_cast<uint64_t>(codes);
  if (HeldCodes::bytes_of(wanted) > machine_memory() / 16 || !held_.reserve(wanted)) return SQLITE_OK;
  // Of runs that have not what they are told to have, or a number that no identifier has, nothing is held.
  uint64_t added = 0;
  const int status = runs::for_each(database_, [&](const IdentifierCode& entry) {
    if (entry.number <= 0 || !held_.add(entry)) return false;
    ++added;
    return true;
  });
  holds_ = status == SQLITE_OK && added == wanted;
  if (!holds_) held_.clear();
  return status;
}

int IdentifierIndex::add(std::string_view id, int64_t number) {
  if (pending_.size() >= most_pending_) {
    if (const int status = write_pending(); status != SQLITE_OK) return status;
  }
  const uint64_t code = seal::code_of(id);
  if (!pending_.emplace(code, number).second) twins_.push_back({code, number});
  return SQLITE_OK;
}

int IdentifierIndex::respell(std::string_view from, std::string_view to, int64_t number) {
  if (const int status = write_pending(); status != SQLITE_OK) return status;
  if (const int status = runs::remove(database_, {seal::code_of(from), number}); status != SQLITE_OK) return status;
  return add(to, number);
}

int IdentifierIndex::write_pending() {
  if (broken_ != SQLITE_OK) return broken_;
  let_go_of_held();
  if (pending_.empty()) return SQLITE_OK;
  std::vector<IdentifierCode> added = twins_;
  added.reserve(added.size() + pending_.size());
  for (const auto& [code, number] : pending_) added.push_back({code, number});
  broken_ = runs::add(database_, added);
  if (broken_ == SQLITE_OK) forget_pending();
  return broken_;
}

void IdentifierIndex::forget_pending() {
  pending_ = {};
  twins_ = {};
}

void IdentifierIndex::end_transaction() {
  forget_pending();
  broken_ = SQLITE_OK;
  expects_many_ = false;
  let_go_of_held();
}

void IdentifierIndex::let_go_of_held() {
  may_hold_ = expects_many_;
  holds_ = false;
  looks_ = 0;
  held_.clear();
}

int IdentifierIndex::rebuild() {
  forget_pending();
  let_go_of_held();
  for (const char* sql : {"DELETE FROM identifier_runs", "DELETE FROM identifier_blocks"}) {
    if (const int status = sqlite3_exec(database_, sql, nullptr, nullptr, nullptr); status != SQLITE_OK) return status;
  }
  std::optional<Statement> rows;
  if (const int status = make_ready(database_, "SELECT number, id FROM identifiers", rows); status != SQLITE_OK) return status;
  int status = rows->step();
  for (; status == SQLITE_ROW; status = rows->step()) {
    if (const int added = add(rows->text(1), rows->number(0)); added != SQLITE_OK) return added;
  }
  return status == SQLITE_DONE ? SQLITE_OK : status;
}

}  // namespace plumb::registry
