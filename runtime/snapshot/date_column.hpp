// Optional days in two bytes each, counted from 1900-01-01, zero being none; in four where any lies outside 1900 to 2079.
//
// Where no more than half of the rows have a day (the end of a role, a removal), a bit tells which, and only theirs are kept.
// A column without any day takes nothing. Immutable; any thread.
#pragma once

#include <limits>
#include <optional>
#include <utility>

#include "compiler/base/date.hpp"
#include "runtime/snapshot/ranked_bits.hpp"

namespace plumb::snapshot {

class DateColumn {
 public:
  static constexpr int32_t kZero = -25568;  // 1899-12-31, so that 1900-01-01 is 1
  static constexpr int32_t kNone = std::numeric_limits<int32_t>::min();

  std::optional<Date> operator[](size_t i) const {
    if (!marks.empty()) return marks[i] ? std::optional(Date{kZero + narrow[marks.rank(i)]}) : std::nullopt;
    if (!narrow.empty()) return narrow[i] == 0 ? std::nullopt : std::optional(Date{kZero + narrow[i]});
    if (wide.empty() || wide[i] == kNone) return std::nullopt;
    return Date{wide[i]};
  }

  Column<uint16_t> narrow;  // of all rows, or of those that are marked
  Column<int32_t> wide;     // empty where narrow has values
  RankedBits marks;
};

// DateColumn::kNone: none.
inline DateColumn date_column(ColumnBuffer<int32_t> days) {
  size_t known = 0;
  bool is_narrow = true;
  for (const int32_t day : days) {
    const int64_t offset = int64_t{day} - DateColumn::kZero;
    known += static_cast<size_t>(day != DateColumn::kNone);
    is_narrow &= day == DateColumn::kNone || (offset >= 1 && offset <= std::numeric_limits<uint16_t>::max());
  }
  DateColumn out;
  if (known == 0) return out;
  if (!is_narrow) {
    out.wide = std::move(days);
    return out;
  }
  const bool few = known <= days.size() / 2;
  ColumnBuffer<uint16_t> narrow;
  narrow.reserve(few ? known : days.size());
  ColumnBuffer<uint64_t> marked(few ? RankedBits::words_for(days.size()) : 0, 0);
  for (size_t i = 0; i < days.size(); ++i) {
    const bool is_known = days[i] != DateColumn::kNone;
    if (few && is_known) marked[i / RankedBits::kBits] |= uint64_t{1} << (i % RankedBits::kBits);
    if (is_known || !few) narrow.push_back(is_known ? static_cast<uint16_t>(days[i] - DateColumn::kZero) : uint16_t{0});
  }
  out.narrow = std::move(narrow);
  if (few) out.marks = RankedBits(std::move(marked));
  return out;
}

class DateColumnBuilder {
 public:
  void add(std::optional<Date> day) { days_.push_back(day ? day->days : DateColumn::kNone); }
  DateColumn take() { return date_column(std::move(days_)); }

 private:
  ColumnBuffer<int32_t> days_;
};

}  // namespace plumb::snapshot
