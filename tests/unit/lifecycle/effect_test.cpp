// What steps make of an entry, beside counting day by day.
#include "runtime/lifecycle/effect.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "runtime/lifecycle/application.hpp"

namespace plumb::lifecycle {
namespace {

const Date kFirst = Date::parse("2019-07-01").value();
constexpr int kDays = 12;

// `count` days after the first; before it where negative.
Date at(int count) { return kFirst.plus_days(count).value(); }

Event event(Step step, Date on, std::string detail = {}) {
  Event out;
  out.step = step;
  out.on = on;
  out.detail = std::move(detail);
  return out;
}

Effect effect(const std::vector<Event>& events) {
  std::vector<const Event*> by_day;
  for (const Event& one : events) by_day.push_back(&one);
  std::stable_sort(by_day.begin(), by_day.end(), [](const Event* a, const Event* b) { return a->on < b->on; });
  return effect_of(by_day);
}

// Whether an application of either kind is open at the end of the day.
bool open_at_end_of(Date day, const std::vector<Event>& events) {
  for (const auto& [application, decision] : {std::pair(Step::objection, Step::objection_decision), {Step::reconsideration, Step::reconsideration_decision}}) {
    bool open = false;
    for (int count = 0; at(count) <= day; ++count) {
      const Date d = at(count);
      const auto any = [&](Step step) { return std::any_of(events.begin(), events.end(), [&](const Event& one) { return one.step == step && one.on == d; }); };
      open = (open || any(application)) && !any(decision);
    }
    if (open) return true;
  }
  return false;
}

TEST(Effect, OfApplicationsAndDecisionsIsTheLastTimeInWhichOneWasOpen) {
  constexpr Step kSteps[] = {Step::objection, Step::objection_decision, Step::reconsideration, Step::reconsideration_decision};
  std::mt19937 random(5);
  int open_for_days = 0;
  for (int round = 0; round < 4000; ++round) {
    std::vector<Event> events;
    for (auto i = 1 + random() % 6; i > 0; --i) events.push_back(event(kSteps[random() % 4], at(static_cast<int>(random() % kDays))));
    const auto period = effect(events).objection;
    // From the last day on, back to the first of those without a gap.
    std::optional<Date> last;
    for (int count = 0; count < kDays; ++count) {
      if (open_at_end_of(at(count), events)) last = at(count);
    }
    if (!last) {
      EXPECT_TRUE(!period || period->from == period->to) << round;
      continue;
    }
    if (period && period->from == period->to) continue;  // a later one that was decided on its day
    Date first = *last;
    while (open_at_end_of(*first.plus_days(-1), events)) first = *first.plus_days(-1);
    ASSERT_TRUE(period) << round;
    EXPECT_EQ(period->from, first) << round;
    const bool still = *last == at(kDays - 1);
    EXPECT_EQ(period->to, still ? std::nullopt : last->plus_days(1)) << round;
    ++open_for_days;
  }
  EXPECT_GT(open_for_days, 1000);
}

// The entry and its clocks read the same steps: where the one says that something is open, the other waits for a decision.
TEST(Effect, IsUnderObjectionExactlyWhileAnApplicationWaits) {
  constexpr Step kSteps[] = {Step::objection, Step::objection_decision, Step::reconsideration, Step::reconsideration_decision};
  std::mt19937 random(7);
  int open = 0, closed = 0;
  for (int round = 0; round < 4000; ++round) {
    std::vector<Event> events;
    for (auto i = 1 + random() % 6; i > 0; --i) {
      events.push_back(event(kSteps[random() % 4], at(static_cast<int>(random() % kDays))));
      events.back().document = std::string(random() % 3, 'a');
    }
    const auto period = effect(events).objection;
    const auto told = stories({}, events, at(kDays));
    const auto waits = [&](Remedy remedy) {
      const auto asked = applications(told.at(0), remedy, at(kDays));
      return std::any_of(asked.begin(), asked.end(), [](const Application& one) { return !one.decided; });
    };
    ASSERT_EQ(waits(Remedy::objection) || waits(Remedy::reconsideration), period && !period->to) << round;
    ++(period && !period->to ? open : closed);
  }
  EXPECT_GT(open, 500);
  EXPECT_GT(closed, 500);
}

TEST(Effect, OfStepsThatCorrectEachOtherIsTheOneRecordedLast) {
  const Effect removed = effect({event(Step::removal, at(5), "履行完毕"), event(Step::removal, at(3), "和解履行完毕")});
  EXPECT_EQ(removed.removed_on, at(3));
  EXPECT_EQ(removed.removal_ground, "和解履行完毕");
  EXPECT_EQ(effect({event(Step::removal, at(5), "某某已经还清")}).removal_ground, "") << "may say what is somebody's own";
  EXPECT_EQ(effect({event(Step::removal, at(5), "经查系错误纳入")}).removal_ground, "错误纳入") << "the word alone";
  std::vector<Event> terms = {event(Step::extension, at(8)), event(Step::term, at(2))};
  terms[0].until = at(100);
  terms[1].until = at(50);
  EXPECT_EQ(effect(terms).expires_on, at(100)) << "a term that was recorded late";
}

TEST(Effect, OfADecisionIsAGroundOnlyWhereItUpholds) {
  EXPECT_FALSE(effect({event(Step::objection_decision, kFirst, "驳回")}).ground_on);
  EXPECT_FALSE(effect({event(Step::objection_decision, kFirst, "异议理由不能成立")}).ground_on);
  EXPECT_FALSE(effect({event(Step::objection_decision, kFirst)}).ground_on);
  const Effect upheld = effect({event(Step::objection_decision, kFirst, "理由成立")});
  EXPECT_EQ(upheld.ground_on, kFirst);
  EXPECT_TRUE(upheld.ground_by_decision);
  // Dismissed after all.
  EXPECT_FALSE(effect({event(Step::objection_decision, kFirst, "理由成立"), event(Step::reconsideration_decision, at(9), "驳回")}).ground_on);
  EXPECT_EQ(effect({event(Step::objection_decision, kFirst, "理由成立"), event(Step::removal_ground, at(1))}).ground_on, at(1));
}

}  // namespace
}  // namespace plumb::lifecycle
