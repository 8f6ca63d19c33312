// Every day of years 1 to 9999 against a calendar that counts one day at a time.
#include "compiler/base/date.hpp"

#include <gtest/gtest.h>

namespace plumb {
namespace {

int naive_days_in_month(int year, int month) {
  if (month == 2) return (year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)) ? 29 : 28;
  return (month == 4 || month == 6 || month == 9 || month == 11) ? 30 : 31;
}

TEST(Date, AgreesWithCountingDayByDay) {
  int32_t days = Date::kMinDays;
  int weekday = 0;  // 0001-01-01 is a Monday
  for (int year = 1; year <= 9999; ++year) {
    for (int month = 1; month <= 12; ++month) {
      const int length = naive_days_in_month(year, month);
      for (int day = 1; day <= length; ++day, ++days, weekday = (weekday + 1) % 7) {
        const auto date = Date::from_ymd(year, month, day);
        ASSERT_TRUE(date && date->days == days) << year << "-" << month << "-" << day;
        const Date::Ymd back = date->ymd();
        ASSERT_TRUE(back.year == year && back.month == month && back.day == day) << year << "-" << month << "-" << day;
        ASSERT_EQ(date->weekday(), weekday);
      }
      ASSERT_FALSE(Date::from_ymd(year, month, length + 1)) << year << "-" << month;
      ASSERT_FALSE(Date::from_ymd(year, month, 0));
    }
  }
  EXPECT_EQ(days - 1, Date::kMaxDays);
}

TEST(Date, KnownDays) {
  EXPECT_EQ(Date::parse("1970-01-01")->days, 0);
  EXPECT_EQ(Date::parse("2019-05-30")->weekday(), 3);
  EXPECT_EQ(Date{Date::kMinDays}.iso(), "0001-01-01");
  EXPECT_EQ(Date{Date::kMaxDays}.iso(), "9999-12-31");
}

TEST(Date, RefusesDaysThatDoNotExist) {
  for (const char* text : {"2019-02-29", "2019-02-30", "2019-04-31", "2019-13-01", "2019-00-01", "2019-01-00", "0000-01-01", "1900-02-29", "2100-02-29",
                           "2019-1-01", "2019-01-1", "19-01-01", "2019/01/01", "2019-01-01 ", "", "-019-01-01", "２019-01-01", "2019-01-0a"}) {
    EXPECT_FALSE(Date::parse(text)) << text;
  }
  EXPECT_TRUE(Date::parse("2000-02-29"));
  EXPECT_FALSE(Date::from_ymd(10000, 1, 1));
}

TEST(Date, MonthsKeepTheDayOrTakeTheLast) {
  const auto plus = [](const char* from, int64_t months) { return Date::parse(from)->plus_months(months)->iso(); };
  EXPECT_EQ(plus("2019-01-31", 1), "2019-02-28");
  EXPECT_EQ(plus("2020-01-31", 1), "2020-02-29");
  EXPECT_EQ(plus("2020-02-29", 12), "2021-02-28");
  EXPECT_EQ(plus("2020-02-29", 48), "2024-02-29");
  EXPECT_EQ(plus("2019-03-31", -1), "2019-02-28");
  EXPECT_EQ(plus("2019-01-15", -1), "2018-12-15");
  EXPECT_EQ(plus("2019-12-31", 2), "2020-02-29");
  EXPECT_EQ(plus("2019-05-30", 24), "2021-05-30");
}

TEST(Date, LeavingTheCalendarIsNothing) {
  const Date first{Date::kMinDays}, last{Date::kMaxDays};
  EXPECT_FALSE(first.plus_days(-1));
  EXPECT_FALSE(last.plus_days(1));
  EXPECT_FALSE(first.plus_months(-1));
  EXPECT_FALSE(last.plus_months(1));
  for (const int64_t extreme : {INT64_MAX, INT64_MIN}) {
    EXPECT_FALSE(first.plus_days(extreme));
    EXPECT_FALSE(last.plus_months(extreme));
  }
  EXPECT_EQ(first.plus_days(int64_t{Date::kMaxDays} - Date::kMinDays)->days, last.days);
  EXPECT_EQ(first.plus_months(9998 * 12 + 11)->iso(), "9999-12-01");
}

}  // namespace
}  // namespace plumb
