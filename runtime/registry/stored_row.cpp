#include "runtime/registry/stored_row.hpp"

#include "compiler/base/check.hpp"
#include "runtime/registry/value_sql.hpp"

namespace plumb::registry {

namespace {

const Column& column_of(const TableShape& shape, std::string_view sql) {
  for (const Column& column : shape.columns) {
    if (sql == column.sql) return column;
  }
  check(false, "a table has the columns that it is asked for");
  return shape.columns.front();
}

size_t index_of(const TableShape& shape, std::string_view sql) { return static_cast<size_t>(&column_of(shape, sql) - shape.columns.data()); }

}  // namespace

Result<void> live_rows(Database& database, const TableShape& shape, const std::vector<Wanted>& wanted, const std::function<Result<void>(const Row&)>& each) {
  std::string sql = "SELECT originals";
  for (const Column& column : shape.columns) sql += ", " + value_sql(column);
  sql += " FROM " + std::string(shape.name) + " t WHERE revision_to IS NULL";
  for (const Wanted& one : wanted) {
    const bool identifier = column_of(shape, one.sql).type == ColumnType::identifier;
    sql += " AND t." + std::string(one.sql) + " = " + (identifier ? "(SELECT number FROM identifiers WHERE id = ?)" : "?");
  }
  auto rows = database.prepare(sql + " ORDER BY t.row");
  if (!rows) return rows.error();
  for (size_t i = 0; i < wanted.size(); ++i) rows->bind(static_cast<int>(i) + 1, wanted[i].text);
  Row row;
  int status = rows->step();
  for (; status == SQLITE_ROW; status = rows->step()) {
    row.originals = rows->text(0);
    row.values.resize(shape.columns.size());
    for (size_t i = 0; i < shape.columns.size(); ++i) {
      const int at = static_cast<int>(i) + 1;
      row.values[i] = {std::string(rows->text(at)), !rows->is_null(at)};
    }
    if (auto done = each(row); !done) return done;
  }
  if (status != SQLITE_DONE) return database.error();
  return {};
}

std::optional<std::string> value_of(const TableShape& shape, const Row& row, std::string_view sql) {
  const Value& value = row.values[index_of(shape, sql)];
  return value.present ? std::optional(value.text) : std::nullopt;
}

void set_value(const TableShape& shape, Row& row, std::string_view sql, std::string_view text) {
  row.values[index_of(shape, sql)] = {std::string(text), !text.empty()};
}

}  // namespace plumb::registry
