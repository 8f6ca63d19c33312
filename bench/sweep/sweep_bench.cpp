// plumb_sweep_bench COMMAND: makes the county, and runs the engines of this process on it.
//
//   evaluators     those of this machine, one a line, for run.py
//   write FOLDER   the county's columns as files for the other engines, and county.json which describes them
//   hand           the loops written by hand
//   plumb          the product, with one of its evaluators
//   read           how fast this machine reads memory: the ceiling of any sweep
//
// hand, plumb and read take orders: each line of standard input is a number of threads, and makes one round, told as one JSON
// object on a line; before the first they say that they are ready. So that a harness can let engines take turns.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <malloc.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <chrono>
#include <ctime>
#include <fstream>
#include <functional>
#include <iostream>
#include <numeric>
#include <thread>

#include "bench/sweep/by_hand.hpp"
#include "bench/sweep/by_plumb.hpp"
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

// Of this process now. 0 where the system does not tell.
uint64_t resident_bytes() {
  malloc_trim(0);  // what the raw columns left behind is not the product's
  std::ifstream statm("/proc/self/statm");
  uint64_t pages = 0, resident = 0;
  statm >> pages >> resident;
  return resident * static_cast<uint64_t>(sysconf(_SC_PAGESIZE));
}

// Times a piece of work by the wall's clock and in processor time, under its name.
template <typename Work>
void timed(json::object& into, const std::string& name, Work work) {
  const double cpu_begin = cpu_seconds();
  const auto begin = Clock::now();
  work();
  into[name + "_s"] = seconds_since(begin);
  into[name + "_cpu_s"] = cpu_seconds() - cpu_begin;
}

json::object named(const ir::Program& program, const bench::SweepCounts& counts) {
  json::object out;
  for (uint32_t m = 0; m < counts.size(); ++m) {
    out[program.measures[ir::MeasureId(m)].name.alias] = json::array{counts[m][0], counts[m][1], counts[m][2]};
  }
  return out;
}

void serve(json::object ready, const std::function<json::object(unsigned threads)>& round) {
  ready["ready"] = true;
  std::cout << json::serialize(ready) << std::endl;
  for (std::string line; std::getline(std::cin, line);) {
    const unsigned long threads = std::strtoul(line.c_str(), nullptr, 10);
    if (threads < 1 || threads > 1024) give_up("not a number of threads: " + line);
    std::cout << json::serialize(round(static_cast<unsigned>(threads))) << std::endl;
  }
}

// Bytes a second, summing an array that no cache holds.
double read_rate(const std::vector<uint64_t>& memory, unsigned threads) {
  std::vector<uint64_t> sums(threads);
  const auto begin = Clock::now();
  {
    std::vector<std::jthread> running;
    for (unsigned t = 0; t < threads; ++t) {
      running.emplace_back([&, t] {
        const size_t share = memory.size() / threads;
        sums[t] = std::accumulate(memory.data() + share * t, memory.data() + share * (t + 1), uint64_t{0});
      });
    }
  }
  const double took = seconds_since(begin);
  if (std::accumulate(sums.begin(), sums.end(), uint64_t{0}) == 0) give_up("memory reads as zero");
  return static_cast<double>(memory.size() * sizeof(uint64_t)) / took;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"the bench of the sweep"};
  bench::CountyOptions options;
  std::string rules = "rules/xinan-2019-48", date = "2021-06-30", folder;
  const std::vector<std::string> evaluators = bench::ByPlumb::evaluators();
  std::string evaluator = evaluators.front();
  unsigned copies = 1;
  app.add_option("--rules", rules)->capture_default_str();
  app.add_option("--date", date)->capture_default_str();
  app.add_option("--seed", options.seed)->capture_default_str();
  app.add_option("--parties", options.parties)->capture_default_str();
  app.add_option("--relations", options.relations)->capture_default_str();
  app.add_option("--entries", options.entries)->capture_default_str();
  app.add_option("--rows", options.rows)->capture_default_str();
  app.require_subcommand(1);
  const CLI::App* list = app.add_subcommand("evaluators", "those of this machine, one a line");
  const CLI::App* hand = app.add_subcommand("hand", "loops written by hand")->fallthrough();
  CLI::App* product = app.add_subcommand("plumb", "the product")->fallthrough();
  product->add_option("--evaluator", evaluator, fmt::format("one of {}", fmt::join(evaluators, ", ")))->capture_default_str();
  product->add_option("--copies", copies, "so many of each measure, to see what measures cost")->capture_default_str();
  CLI::App* write = app.add_subcommand("write", "the county as files")->fallthrough();
  write->add_option("folder", folder)->required();
  const CLI::App* read = app.add_subcommand("read", "the memory's own speed")->fallthrough();
  CLI11_PARSE(app, argc, argv);

  if (list->parsed()) {
    for (const std::string& name : evaluators) std::cout << name << '\n';
    return 0;
  }
  if (read->parsed()) {
    const std::vector<uint64_t> memory(size_t{1} << 27, 1);
    serve({}, [&](unsigned threads) { return json::object{{"bytes_a_second", read_rate(memory, threads)}}; });
    return 0;
  }
  const auto day = Date::parse(date);
  if (!day) give_up("not a date: " + date);
  options.date = *day;
  const Compilation compilation = Compilation::of(rules, {.scenarios = false});
  if (!compilation.ok()) give_up("the rules in " + rules + " have errors; see plumb check");
  const auto program = compilation.rules()->share();
  auto county = bench::make_county(*program, options);
  if (!county) give_up(county.error().message);
  json::object ready{{"raw_bytes", county->bytes()}};

  if (hand->parsed()) {
    std::optional<bench::ByHand> by_hand;
    timed(ready, "prepare", [&] { by_hand.emplace(*program, *county); });
    serve(ready, [&](unsigned threads) {
      json::object out;
      bench::SweepCounts counts;
      timed(out, "reach", [&] { by_hand->make_reach(day->days, threads); });
      timed(out, "sweep", [&] { counts = by_hand->sweep(threads); });
      out["counts"] = named(*program, counts);
      return out;
    });
  } else if (product->parsed()) {
    Result<std::unique_ptr<bench::ByPlumb>> made = Error{};
    timed(ready, "prepare", [&] { made = bench::ByPlumb::make(*compilation.rules(), *std::move(county), evaluator, copies); });
    if (!made) give_up(made.error().message);
    bench::ByPlumb& plumb = **made;
    ready["bytes"] = plumb.bytes();
    ready["resident_bytes"] = resident_bytes();
    ready["row_bytes"] = plumb.row_bytes();
    ready["measures"] = plumb.program().measures.size();
    serve(ready, [&](unsigned threads) {
      json::object out;
      bench::SweepCounts counts;
      timed(out, "reach", [&] { plumb.make_reach(*day, threads); });
      timed(out, "sweep", [&] { counts = plumb.sweep(*day, threads); });
      out["counts"] = named(plumb.program(), counts);
      return out;
    });
  } else if (const auto written = bench::write_county(*program, *county, folder); !written) {
    give_up(written.error().message);
  }
  return 0;
}
