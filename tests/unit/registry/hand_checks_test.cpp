// What is typed for a step or a removal and cannot be meant.
#include "runtime/registry/hand_checks.hpp"

#include <gtest/gtest.h>

namespace plumb::registry {
namespace {

using lifecycle::Event;
using lifecycle::Step;

Date day(std::string_view iso) { return Date::parse(iso).value(); }

std::string code(const Result<void>& done) { return done ? "" : done.error().code; }

Event step(Step kind, std::string_view on, std::optional<Date> until = {}, std::string by = "样例县人民法院") {
  Event out;
  out.step = kind;
  out.on = day(on);
  out.until = until;
  out.by = std::move(by);
  return out;
}

constexpr const char* kRecorded = "2019-07-01T04:00:00Z";

TEST(HandChecks, AStepIsRecordedFromItsDayOnInBeijing) {
  EXPECT_EQ(code(check_step(step(Step::push, "2019-07-01"), kRecorded)), "");
  EXPECT_EQ(code(check_step(step(Step::push, "2019-07-02"), kRecorded)), "usage.step_to_come");
  EXPECT_EQ(code(check_step(step(Step::push, "2019-07-02"), "2019-07-01T15:59:59Z")), "usage.step_to_come");
  EXPECT_EQ(code(check_step(step(Step::push, "2019-07-02"), "2019-07-01T16:00:00Z")), "") << "midnight in Beijing";
  EXPECT_EQ(code(check_step(step(Step::push, "2019-07-02"), "no moment")), "") << "told by whoever records";
}

TEST(HandChecks, SomebodyTookIt) {
  for (const char* nobody : {"", " ", "　"}) EXPECT_EQ(code(check_step(step(Step::push, "2019-07-01", {}, nobody), kRecorded)), "usage.filled");
}

TEST(HandChecks, SomebodysNumberIsNoName) {
  for (const char* number : {"410399198503078813", " 410399 19850307 8813", "４１０３９９１９８５０３０７８８１３", "410399850307881", "914103990002104117"})
    EXPECT_EQ(code(check_step(step(Step::push, "2019-07-01", {}, number), kRecorded)), "usage.number_for_name") << number;
  for (const char* name : {"样例县人民法院", "经办员 0017", "E99990001"})
    EXPECT_EQ(code(check_step(step(Step::push, "2019-07-01", {}, name), kRecorded)), "") << name;
}

TEST(HandChecks, WhoSaysSoIsTold) {
  EXPECT_EQ(code(check_by("王五")), "");
  EXPECT_EQ(code(check_by("410399198503078813")), "usage.number_for_name");
  EXPECT_EQ(code(check_by("\xFF")), "usage.value");
  EXPECT_EQ(code(check_by(" ")), "usage.filled");
}

TEST(HandChecks, WhatBeginsEndsLater) {
  const auto ends = [](Step kind, std::string_view until) { return code(check_step(step(kind, "2019-07-01", day(until)), kRecorded)); };
  for (const Step kind : {Step::permit, Step::suspension}) {
    EXPECT_EQ(ends(kind, "2019-07-01"), "usage.until_before") << "no day would be within";
    EXPECT_EQ(ends(kind, "2019-07-02"), "");
  }
  for (const Step kind : {Step::term, Step::extension, Step::retention}) {
    EXPECT_EQ(ends(kind, "2019-06-30"), "usage.until_before");
    EXPECT_EQ(ends(kind, "2019-07-01"), "");
  }
}

TEST(HandChecks, ARemovalIsMadeBySomebodyOnADocumentForAGroundThatHadArisen) {
  const Removal good{"案", "E12345678", {}, day("2019-07-01"), "shielded", "全部履行", day("2019-07-01"), "1号", "样例县人民法院"};
  EXPECT_EQ(code(check_removal(good, kRecorded)), "");
  for (std::string Removal::* text : {&Removal::by, &Removal::document, &Removal::ground}) {
    Removal empty = good;
    empty.*text = " ";
    EXPECT_EQ(code(check_removal(empty, kRecorded)), "usage.filled");
  }
  Removal wrong = good;
  wrong.ground_on = day("2019-07-02");
  EXPECT_EQ(code(check_removal(wrong, kRecorded)), "usage.ground_day");
  wrong = good;
  wrong.on = day("2019-07-02");
  EXPECT_EQ(code(check_removal(wrong, kRecorded)), "usage.step_to_come");
}

}  // namespace
}  // namespace plumb::registry
