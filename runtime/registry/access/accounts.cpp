#include "runtime/registry/access/accounts.hpp"

#include "runtime/registry/schema.hpp"
#include "runtime/registry/sqlite.hpp"
#include "runtime/registry/table.hpp"
#include "runtime/registry/writer.hpp"

namespace plumb::registry::access {

namespace {

Row row_of(const AccountRow& account) {
  Row row;
  for (const std::string* value : {&account.name, &account.role, &account.department}) row.values.push_back({*value, !value->empty()});
  return row;
}

constexpr int kBusyTimeoutMs = 5000;

// One change of a table, in a transaction of its own.
template <typename Change>
Result<bool> change(Registry& registry, const std::string& recorded_at, const char* cause, const AccountsAllow& allow, Change write) {
  Database& database = registry.database();
  auto transaction = Transaction::begin(database, Transaction::Kind::write);
  if (!transaction) return transaction.error();
  if (allow) {
    const auto there = accounts(database);
    if (!there) return there.error();
    if (auto allowed = allow(*there); !allowed) return allowed.error();
  }
  auto writer = FactWriter::begin(database, {recorded_at, cause, std::nullopt});
  if (!writer) return writer.error();
  const Result<bool> changed = write(*writer);
  if (!changed) return changed;
  if (auto done = writer->finish(); !done) return done.error();
  if (auto done = transaction->commit(); !done) return done.error();
  return changed;
}

}  // namespace

Result<std::vector<AccountRow>> accounts(Database& database) {
  const auto any = database.number("SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'accounts')");
  if (!any) return any.error();
  if (*any == 0) return std::vector<AccountRow>();
  auto rows = database.prepare("SELECT name, role, department FROM accounts WHERE revision_to IS NULL ORDER BY name");
  if (!rows) return rows.error();
  std::vector<AccountRow> out;
  int status = rows->step();
  for (; status == SQLITE_ROW; status = rows->step()) out.push_back({std::string(rows->text(0)), std::string(rows->text(1)), std::string(rows->text(2))});
  if (status != SQLITE_DONE) return database.error();
  return out;
}

Result<std::vector<AccountRow>> accounts_in(const std::filesystem::path& file) {
  auto database = Database::open(file, Database::Mode::read_only, kBusyTimeoutMs);
  if (!database) return database.error();
  const auto application = database->number("PRAGMA application_id");
  if (!application) return application.error();
  return *application == kApplicationId ? accounts(*database) : std::vector<AccountRow>();
}

Result<bool> put_account(Registry& registry, const AccountRow& account, const std::string& recorded_at, const AccountsAllow& allow) {
  return change(registry, recorded_at, "account", allow, [&](FactWriter& writer) -> Result<bool> {
    const auto put = writer.put(shape(Table::accounts), row_of(account));
    if (!put) return put.error();
    return *put != Outcome::unchanged;
  });
}

Result<bool> end_account(Registry& registry, const std::string& name, const std::string& recorded_at, const AccountsAllow& allow) {
  return change(registry, recorded_at, "account", allow, [&](FactWriter& writer) { return writer.end(shape(Table::accounts), row_of({name, "", ""})); });
}

Result<std::optional<std::string>> setting(Registry& registry, const std::string& name) {
  auto row = registry.database().prepare("SELECT value FROM settings WHERE name = ? AND revision_to IS NULL");
  if (!row) return row.error();
  row->bind(1, name);
  const int status = row->step();
  if (status == SQLITE_ROW) return std::optional(std::string(row->text(0)));
  if (status != SQLITE_DONE) return registry.database().error();
  return std::optional<std::string>();
}

Result<bool> put_setting(Registry& registry, const std::string& name, const std::string& value, const std::string& recorded_at) {
  return change(registry, recorded_at, "setting", {}, [&](FactWriter& writer) -> Result<bool> {
    Row row;
    for (const std::string* text : {&name, &value}) row.values.push_back({*text, !text->empty()});
    if (value.empty()) return writer.end(shape(Table::settings), row);
    const auto put = writer.put(shape(Table::settings), row);
    if (!put) return put.error();
    return *put != Outcome::unchanged;
  });
}

}  // namespace plumb::registry::access
