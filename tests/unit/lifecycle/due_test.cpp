#include "runtime/lifecycle/due.hpp"

#include <gtest/gtest.h>

#include "tests/unit/lifecycle/county.hpp"

namespace plumb::lifecycle {
namespace {

std::vector<Deadline> due(const std::vector<facts::Entry>& entries, const std::vector<Event>& events, std::string_view today, int ahead = 30,
                          const TimeLimits& limits = {}) {
  const auto told = stories(entries, events, day(today));
  return deadlines(told, limits, Calendar2019(), day(today), ahead);
}

TEST(Due, OverdueFirstThenByDayThenByCase) {
  std::vector<facts::Entry> entries{entry("2019-01-02"), entry("2019-01-02"), entry("2019-01-02"), entry("2019-01-02")};
  const char* const cases[] = {"c", "b", "a", "d"};
  const char* const grounds[] = {"2019-07-01", "2019-06-20", "2019-06-20", "2019-06-28"};
  for (size_t i = 0; i < entries.size(); ++i) {
    entries[i].case_no = cases[i];
    entries[i].ground_on = day(grounds[i]);
  }
  const auto found = due(entries, {}, "2019-07-02");
  std::string order;
  for (const Deadline& d : found) order += d.case_no + (d.overdue() ? "! " : " ");
  EXPECT_EQ(order, "a! b! d! c ");
}

TEST(Due, AnEntryFromAListIsAskedForNothingThatTheListDoesNotTell) {
  facts::Entry listed = entry("2019-03-01");
  EXPECT_TRUE(due({listed}, {}, "2019-12-01").empty());
  listed.removed_on = day("2019-05-01");
  EXPECT_TRUE(due({listed}, {}, "2019-12-01").empty());
}

TEST(Due, TheTermOfAnEntryIsSeenAhead) {
  facts::Entry listed = entry("2019-03-01");
  listed.expires_on = day("2019-11-01");
  EXPECT_TRUE(due({listed}, {}, "2019-10-01").empty());
  const auto found = due({listed}, {}, "2019-10-02");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].by, day("2019-11-01"));
  EXPECT_EQ(found[0].days_left, 30);
  EXPECT_FALSE(due({listed}, {}, "2019-11-01")[0].overdue());
  EXPECT_TRUE(due({listed}, {}, "2019-11-02")[0].overdue());
  listed.removed_on = day("2019-11-01");
  EXPECT_TRUE(due({listed}, {}, "2019-11-02").empty());
}

TEST(Due, ACourtMaySetItsOwnNumbersInWorkingDays) {
  TimeLimits limits;
  ASSERT_TRUE(limits.set("publish", 3, true));
  const std::vector<Event> events{event(Step::listing_decision, "2019-09-29")};
  const auto found = due({}, events, "2019-10-05", 30, limits);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].by, day("2019-10-09"));
  EXPECT_EQ(found[0].whom, kCourt);
  EXPECT_FALSE(found[0].overdue());
  EXPECT_TRUE(due({}, events, "2019-10-05")[0].overdue());
}

TEST(Due, TheListingWaitsForAnObjectionAndEndsWithOneThatIsUpheld) {
  std::vector<Event> events{event(Step::risk_notice, "2019-07-01"), event(Step::listing_decision, "2019-07-08"), event(Step::objection, "2019-07-09", "张三")};
  auto found = due({}, events, "2019-07-20");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].limit, Limit::examine_objection);
  events.push_back(event(Step::objection_decision, "2019-07-19", kCourt, "驳回"));
  found = due({}, events, "2019-07-20");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].limit, Limit::publish);
  EXPECT_EQ(found[0].by, day("2019-07-22"));
  events.back().detail = "理由成立";
  EXPECT_TRUE(due({}, events, "2019-07-20").empty());
}

// What is due of these limits, as "what addressee" words.
std::string left(const std::vector<Deadline>& found) {
  std::string out;
  for (const Deadline& d : found) out += (out.empty() ? "" : ", ") + std::string(word(d.what).alias) + (d.addressee.empty() ? "" : " ") + d.addressee;
  return out;
}

TEST(Due, StepsDatedBeforeTheRemovalSayNothingOfIt) {
  facts::Entry gone = entry("2019-03-01");
  gone.removed_on = day("2019-06-10");
  std::vector<Event> events{event(Step::push, "2019-03-01", kCourt, "县公安局"), event(Step::removal, "2019-06-10"), event(Step::removal_notice, "2019-06-09"),
                            event(Step::department_notice, "2019-06-09", kCourt, "县公安局"), event(Step::confirmation, "2019-06-09", "县公安局")};
  EXPECT_EQ(left(due({gone}, events, "2019-06-12")), "removal_notice, department_notice 县公安局");
  for (Event& one : events) {
    if (one.step != Step::push && one.step != Step::confirmation) one.on = day("2019-06-10");
  }
  EXPECT_EQ(left(due({gone}, events, "2019-06-12")), "confirmation");
  events.back().on = day("2019-06-10");
  EXPECT_EQ(left(due({gone}, events, "2019-06-12")), "");
}

TEST(Due, StepsDatedBeforeThePublicationSayNothingOfIt) {
  facts::Entry listed = entry("2019-06-10");
  listed.publishable = false;
  std::vector<Event> events{event(Step::risk_notice, "2019-05-01"), event(Step::push, "2019-06-09"), event(Step::unit_notice, "2019-06-09")};
  EXPECT_EQ(left(due({listed}, events, "2019-06-12")), "push, unit_notice");
  events[1].on = events[2].on = day("2019-06-10");
  EXPECT_EQ(left(due({listed}, events, "2019-06-12")), "");
}

TEST(Due, NamesTheUnitThatMustBeToldWhereTheEntryDoes) {
  facts::Entry listed = entry("2019-06-10");
  listed.publishable = false;
  EXPECT_EQ(left(due({listed}, {}, "2019-06-12")), "unit_notice");
  listed.unit = "样例县第三中学";
  EXPECT_EQ(left(due({listed}, {}, "2019-06-12")), "unit_notice 样例县第三中学");
}

TEST(Due, WhatFollowsARemovalIsOfTheListingThatWasRemoved) {
  // Listed again two days after the removal, and before it was announced.
  facts::Entry first = entry("2019-03-01"), second = entry("2019-03-22");
  first.removed_on = day("2019-03-20");
  std::vector<Event> events{event(Step::removal, "2019-03-20"), event(Step::removal_notice, "2019-03-23"),
                            event(Step::department_notice, "2019-03-23", kCourt, "县公安局"), event(Step::confirmation, "2019-03-24", "县公安局")};
  EXPECT_EQ(left(due({first, second}, events, "2019-04-01")), "");
  second.removed_on = day("2019-06-10");
  events.push_back(event(Step::removal, "2019-06-10"));
  EXPECT_EQ(left(due({first, second}, events, "2019-06-11")), "removal_notice, department_notice");
}

TEST(Due, AnObjectionThatEndsBeforeItBeganIsNotDecided) {
  facts::Entry listed = entry("2019-03-01");
  listed.objection = facts::Period{day("2019-06-10"), day("2019-06-01")};
  EXPECT_EQ(left(due({listed}, {}, "2019-06-11")), "objection_decision");
}

TEST(Due, TextsKeepWhatTheyRepeatFromBeingRunOrObeyed) {
  facts::Entry odd = entry("2019-03-01");
  odd.case_no = "=cmd\x1b[31m\"x\"";
  odd.ground_on = day("2019-03-05");
  const auto found = due({odd}, {}, "2019-12-01");
  const std::string csv = written(found, Format::csv, Language::en, false);
  EXPECT_NE(csv.find(",\"'=cmd␛[31m\"\"x\"\"\","), std::string::npos) << csv;
  EXPECT_EQ(csv.find(kParty), std::string::npos);
  EXPECT_NE(csv.find("4103991985****1236"), std::string::npos);
  EXPECT_NE(written(found, Format::csv, Language::en, true).find(kParty), std::string::npos);
  EXPECT_EQ(written(found, Format::text, Language::zh, false).find('\x1b'), std::string::npos);
  EXPECT_EQ(written({}, Format::json, Language::en, false), "[]\n");
}

}  // namespace
}  // namespace plumb::lifecycle
