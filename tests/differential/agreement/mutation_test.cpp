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
    // A sample of one contestant is small: what is asked of each is that its code is looked at, and of all that few get by.
    EXPECT_GT(2 * report.caught(), report.executed()) << contestant.name;
    EXPECT_EQ(report.executed(), kMutants) << contestant.name;
    caught += report.caught();
    executed += report.executed();
  }
  EXPECT_GE(caught * 100, executed * kCaughtPercent) << caught << " of " << executed;
}

}  // namespace
}  // namespace plumb::agreement
