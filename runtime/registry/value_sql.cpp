#include "runtime/registry/value_sql.hpp"

namespace plumb::registry {

std::string value_sql(const Column& column, std::string_view row) {
  const std::string of(row);
  switch (column.type) {
    case ColumnType::identifier:
      return "(SELECT id FROM identifiers WHERE number = " + of + "." + column.sql + ")";
    case ColumnType::identifiers:
      return "(SELECT group_concat(id, ';') FROM (SELECT i.id FROM entry_responsible r JOIN identifiers i ON i.number = r.party WHERE r.entry = " + of +
             ".row ORDER BY i.id))";
    case ColumnType::name:
    case ColumnType::case_number:
    case ColumnType::text:
    case ColumnType::day:
    case ColumnType::boolean:
    case ColumnType::party_kind:
    case ColumnType::sector:
    case ColumnType::role:
    case ColumnType::step:
    case ColumnType::percentage:
    case ColumnType::period:
    case ColumnType::json:
      break;
  }
  return of + "." + column.sql;
}

}  // namespace plumb::registry
