// What this room asks of a calendar of working days. Rule sets hold such calendars; who calls this room lends one.
#pragma once

#include <optional>

#include "compiler/base/date.hpp"

namespace plumb::lifecycle {

class WorkingDays {
 public:
  virtual ~WorkingDays() = default;
  // Nothing on days that the calendar does not cover: the authorities have not said yet.
  virtual std::optional<bool> is_working_day(Date day) const = 0;
};

// The count-th working day after `day`, itself when count is 0. Nothing where a day on the way is not covered. REQUIRES: count >= 0.
std::optional<Date> plus_working_days(const WorkingDays& calendar, Date day, int count);

// Working days after `from` up to and with `to`; negative when `to` is the earlier. Nothing where a day between is not covered.
std::optional<int> working_days_between(const WorkingDays& calendar, Date from, Date to);

}  // namespace plumb::lifecycle
