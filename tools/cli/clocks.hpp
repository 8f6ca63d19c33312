// The options that every command which reads clocks has, and the rule set whose calendar it reads them by.
#pragma once

#include <string>
#include <variant>

#include "plumb/plumb.hpp"
#include "tools/cli/program.hpp"

namespace plumb::cli {

struct ClockArguments {
  std::string rules;
  ClockOptions options;
};

void add_clock_options(const Terminal& t, CLI::App& command, ClockArguments& clock, bool rules_required);

// The rule set, with the day and the language of the clocks filled in; or the exit status, and why was told.
std::variant<RuleSet, int> rules_of(const Terminal& terminal, ClockArguments& clock);

}  // namespace plumb::cli
