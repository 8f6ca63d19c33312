#include "runtime/registry/stored_row.hpp"

#include "runtime/registry/value_sql.hpp"

namespace plumb::registry {

Result<Statement> prepare_live_rows(Database& database, const TableShape& shape, const std::vector<std::string_view>& wanted) {
  std::string sql = "SELECT originals";
  for (const Column& column : shape.columns) sql += ", " + value_sql(column);
  sql += " FROM " + std::string(shape.name) + " t WHERE revision_to IS NULL";
  for (const std::string_view one : wanted) {
    const bool identifier = shape.columns[column_by_sql(shape, one)].type == ColumnType::identifier;
    sql += " AND t." + std::string(one) + " = " + (identifier ? "(SELECT identifier_number(?))" : "?");
  }
  return database.prepare(sql + " ORDER BY t.row");
}

Result<void> for_live_rows(Database& database, Statement& prepared, const TableShape& shape, const std::vector<std::string_view>& texts,
                           const std::function<Result<void>(const Row&)>& each) {
  prepared.reset();
  for (size_t i = 0; i < texts.size(); ++i) prepared.bind(static_cast<int>(i) + 1, texts[i]);
  Row row;
  int status = prepared.step();
  for (; status == SQLITE_ROW; status = prepared.step()) {
    row.originals = prepared.text(0);
    row.values.resize(shape.columns.size());
    for (size_t i = 0; i < shape.columns.size(); ++i) {
      const int at = static_cast<int>(i) + 1;
      row.values[i] = {std::string(prepared.text(at)), !prepared.is_null(at)};
    }
    if (auto done = each(row); !done) return done;
  }
  prepared.reset();
  if (status != SQLITE_DONE) return database.error();
  return {};
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
  std::vector<Wanted> wanted;
  for (size_t i = 0; i < shape.columns.size(); ++i) {
    if (shape.columns[i].key && key.values[i].present) wanted.push_back({shape.columns[i].sql, key.values[i].text});
  }
  std::optional<Row> found;
  const auto read = live_rows(database, shape, wanted, [&](const Row& row) -> Result<void> {
    for (size_t i = 0; i < shape.columns.size(); ++i) {
      if (shape.columns[i].key && row.values[i].present != key.values[i].present) return {};
    }
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
