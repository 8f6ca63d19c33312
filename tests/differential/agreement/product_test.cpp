// The product with each evaluator in the engine: scenarios of the rule sets come out alike, the counties of tests/cases are
// decided and swept to the byte alike, and so is a rule set of 5,000 measures.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "compiler/driver/compile.hpp"
#include "compiler/driver/standard_library.hpp"
#include "compiler/scenarios/render.hpp"
#include "compiler/scenarios/run.hpp"
#include "plumb/compiler.hpp"
#include "plumb/plumb.hpp"
#include "tests/differential/agreement/contestant.hpp"
#include "tests/differential/agreement/large_rule_set.hpp"
#include "tests/unit/decide/world.hpp"

namespace plumb::agreement {
namespace {

namespace fs = std::filesystem;

const fs::path kRoot = PLUMB_SOURCE_DIR;

// One of each evaluator is enough here, where whole programs are compiled for it: the reference, every columnar instruction set,
// and machine code as the product makes it. Where a rule set is too large to be compiled in a test's time, without the last.
enum class Machine : uint8_t { code, no_code };
std::vector<Contestant> evaluators(Machine machine) {
  std::vector<Contestant> out;
  for (const Contestant& contestant : contestants()) {
    if (!contestant.name.starts_with("native") || (contestant.name == "native" && machine == Machine::code)) out.push_back(contestant);
  }
  return out;
}

std::vector<std::string> lines(const fs::path& path) {
  std::ifstream in(path);
  std::vector<std::string> out;
  for (std::string line; std::getline(in, line);) {
    if (!line.empty()) out.push_back(line);
  }
  return out;
}

Evaluator evaluator(const RuleSet& rules, const Contestant& contestant) {
  auto made = Evaluator::of(rules, contestant.name, contestant.table(rules.share()));
  EXPECT_TRUE(made) << made.error().message;
  return *std::move(made);
}

// A temporary folder of this test's own.
class Product : public ::testing::Test {
 protected:
  void SetUp() override {
    work_ = fs::temp_directory_path() / ("plumb-product-" + std::to_string(getpid()));
    fs::remove_all(work_);
    fs::create_directories(work_);
  }
  void TearDown() override { fs::remove_all(work_); }

  fs::path work_;
};

struct Scenarios {
  std::string json;  // what plumb test prints
  size_t ran = 0, failed = 0;
};

Scenarios scenarios_of(const fs::path& folder, const Contestant& contestant) {
  diagnostics::Sink sink;
  const driver::Compilation compiled = driver::compile(folder, {true, driver::standard_library()}, sink);
  EXPECT_TRUE(compiled.program);
  scenarios::Options options;
  options.coverage = true;
  options.evaluator = contestant.table;
  const auto report = scenarios::run(compiled.sources, compiled.files, compiled.program, options);
  return {scenarios::render_json(report, compiled.sources, Language::zh), report.results.size(), report.failed()};
}

TEST_F(Product, ScenariosComeOutAlike) {
  for (const char* rules : {"rules/xinan-2019-48", "examples/quickstart/rules"}) {
    const Scenarios expected = scenarios_of(kRoot / rules, contestants().front());
    EXPECT_GT(expected.ran, 0U);
    EXPECT_EQ(expected.failed, 0U);
    for (const Contestant& contestant : evaluators(Machine::code)) EXPECT_EQ(scenarios_of(kRoot / rules, contestant).json, expected.json) << contestant.name;
  }
}

// Writes the files of a golden test (tests/golden/run.py) into `work`: those that it holds, and those that it copies from here.
void unpack_golden(const fs::path& test, const fs::path& work) {
  std::ofstream file;
  std::ifstream in(test);
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    std::string slashes, directive, verb, from, to;
    words >> slashes >> directive;
    if (slashes == "//" && (directive == "EXPECT" || directive == "RUN:")) file.close();
    if (slashes == "//" && directive == "RUN:" && words >> verb >> from >> to && verb == "cp" && from.starts_with('%')) {
      fs::create_directories((work / to).parent_path());
      fs::copy_file(kRoot / from.substr(from.find('/') + 1), work / to, fs::copy_options::overwrite_existing);
    } else if (slashes == "//" && directive == "FILE:" && words >> to) {
      fs::create_directories((work / to).parent_path());
      file = std::ofstream(work / to);
    } else if (file.is_open()) {
      file << line << "\n";
    }
  }
}

TEST_F(Product, GoldenScenariosComeOutAlike) {
  size_t ran = 0, failed = 0;
  for (const auto& test : fs::directory_iterator(kRoot / "tests/golden/scenarios")) {
    const fs::path work = work_ / test.path().stem();
    unpack_golden(test.path(), work);
    const Scenarios expected = scenarios_of(work / "rules", contestants().front());
    ran += expected.ran;
    failed += expected.failed;
    for (const Contestant& contestant : evaluators(Machine::code)) EXPECT_EQ(scenarios_of(work / "rules", contestant).json, expected.json) << contestant.name;
  }
  EXPECT_GT(ran, 0U);
  EXPECT_GT(failed, 0U);  // one of them is about scenarios that fail
}

std::shared_ptr<const Snapshot> county(const fs::path& folder, const fs::path& database, const std::string& as_of) {
  auto registry = Registry::create(database.string(), "2026-11-23T00:00:00Z");
  EXPECT_TRUE(registry);
  ImportOptions options;
  for (const char* table : {"parties.csv", "relations.csv", "entries.csv", "permits.csv", "retentions.csv", "holdings.ndjson"}) {
    options.paths.push_back((folder / table).string());
  }
  options.synchronised = as_of;
  options.recorded_at = "2026-11-23T00:00:00Z";
  EXPECT_TRUE(registry->import(options));
  auto snapshot = registry->snapshot();
  EXPECT_TRUE(snapshot);
  return *snapshot;
}

// Everything that the county's cases ask: decisions, with a limit on staleness too, and sweeps on a few days.
std::vector<std::string> told(const Engine& engine, const std::vector<std::string>& requests, const std::string& as_of) {
  std::vector<std::string> out;
  for (const std::string& request : requests) out.push_back(engine.decide(request, {}).json);
  DecideOptions strict;
  strict.max_staleness_days = 100;
  for (const std::string& request : requests) out.push_back(engine.decide(request, strict).json);
  for (const std::string& date : {as_of, std::string("2019-05-30"), std::string("2020-01-01")}) {
    EXPECT_TRUE(engine.sweep(date, {}, [&](const std::string& line) { out.push_back(line); }, {}));
  }
  return out;
}

TEST_F(Product, CountiesAreDecidedAndSweptAlike) {
  const Compilation compilation = Compilation::of((kRoot / "rules/xinan-2019-48").string(), {.scenarios = false});
  ASSERT_TRUE(compilation.ok());
  const RuleSet rules = *compilation.rules();
  for (const char* name : {"county-small", "county-large"}) {
    const fs::path folder = kRoot / "tests/cases" / name;
    const std::string as_of = lines(folder / "as_of").at(0);
    const auto snapshot = county(folder, work_ / (std::string(name) + ".db"), as_of);
    const auto requests = lines(folder / "requests.ndjson");
    const auto expected = told(Engine(rules, snapshot), requests, as_of);
    EXPECT_GT(expected.size(), 2 * requests.size());
    for (const Contestant& contestant : evaluators(Machine::code)) {
      const auto actual = told(Engine(rules, evaluator(rules, contestant), snapshot), requests, as_of);
      ASSERT_EQ(actual.size(), expected.size()) << contestant.name;
      for (size_t i = 0; i < actual.size(); ++i) ASSERT_EQ(actual[i], expected[i]) << contestant.name << ", line " << i;
    }
  }
}

TEST_F(Product, FiveThousandMeasuresAreDecidedAlike) {
  constexpr uint32_t kMeasures = 5000;
  for (const RuleFile& file : large_rule_set(kMeasures)) std::ofstream(work_ / file.path) << file.text;
  const Compilation compilation = Compilation::of(work_.string(), {});
  ASSERT_TRUE(compilation.ok()) << compilation.render(ReportFormat::text, Language::en, false).substr(0, 2000);
  const RuleSet rules = *compilation.rules();
  test::World world(rules.share());
  for (int i = 0; i < 4; ++i) world.list(test::person(i), "2020-02-01");
  world.list(test::organisation(1), "2020-03-01");
  world.relate(test::person(5), Role::director, test::organisation(1));
  world.relate(test::person(0), Role::legal_representative, test::organisation(2));
  const auto snapshot = world.snapshot();

  std::vector<std::string> requests;
  for (uint32_t i = 0; i < 400; ++i) {
    const std::string party = i % 3 == 0 ? test::person(static_cast<int>(i % 6)) : test::organisation(static_cast<int>(i % 4));
    const std::string m = std::to_string(i % (kMeasures / 25));
    requests.push_back(R"({"party":")" + party + R"(","matter":"matter_)" + m + R"(","stage":")" + (i % 4 == 3 ? "holding" : "application") + R"(","date":")" +
                       (i % 2 == 0 ? "2020-06-01" : "2022-06-01") + R"(","fields":{"amount":")" + std::to_string(i * 37) + R"(.50","share":"0.)" +
                       std::to_string(i % 10) + R"(","years":)" + std::to_string(i % 40) + R"(,"stars":)" + std::to_string(i % 6) +
                       (i % 5 == 0 ? "" : R"(,"grade":"b","low_income":)" + std::string(i % 7 < 3 ? "true" : "false")) +
                       (i % 2 == 0 ? R"(,"purpose":"own_use_)" + m + R"(","persons":["deputy_)" + m + R"("],"granted_on":"2021-01-01")" : "") + "}}");
  }
  uint64_t applying = 0;
  const Engine definition(rules, snapshot);
  std::vector<std::string> expected;
  for (const std::string& request : requests) {
    expected.push_back(definition.decide(request, {}).json);
    EXPECT_EQ(expected.back().find("\"error\""), std::string::npos) << expected.back();
    if (expected.back().find("\"applies\"") != std::string::npos) ++applying;
  }
  EXPECT_GT(applying, requests.size() / 4);
  for (const Contestant& contestant : evaluators(Machine::no_code)) {
    const Engine engine(rules, evaluator(rules, contestant), snapshot);
    for (size_t i = 0; i < requests.size(); ++i) ASSERT_EQ(engine.decide(requests[i], {}).json, expected[i]) << contestant.name;
  }
}

}  // namespace
}  // namespace plumb::agreement
