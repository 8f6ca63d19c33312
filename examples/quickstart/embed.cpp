// Compiles a rule set, makes a registry, decides one request: the whole of embedding Plumb.
//
//   quickstart RULES DATABASE FILES… < requests.ndjson     (FILES: parties.csv, relations.csv, entries.csv …)
#include <iostream>
#include <string>

#include "plumb/compiler.hpp"
#include "plumb/plumb.hpp"

namespace {

int fail(const plumb::Error& error) {
  std::cerr << plumb::message(error, plumb::Language::zh) << " [" << error.code << "]\n";
  return 3;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) return std::cerr << "usage: quickstart RULES DATABASE FILES… < requests.ndjson\n", 2;

  const auto compilation = plumb::Compilation::of(argv[1], {.scenarios = false});
  if (!compilation.ok()) return std::cerr << compilation.render(plumb::ReportFormat::text, plumb::Language::zh, false), 1;

  plumb::ImportOptions import;
  import.paths.assign(argv + 3, argv + argc);
  import.synchronised = "2020-07-01";           // as of which day the court's list speaks
  import.recorded_at = "2020-07-01T08:00:00Z";  // when it became known here: your clock, not Plumb's
  auto registry = plumb::Registry::create(argv[2], import.recorded_at);
  if (!registry) return fail(registry.error());
  if (const auto imported = registry->import(import); !imported) return fail(imported.error());
  const auto snapshot = registry->snapshot();
  if (!snapshot) return fail(snapshot.error());

  const plumb::Engine engine(*compilation.rules(), *snapshot);  // any number of threads may ask it
  plumb::DecideOptions options;
  options.explain = true;
  for (std::string line; std::getline(std::cin, line);) std::cout << engine.decide(line, options).json << '\n';
  return std::cout.flush() ? 0 : 3;
}
