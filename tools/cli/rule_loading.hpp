// What every command that needs rules does first: compile the folder, tell its errors, or hand out the rule set.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "compiler/base/date.hpp"
#include "plumb/compiler.hpp"
#include "plumb/plumb.hpp"
#include "tools/cli/terminal.hpp"

namespace plumb::cli {

inline Language language(const Terminal& terminal) { return terminal.chinese ? Language::zh : Language::en; }

// The compilation when it has no errors; otherwise its diagnostics have been told and the exit status comes back.
// Warnings are told by `plumb check` alone.
std::variant<Compilation, int> load_rules(const Terminal& terminal, const std::string& folder, const CompileOptions& options);

// The account of the person at the terminal, and whom they act for.
Actor acting(const Terminal& terminal);

// A registry for the person at the terminal: the system's user, or whom they act for (--as). Errors: Registry::open's.
Result<Registry> open_registry(const Terminal& terminal, const std::string& path, Registry::Mode mode);

// "plumb: message [code]" to standard error in the person's language, and the exit status that the error's code calls for.
int fail(const Terminal& terminal, const Error& error);

// The day that a person gave to an option; nothing, and told, when there is none such (exit status kUsage).
// What `rules/*` names, without files that are no rules (a README), which is told. One path alone is meant.
std::vector<std::string> rule_paths(const Terminal& terminal, std::vector<std::string> paths);

std::optional<Date> read_day(const Terminal& terminal, const std::string& text);

}  // namespace plumb::cli
