// Flipping one bit of a kernel, or of the code that steps through a plan, is noticed.
#include <gtest/gtest.h>

#include <iostream>

#include "tests/differential/agreement/mutants_of.hpp"
#include "tests/sanitized.hpp"

namespace plumb::agreement {
namespace {

TEST(Mutation, OfOneBitIsNoticed) {
  if (testing::kSanitized) GTEST_SKIP() << "the code is not the product's";
  constexpr uint32_t kMutants = 15;
  uint32_t caught = 0, executed = 0;
  for (const Contestant& contestant : mutated()) {
    const MutantReport report = mutants_of(contestant, kMutants, 1);
    for (const std::string& survivor : report.survivors) std::cout << contestant.name << ": " << survivor << "\n";
    std::cout << contestant.name << ", " << report.bytes << " bytes:";
    for (const Fate fate : {Fate::noticed, Fate::crashed, Fate::hung, Fate::survived, Fate::same, Fate::unreached})
      std::cout << " " << report.of(fate) << " " << name(fate);
    std::cout << "\n";
    EXPECT_GE(report.caught(), least_caught(report.executed())) << contestant.name;
    EXPECT_EQ(report.executed(), kMutants) << contestant.name;
    caught += report.caught();
    executed += report.executed();
  }
  EXPECT_GE(caught, least_caught(executed)) << caught << " of " << executed;
}

// By an exact binomial distribution: 85 % of 15, of 105, of 10,000.
TEST(Mutation, SamplesMustCatchWhatTheirSizeAllows) {
  EXPECT_EQ(least_caught(0), 0U);
  EXPECT_EQ(least_caught(15), 6U);
  EXPECT_EQ(least_caught(105), 72U);
  EXPECT_EQ(least_caught(10'000), 8346U);
}

}  // namespace
}  // namespace plumb::agreement
