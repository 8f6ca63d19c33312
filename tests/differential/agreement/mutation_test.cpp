// Flipping one bit of a kernel, or of the code that steps through a plan, is noticed.
#include "tests/differential/agreement/mutation.hpp"

#include <gtest/gtest.h>

#include <iostream>
#include <map>

namespace plumb::agreement {
namespace {

#if defined(__SANITIZE_ADDRESS__)
constexpr bool kSanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif
#else
constexpr bool kSanitized = false;
#endif

// The files whose functions run while a contestant decides.
const std::map<std::string, std::vector<std::string>>& files_of() {
  static const std::map<std::string, std::vector<std::string>> kFiles = {
      {"columnar portable", {"kernels_portable.cpp", "run.cpp", "point.cpp", "scalar.cpp"}},
      {"columnar avx2", {"kernels_avx2.cpp"}},
      {"columnar avx512", {"kernels_avx512.cpp"}},
  };
  return kFiles;
}

TEST(Mutation, OfOneBitIsNoticed) {
  if (kSanitized) GTEST_SKIP() << "the code is not the product's";
  const char* wanted = std::getenv("PLUMB_MUTANTS");
  const auto count = static_cast<uint32_t>(wanted ? std::atoi(wanted) : 40);
  for (const Contestant& contestant : contestants()) {
    const auto files = files_of().find(contestant.name);
    if (files == files_of().end()) continue;
    const std::vector<Code> code = functions_of_files(files->second);
    size_t bytes = 0;
    for (const Code& each : code) bytes += each.size;
    ASSERT_GT(bytes, 1000U) << contestant.name;
    const Proof proof(contestant, 1, 12);
    ASSERT_TRUE(proof.holds()) << contestant.name;
    std::map<Fate, uint32_t> fates;
    for (const Mutant& mutant : mutate(proof, code, count, 1)) {
      ++fates[mutant.fate];
      if (mutant.fate == Fate::equivalent || mutant.fate == Fate::unreached) {
        std::cout << contestant.name << ": " << name(mutant.fate) << " " << mutant.code << " + " << mutant.offset << " bit " << mutant.bit << "\n";
      }
    }
    std::cout << contestant.name << ", " << bytes << " bytes:";
    for (const auto& [fate, number] : fates) std::cout << " " << number << " " << name(fate);
    std::cout << "\n";
    const uint32_t noticed = fates[Fate::noticed] + fates[Fate::crashed] + fates[Fate::hung];
    EXPECT_GE(noticed * 100, (count - fates[Fate::unreached]) * 85) << contestant.name;
  }
}

}  // namespace
}  // namespace plumb::agreement
