// plumb test, plumb coverage, plumb prose: what a rule set's writers ask of it.
#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include "tools/cli/program.hpp"
#include "tools/cli/rule_loading.hpp"

namespace plumb::cli {

namespace {

ReportFormat report_format(const std::string& name) {
  if (name == "json") return ReportFormat::json;
  if (name == "sarif") return ReportFormat::sarif;
  if (name == "junit") return ReportFormat::junit;
  return ReportFormat::text;
}

using EvaluatorOf = std::function<Evaluator(const RuleSet&)>;

// Variants of a rule set differ from it in a parameter or two: of machine code, only what they change is compiled. That there is
// such an evaluator at all is found out with the rule set itself.
Result<EvaluatorOf> evaluator_named(const Terminal& terminal, const std::string& name, const RuleSet& rules) {
  if (name == "reference") return EvaluatorOf();
  if (name == "columnar") return EvaluatorOf(&Evaluator::columnar);
  NativeOptions options;
  options.batch = false;
  options.optimise_after = UINT32_MAX;
  options.language = language(terminal);
  const auto compiler = std::make_shared<NativeCompiler>(std::move(options));
  if (const auto made = compiler->evaluator(rules); !made) return made.error();
  return EvaluatorOf([compiler](const RuleSet& variant) {
    Result<Evaluator> made = compiler->evaluator(variant);
    if (!made) throw std::runtime_error(made.error().message);
    return *std::move(made);
  });
}

}  // namespace

void add_test(Program& program) {
  const Terminal& t = program.terminal();
  CLI::App& command = program.add(program.root(), "test", t.say("运行规则集的示例", "run a rule set's scenarios"),
                                  "  plumb test rules/xinan-2019-48\n  plumb test rules/xinan-2019-48 --coverage\n  plumb test rules/xinan-2019-48 --mutants\n "
                                  " plumb test rules/xinan-2019-48 --format junit > tests.xml");
  struct Options {
    std::string folder, format = "text", evaluator = "reference";
    bool coverage = false, mutants = false;
  };
  const auto options = std::make_shared<Options>();
  command.add_option("RULES", options->folder, t.say("规则集的文件夹", "the rule set's folder"))->required();
  command.add_option("--format", options->format, t.say("输出格式", "output format"))
      ->check(CLI::IsMember({"text", "json", "sarif", "junit"}))
      ->capture_default_str();
  command.add_flag("--coverage", options->coverage, t.say("列出示例没有到达的措施和条件分支", "list measures and condition branches that no scenario reaches"));
  command.add_flag("--mutants", options->mutants,
                   t.say("逐处改动规则，看示例能否发现", "change the rules one leaf at a time, and list changes that no scenario notices"));
  command.add_option("--evaluator", options->evaluator, t.say("由哪个求值器判定示例（见 decide）", "which evaluator decides the scenarios (see decide)"))
      ->check(CLI::IsMember({"columnar", "reference", "native"}))
      ->capture_default_str();
  program.on(command, [options](const Terminal& terminal) -> int {
    if (options->mutants && options->format != "text" && options->format != "json") {
      return fail(terminal, Error{"usage.format", terminal.say("--mutants 只有 text 和 json 两种格式", "--mutants has the formats text and json")});
    }
    auto loaded = load_rules(terminal, options->folder, {});
    if (const int* status = std::get_if<int>(&loaded)) return *status;
    const Compilation& compilation = std::get<Compilation>(loaded);
    const auto evaluator = evaluator_named(terminal, options->evaluator, *compilation.rules());
    if (!evaluator) return fail(terminal, evaluator.error());
    const Report report = compilation.test(TestOptions{.coverage = options->coverage,
                                                       .mutants = options->mutants,
                                                       .evaluator = *evaluator,
                                                       .format = report_format(options->format),
                                                       .language = language(terminal),
                                                       .color = false});
    print(report.text);
    return report.findings ? kFindings : kFine;
  });
}

void add_coverage(Program& program) {
  const Terminal& t = program.terminal();
  CLI::App& command =
      program.add(program.root(), "coverage", t.say("逐条款、逐义务对照通知原文", "hold a rule set against the notice's text, clause by clause"),
                  "  plumb coverage rules/xinan-2019-48 --source notice.txt\n  plumb coverage rules/xinan-2019-48 --source notice.txt --accept");
  struct Options {
    std::string folder, source, format = "text";
    bool accept = false;
  };
  const auto options = std::make_shared<Options>();
  command.add_option("RULES", options->folder, t.say("规则集的文件夹", "the rule set's folder"))->required();
  command.add_option("--source", options->source, t.say("通知原文（UTF-8 文本）", "the notice's text, UTF-8"))->required();
  command.add_option("--format", options->format, t.say("输出格式", "output format"))->check(CLI::IsMember({"text", "json"}))->capture_default_str();
  command.add_flag("--accept", options->accept, t.say("把各条款现在的指纹写入规则文件", "write the clauses' present digests into the rule files"));
  program.on(command, [options](const Terminal& terminal) -> int {
    auto loaded = load_rules(terminal, options->folder, {});
    if (const int* status = std::get_if<int>(&loaded)) return *status;
    const Result<Report> report = std::get<Compilation>(loaded).coverage(
        options->source, CoverageOptions{.accept = options->accept, .format = report_format(options->format), .language = language(terminal)});
    if (!report) return fail(terminal, report.error());
    print(report->text);
    return report->findings ? kFindings : kFine;
  });
}

void add_prose(Program& program) {
  const Terminal& t = program.terminal();
  CLI::App& command = program.add(program.root(), "prose", t.say("把规则集写成供签发人审阅的文字", "tell a rule set in sentences, for those who sign it"),
                                  "  plumb prose rules/xinan-2019-48 > measures.md\n  plumb prose rules/xinan-2019-48 --format html > measures.html");
  struct Options {
    std::string folder, format = "md";
  };
  const auto options = std::make_shared<Options>();
  command.add_option("RULES", options->folder, t.say("规则集的文件夹", "the rule set's folder"))->required();
  command.add_option("--format", options->format, t.say("输出格式", "output format"))->check(CLI::IsMember({"md", "html"}))->capture_default_str();
  program.on(command, [options](const Terminal& terminal) -> int {
    auto loaded = load_rules(terminal, options->folder, {.scenarios = false, .cache = {}, .warning = {}});
    if (const int* status = std::get_if<int>(&loaded)) return *status;
    print(std::get<Compilation>(loaded).prose(ProseOptions{.html = options->format == "html", .language = language(terminal)}));
    return kFine;
  });
}

}  // namespace plumb::cli
