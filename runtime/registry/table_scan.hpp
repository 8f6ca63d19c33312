// A range of a table's rows → their values, checked: what no import writes is refused. For read.cpp alone; one thread each.
//
// A value that cannot be read was put there by another program. A day that cannot be read is none of the days that somebody
// may be released by, so the whole registry is refused rather than the value passed over.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "runtime/facts/fact_columns.hpp"
#include "runtime/registry/sqlite.hpp"

namespace plumb::registry {

// Identifiers' numbers in the database, ascending → their positions.
class IdentifierNumbers {
 public:
  void expect(size_t more) { numbers_.reserve(numbers_.size() + more); }
  void add(const std::vector<int64_t>& more) {
    numbers_.insert(numbers_.end(), more.begin(), more.end());
    gapless_ = !numbers_.empty() && numbers_.front() == 1 && numbers_.back() == static_cast<int64_t>(numbers_.size());
  }
  size_t size() const { return numbers_.size(); }
  // They count up without gaps where this program alone wrote, and nothing needs to be read; others' are looked for.
  std::optional<uint32_t> find(int64_t number) const {
    if (gapless_) {
      const auto at = static_cast<uint64_t>(number) - 1;
      return at < numbers_.size() ? std::optional(static_cast<uint32_t>(at)) : std::nullopt;
    }
    const auto found = std::lower_bound(numbers_.begin(), numbers_.end(), number);
    if (found == numbers_.end() || *found != number) return std::nullopt;
    return static_cast<uint32_t>(found - numbers_.begin());
  }

 private:
  std::vector<int64_t> numbers_;
  bool gapless_ = false;
};

class TableScan {
 public:
  TableScan(Database& database, const IdentifierNumbers& numbers) : database_(database), numbers_(numbers) {}

  // Calls each(row) for every row. Error: registry.corrupt at the first row with a value that cannot be read.
  template <typename Each>
  Result<void> rows(const char* table, const std::string& sql, Each each) {
    auto statement = database_.prepare(sql);
    if (!statement) return statement.error();
    int status = statement->step();
    for (; status == SQLITE_ROW; status = statement->step()) {
      each(static_cast<const Statement&>(*statement));
      if (malformed_) return corrupt(table);
    }
    if (status != SQLITE_DONE) return database_.error();
    return {};
  }

  void malformed(const Statement& row, int column) {
    if (!malformed_) malformed_ = row.name(column);
  }

  // Position of the identifier that the column's number is of.
  uint32_t party(const Statement& row, int column) {
    const auto found = numbers_.find(row.number(column));
    if (!found) malformed(row, column);
    return found.value_or(0);
  }
  std::optional<Date> day(const Statement& row, int column) {
    const auto text = row.text_or_null(column);
    if (!text) return std::nullopt;
    const std::optional<Date> read = Date::parse(*text);
    if (!read) malformed(row, column);
    return read;
  }
  int32_t day_number(const Statement& row, int column) {
    const std::optional<Date> read = day(row, column);
    return read ? read->days : facts::kNoDay;
  }
  Date needed_day(const Statement& row, int column) {
    const std::optional<Date> read = day(row, column);
    if (!read) malformed(row, column);
    return read.value_or(Date{});
  }
  facts::Period period(const Statement& row, int column) { return {day(row, column), day(row, column + 1)}; }
  // "from/to", either may be empty.
  std::optional<facts::Period> objection(const Statement& row, int column);
  // One of the registry's words as a byte, or kNoWord where none is recorded.
  template <typename Find>
  uint8_t word(const Statement& row, int column, const Find& find_word) {
    const auto text = row.text_or_null(column);
    if (!text) return facts::kNoWord;
    const auto found = find_word(*text);
    if (!found) malformed(row, column);
    return found ? static_cast<uint8_t>(*found) : facts::kNoWord;
  }

 private:
  Error corrupt(const char* table) const;

  Database& database_;
  const IdentifierNumbers& numbers_;
  std::optional<std::string> malformed_;  // the column of the first value that cannot be read
};

}  // namespace plumb::registry
