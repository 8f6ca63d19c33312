// A moment as the caller gives it (RFC 3339) → the one form in which moments are stored and compared as text. There is no
// clock here: whoever calls the registry says what time it is. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "compiler/base/date.hpp"
#include "compiler/base/result.hpp"

namespace plumb::registry {

// "2019-07-01T16:00:00.25+08:00" → "2019-07-01T08:00:00Z": UTC, whole seconds (fractions are cut). Nothing when it is no
// moment of the years 1 to 9999.
std::optional<std::string> canonical_moment(std::string_view text);

// The day in Beijing at that moment. REQUIRES: a canonical moment.
Date day_in_beijing(std::string_view canonical);

// A day as a caller gives it, YYYY-MM-DD. Error: usage.day.
Result<Date> given_day(std::string_view text);

// A source speaks as of a day that has come, told by the moment of recording: a day to come would pass for fresh until then. Nothing: it
// names no day. REQUIRES: a canonical moment. Errors: usage.day_to_come.
Result<void> check_has_come(const std::optional<Date>& day, std::string_view recorded_at);

}  // namespace plumb::registry
