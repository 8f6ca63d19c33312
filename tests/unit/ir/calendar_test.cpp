#include "compiler/ir/calendar.hpp"

#include <gtest/gtest.h>

#include "tests/property/random_program.hpp"

namespace plumb::ir {
namespace {

Date day(const char* iso) { return *Date::parse(iso); }

class CalendarTest : public ::testing::Test {
 protected:
  Program program = testing::declarations();
  const Calendar& calendar = program.calendars[CalendarId(0)];
  std::string after(const char* from, int64_t count) {
    const auto out = plus_working_days(calendar, day(from), count);
    return out ? out->iso() : "fault";
  }
};

TEST_F(CalendarTest, WeekendsHolidaysAndMakeupDays) {
  EXPECT_TRUE(is_working_day(calendar, day("2019-09-27")));   // Friday
  EXPECT_FALSE(is_working_day(calendar, day("2019-09-28")));  // Saturday
  EXPECT_TRUE(is_working_day(calendar, day("2019-09-29")));   // Sunday, made up
  EXPECT_FALSE(is_working_day(calendar, day("2019-10-01")));  // Tuesday, holiday
}

TEST_F(CalendarTest, CountsWorkingDaysAfterTheFirst) {
  EXPECT_EQ(after("2019-09-27", 0), "2019-09-27");
  EXPECT_EQ(after("2019-09-27", 1), "2019-09-29");
  EXPECT_EQ(after("2019-09-27", 2), "2019-09-30");
  EXPECT_EQ(after("2019-09-27", 3), "2019-10-04");
  EXPECT_EQ(after("2019-09-28", 0), "2019-09-28");  // not moved when nothing is counted
  EXPECT_EQ(after("2019-10-04", -1), "2019-09-30");
  EXPECT_EQ(after("2019-09-30", -1), "2019-09-29");
}

TEST_F(CalendarTest, TheCoverIsALimit) {
  EXPECT_EQ(after("2021-12-30", 1), "2021-12-31");
  EXPECT_EQ(after("2021-12-31", 1), "fault");
  EXPECT_EQ(after("2018-12-31", 1), "fault");
  EXPECT_EQ(after("2019-01-02", INT32_MIN), "fault");
  EXPECT_EQ(after("2022-01-01", 0), "fault");
}

// Against a count day by day, from every day of the cover.
TEST_F(CalendarTest, ThereAndBackAgain) {
  for (Date d = calendar.first; d <= calendar.last; ++d.days) {
    if (!is_working_day(calendar, d)) continue;
    const auto there = plus_working_days(calendar, d, 7);
    if (!there) continue;
    int worked = 0;
    for (Date x = d; x < *there;) {
      ++x.days;
      worked += is_working_day(calendar, x) ? 1 : 0;
    }
    EXPECT_EQ(worked, 7);
    EXPECT_EQ(plus_working_days(calendar, *there, -7), d);
  }
}

TEST_F(CalendarTest, TermsOfEveryUnit) {
  const auto plus = [&](const char* from, Duration::Unit unit, int32_t count, int sign) {
    const auto out = plus_term(day(from), {unit, count}, sign, &calendar);
    return out ? out->iso() : "fault";
  };
  using U = Duration::Unit;
  EXPECT_EQ(plus("2019-02-28", U::day, 1, 1), "2019-03-01");
  EXPECT_EQ(plus("2019-01-31", U::month, 1, 1), "2019-02-28");
  EXPECT_EQ(plus("2020-02-29", U::month, 12, 1), "2021-02-28");
  EXPECT_EQ(plus("2020-03-31", U::month, 1, -1), "2020-02-29");
  EXPECT_EQ(plus("2019-09-27", U::working_day, 3, 1), "2019-10-04");
  EXPECT_EQ(plus("2019-10-04", U::working_day, 3, -1), "2019-09-27");
  EXPECT_EQ(plus("9999-12-31", U::day, 1, 1), "fault");
  EXPECT_EQ(plus("0001-01-01", U::day, INT32_MIN, 1), "fault");
  EXPECT_EQ(plus("2019-01-01", U::month, INT32_MIN, -1), "fault");
  EXPECT_FALSE(plus_term(day("2019-09-27"), {U::working_day, 0}, 1, nullptr));
}

}  // namespace
}  // namespace plumb::ir
