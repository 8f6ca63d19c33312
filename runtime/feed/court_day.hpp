// A day as the court's systems send it → the day in Beijing. Beyond the forms of written_day: moments of a day (with a zone or without),
// and seconds or milliseconds since 1970. Pure; any thread.
#pragma once

#include <optional>
#include <string_view>

#include "compiler/base/date.hpp"

namespace plumb::feed {

struct CourtDay {
  Date day;
  bool not_midnight = false;  // seconds since 1970 that are no midnight in Beijing: a moment, or the midnight of another zone
};

// 20190709, 2019-07-09, 2019年07月09日, 2019.7.9, 2019/7/9, in full-width digits and with spaces too; the same with a time behind it
// (2019-07-09 08:30, 2019-07-08T16:00:00Z, 20190709083000); 1562601600, 1562601600000, and both with ".0" behind. Without a
// zone a time is Beijing's. Twelve digits are YYYYMMDDhhmm where that exists, and milliseconds otherwise. Nothing for all else.
// REQUIRES: valid UTF-8.
std::optional<CourtDay> court_day(std::string_view text);

}  // namespace plumb::feed
