// plumb_sweep_bench COMMAND: makes the county, and runs the engines of this process on it; one JSON object on standard output.
//
//   write FOLDER   the county's columns as files for the other engines, and county.json which describes them
//   hand           the loops written by hand
#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <chrono>
#include <ctime>
#include <iostream>

#include "bench/sweep/by_hand.hpp"
#include "bench/sweep/raw_files.hpp"
#include "plumb/compiler.hpp"

namespace {

using namespace plumb;
namespace json = boost::json;
using Clock = std::chrono::steady_clock;

[[noreturn]] void give_up(const std::string& why) {
  std::cerr << "plumb_sweep_bench: " << why << '\n';
  std::exit(3);
}

double seconds_since(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

// Of all threads of this process: on a busy machine steadier than the wall's clock.
double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

// What the work took, by the wall's clock and in processor time, one figure a round.
struct Times {
  json::array wall, cpu;
  template <typename Work>
  void add(Work work) {
    const double cpu_begin = cpu_seconds();
    const auto begin = Clock::now();
    work();
    wall.emplace_back(seconds_since(begin));
    cpu.emplace_back(cpu_seconds() - cpu_begin);
  }
};

json::object named(const ir::Program& program, const bench::SweepCounts& counts) {
  json::object out;
  for (uint32_t m = 0; m < counts.size(); ++m) {
    out[program.measures[ir::MeasureId(m)].name.alias] = json::array{counts[m][0], counts[m][1], counts[m][2]};
  }
  return out;
}

// Reach and sweep `rounds` times, in turn; all times, so that the reader may take the median.
template <typename Reach, typename Sweep>
json::object timed(const ir::Program& program, int rounds, Reach reach, Sweep sweep) {
  Times reach_times, sweep_times;
  bench::SweepCounts counts;
  for (int round = 0; round < rounds; ++round) {
    reach_times.add(reach);
    bench::SweepCounts now;
    sweep_times.add([&] { now = sweep(); });
    if (round > 0 && now != counts) give_up("two rounds gave different counts");
    counts = std::move(now);
  }
  return {{"reach_s", std::move(reach_times.wall)},
          {"reach_cpu_s", std::move(reach_times.cpu)},
          {"sweep_s", std::move(sweep_times.wall)},
          {"sweep_cpu_s", std::move(sweep_times.cpu)},
          {"counts", named(program, counts)}};
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"the bench of the sweep"};
  bench::CountyOptions options;
  std::string rules = "rules/xinan-2019-48", date = "2021-06-30";
  unsigned threads = 1;
  int rounds = 3;
  app.add_option("--rules", rules)->capture_default_str();
  app.add_option("--date", date)->capture_default_str();
  app.add_option("--seed", options.seed)->capture_default_str();
  app.add_option("--parties", options.parties)->capture_default_str();
  app.add_option("--relations", options.relations)->capture_default_str();
  app.add_option("--entries", options.entries)->capture_default_str();
  app.add_option("--rows", options.rows)->capture_default_str();
  app.add_option("--threads", threads)->capture_default_str();
  app.add_option("--rounds", rounds)->capture_default_str();
  app.require_subcommand(1);
  const CLI::App* hand = app.add_subcommand("hand", "loops written by hand")->fallthrough();
  CLI::App* write = app.add_subcommand("write", "the county as files")->fallthrough();
  std::string folder;
  write->add_option("folder", folder)->required();
  CLI11_PARSE(app, argc, argv);

  const auto day = Date::parse(date);
  if (!day) give_up("not a date: " + date);
  options.date = *day;
  const Compilation compilation = Compilation::of(rules, {.scenarios = false});
  if (!compilation.ok()) give_up("the rules in " + rules + " have errors; see plumb check");
  const auto program = compilation.rules()->share();
  auto county = bench::make_county(*program, options);
  if (!county) give_up(county.error().message);

  json::object out;
  if (hand->parsed()) {
    const auto begin = Clock::now();
    bench::ByHand by_hand(*program, *county);
    const double prepare = seconds_since(begin);
    out = timed(*program, rounds, [&] { by_hand.make_reach(day->days, threads); }, [&] { return by_hand.sweep(threads); });
    out["prepare_s"] = prepare;
  }
  if (write->parsed()) {
    if (const auto written = bench::write_county(*program, *county, folder); !written) give_up(written.error().message);
  }
  out["raw_bytes"] = county->bytes();
  std::cout << json::serialize(out) << '\n';
  return 0;
}
