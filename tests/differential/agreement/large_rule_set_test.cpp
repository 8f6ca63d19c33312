// A rule set of 5,000 measures compiles in time linear in its size. That the evaluators decide it alike is shown by product_test.
#include "tests/differential/agreement/large_rule_set.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <fstream>

#include "plumb/compiler.hpp"

namespace plumb::agreement {
namespace {

namespace fs = std::filesystem;

class LargeRuleSet : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("plumb-large-" + std::to_string(getpid()));
    fs::remove_all(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  fs::path written(uint32_t measures) const {
    const fs::path folder = folder_ / std::to_string(measures);
    fs::create_directories(folder);
    for (const RuleFile& file : large_rule_set(measures)) std::ofstream(folder / file.path) << file.text;
    return folder;
  }

  // The processor's seconds, which other programs on the machine disturb least; the better of a few.
  static double seconds_to_compile(const fs::path& folder, uint32_t measures, int times) {
    double best = 1e9;
    for (int i = 0; i < times; ++i) {
      const clock_t begin = std::clock();
      const Compilation compilation = Compilation::of(folder.string(), {});
      best = std::min(best, static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC);
      EXPECT_FALSE(compilation.has_findings()) << compilation.render(ReportFormat::text, Language::en, false).substr(0, 2000);
      EXPECT_EQ(compilation.rules()->measures().size(), measures);
    }
    return best;
  }

  fs::path folder_;
};

TEST_F(LargeRuleSet, CompilesInTimeLinearInItsSize) {
  const double quarter = seconds_to_compile(written(1250), 1250, 3);
  const double half = seconds_to_compile(written(2500), 2500, 2);
  const double whole = seconds_to_compile(written(5000), 5000, 2);
  std::cout << "1,250 measures: " << quarter << " s; 2,500: " << half << " s; 5,000: " << whole << " s\n";
  // Four times the size: four times as long, where quadratic would be sixteen.
  EXPECT_LT(whole, 7 * quarter);
  EXPECT_LT(half, 3.5 * quarter);
}

}  // namespace
}  // namespace plumb::agreement
