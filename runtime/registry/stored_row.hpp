// Live rows of a table → the values that an import gave them: what correcting a row starts from, and what an export writes.
//
// One thread; in the caller's transaction.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/registry/row.hpp"
#include "runtime/registry/sqlite.hpp"

namespace plumb::registry {

// A column that must have a value: by its name in the database; identifiers by their normal form.
struct Wanted {
  std::string_view sql;
  std::string_view text;
};

// Calls each(row) for every live row that has all the values wanted, in the order in which they were written: values as map_row
// makes them (identifiers as text, yes as 1), and the originals. Stops at the first error of `each`.
Result<void> live_rows(Database& database, const TableShape& shape, const std::vector<Wanted>& wanted, const std::function<Result<void>(const Row&)>& each);

// The live row of the same key; nothing where there is none. `key`: a row as map_row or map_key makes it.
Result<std::optional<Row>> live_row_of_key(Database& database, const TableShape& shape, const Row& key);

// The same as live_rows in two steps, for whoever asks often: `wanted`, the columns by their names in the database, and then their values in that order.
Result<Statement> prepare_live_rows(Database& database, const TableShape& shape, const std::vector<std::string_view>& wanted);
Result<void> for_live_rows(Database& database, Statement& prepared, const TableShape& shape, const std::vector<std::string_view>& texts,
                           const std::function<Result<void>(const Row&)>& each);

// The value of a column of a row, by the column's name in the database; nothing where it has none.
std::optional<std::string> value_of(const TableShape& shape, const Row& row, std::string_view sql);
// Another value for it; an empty one leaves it without.
void set_value(const TableShape& shape, Row& row, std::string_view sql, std::string_view text);

}  // namespace plumb::registry
