// Adding a term to a date: calendar days, months, and working days of a Calendar. The one place where every evaluator
// gets its date arithmetic. Pure.
#pragma once

#include <optional>

#include "compiler/ir/program.hpp"

namespace plumb::ir {

// Monday to Friday unless a holiday, and the make-up days. REQUIRES: first <= day <= last.
bool is_working_day(const Calendar& calendar, Date day);

// The count-th working day after `day` (before it, when negative); `day` itself when count is 0. Nothing when `day` or a
// day on the way lies outside the calendar's cover.
std::optional<Date> plus_working_days(const Calendar& calendar, Date day, int64_t count);

// day + sign × term, sign being 1 or -1. Nothing when the result leaves years 1 to 9999, and for working days when the
// cover ends or `calendar` is null.
std::optional<Date> plus_term(Date day, Duration term, int sign, const Calendar* calendar);

}  // namespace plumb::ir
