// Flipping one bit of a kernel, or of the code that steps through a plan, is noticed.
#include <gtest/gtest.h>

#include <iostream>

#include "tests/differential/agreement/mutants_of.hpp"

namespace plumb::agreement {
namespace {

#if defined(__SANITIZE_ADDRESS__)
constexpr bool kSanitized = true;
#elif defined(__has_feature)
constexpr bool kSanitized = __has_feature(address_sanitizer);
#else
constexpr bool kSanitized = false;
#endif

TEST(Mutation, OfOneBitIsNoticed) {
  if (kSanitized) GTEST_SKIP() << "the code is not the product's";
  constexpr uint32_t kMutants = 15;
  size_t broken = 0;
  for (const Contestant& contestant : contestants()) {
    const MutantReport report = mutants_of(contestant, kMutants, 1);
    if (report.bytes == 0) continue;
    ++broken;
    for (const std::string& survivor : report.survivors) std::cout << contestant.name << ": " << survivor << "\n";
    std::cout << contestant.name << ", " << report.bytes << " bytes:";
    for (const Fate fate : {Fate::noticed, Fate::crashed, Fate::hung, Fate::equivalent, Fate::unreached})
      std::cout << " " << report.of(fate) << " " << name(fate);
    std::cout << "\n";
    EXPECT_TRUE(report.enough_noticed()) << contestant.name;
  }
  EXPECT_GE(broken, 1U);
}

}  // namespace
}  // namespace plumb::agreement
