// A story → what has to be done in it, by whom, counted from which day, and when it was done.
//
// The one place that knows which step calls for which: deadlines, findings and statistics are all read off obligations, so that
// they cannot disagree. What is dated before the day that a clock counts from says nothing of it: a notice of removal before the
// removal, a push before the publication. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "runtime/lifecycle/story.hpp"
#include "runtime/lifecycle/time_limit.hpp"
#include "runtime/lifecycle/working_days.hpp"

namespace plumb::lifecycle {

struct Obligation {
  Limit limit = Limit::remove;
  Step after = Step::removal_ground;  // the step that calls for it: that of the limit, or the retention that is over
  std::string whom;                   // the court or department that must do it; empty: not known
  std::string addressee;              // of a notice to a department: which; empty: not said
  Date from;                          // the day that the clock counts from
  std::optional<Date> done;           // nothing: not recorded as done
  std::string document;               // on which it rests; empty: none is recorded
};

// Of one story as known on `today`. What only a recorded procedure can call for is not called for where none is recorded
// (Story::procedure_recorded). Of several grounds for a removal, the one whose clock ends first counts.
std::vector<Obligation> obligations(const Story& story, const TimeLimits& limits, const WorkingDays& calendar, Date today);

// The last day for something, on the two clocks.
struct Clock {
  Date by;                         // by the rule
  std::optional<Date> by_working;  // by working days; nothing: the calendar does not reach so far
};
// A rule in working days whose calendar does not reach so far counts calendar days, which end earlier.
Clock clock(const LimitRule& rule, Date from, const WorkingDays& calendar);

// The names in a text such as 县公安局、县财政局 (separated by 、 ； ; or a comma of either width), without spaces around them.
std::vector<std::string> names_in(std::string_view text);

}  // namespace plumb::lifecycle
