// What every engine of the bench gets: rules.json, requests.ndjson, and truth.txt, a line of applying measures a request.
//
//   plumb_peers_export RULES-FOLDER OUT-FOLDER COUNT SEED DATE
#include <filesystem>
#include <fstream>
#include <iostream>

#include "bench/peers/prepare.hpp"
#include "bench/peers/rules_json.hpp"
#include "bench/peers/truth.hpp"

using namespace plumb;

int main(int argc, char** argv) {
  if (argc != 6) {
    std::cerr << "usage: plumb_peers_export RULES-FOLDER OUT-FOLDER COUNT SEED DATE\n";
    return 2;
  }
  const auto [rules, requests] = bench::prepare(argv[1], argv[3], argv[4], argv[5]);

  const std::filesystem::path folder = argv[2];
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "rules.json") << bench::must(bench::rules_json(rules, requests)) << '\n';
  std::ofstream lines(folder / "requests.ndjson"), truth(folder / "truth.txt");
  for (const bench::Request& request : requests.items) {
    lines << bench::request_json(rules, requests, request) << '\n';
    truth << bench::result_line(bench::measures_that_apply(rules, requests, request)) << '\n';
  }
  lines.close();
  truth.close();
  if (!lines || !truth) bench::give_up("cannot write to " + folder.string());
  return 0;
}
