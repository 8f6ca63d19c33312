// Optional days in two bytes each, counted from 1900-01-01, zero being none; in four where any lies outside 1900 to 2079.
//
// A column without any day takes nothing. Immutable; any thread.
#pragma once

#include <algorithm>
#include <limits>
#include <optional>
#include <vector>

#include "compiler/base/date.hpp"
#include "runtime/snapshot/column.hpp"

namespace plumb::snapshot {

class DateColumn {
 public:
  static constexpr int32_t kZero = -25568;  // 1899-12-31, so that 1900-01-01 is 1
  static constexpr int32_t kNone = std::numeric_limits<int32_t>::min();

  std::optional<Date> operator[](size_t i) const {
    if (!narrow.empty()) return narrow[i] == 0 ? std::nullopt : std::optional(Date{kZero + narrow[i]});
    if (wide.empty() || wide[i] == kNone) return std::nullopt;
    return Date{wide[i]};
  }

  Column<uint16_t> narrow;
  Column<int32_t> wide;  // at most one of the two has values
};

class DateColumnBuilder {
 public:
  void reserve(size_t days) { days_.reserve(days); }
  void add(std::optional<Date> day) {
    days_.push_back(day ? day->days : DateColumn::kNone);
    if (!day) return;
    any_ = true;
    const int64_t offset = int64_t{day->days} - DateColumn::kZero;
    narrow_ = narrow_ && offset >= 1 && offset <= std::numeric_limits<uint16_t>::max();
  }
  DateColumn take() {
    DateColumn out;
    if (!any_) return out;
    if (!narrow_) {
      out.wide = std::move(days_);
      return out;
    }
    ColumnBuffer<uint16_t> narrow(days_.size());
    std::transform(days_.begin(), days_.end(), narrow.begin(),
                   [](int32_t day) { return day == DateColumn::kNone ? uint16_t{0} : static_cast<uint16_t>(day - DateColumn::kZero); });
    out.narrow = std::move(narrow);
    return out;
  }

 private:
  ColumnBuffer<int32_t> days_;
  bool any_ = false, narrow_ = true;
};

}  // namespace plumb::snapshot
