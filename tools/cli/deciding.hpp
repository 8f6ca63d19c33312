// What decide, sweep and ask share: rules and a registry opened together, and the options that shape a decision.
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "plumb/compiler.hpp"
#include "plumb/plumb.hpp"
#include "tools/cli/program.hpp"
#include "tools/cli/reading.hpp"

namespace plumb::cli {

// The option --known-at. Given and empty is something else than not given.
struct KnownAt {
  std::string text;
  const CLI::Option* option = nullptr;
  bool given() const { return option != nullptr && option->count() != 0; }
};
void add_known_at(const Terminal& terminal, CLI::App& command, KnownAt& known_at);
// The moment that it names, RFC 3339; nothing where it is not given: now. A day stands for its last second in the county (UTC+8), today
// for what is known by now. Errors: usage.known_at for a moment to come and for an empty text, registry.time.
Result<std::optional<std::string>> moment_of(const Terminal& terminal, const KnownAt& known_at);

struct DecidingOptions {
  std::string rules, registry, evaluator = "columnar", cache, rule_lines;
  bool journal = false;  // decisions are remembered in the registry
  std::string by;        // in whose name
  KnownAt known_at;
  ReadingOptions reading;  // the journal of reads
  int max_staleness = -1;  // days; negative: none given
  bool explain = false, reveal = false;
  bool morsels = false;  // the command asks rows a morsel at a time; set by the command

  DecideOptions decide(const Terminal& terminal) const;
};

void add_deciding_options(const Terminal& terminal, CLI::App& command, DecidingOptions& options);

// An engine over the rule set and everything the registry knows, or the exit status after telling why not.
std::variant<std::unique_ptr<Engine>, int> open_engine(const Terminal& terminal, const DecidingOptions& options);

// Today in the county's time zone (UTC+8), YYYY-MM-DD: the only clock in the product that a decision may depend on, and
// only where a person did not name a date.
std::string today();

}  // namespace plumb::cli
