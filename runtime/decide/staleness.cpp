#include "runtime/decide/staleness.hpp"

#include "compiler/ir/calendar.hpp"

namespace plumb::decide {

bool is_stale(const ir::Program& program, std::optional<Date> synchronised, Date d, std::optional<int> max_staleness_days) {
  if (!program.staleness_limit && !max_staleness_days) return false;
  if (!synchronised) return true;
  if (max_staleness_days && int64_t{d.days} - synchronised->days > *max_staleness_days) return true;
  if (!program.staleness_limit || d <= *synchronised) return false;
  const ir::Calendar* calendar = program.default_calendar.valid() ? &program.calendars[program.default_calendar] : nullptr;
  const auto last = ir::plus_term(*synchronised, *program.staleness_limit, 1, calendar);
  return !last || *last < d;
}

}  // namespace plumb::decide
