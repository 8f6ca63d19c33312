// Plumb's part of the bench: does a work of work.hpp over requests made from a seed, checks what came out, then does it again
// for each line on standard input and says how many nanoseconds of processor time it took. run.py talks to it as to the peers' drivers.
//
//   plumb_peers_decide RULES-FOLDER COUNT SEED DATE RESULTS WORK EVALUATOR THREADS PARTIES COPIES
//
// WORK: resolved, original, look_up, decision. RESULTS is written for the first two. PARTIES: of the county, for the last two.
// COPIES: so many of each measure.
#include <algorithm>
#include <ctime>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "bench/peers/county.hpp"
#include "bench/peers/prepare.hpp"
#include "bench/peers/work.hpp"
#include "plumb/compiler.hpp"

namespace {

using namespace plumb;

using bench::give_up;
using bench::must;
using bench::number;

Evaluator evaluator_named(std::string_view name, const RuleSet& rules) {
  if (name == "reference") return Evaluator::reference(rules);
  if (name == "columnar") return Evaluator::columnar(rules);
  if (name == "native") {
    NativeOptions options;
    options.batch = false;
    return must(native_evaluator(rules, options));
  }
  give_up("there is no evaluator " + std::string(name));
}

int64_t thread_time() {
  timespec now{};
  if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now) != 0) give_up("there is no clock of a thread's time");
  return now.tv_sec * 1'000'000'000 + now.tv_nsec;
}

// Processor time of one round: of the thread that took longest.
int64_t nanoseconds(bench::Work& work, unsigned threads) {
  const size_t share = work.count() / threads;
  std::vector<int64_t> took(threads);
  const auto decide = [&](unsigned t) {
    const int64_t began = thread_time();
    work.decide(t * share, t + 1 == threads ? work.count() : (t + 1) * share);
    took[t] = thread_time() - began;
  };
  std::vector<std::thread> others;
  for (unsigned t = 1; t < threads; ++t) others.emplace_back(decide, t);
  decide(0);
  for (std::thread& other : others) other.join();
  return *std::max_element(took.begin(), took.end());
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.size() != 10) {
    std::cerr << "usage: plumb_peers_decide RULES-FOLDER COUNT SEED DATE RESULTS WORK EVALUATOR THREADS PARTIES COPIES\n";
    return 2;
  }
  const auto [rules, requests] = bench::prepare(arguments[0], arguments[1], arguments[2], arguments[3], number(arguments[9]));
  const std::string& name = arguments[5];
  const auto threads = static_cast<unsigned>(number(arguments[7]));
  if (threads == 0) give_up("no threads");
  const auto evaluator = [&](const std::shared_ptr<const ir::Program>& program) { return evaluator_named(arguments[6], RuleSet(program)); };
  const auto county = [&] { return bench::make_county(number(arguments[8]), requests.date, number(arguments[2])); };

  std::unique_ptr<bench::Work> work;
  if (name == "resolved") work = bench::planes_of_resolved(rules, evaluator(rules.program), requests);
  if (name == "original") work = bench::planes_of_original(rules, evaluator(rules.original), requests);
  if (name == "look_up") work = bench::planes_with_look_up(rules, evaluator(rules.program), requests, county());
  if (name == "decision") work = bench::decisions(rules, evaluator(rules.original), requests, county());
  if (!work) give_up("there is no work " + name);

  nanoseconds(*work, threads);
  if (const std::string difference = work->difference(); !difference.empty()) give_up(difference);
  if (name == "resolved" || name == "original") {
    std::ofstream results(arguments[4]);
    for (size_t i = 0; i < work->count(); ++i) results << work->result_line(i) << '\n';
    results.close();
    if (!results) give_up("cannot write " + arguments[4]);
  }
  std::cout << "ready " << work->count() << std::endl;
  for (std::string line; std::getline(std::cin, line);) std::cout << nanoseconds(*work, threads) << std::endl;
  return 0;
}
