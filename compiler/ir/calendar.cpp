#include "compiler/ir/calendar.hpp"

#include <algorithm>

namespace plumb::ir {

bool is_working_day(const Calendar& calendar, Date day) {
  const auto among = [&](const std::vector<Date>& days) { return std::binary_search(days.begin(), days.end(), day); };
  return day.weekday() < 5 ? !among(calendar.holidays) : among(calendar.makeup);
}

std::optional<Date> plus_working_days(const Calendar& calendar, Date day, int64_t count) {
  const auto covered = [&] { return calendar.first <= day && day <= calendar.last; };
  const int step = count < 0 ? -1 : 1;
  if (!covered()) return std::nullopt;
  // Ends with the cover at the latest, whatever the count.
  while (count != 0) {
    day.days += step;
    if (!covered()) return std::nullopt;
    if (is_working_day(calendar, day)) count -= step;
  }
  return day;
}

std::optional<Date> plus_term(Date day, Duration term, int sign, const Calendar* calendar) {
  const int64_t count = int64_t{sign} * term.count;
  switch (term.unit) {
    case Duration::Unit::day:
      return day.plus_days(count);
    case Duration::Unit::month:
      return day.plus_months(count);
    case Duration::Unit::working_day:
      return calendar ? plus_working_days(*calendar, day, count) : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace plumb::ir
