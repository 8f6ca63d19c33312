#include "runtime/registry/moment.hpp"

#include <algorithm>
#include <cstdio>

#include "compiler/base/check.hpp"
#include "runtime/registry/failure.hpp"

namespace plumb::registry {

namespace {

// Two digits at `at`, below `limit`; nothing otherwise.
std::optional<int> two_digits(std::string_view text, size_t at, int limit) {
  if (at + 2 > text.size() || text[at] < '0' || text[at] > '9' || text[at + 1] < '0' || text[at + 1] > '9') return std::nullopt;
  const int value = (text[at] - '0') * 10 + (text[at + 1] - '0');
  return value < limit ? std::optional<int>(value) : std::nullopt;
}

}  // namespace

std::optional<std::string> canonical_moment(std::string_view text) {
  if (text.size() < 20 || (text[10] != 'T' && text[10] != 't' && text[10] != ' ') || text[13] != ':' || text[16] != ':') return std::nullopt;
  const auto day = Date::parse(text.substr(0, 10));
  const auto hour = two_digits(text, 11, 24), minute = two_digits(text, 14, 60), second = two_digits(text, 17, 60);
  if (!day || !hour || !minute || !second) return std::nullopt;
  size_t at = 19;
  if (text[at] == '.') {
    const size_t digits = ++at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    if (at == digits) return std::nullopt;
  }
  int64_t offset_minutes = 0;
  const std::string_view zone = text.substr(at);
  if (zone.size() == 6 && (zone[0] == '+' || zone[0] == '-') && zone[3] == ':') {
    const auto hours = two_digits(zone, 1, 24), minutes = two_digits(zone, 4, 60);
    if (!hours || !minutes) return std::nullopt;
    offset_minutes = (*hours * 60 + *minutes) * (zone[0] == '-' ? -1 : 1);
  } else if (zone != "Z" && zone != "z") {
    return std::nullopt;
  }
  constexpr int64_t kMinutesADay = 24 * 60;
  int64_t minutes = *hour * 60 + *minute - offset_minutes;
  const int64_t days = minutes < 0 ? -1 : minutes >= kMinutesADay ? 1 : 0;
  minutes -= days * kMinutesADay;
  const auto utc = day->plus_days(days);
  if (!utc) return std::nullopt;
  char time[32];
  std::snprintf(time, sizeof time, "T%02d:%02d:%02dZ", static_cast<int>(minutes / 60), static_cast<int>(minutes % 60), *second);
  return utc->iso() + time;
}

Date day_in_beijing(std::string_view canonical) {
  const auto day = Date::parse(canonical.substr(0, 10));
  const auto hour = two_digits(canonical, 11, 24);
  check(day && hour, "a canonical moment has a day and an hour");
  constexpr int kHoursAhead = 8;
  return *hour + kHoursAhead < 24 ? *day : day->plus_days(1).value_or(*day);
}

Result<Date> given_day(std::string_view text) {
  const std::optional<Date> day = Date::parse(text);
  return day ? Result<Date>(*day) : failure("usage.day", text);
}

Result<void> check_has_come(const std::optional<Date>& day, std::string_view recorded_at) {
  if (!day || *day <= day_in_beijing(recorded_at)) return {};
  return failure("usage.day_to_come", day->iso());
}

}  // namespace plumb::registry
