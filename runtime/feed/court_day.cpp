#include "runtime/feed/court_day.hpp"

#include <algorithm>
#include <cstdint>
#include <string>

#include "compiler/base/unicode.hpp"
#include "runtime/feed/written_day.hpp"
#include "runtime/identity/name.hpp"
#include "runtime/identity/normal_form.hpp"

namespace plumb::feed {

namespace {

constexpr int64_t kMinute = 60;
constexpr int64_t kDay = 24 * 60 * kMinute;
constexpr int64_t kBeijing = 8 * 60 * kMinute;  // east of UTC, all the year round since 1991
constexpr int kLastYear = 2099;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::optional<Date> day_of(std::string_view text) {
  const std::optional<std::string> iso = iso_day(text);
  return iso ? Date::parse(*iso) : std::nullopt;
}

// Full-width forms folded, and every kind of space one plain space.
std::string plain(std::string_view text) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const unicode::Decoded decoded = unicode::decode(text, at);
    if (decoded.length == 0) return {};
    at += decoded.length;
    unicode::append(out, identity::is_space(decoded.code_point) ? U' ' : unicode::fold_width(decoded.code_point));
  }
  return out;
}

// Two digits at most, below `limit`, taken off the front.
std::optional<int> take(std::string_view& text, int limit) {
  size_t digits = 0;
  int value = 0;
  for (; digits < text.size() && digits < 2 && is_digit(text[digits]); ++digits) value = value * 10 + (text[digits] - '0');
  if (digits == 0 || value >= limit) return std::nullopt;
  text.remove_prefix(digits);
  return value;
}

bool skip(std::string_view& text, std::string_view mark) {
  if (!text.starts_with(mark)) return false;
  text.remove_prefix(mark.size());
  return true;
}

// Z, +08:00, +0800, +08; empty: Beijing. In seconds east of UTC.
std::optional<int64_t> zone(std::string_view text) {
  text = identity::trim(text);
  if (text.empty()) return kBeijing;
  if (text == "Z" || text == "z") return 0;
  const int64_t sign = text.front() == '-' ? -1 : 1;
  if (!skip(text, "+") && !skip(text, "-")) return std::nullopt;
  const auto hours = take(text, 15);
  (void)skip(text, ":");
  const auto minutes = text.empty() ? std::optional(0) : take(text, 60);
  if (!hours || !minutes || !text.empty()) return std::nullopt;
  return sign * (*hours * 60 + *minutes) * kMinute;
}

// 08:30, 08:30:00, 08:30:00.000, 8时30分, each with a zone behind it → seconds after midnight in Beijing, which a zone may push
// out of the day on either side.
std::optional<int64_t> seconds_of(std::string_view text) {
  const auto hour = take(text, 24);
  if (!hour) return std::nullopt;
  std::optional<int> minute = 0, second = 0;
  if (skip(text, ":")) {
    minute = take(text, 60);
    if (skip(text, ":")) second = take(text, 60);
    if (skip(text, ".")) text.remove_prefix(std::min(text.find_first_not_of("0123456789"), text.size()));
  } else if (skip(text, "时") || skip(text, "点")) {
    if (!text.empty()) {
      minute = take(text, 60);
      if (!skip(text, "分")) return std::nullopt;
    }
    if (!text.empty()) {
      second = take(text, 60);
      if (!skip(text, "秒")) return std::nullopt;
    }
  } else {
    return std::nullopt;
  }
  const auto east = zone(text);
  if (!minute || !second || !east) return std::nullopt;
  return (*hour * 60 + *minute) * kMinute + *second - *east + kBeijing;
}

std::optional<CourtDay> with_time(std::string text) {
  size_t end = 0;
  if (text.find("年") != std::string::npos) {
    std::erase(text, ' ');
    for (const std::string_view mark : {"日", "号"}) {
      const size_t at = text.find(mark);
      if (at != std::string::npos) end = at + mark.size();
    }
  } else {
    end = std::min(text.find_first_of(" T"), text.size());
  }
  const auto day = day_of(std::string_view(text).substr(0, end));
  if (!day) return std::nullopt;
  std::string_view rest = identity::trim(std::string_view(text).substr(end));
  if (rest.empty()) return CourtDay{*day};
  (void)skip(rest, "T");
  const auto seconds = seconds_of(rest);
  if (!seconds) return std::nullopt;
  const auto in_beijing = day->plus_days(*seconds < 0 ? -1 : *seconds >= kDay ? 1 : 0);
  return in_beijing ? std::optional(CourtDay{*in_beijing}) : std::nullopt;
}

std::optional<CourtDay> since_epoch(int64_t seconds) {
  const int64_t local = seconds + kBeijing;
  const Date day{static_cast<int32_t>(local / kDay)};
  if (day.ymd().year > kLastYear) return std::nullopt;
  return CourtDay{day, local % kDay != 0};
}

// YYYYMMDDhhmm or YYYYMMDDhhmmss.
std::optional<CourtDay> compact(std::string_view digits) {
  const auto day = day_of(digits.substr(0, 8));
  if (!day) return std::nullopt;
  for (size_t at = 8; at < digits.size(); at += 2) {
    std::string_view pair = digits.substr(at, 2);
    if (!take(pair, at == 8 ? 24 : 60)) return std::nullopt;
  }
  return CourtDay{*day};
}

std::optional<CourtDay> of_digits(std::string_view digits) {
  constexpr size_t kMostDigits = 14;  // YYYYMMDDhhmmss
  if (digits.size() > kMostDigits) return std::nullopt;
  int64_t value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  switch (digits.size()) {
    case 8: {
      const auto day = day_of(digits);
      return day ? std::optional(CourtDay{*day}) : std::nullopt;
    }
    case 9:
    case 10:
      return since_epoch(value);
    case 12: {
      const auto written = compact(digits);
      return written ? written : since_epoch(value / 1000);
    }
    case 13:
      return since_epoch(value / 1000);
    case 14:
      return compact(digits);
    default:
      return std::nullopt;
  }
}

}  // namespace

std::optional<CourtDay> court_day(std::string_view text) {
  std::string written = plain(identity::trim(text));
  std::string_view digits = written;
  if (const size_t point = digits.find('.'); point != std::string_view::npos && point >= 8) {
    if (digits.substr(point + 1).find_first_not_of('0') == std::string_view::npos) digits = digits.substr(0, point);
  }
  if (!digits.empty() && std::all_of(digits.begin(), digits.end(), is_digit)) return of_digits(digits);
  return with_time(std::move(written));
}

}  // namespace plumb::feed
