// All of it, at length: what ./do bench --agreement runs. Prints the table of coverage and the counts; exits with 1 when anything
// disagrees, or when an instruction was evaluated too seldom by anybody in any way. With --mutate it breaks code instead, N bits of
// every evaluator but the reference one, and exits with 1 when fewer than kCaughtPercent of all mutants are caught, or when an
// evaluator's code is not found or less of it than N bits was executed.
//
//   agreement_bench [--pairs N] [--seconds N] [--seed N] [--threads N] [--mutate N]
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string_view>
#include <thread>

#include "tests/differential/agreement/mutants_of.hpp"
#include "tests/differential/agreement/operators.hpp"
#include "tests/differential/agreement/worlds.hpp"

namespace {

using namespace plumb::agreement;

struct Arguments {
  uint64_t pairs = 100'000'000, seed = 1;
  double seconds = 0;
  unsigned threads = std::max(1U, std::thread::hardware_concurrency());
  uint32_t mutants = 0;
};

Arguments parsed(int argc, char** argv) {
  Arguments out;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view name = argv[i];
    const auto number = static_cast<uint64_t>(std::atof(argv[i + 1]));
    if (name == "--pairs") {
      out.pairs = number;
    } else if (name == "--seconds") {
      out.seconds = static_cast<double>(number);
    } else if (name == "--seed") {
      out.seed = number;
    } else if (name == "--threads") {
      out.threads = static_cast<unsigned>(number);
    } else if (name == "--mutate") {
      out.mutants = static_cast<uint32_t>(number);
    } else {
      std::fprintf(stderr, "usage: agreement_bench [--pairs N] [--seconds N] [--seed N] [--threads N] [--mutate N]\n");
      std::exit(2);
    }
  }
  return out;
}

void print_counts(const Tally& tally, double seconds) {
  std::printf("\n%llu programs, %llu (program, row) pairs, %llu (measure, row) pairs in %.0f s\n", static_cast<unsigned long long>(tally.programs),
              static_cast<unsigned long long>(tally.pairs), static_cast<unsigned long long>(tally.measure_rows), seconds);
  std::printf("\n| evaluator and way | (program, row) pairs compared |\n|---|---:|\n");
  for (const auto& [column, count] : tally.compared) std::printf("| %s | %llu |\n", column.c_str(), static_cast<unsigned long long>(count));
  std::printf("\n| evaluator | unknown (measure, row) pairs whose missing inputs were compared |\n|---|---:|\n");
  for (const auto& [name, count] : tally.missing) std::printf("| %s | %llu |\n", name.c_str(), static_cast<unsigned long long>(count));
}

bool mutants_noticed(uint32_t count, uint64_t seed) {
  uint32_t caught = 0, executed = 0;
  bool all_executed = true;
  std::printf(
      "\n| evaluator | bytes of code | noticed | crashed | hung | survived | unreached | same instruction |\n|---|---:|---:|---:|---:|---:|---:|---:|\n");
  for (const Contestant& contestant : mutated()) {
    const MutantReport report = mutants_of(contestant, count, seed);
    std::printf("| %s | %zu |", contestant.name.c_str(), report.bytes);
    for (const uint32_t number : report.fates) std::printf(" %u |", number);
    std::printf("\n");
    caught += report.caught();
    executed += report.executed();
    if (report.executed() != count) {
      all_executed = false;
      std::fprintf(stderr, "%s: %u mutants executed, not %u\n", contestant.name.c_str(), report.executed(), count);
    }
    for (const std::string& survivor : report.survivors) std::fprintf(stderr, "%s: %s\n", contestant.name.c_str(), survivor.c_str());
  }
  std::printf("\n%u of %u mutants caught\n", caught, executed);
  return all_executed && caught * 100 >= executed * kCaughtPercent;
}

}  // namespace

int main(int argc, char** argv) {
  constexpr uint64_t kTimes = 1000;
  constexpr uint32_t kMorsels = 100;  // of each random program
  const Arguments arguments = parsed(argc, argv);
  if (arguments.mutants > 0) {
    try {
      return mutants_noticed(arguments.mutants, arguments.seed) ? 0 : 1;  // children want no threads beside them
    } catch (const std::logic_error& error) {
      std::fprintf(stderr, "%s\n", error.what());
      return 1;
    }
  }

  const auto begin = std::chrono::steady_clock::now();
  Tally tally = compare_operators(contestants(), arguments.seed, kTimes);
  std::vector<std::string> of_rows = columns(contestants(), Asked::rows), of_triggers = columns(contestants(), Asked::triggers);
  for (const std::string& decided : columns(contestants(), Asked::decisions)) of_triggers.push_back(decided);
  for (uint64_t seed = arguments.seed; seed < arguments.seed + 500; ++seed) {
    tally.add(compare_decisions(contestants(), seed, 600));
    if (seed >= arguments.seed + 20 && coverage_table(tally, of_triggers, operator_keys(true), kTimes).below.empty()) break;
  }
  const auto told_every_ten_million = [told = uint64_t{0}](const Tally& so_far) mutable {
    constexpr uint64_t kStep = 10'000'000;
    if (so_far.pairs / kStep == told) return;
    told = so_far.pairs / kStep;
    std::fprintf(stderr, "%llu million pairs, %zu disagreements\n", static_cast<unsigned long long>(so_far.pairs / 1'000'000), so_far.disagreements.size());
  };
  tally.add(compare_many(
      contestants(), arguments.seed,
      {.pairs = arguments.pairs, .seconds = arguments.seconds, .threads = arguments.threads, .morsels = kMorsels, .so_far = told_every_ten_million}));
  const double took = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();

  size_t below = 0;
  for (const bool triggers : {false, true}) {
    const CoverageTable table = coverage_table(tally, triggers ? of_triggers : of_rows, operator_keys(triggers), kTimes);
    std::printf("%s\n", table.text.c_str());
    for (const std::string& cell : table.below) std::fprintf(stderr, "evaluated too seldom: %s\n", cell.c_str());
    below += table.below.size();
  }
  print_counts(tally, took);
  for (const std::string& disagreement : tally.disagreements) std::fprintf(stderr, "%s\n", disagreement.c_str());
  std::printf("\n%zu disagreements\n", tally.disagreements.size());
  return tally.disagreements.empty() && below == 0 ? 0 : 1;
}
