#include "runtime/registry/stored_row.hpp"

#include "runtime/registry/identifier_index.hpp"
#include "runtime/registry/live_key.hpp"
#include "runtime/registry/value_sql.hpp"

namespace plumb::registry {

namespace {

std::string rows_sql(const TableShape& shape) {
  std::string sql = "SELECT originals";
  for (const Column& column : shape.columns) sql += ", " + value_sql(column);
  return sql + " FROM " + std::string(shape.name) + " t WHERE ";
}

Result<void> read_rows(Database& database, Statement& bound, const TableShape& shape, const std::function<Result<void>(const Row&)>& each) {
  Row row;
  int status = bound.step();
  for (; status == SQLITE_ROW; status = bound.step()) {
    row.originals = bound.text(0);
    row.values.resize(shape.columns.size());
    for (size_t i = 0; i < shape.columns.size(); ++i) {
      const int at = static_cast<int>(i) + 1;
      row.values[i] = {std::string(bound.text(at)), !bound.is_null(at)};
    }
    if (auto done = each(row); !done) return done;
  }
  bound.reset();
  if (status != SQLITE_DONE) return database.error();
  return {};
}

}  // namespace

Result<Statement> prepare_live_rows(Database& database, const TableShape& shape, const std::vector<std::string_view>& wanted) {
  std::string sql = rows_sql(shape) + "revision_to IS NULL";
  for (const std::string_view one : wanted) {
    const bool identifier = shape.columns[column_by_sql(shape, one)].type == ColumnType::identifier;
    if (shape.table == Table::parties && one == "party") {  // which has no other index
      sql += " AND t.row = (SELECT live_party(identifier_number(?)))";
      continue;
    }
    sql += " AND t." + std::string(one) + " = " + (identifier ? "(SELECT identifier_number(?))" : "?");
  }
  return database.prepare(sql + " ORDER BY t.row");
}

Result<void> for_live_rows(Database& database, Statement& prepared, const TableShape& shape, const std::vector<std::string_view>& texts,
                           const std::function<Result<void>(const Row&)>& each) {
  prepared.reset();
  for (size_t i = 0; i < texts.size(); ++i) prepared.bind(static_cast<int>(i) + 1, texts[i]);
  return read_rows(database, prepared, shape, each);
}

Result<void> live_rows(Database& database, const TableShape& shape, const std::vector<Wanted>& wanted, const std::function<Result<void>(const Row&)>& each) {
  std::vector<std::string_view> columns, texts;
  for (const Wanted& one : wanted) {
    columns.push_back(one.sql);
    texts.push_back(one.text);
  }
  auto rows = prepare_live_rows(database, shape, columns);
  return rows ? for_live_rows(database, *rows, shape, texts, each) : rows.error();
}

Result<std::optional<Row>> live_row_of_key(Database& database, const TableShape& shape, const Row& key) {
  std::vector<int64_t> numbers(shape.columns.size());
  for (size_t i = 0; i < shape.columns.size(); ++i) {
    if (!shape.columns[i].key || shape.columns[i].type != ColumnType::identifier) continue;
    IdentifierIndex::Held held;
    if (auto done = database.done(database.identifiers().find(key.values[i].text, held)); !done) return done.error();
    numbers[i] = held.number;
  }
  auto rows = database.prepare(rows_sql(shape) + where_key_lives(shape));
  if (!rows) return rows.error();
  bind_key(*rows, shape, key, numbers);
  std::optional<Row> found;
  const auto read = read_rows(database, *rows, shape, [&](const Row& row) -> Result<void> {
    found = row;
    return {};
  });
  return read ? Result(found) : read.error();
}

std::optional<std::string> value_of(const TableShape& shape, const Row& row, std::string_view sql) {
  const Value* value = find_value(shape, row, sql);
  return value != nullptr ? std::optional(value->text) : std::nullopt;
}

void set_value(const TableShape& shape, Row& row, std::string_view sql, std::string_view text) {
  row.values[column_by_sql(shape, sql)] = {std::string(text), !text.empty()};
}

}  // namespace plumb::registry
