#include "runtime/lifecycle/working_days.hpp"

#include <gtest/gtest.h>

#include "tests/unit/lifecycle/county.hpp"

namespace plumb::lifecycle {
namespace {

TEST(WorkingDays, StepOverWeekendsAndHolidaysAndCountMakeUpDays) {
  const Calendar2019 calendar;
  EXPECT_EQ(plus_working_days(calendar, day("2019-07-05"), 3), day("2019-07-10"));  // Friday, then a weekend
  EXPECT_EQ(plus_working_days(calendar, day("2019-06-06"), 1), day("2019-06-10"));  // the Dragon Boat Festival
  EXPECT_EQ(plus_working_days(calendar, day("2019-09-28"), 1), day("2019-09-29"));  // a Sunday that is worked
  EXPECT_EQ(plus_working_days(calendar, day("2019-09-29"), 3), day("2019-10-09"));
  EXPECT_EQ(plus_working_days(calendar, day("2019-10-05"), 0), day("2019-10-05"));
}

TEST(WorkingDays, EndWhereTheCalendarEnds) {
  const Calendar2019 calendar;
  EXPECT_EQ(plus_working_days(calendar, day("2019-12-30"), 1), day("2019-12-31"));
  EXPECT_FALSE(plus_working_days(calendar, day("2019-12-30"), 2));
  EXPECT_FALSE(plus_working_days(calendar, day("2020-01-01"), 0));
  EXPECT_FALSE(working_days_between(calendar, day("2019-12-30"), day("2020-01-02")));
  EXPECT_FALSE(working_days_between(calendar, day("2018-12-31"), day("2019-01-02")));
}

TEST(WorkingDays, BetweenTwoDaysCountForwardsAndBackwards) {
  const Calendar2019 calendar;
  EXPECT_EQ(working_days_between(calendar, day("2019-09-30"), day("2019-10-09")), 2);
  EXPECT_EQ(working_days_between(calendar, day("2019-10-09"), day("2019-09-30")), -2);
  EXPECT_EQ(working_days_between(calendar, day("2019-10-01"), day("2019-10-07")), 0);
}

}  // namespace
}  // namespace plumb::lifecycle
