// The engines of the sweep's bench against deciding row by row: equal counts of applies, undetermined and permitted for every
// measure, on a county with nulls, expired and removed entries, permits and retentions. No engine is timed that fails here.
#include <gtest/gtest.h>

#include "bench/sweep/by_hand.hpp"
#include "bench/sweep/by_plumb.hpp"
#include "bench/sweep/county_facts.hpp"
#include "plumb/compiler.hpp"

namespace plumb::bench {
namespace {

class SweepCountsTest : public testing::TestWithParam<uint64_t> {
 protected:
  static const RuleSet& rule_set() {
    static const RuleSet kRules = Compilation::of(std::string(PLUMB_SOURCE_DIR) + "/rules/xinan-2019-48", {.scenarios = false}).rules().value();
    return kRules;
  }
  static std::shared_ptr<const ir::Program> rules() { return rule_set().share(); }

  // Many entries for few parties, so that every kind of trigger, permit and retention is common.
  static CountyOptions small(uint64_t seed) {
    CountyOptions options;
    options.seed = seed;
    options.parties = 20'000;
    options.relations = 60'000;
    options.entries = 8'000;
    options.rows = 160'000;
    options.date = Date::parse("2021-06-30").value();
    return options;
  }

  void SetUp() override {
    auto made = make_county(*rules(), small(GetParam()));
    ASSERT_TRUE(made);
    county_ = *std::move(made);
    exact_ = count_exactly(rules(), county_);
  }

  void expect_exact(const SweepCounts& counts, const std::string& engine) const {
    for (uint32_t m = 0; m < exact_.size(); ++m) EXPECT_EQ(counts[m], exact_[m]) << engine << ": " << rules()->measures[ir::MeasureId(m)].name.alias;
  }

  RawCounty county_;
  SweepCounts exact_;
};

TEST_P(SweepCountsTest, TheCountyAsksEverythingOfEveryMeasure) {
  for (uint32_t m = 0; m < exact_.size(); ++m) {
    const ir::Measure& measure = rules()->measures[ir::MeasureId(m)];
    EXPECT_GT(exact_[m][0], 0U) << measure.name.alias << " applies nowhere";
    // What asks nothing of the row and anybody's kind is unknown for parties of unknown kind alone.
    EXPECT_GT(exact_[m][1], 0U) << measure.name.alias << " is nowhere undetermined";
    EXPECT_EQ(exact_[m][2] > 0, !measure.reach.anyone) << measure.name.alias << ": permits touch what the list is asked for, and nothing else";
  }
}

TEST_P(SweepCountsTest, ByHandOnOneThreadAndOnTwo) {
  ByHand by_hand(*rules(), county_);
  for (const unsigned threads : {1U, 2U}) {
    by_hand.make_reach(county_.options.date.days, threads);
    expect_exact(by_hand.sweep(threads), threads == 1 ? "by hand" : "by hand, two threads");
  }
}

TEST_P(SweepCountsTest, PlumbWithEveryEvaluatorOnOneThreadAndOnTwo) {
  for (const std::string& evaluator : ByPlumb::evaluators()) {
    const auto plumb = ByPlumb::make(rule_set(), county_, evaluator);
#ifndef PLUMB_HAS_NATIVE
    if (!plumb && plumb.error().code == "native.missing") continue;  // built without LLVM: the product does without
#endif
    ASSERT_TRUE(plumb) << plumb.error().message;
    for (const unsigned threads : {1U, 2U}) expect_exact((*plumb)->sweep(county_.options.date, threads), evaluator);
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, SweepCountsTest, testing::Values(1, 2));

}  // namespace
}  // namespace plumb::bench
