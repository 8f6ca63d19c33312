// plumb check: parse, type-check, lint, analyse.
#include <fmt/core.h>

#include <map>
#include <memory>
#include <vector>

#include "compiler/base/printable.hpp"
#include "tools/cli/one_report.hpp"
#include "tools/cli/program.hpp"
#include "tools/cli/rule_loading.hpp"

namespace plumb::cli {

void add_check(Program& program) {
  const Terminal& t = program.terminal();
  CLI::App& command = program.add(program.root(), "check", t.say("检查规则集：语法、类型、条款、义务", "check rule sets: syntax, types, clauses, obligations"),
                                  "  plumb check rules/xinan-2019-48\n  plumb check rules/* --format sarif > findings.sarif");
  struct Options {
    std::vector<std::string> folders;
    std::string format = "text";
  };
  const auto options = std::make_shared<Options>();
  command.add_option("RULES", options->folders, t.say("规则集的文件夹", "folders of rule sets"))->required();
  command.add_option("--format", options->format, t.say("输出格式", "output format"))
      ->check(CLI::IsMember({"text", "json", "sarif", "junit"}))
      ->capture_default_str();
  program.on(command, [options](const Terminal& terminal) {
    static const std::map<std::string, ReportFormat> kFormats = {
        {"text", ReportFormat::text}, {"json", ReportFormat::json}, {"sarif", ReportFormat::sarif}, {"junit", ReportFormat::junit}};
    const ReportFormat format = kFormats.at(options->format);
    int status = kFine;
    std::vector<std::string> reports;
    for (const std::string& folder : rule_paths(terminal, options->folders)) {
      const Compilation compilation = Compilation::of(folder, {});
      const std::string report = compilation.render(format, language(terminal), terminal.color);
      // Text is for a person and goes where messages go; the machine formats are the result.
      if (format == ReportFormat::text) {
        if (!report.empty() && (compilation.has_findings() || !terminal.quiet)) complain(report);
      } else {
        reports.push_back(report);
      }
      if (compilation.unreadable()) {
        status = kInputOutput;
      } else if (format == ReportFormat::text && report.empty()) {
        inform(terminal, fmt::format(fmt::runtime(terminal.say("{}：没有发现问题", "{}: nothing found")), printable(folder)));
      } else if (status == kFine && (!compilation.ok() || !compilation.scenarios_ok())) {
        status = kFindings;
      }
    }
    if (format != ReportFormat::text) print(one_report(format, reports));
    return status;
  });
}

}  // namespace plumb::cli
