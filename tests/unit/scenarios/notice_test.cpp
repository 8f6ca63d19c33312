// The scenarios of the notice's rule set: all pass, reach every measure, and hold the measures in place.
#include <gtest/gtest.h>

#include <filesystem>
#include <thread>

#include "compiler/diagnostics/text.hpp"
#include "compiler/driver/compile.hpp"
#include "compiler/driver/standard_library.hpp"
#include "compiler/mutation/run.hpp"
#include "compiler/scenarios/render.hpp"
#include "compiler/scenarios/run.hpp"

namespace plumb {
namespace {

class Notice : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    diagnostics::Sink sink;
    compilation_ =
        new driver::Compilation(driver::compile(std::filesystem::path(PLUMB_SOURCE_DIR) / "rules/xinan-2019-48", {true, driver::standard_library()}, sink));
    problems_ = new std::string(sink.has_errors() ? diagnostics::render_text(sink.sorted(), compilation_->sources, {Language::zh, false}) : "");
  }
  static void TearDownTestSuite() {
    delete compilation_;
    delete problems_;
  }
  void SetUp() override {
    ASSERT_EQ(*problems_, "");
    ASSERT_NE(compilation_->program, nullptr);
  }

  static inline driver::Compilation* compilation_ = nullptr;
  static inline std::string* problems_ = nullptr;
};

TEST_F(Notice, EveryScenarioPassesAndEveryMeasureIsReached) {
  const scenarios::ScenarioReport report = scenarios::run(compilation_->sources, compilation_->files, compilation_->program, {true, Language::zh});
  EXPECT_EQ(report.failed(), 0u);
  EXPECT_GT(report.results.size(), 68u);
  EXPECT_FALSE(report.findings()) << scenarios::render_text(report, compilation_->sources, Language::zh, false);
}

TEST_F(Notice, ScenariosNoticeNinetyFiveOfAHundredMutants) {
  mutation::MutationOptions options;
  options.threads = std::max(1u, std::thread::hardware_concurrency());
  const mutation::MutationReport report = mutation::run(compilation_->files, compilation_->program, options);
  EXPECT_EQ(report.skipped_scenarios, 0u);
  EXPECT_GT(report.total, 1000u);
  EXPECT_GE(report.percent(), 95u) << mutation::render_text(report, compilation_->sources, Language::zh, false);
}

}  // namespace
}  // namespace plumb
