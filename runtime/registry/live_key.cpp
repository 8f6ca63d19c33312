#include "runtime/registry/live_key.hpp"

namespace plumb::registry {

namespace {

bool is_nullable_key(const Column& column) { return column.key && column.need != Column::value; }

PartyKey party_key(const TableShape& shape, const std::vector<int64_t>& numbers) {
  static const size_t party = column_by_sql(shape, "party");
  return {numbers[party]};
}

// The row outlives what is given.
RelationKey relation_key(const TableShape& shape, const Row& row, const std::vector<int64_t>& numbers) {
  static const size_t holder = column_by_sql(shape, "holder"), role = column_by_sql(shape, "role"), organisation = column_by_sql(shape, "organisation"),
                      from = column_by_sql(shape, "valid_from");
  return {numbers[holder], row.values[role].text, numbers[organisation], row.values[from].text};
}

}  // namespace

std::string where_key_lives(const TableShape& shape) {
  if (shape.table == Table::parties) return "row = (SELECT live_party(?))";
  if (shape.table == Table::relations) return "row = (SELECT live_relation(?, ?, ?, ?))";
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

bool is_indexed_by_code(const TableShape& shape) { return shape.table == Table::parties || shape.table == Table::relations; }

int index_is_empty(Database& database, const TableShape& shape, bool& out) {
  return (shape.table == Table::parties ? database.live_parties().codes() : database.live_relations().codes()).is_empty(out);
}

int find_live_by_code(Database& database, const TableShape& shape, const Row& row, const std::vector<int64_t>& numbers, int64_t& out) {
  if (shape.table == Table::parties) return database.live_parties().find(party_key(shape, numbers), out);
  return database.live_relations().find(relation_key(shape, row, numbers), out);
}

int index_by_code(Database& database, const TableShape& shape, const Row& row, const std::vector<int64_t>& numbers, int64_t number) {
  if (shape.table == Table::parties) return database.live_parties().add(party_key(shape, numbers), number);
  if (shape.table == Table::relations) return database.live_relations().add(relation_key(shape, row, numbers), number);
  return SQLITE_OK;
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
