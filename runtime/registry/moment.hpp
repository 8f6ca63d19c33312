// A moment as the caller gives it (RFC 3339) → the one form in which moments are stored and compared as text. There is no
// clock here: whoever calls the registry says what time it is. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace plumb::registry {

// "2019-07-01T16:00:00.25+08:00" → "2019-07-01T08:00:00Z": UTC, whole seconds (fractions are cut). Nothing when it is no
// moment of the years 1 to 9999.
std::optional<std::string> canonical_moment(std::string_view text);

}  // namespace plumb::registry
