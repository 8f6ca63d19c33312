#include "runtime/lifecycle/working_days.hpp"

namespace plumb::lifecycle {

std::optional<Date> plus_working_days(const WorkingDays& calendar, Date day, int count) {
  if (!calendar.is_working_day(day)) return std::nullopt;
  while (count > 0) {
    ++day.days;
    const std::optional<bool> works = calendar.is_working_day(day);
    if (!works) return std::nullopt;
    if (*works) --count;
  }
  return day;
}

std::optional<int> working_days_between(const WorkingDays& calendar, Date from, Date to) {
  const bool backwards = to < from;
  if (backwards) std::swap(from, to);
  if (!calendar.is_working_day(from)) return std::nullopt;
  int count = 0;
  while (from < to) {
    ++from.days;
    const std::optional<bool> works = calendar.is_working_day(from);
    if (!works) return std::nullopt;
    count += *works ? 1 : 0;
  }
  return backwards ? -count : count;
}

}  // namespace plumb::lifecycle
