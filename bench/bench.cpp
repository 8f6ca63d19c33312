// How long the product takes, through its public headers: the notice's rule set parsed and checked, its bytes decoded, a
// made-up county imported and laid out, its requests decided, its holdings swept. Run by ./do bench; arguments are Google Benchmark's.
//
//   plumb_bench RULES-FOLDER [--benchmark_…]
//
// The county is made and imported once, in a temporary folder. Figures are for comparing within one run.
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "compiler/base/date.hpp"
#include "plumb/compiler.hpp"
#include "plumb/plumb.hpp"
#include "tools/generate/county.hpp"

namespace {

namespace fs = std::filesystem;
using plumb::Compilation;

constexpr uint64_t kParties = 20'000;
constexpr uint64_t kImportedParties = 200'000;  // more than half a million rows
constexpr const char* kAsOf = "2019-09-16";

// What all benchmarks share; made in main().
struct World {
  std::string rules_folder;
  std::string encoded;
  fs::path folder;
  std::vector<std::string> requests;
  std::shared_ptr<const plumb::Snapshot> snapshot;
  std::unique_ptr<plumb::Engine> engine;
};
World world;

[[noreturn]] void give_up(const std::string& why) {
  std::cerr << "plumb_bench: " << why << '\n';
  std::exit(3);
}

template <typename T>
T must(plumb::Result<T> result) {
  if (!result) give_up(result.error().message);
  return *std::move(result);
}

plumb::generate::CountyOptions county_of(const plumb::RuleSet& rules, uint64_t parties) {
  plumb::generate::CountyOptions options{.parties = parties, .seed = 48, .as_of = *plumb::Date::parse(kAsOf)};
  for (const plumb::MatterDescription& matter : rules.matters()) {
    plumb::generate::MatterShape& shape = options.matters.emplace_back();
    shape.alias = matter.alias;
    shape.stages = matter.stages;
    for (const auto& field : matter.fields) {
      if (field.values.empty()) continue;  // enumerations suffice to spread requests over the measures
      plumb::generate::FieldShape& made = shape.fields.emplace_back();
      made.alias = field.alias;
      made.type =
          field.type == plumb::MatterDescription::FieldType::choices ? plumb::generate::FieldShape::Type::choices : plumb::generate::FieldShape::Type::choice;
      for (const auto& value : field.values) made.values.push_back(value.alias);
    }
  }
  return options;
}

plumb::ImportOptions import_of(const fs::path& folder) {
  plumb::ImportOptions import;
  for (const char* table : {"parties.csv", "relations.csv", "entries.csv", "permits.csv", "retentions.csv", "holdings.ndjson"}) {
    if (fs::exists(folder / table)) import.paths.push_back(folder / table);
  }
  import.synchronised = kAsOf;
  import.recorded_at = "2019-09-16T00:00:00Z";
  return import;
}

void make_world(const std::string& rules_folder) {
  world.rules_folder = rules_folder;
  const Compilation compilation = Compilation::of(rules_folder, {.scenarios = false});
  if (!compilation.ok()) give_up("the rules in " + rules_folder + " have errors");
  world.encoded = compilation.encode();
  const plumb::RuleSet rules = *compilation.rules();

  world.folder = fs::temp_directory_path() / ("plumb-bench-" + std::to_string(::getpid()));
  if (const auto made = plumb::generate::generate_county(county_of(rules, kParties), world.folder); !made) give_up(made.error().message);
  const std::string database = world.folder / "county.db";
  plumb::Registry registry = must(plumb::Registry::create(database, "2019-09-16T00:00:00Z"));
  (void)must(registry.import(import_of(world.folder)));
  world.snapshot = must(registry.snapshot());
  world.engine = std::make_unique<plumb::Engine>(rules, world.snapshot);
  std::ifstream requests(world.folder / "requests.ndjson");
  for (std::string line; std::getline(requests, line);) world.requests.push_back(line);
  if (world.requests.empty()) give_up("the county has no requests");
}

void parse_and_check(benchmark::State& state) {
  for (auto _ : state) {
    const Compilation compilation = Compilation::of(world.rules_folder, {.scenarios = false});
    if (!compilation.ok()) state.SkipWithError("the rules have errors");
  }
}
BENCHMARK(parse_and_check)->Unit(benchmark::kMillisecond);

void parse_and_check_with_scenarios(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(Compilation::of(world.rules_folder, {}).ok());
}
BENCHMARK(parse_and_check_with_scenarios)->Unit(benchmark::kMillisecond);

void decode_rule_set(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(plumb::RuleSet::decode(world.encoded).has_value());
}
BENCHMARK(decode_rule_set)->Unit(benchmark::kMillisecond);

// All files of a county into a new registry: read, checked, written with keys and indexes, committed.
void import_county(benchmark::State& state) {
  const fs::path folder = world.folder / "large";
  const plumb::RuleSet rules = must(plumb::RuleSet::decode(world.encoded));
  if (const auto made = plumb::generate::generate_county(county_of(rules, kImportedParties), folder); !made) give_up(made.error().message);
  uint64_t rows = 0;
  for (auto _ : state) {
    state.PauseTiming();
    for (const char* suffix : {"", "-wal", "-shm"}) fs::remove(folder / (std::string("county.db") + suffix));
    state.ResumeTiming();
    plumb::Registry registry = must(plumb::Registry::create(folder / "county.db", "2019-09-16T00:00:00Z"));
    for (const auto& file : must(registry.import(import_of(folder))).files) rows += file.taken + file.unchanged + file.rejected + file.set_aside;
  }
  state.SetItemsProcessed(static_cast<int64_t>(rows));
  state.counters["rows"] = static_cast<double>(rows) / static_cast<double>(state.iterations());
  fs::remove_all(folder);
}
BENCHMARK(import_county)->Unit(benchmark::kSecond)->Iterations(3)->UseRealTime();

void lay_out_snapshot(benchmark::State& state) {
  plumb::Registry registry = must(plumb::Registry::open(world.folder / "county.db", plumb::Registry::Mode::read_only));
  for (auto _ : state) benchmark::DoNotOptimize(must(registry.snapshot()));
}
BENCHMARK(lay_out_snapshot)->Unit(benchmark::kMillisecond);

// One request line in, one decision line out; `explain` adds the sentences and the tree.
void decide(benchmark::State& state, bool explain) {
  plumb::DecideOptions options;
  options.explain = explain;
  size_t next = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(world.engine->decide(world.requests[next], options).json);
    next = next + 1 == world.requests.size() ? 0 : next + 1;
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK_CAPTURE(decide, line, false)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(decide, line_explained, true)->Unit(benchmark::kMicrosecond);

void sweep(benchmark::State& state) {
  uint64_t lines = 0;
  for (auto _ : state) {
    lines = 0;
    const auto swept = world.engine->sweep(kAsOf, {}, [&](const std::string&) { ++lines; }, [](uint64_t, uint64_t) {});
    if (!swept) state.SkipWithError("the sweep failed");
  }
  state.counters["lines"] = static_cast<double>(lines);
}
BENCHMARK(sweep)->Unit(benchmark::kMillisecond);

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (argc != 2) {
    std::cerr << "usage: plumb_bench RULES-FOLDER [--benchmark_…]\n";
    return 2;
  }
  make_world(argv[1]);
  benchmark::RunSpecifiedBenchmarks();
  world.engine.reset();
  world.snapshot.reset();
  std::error_code ignored;
  fs::remove_all(world.folder, ignored);
  return 0;
}
