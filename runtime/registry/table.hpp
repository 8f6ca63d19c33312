// The tables of facts, column by column: what a column is called in the import formats and in the database, what its values
// must be, which columns identify a row, and which hold what is somebody's own. One row of this table per column; readers,
// row mapping, the writer, the journal and reading back all go by it. Source: docs/registry.md (Import files), 四（二）1 for an
// entry's fields.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace plumb::registry {

// First those that can be imported, of which the importer takes documents and steps first, and entries before the
// retentions that rest on them. Then what is kept but not imported as such: what was found wrong, what reviewers said of pairs, who may
// do what, settings, and as of when the court spoke, of whom and by which whole lists. All are written through the same door. Append-only: migrations count on the order.
enum class Table : uint8_t {
  parties,
  relations,
  entries,
  permits,
  retentions,
  holdings,
  events,
  documents,
  findings,
  reviews,
  accounts,
  settings,
  spoken,
  full_lists
};
inline constexpr size_t kImportedTables = 8;
inline constexpr size_t kTableCount = 14;

enum class ColumnType : uint8_t {
  identifier,   // of a party: normalised, recorded in `identifiers`, stored as its number there
  identifiers,  // joined by ';'; stored in entry_responsible
  name,         // normalised spelling
  case_number,  // in the one spelling of feed/case_number.hpp, by which a case is found
  text,         // as written, trimmed
  day,          // stored as YYYY-MM-DD; written in any form of feed/written_day.hpp
  boolean,      // true or false; stored as 1 or 0
  party_kind,
  sector,
  role,
  percentage,  // 0 to 100, exact
  period,      // YYYY-MM-DD–YYYY-MM-DD, either side may be left out; stored with '/' between
  step,        // of an entry's life, by alias or Chinese name (lifecycle/step.hpp); stored as its alias
  json,        // an object; stored without spaces between its tokens
};

struct Column {
  const char* name;  // in CSV headers and NDJSON keys
  const char* sql;   // in the database
  ColumnType type = ColumnType::text;
  enum Need : uint8_t { optional, column, value } need = optional;  // column: a CSV must have it; value: every row must fill it
  bool key = false;
  // Somebody's own: it can be erased, and the journal holds no more than a commitment to it (journal/content.hpp).
  bool personal = false;
  // A text that is the person's where it names them, and an office's else: bound as somebody's own, and erased only where it holds the person's number or name.
  // Before schema 5, in reviews before 6, it was bound as a text.
  bool may_name = false;
  // By a later schema than its table, at its end; a text that is nobody's own. The journal binds such a value with its name behind all others,
  // and none as if there were no column, as before.
  bool added = false;
};

struct TableShape {
  Table table;
  const char* name;
  const char* zh;
  std::span<const Column> columns;
};

const TableShape& shape(Table table);
// By name ("entries"), of all tables or of those that can be imported; nothing for other words.
std::optional<Table> find_table(std::string_view name);
std::optional<Table> find_imported_table(std::string_view name);
// The first of a column's Chinese names: how to speak of it where a header is in Chinese.
std::string_view chinese_name(const TableShape& shape, const Column& column);
// The column that a CSV header or an NDJSON key means: by its name, or by one of its Chinese names (发布时间), width of
// brackets aside; the number of columns for other words. REQUIRES: valid UTF-8.
size_t find_column(const TableShape& shape, std::string_view written);
// Where the table has the column of this name in its files, or in the database. REQUIRES: it has one (our own bug else).
size_t column_by_name(const TableShape& shape, std::string_view name);
size_t column_by_sql(const TableShape& shape, std::string_view sql);

}  // namespace plumb::registry
