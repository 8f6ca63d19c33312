// What decide, sweep and ask share: rules and a registry opened together, and the options that shape a decision.
#pragma once

#include <memory>
#include <string>
#include <variant>

#include "plumb/compiler.hpp"
#include "plumb/plumb.hpp"
#include "tools/cli/program.hpp"
#include "tools/cli/reading.hpp"

namespace plumb::cli {

struct DecidingOptions {
  std::string rules, registry, evaluator = "columnar", cache, rule_lines;
  bool journal = false;    // decisions are remembered in the registry
  std::string by;          // in whose name
  std::string known_at;    // RFC 3339; empty: now
  ReadingOptions reading;  // the journal of reads
  int max_staleness = -1;  // days; negative: none given
  bool explain = false, reveal = false;
  bool morsels = false;  // the command asks rows a morsel at a time; set by the command

  DecideOptions decide(const Terminal& terminal) const;
};

void add_deciding_options(const Terminal& terminal, CLI::App& command, DecidingOptions& options);

// An engine over the rule set and everything the registry knows, or the exit status after telling why not.
std::variant<std::unique_ptr<Engine>, int> open_engine(const Terminal& terminal, const DecidingOptions& options);

// A day → its last second in the county's time zone (UTC+8), as RFC 3339; what is no day passes unchanged.
std::string moment_of(const std::string& text);

// Today in the county's time zone (UTC+8), YYYY-MM-DD: the only clock in the product that a decision may depend on, and
// only where a person did not name a date.
std::string today();

}  // namespace plumb::cli
