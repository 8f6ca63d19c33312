#include "runtime/registry/live_key.hpp"

namespace plumb::registry {

namespace {

bool is_nullable_key(const Column& column) { return column.key && column.need != Column::value; }

}  // namespace

std::string where_key_lives(const TableShape& shape) {
  std::string where = "revision_to IS NULL";
  for (const Column& column : shape.columns) {
    if (!column.key) continue;
    where += is_nullable_key(column) ? " AND ifnull(" + std::string(column.sql) + ", '') = ?" : " AND " + std::string(column.sql) + " = ?";
  }
  return where;
}

void bind_key(Statement& statement, const TableShape& shape, const Row& row, const std::vector<int64_t>& numbers) {
  int index = 1;
  for (size_t i = 0; i < shape.columns.size(); ++i) {
    const Column& column = shape.columns[i];
    if (!column.key) continue;
    if (is_nullable_key(column))
      statement.bind(index++, row.values[i].text);
    else
      bind_value(statement, index++, column, row.values[i], numbers[i]);
  }
}

void bind_value(Statement& statement, int index, const Column& column, const Value& value, int64_t number) {
  if (!value.present) {
    statement.bind_null(index);
  } else if (column.type == ColumnType::identifier) {
    statement.bind(index, number);
  } else if (column.type == ColumnType::boolean) {
    statement.bind(index, int64_t{value.text == "1"});
  } else {
    statement.bind(index, value.text);
  }
}

}  // namespace plumb::registry
