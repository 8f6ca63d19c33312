// Calendar dates of the proleptic Gregorian calendar, years 1 to 9999, and spans of time counted in days, working days or months.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace plumb {

// A day, as the number of days since 1970-01-01. There is no clock here: dates come in as arguments.
struct Date {
  int32_t days = 0;

  // Nothing when the day does not exist (2019-02-30) or the year is outside 1 to 9999.
  static std::optional<Date> from_ymd(int year, int month, int day);
  // Exactly YYYY-MM-DD.
  static std::optional<Date> parse(std::string_view iso);

  struct Ymd {
    int year, month, day;
  };
  Ymd ymd() const;
  std::string iso() const;
  // 0 Monday … 6 Sunday.
  int weekday() const;
  bool in_range() const { return kMinDays <= days && days <= kMaxDays; }

  // Nothing when the result leaves years 1 to 9999.
  std::optional<Date> plus_days(int64_t count) const;
  // Keeps the day of the month, or takes the month's last (2019-01-31 + 1 month = 2019-02-28).
  std::optional<Date> plus_months(int64_t count) const;

  static constexpr int32_t kMinDays = -719162;
  static constexpr int32_t kMaxDays = 2932896;
  friend constexpr auto operator<=>(Date, Date) = default;
};

// A term (期限). Years are twelve months each; units do not convert into one another.
struct Duration {
  enum class Unit : uint8_t { day, working_day, month };
  Unit unit = Unit::day;
  int32_t count = 0;
  friend bool operator==(const Duration&, const Duration&) = default;
};

}  // namespace plumb
