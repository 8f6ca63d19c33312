#include "compiler/base/date.hpp"

#include <algorithm>
#include <cstdio>

namespace plumb {

namespace {

bool leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

int days_in_month(int year, int month) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && leap(year) ? 29 : kDays[month - 1];
}

// Days since 1970-01-01, counting years from March so that the leap day is last in its year.
int32_t days_from_civil(int year, int month, int day) {
  const int y = month <= 2 ? year - 1 : year;
  const int era = (y >= 0 ? y : y - 399) / 400;
  const int year_of_era = y - era * 400;
  const int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

bool digits(std::string_view s) {
  return std::all_of(s.begin(), s.end(), [](char c) { return c >= '0' && c <= '9'; });
}

int number(std::string_view s) {
  int value = 0;
  for (const char c : s) value = value * 10 + (c - '0');
  return value;
}

}  // namespace

std::optional<Date> Date::from_ymd(int year, int month, int day) {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > days_in_month(year, month)) return std::nullopt;
  return Date{days_from_civil(year, month, day)};
}

std::optional<Date> Date::parse(std::string_view iso) {
  if (iso.size() != 10 || iso[4] != '-' || iso[7] != '-') return std::nullopt;
  const std::string_view y = iso.substr(0, 4), m = iso.substr(5, 2), d = iso.substr(8, 2);
  if (!digits(y) || !digits(m) || !digits(d)) return std::nullopt;
  return from_ymd(number(y), number(m), number(d));
}

Date::Ymd Date::ymd() const {
  const int32_t z = days + 719468;
  const int32_t era = (z >= 0 ? z : z - 146096) / 146097;
  const int32_t day_of_era = z - era * 146097;
  const int32_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const int32_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int32_t shifted_month = (5 * day_of_year + 2) / 153;
  const int day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
  const int month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
  return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month, day};
}

std::string Date::iso() const {
  const Ymd v = ymd();
  if (!in_range()) {  // nobody's date, but a message may have to show it
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, "%04d-%02d-%02d", v.year, v.month, v.day);
    return buffer;
  }
  std::string out = "0000-00-00";
  const auto write = [&](size_t last, int number) {
    for (; number > 0; number /= 10) out[last--] = static_cast<char>('0' + number % 10);
  };
  write(3, v.year);
  write(6, v.month);
  write(9, v.day);
  return out;
}

int Date::weekday() const { return ((days + 3) % 7 + 7) % 7; }

std::optional<Date> Date::plus_days(int64_t count) const {
  const int64_t result = int64_t{days} + std::clamp<int64_t>(count, -10'000'000, 10'000'000);
  if (result < kMinDays || result > kMaxDays) return std::nullopt;
  return Date{static_cast<int32_t>(result)};
}

std::optional<Date> Date::plus_months(int64_t count) const {
  const Ymd v = ymd();
  const int64_t index = int64_t{v.year} * 12 + (v.month - 1) + std::clamp<int64_t>(count, -1'000'000, 1'000'000);
  if (index < 12) return std::nullopt;
  const int64_t year = index / 12;
  if (year > 9999) return std::nullopt;
  const int month = static_cast<int>(index % 12) + 1;
  const int y = static_cast<int>(year);
  return from_ymd(y, month, std::min(v.day, days_in_month(y, month)));
}

}  // namespace plumb
