// How long a snapshot takes: read from a registry and laid out in memory, and mapped from its file. Run by import.py on the registry that it has filled.
//
//   plumb_snapshot_bench REGISTRY SNAPSHOT [TIMES]
//
// Builds the snapshot of REGISTRY in memory TIMES times (5), maps the file SNAPSHOT as often, through the public headers; prints the seconds
// of each as JSON: {"built": […], "mapped": […]}. What is built is given back each time.
#include <chrono>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <memory>
#include <string>

#include "plumb/plumb.hpp"

namespace {

template <typename T>
T must(plumb::Result<T> result) {
  if (!result) {
    std::cerr << "plumb_snapshot_bench: " << result.error().message << '\n';
    std::exit(3);
  }
  return *std::move(result);
}

// Of each call, until what it gives is there.
void print_seconds(int times, const std::function<std::shared_ptr<const plumb::Snapshot>()>& make) {
  for (int i = 0; i < times; ++i) {
    const auto begun = std::chrono::steady_clock::now();
    const auto made = make();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
    std::cout << (i == 0 ? "" : ", ") << took.count();
  }
}

}  // namespace

int main(int argc, char** argv) {
  const int times = argc == 4 ? std::atoi(argv[3]) : 5;
  if (argc < 3 || argc > 4 || times < 1) {
    std::cerr << "usage: plumb_snapshot_bench REGISTRY SNAPSHOT [TIMES]\n";
    return 2;
  }
  plumb::Registry registry = must(plumb::Registry::open(argv[1], plumb::Registry::Mode::read_only));
  std::cout << "{\"built\": [";
  print_seconds(times, [&] { return must(registry.snapshot()); });
  std::cout << "], \"mapped\": [";
  print_seconds(times, [&] { return must(plumb::SnapshotFile::open(argv[2])); });
  std::cout << "]}\n";
}
