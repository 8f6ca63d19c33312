// The live row of a key, in SQL and by codes: what both the writer and who looks ahead of it ask. One place, so that they ask the same.
#pragma once

#include <string>
#include <vector>

#include "runtime/registry/live_index.hpp"
#include "runtime/registry/row.hpp"
#include "runtime/registry/sqlite.hpp"

namespace plumb::registry {

// Behind WHERE, with a place for each column of the key.
std::string where_key_lives(const TableShape& shape);

// Fills these places from 1. `numbers`: of identifiers, by column. REQUIRES: the row lives until the statement is reset.
void bind_key(Statement& statement, const TableShape& shape, const Row& row, const std::vector<int64_t>& numbers);

// Whether the table's live rows are found by codes (live_index.hpp), and not by an index of SQLite's.
bool is_indexed_by_code(const TableShape& shape);

// The live row of the row's key, 0 where there is none; a result code. REQUIRES: is_indexed_by_code(shape).
int find_live_by_code(Database& database, const TableShape& shape, const Row& row, const std::vector<int64_t>& numbers, int64_t& out);

// Whether the table's index by code has nothing in it. REQUIRES: is_indexed_by_code(shape).
int index_is_empty(Database& database, const TableShape& shape, bool& out);

// The row has been inserted, into whatever table.
int index_by_code(Database& database, const TableShape& shape, const Row& row, const std::vector<int64_t>& numbers, int64_t number);

// A value as a column of its type stores it. `number`: of an identifier.
void bind_value(Statement& statement, int index, const Column& column, const Value& value, int64_t number);

}  // namespace plumb::registry
