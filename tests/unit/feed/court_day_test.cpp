#include "runtime/feed/court_day.hpp"

#include <gtest/gtest.h>

#include <string>

namespace plumb::feed {
namespace {

std::string day(std::string_view text) {
  const auto read = court_day(text);
  return read ? read->day.iso() + (read->not_midnight ? " !" : "") : "";
}

TEST(CourtDay, TakesTheDayOfBeijing) {
  EXPECT_EQ(day("2019-07-08T15:59:59Z"), "2019-07-08");
  EXPECT_EQ(day("2019-07-08T16:00:00Z"), "2019-07-09");
  EXPECT_EQ(day("2019-07-09T01:00:00+09:00"), "2019-07-09");
  EXPECT_EQ(day("2019-07-09T00:59:59+09:00"), "2019-07-08");
  EXPECT_EQ(day("2019-07-09T00:30:00.250-0500"), "2019-07-09");
  EXPECT_EQ(day("2019-07-09 23:59"), "2019-07-09");
}

// Every midnight in Beijing from 2010 to 2030, in both units.
TEST(CourtDay, ReadsSecondsAndMilliseconds) {
  const Date last = *Date::parse("2030-12-31");
  for (Date d = *Date::parse("2010-01-01"); d <= last; d = *d.plus_days(1)) {
    const int64_t seconds = int64_t{d.days} * 86400 - 8 * 3600;
    EXPECT_EQ(day(std::to_string(seconds)), d.iso());
    EXPECT_EQ(day(std::to_string(seconds) + "000"), d.iso());
    EXPECT_EQ(day(std::to_string(seconds + 86399)), d.iso() + " !");
  }
}

TEST(CourtDay, ReadsTwelveDigitsAsWrittenWhereTheyCanBe) {
  EXPECT_EQ(day("201907090830"), "2019-07-09");
  EXPECT_EQ(day("957888000000"), "2000-05-10");  // milliseconds
}

TEST(CourtDay, LeavesAloneWhatIsNoDay) {
  for (const char* text :
       {"", " ", "2019", "201907", "2019-13-01", "2019-07-09x", "2019-07-09 8", "2019-07-09 08:60", "2019-07-09T08:30+25:00", "1/2/2019", "19-07-09",
        "1562601600.5", "1.5626016e9", "-1562601600", "99999999999999999999", "2019-07-09 08:30 PM", "2019年7月9日8分", "4102416000000"})
    EXPECT_EQ(day(text), "") << text;
}

}  // namespace
}  // namespace plumb::feed
