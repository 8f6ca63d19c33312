#include "tools/cli/rule_loading.hpp"

#include <fmt/core.h>

namespace plumb::cli {

std::variant<Compilation, int> load_rules(const Terminal& terminal, const std::string& folder, bool scenarios) {
  Compilation compilation = Compilation::of(folder, CompileOptions{.scenarios = scenarios});
  if (compilation.ok()) return compilation;
  complain(compilation.render(ReportFormat::text, language(terminal), terminal.color));
  return compilation.unreadable() ? kInputOutput : kFindings;
}

int fail(const Error& error) {
  complain(fmt::format("plumb: {} [{}]", error.message, error.code));
  return error.code.starts_with("request.") || error.code.starts_with("usage.") ? kUsage : kInputOutput;
}

}  // namespace plumb::cli
