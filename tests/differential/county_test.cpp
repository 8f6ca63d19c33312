// Each county of tests/cases: decided, decided with a limit on staleness, and swept, against what the cases expect.
#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <thread>

#include "plumb/compiler.hpp"
#include "plumb/plumb.hpp"

namespace plumb {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

const fs::path kRoot = PLUMB_SOURCE_DIR;

std::vector<std::string> lines(const fs::path& path) {
  std::ifstream in(path);
  std::vector<std::string> out;
  for (std::string line; std::getline(in, line);) {
    if (!line.empty()) out.push_back(line);
  }
  return out;
}

// The first place where `actual` lacks or contradicts what `expected` states; empty when it covers it.
std::string difference(const json::value& expected, const json::value* actual, const std::string& path = "") {
  if (!actual) return path + ": absent";
  if (expected.is_object()) {
    if (!actual->is_object()) return path + ": not an object";
    for (const auto& [key, value] : expected.as_object()) {
      const std::string inner = difference(value, actual->as_object().if_contains(key), path + "." + std::string(key));
      if (!inner.empty()) return inner;
    }
    return "";
  }
  if (expected.is_array() && actual->is_array() && expected.as_array().size() == actual->as_array().size()) {
    for (size_t i = 0; i < expected.as_array().size(); ++i) {
      const std::string inner = difference(expected.as_array()[i], &actual->as_array()[i], path + "[" + std::to_string(i) + "]");
      if (!inner.empty()) return inner;
    }
    return "";
  }
  return expected == *actual ? "" : path + ": expected " + json::serialize(expected) + ", got " + json::serialize(*actual);
}

class County : public testing::TestWithParam<const char*> {
 protected:
  static const RuleSet& rules() {
    static const RuleSet kRules = [] {
      const Compilation compilation = Compilation::of((kRoot / "rules/xinan-2019-48").string(), {.scenarios = false});
      if (!compilation.ok()) throw std::runtime_error(compilation.render(ReportFormat::text, Language::en, false));
      return *compilation.rules();
    }();
    return kRules;
  }

  void SetUp() override {
    county_ = kRoot / "tests/cases" / GetParam();
    work_ = fs::temp_directory_path() / ("plumb-" + std::string(GetParam()) + "-" +
                                         std::to_string(std::hash<std::thread::id>()(std::this_thread::get_id()) + static_cast<size_t>(getpid())));
    fs::remove_all(work_);
    fs::create_directories(work_);
    as_of_ = lines(county_ / "as_of").at(0);
    const std::string path = (work_ / "county.db").string();
    auto registry = Registry::create(path, "2026-11-23T00:00:00Z");
    ASSERT_TRUE(registry) << registry.error().message;
    ImportOptions options;
    for (const char* table : {"parties.csv", "relations.csv", "entries.csv", "permits.csv", "retentions.csv", "holdings.ndjson"})
      options.paths.push_back((county_ / table).string());
    options.synchronised = as_of_;
    options.recorded_at = "2026-11-23T00:00:00Z";
    const auto imported = registry->import(options);
    ASSERT_TRUE(imported) << imported.error().message;
    auto snapshot = registry->snapshot();
    ASSERT_TRUE(snapshot) << snapshot.error().message;
    engine_ = std::make_unique<Engine>(rules(), *snapshot);
  }
  void TearDown() override { fs::remove_all(work_); }

  void expect_decisions(const char* expectation, const DecideOptions& options) {
    const auto requests = lines(county_ / "requests.ndjson");
    const auto expected = lines(county_ / expectation);
    ASSERT_EQ(requests.size(), expected.size());
    int shown = 0;
    for (size_t i = 0; i < requests.size() && shown < 5; ++i) {
      const DecisionLine decision = engine_->decide(requests[i], options);
      const json::value actual = json::parse(decision.json);
      const std::string found = difference(json::parse(expected[i]), &actual);
      if (!found.empty()) ++shown;
      EXPECT_EQ(found, "") << requests[i];
      EXPECT_EQ(decision.failed, actual.as_object().contains("error"));
    }
  }

  fs::path county_, work_;
  std::string as_of_;
  std::unique_ptr<Engine> engine_;
};

TEST_P(County, DecidesEveryRequestAsExpected) { expect_decisions("expected.ndjson", {}); }

TEST_P(County, DecidesWithALimitOnStalenessAsExpected) {
  DecideOptions options;
  options.max_staleness_days = 100;
  expect_decisions("expected_stale.ndjson", options);
}

TEST_P(County, SweepsExactlyWhatIsExpected) {
  using Key = std::tuple<std::string, std::string, std::string>;
  const auto key = [](const json::value& line) {
    const auto& object = line.as_object();
    const json::value& holding = object.at("holding");
    return Key(holding.is_null() ? "" : std::string(holding.as_string()), std::string(object.at("party").as_string()),
               std::string(object.at("measure").as_string()));
  };
  std::map<Key, json::value> swept;
  const auto refused = engine_->sweep(as_of_, {},
                                      [&](const std::string& line) {
                                        const json::value value = json::parse(line);
                                        swept.emplace(key(value), value);
                                      },
                                      {});
  ASSERT_TRUE(refused);
  EXPECT_EQ(*refused, 0U);
  const auto expected = lines(county_ / "expected_sweep.ndjson");
  EXPECT_EQ(swept.size(), expected.size());
  for (const std::string& line : expected) {
    const json::value value = json::parse(line);
    const auto found = swept.find(key(value));
    ASSERT_NE(found, swept.end()) << line;
    EXPECT_EQ(difference(value, &found->second), "") << line;
  }
}

TEST_P(County, DecidesAlikeFromManyThreadsAtOnce) {
  const auto requests = lines(county_ / "requests.ndjson");
  const size_t count = std::min<size_t>(requests.size(), 400);
  std::vector<std::string> alone(count);
  for (size_t i = 0; i < count; ++i) alone[i] = engine_->decide(requests[i], {}).json;
  std::vector<std::vector<std::string>> together(4, std::vector<std::string>(count));
  std::vector<std::thread> threads;
  for (auto& results : together) {
    threads.emplace_back([&] {
      for (size_t i = 0; i < count; ++i) results[i] = engine_->decide(requests[i], {}).json;
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const auto& results : together) EXPECT_EQ(results, alone);
}

INSTANTIATE_TEST_SUITE_P(Cases, County, testing::Values("county-small", "county-large"),
                         [](const auto& instance) { return instance.index == 0 ? "small" : "large"; });

}  // namespace
}  // namespace plumb
