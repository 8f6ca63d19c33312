// What every engine of the bench gets: rules.json, requests.ndjson, and truth.txt, a line of applying measures a request.
//
//   plumb_peers_export RULES-FOLDER OUT-FOLDER COUNT SEED DATE
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>

#include "bench/peers/requests.hpp"
#include "bench/peers/resolve.hpp"
#include "bench/peers/rules_json.hpp"
#include "bench/peers/truth.hpp"
#include "plumb/compiler.hpp"

namespace {

using namespace plumb;

[[noreturn]] void give_up(const std::string& why) {
  std::cerr << "plumb_peers_export: " << why << '\n';
  std::exit(3);
}

template <typename T>
T must(Result<T> result) {
  if (!result) give_up(result.error().message);
  return *std::move(result);
}

uint64_t number(std::string_view text) {
  uint64_t out = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (fault != std::errc() || end != text.data() + text.size()) give_up("not a number: " + std::string(text));
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 6) {
    std::cerr << "usage: plumb_peers_export RULES-FOLDER OUT-FOLDER COUNT SEED DATE\n";
    return 2;
  }
  const Compilation compilation = Compilation::of(argv[1], {.scenarios = false});
  if (!compilation.ok()) give_up(std::string("the rules in ") + argv[1] + " have errors; see plumb check");
  const auto date = Date::parse(argv[5]);
  if (!date) give_up(std::string("not a date: ") + argv[5]);
  const bench::Resolved rules = must(bench::resolve(compilation.rules()->share()));
  const bench::Requests requests = must(bench::make_requests(rules, *date, number(argv[4]), number(argv[3])));

  const std::filesystem::path folder = argv[2];
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "rules.json") << must(bench::rules_json(rules, requests)) << '\n';
  std::ofstream lines(folder / "requests.ndjson"), truth(folder / "truth.txt");
  for (const bench::Request& request : requests.items) {
    lines << bench::request_json(rules, requests, request) << '\n';
    truth << bench::result_line(bench::measures_that_apply(rules, requests, request)) << '\n';
  }
  lines.close();
  truth.close();
  if (!lines || !truth) give_up("cannot write to " + folder.string());
  return 0;
}
