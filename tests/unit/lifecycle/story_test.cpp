#include "runtime/lifecycle/story.hpp"

#include <gtest/gtest.h>

#include "tests/unit/lifecycle/county.hpp"

namespace plumb::lifecycle {
namespace {

// Steps of the story of the listing published then ("" where it has no entry), by their aliases.
std::string steps(const std::vector<Story>& told, std::string_view published) {
  for (const Story& story : told) {
    if ((story.entry == nullptr ? "" : story.entry->published_on.iso()) != published) continue;
    std::string out;
    for (const Event* event : story.events) out += (out.empty() ? "" : " ") + std::string(word(event->step).alias);
    return out;
  }
  return "no such story";
}

TEST(Story, EventsWithoutADayOfPublicationFindTheirListingByTheirOwnDay) {
  std::vector<facts::Entry> entries{entry("2019-03-01"), entry("2019-08-01")};
  entries[0].removed_on = day("2019-05-10");
  const std::vector<Event> events{
      event(Step::risk_notice, "2019-02-01"),    event(Step::objection, "2019-03-10", "张三"), event(Step::removal, "2019-05-10"),
      event(Step::removal_notice, "2019-05-12"), event(Step::risk_notice, "2019-07-01"),       event(Step::objection, "2019-07-05", "张三"),
      event(Step::push, "2019-08-01"),
  };
  const auto told = stories(entries, events, day("2019-12-01"));
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(steps(told, "2019-03-01"), "risk_notice objection removal removal_notice");
  EXPECT_EQ(steps(told, "2019-08-01"), "risk_notice objection push");
}

TEST(Story, StepsOfARemovalFindTheListingThatIsRemoved) {
  std::vector<facts::Entry> entries{entry("2019-03-01"), entry("2019-03-20")};
  entries[0].removed_on = day("2019-03-20");
  entries[0].ground_on = day("2019-03-20");
  // On the day of the removal the case was listed again.
  const std::vector<Event> events{event(Step::removal_ground, "2019-03-20", "张三"), event(Step::removal, "2019-03-20"), event(Step::push, "2019-03-20"),
                                  event(Step::removal_notice, "2019-03-21"), event(Step::retention, "2019-03-21", "县财政局")};
  EXPECT_EQ(steps(stories(entries, events, day("2019-12-01")), "2019-03-01"), "removal_ground removal removal_notice retention");
  EXPECT_EQ(steps(stories(entries, events, day("2019-12-01")), "2019-03-20"), "push");
}

TEST(Story, AListingBeingPreparedAgainIsNotTheOneThatIsOver) {
  std::vector<facts::Entry> entries{entry("2019-03-01")};
  entries[0].removed_on = day("2019-05-10");
  const std::vector<Event> events{event(Step::risk_notice, "2019-07-01"), event(Step::objection, "2019-07-05", "张三"),
                                  event(Step::department_notice, "2019-07-06")};
  const auto told = stories(entries, events, day("2019-12-01"));
  EXPECT_EQ(steps(told, "2019-03-01"), "department_notice");
  EXPECT_EQ(steps(told, ""), "risk_notice objection");
}

TEST(Story, ADayOfPublicationDecides) {
  const std::vector<facts::Entry> entries{entry("2019-03-01"), entry("2019-08-01")};
  Event late = event(Step::removal_notice, "2019-09-01");
  late.published_on = day("2019-03-01");
  Event lost = event(Step::removal, "2019-09-01");
  lost.published_on = day("2019-04-01");
  const std::vector<Event> events{late, lost};
  const auto told = stories(entries, events, day("2019-12-01"));
  EXPECT_EQ(steps(told, "2019-03-01"), "removal_notice");
  EXPECT_EQ(steps(told, "2019-08-01"), "");
  EXPECT_EQ(steps(told, ""), "removal");
}

TEST(Story, WhatIsDatedLaterIsNotKnownYet) {
  const std::vector<facts::Entry> entries{entry("2019-08-01")};
  const std::vector<Event> events{event(Step::risk_notice, "2019-07-01"), event(Step::push, "2019-08-01")};
  EXPECT_EQ(steps(stories(entries, events, day("2019-07-31")), ""), "risk_notice");
  EXPECT_EQ(steps(stories(entries, events, day("2019-08-01")), "2019-08-01"), "risk_notice push");
  EXPECT_TRUE(stories(entries, events, day("2019-06-30")).empty());
}

}  // namespace
}  // namespace plumb::lifecycle
