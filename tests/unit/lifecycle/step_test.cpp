#include "runtime/lifecycle/step.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "runtime/lifecycle/finding.hpp"
#include "runtime/lifecycle/time_limit.hpp"

namespace plumb::lifecycle {
namespace {

TEST(Step, EveryStepIsFoundByItsAliasAndItsTitleAndByNothingElse) {
  std::set<std::string> names;
  for (const StepWord& w : step_words()) {
    EXPECT_EQ(find_step(w.alias), w.step);
    EXPECT_EQ(find_step(w.zh), w.step);
    EXPECT_EQ(&word(w.step), &w);
    EXPECT_TRUE(names.insert(w.alias).second) << w.alias;
    EXPECT_TRUE(names.insert(w.zh).second) << w.zh;
  }
  EXPECT_EQ(find_step("屏蔽"), Step::removal);
  EXPECT_EQ(find_step("复核"), Step::review);
  EXPECT_FALSE(find_step("Removal"));
  EXPECT_FALSE(find_step(""));
}

TEST(TimeLimits, OnlyTheCourtsOwnNumbersCanBeSet) {
  TimeLimits limits;
  for (const LimitRule& rule : usual_limits()) {
    EXPECT_EQ(&usual_limits()[static_cast<size_t>(rule.limit)], &rule);
    EXPECT_EQ(limits.set(rule.alias, rule.days + 2, true), rule.origin == Origin::court) << rule.alias;
    EXPECT_EQ(limits[rule.limit].days, rule.origin == Origin::court ? rule.days + 2 : rule.days);
  }
  EXPECT_EQ(limits[Limit::remove].days, 3);
  EXPECT_EQ(limits[Limit::examine_objection].days, 3);
  EXPECT_FALSE(limits.set("publish", -1, false));
  EXPECT_FALSE(limits.set("publish", 367, false));
  EXPECT_FALSE(limits.set("nothing", 1, false));
}

TEST(Finding, EveryKindHasItsOwnWords) {
  std::set<std::string> names;
  for (const FindingWord& w : finding_words()) {
    EXPECT_EQ(&word(w.kind), &w);
    for (const char* name : {w.alias, w.zh, w.en}) EXPECT_TRUE(names.insert(name).second) << name;
  }
}

}  // namespace
}  // namespace plumb::lifecycle
