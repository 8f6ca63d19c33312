// plumb/compiler.hpp on top of the compiler's rooms: what the command line and every other door goes through.

#include <thread>

#include "compiler/backends/prose/prose.hpp"
#include "compiler/base/check.hpp"
#include "compiler/base/unicode.hpp"
#include "compiler/coverage/accept.hpp"
#include "compiler/coverage/render.hpp"
#include "compiler/coverage/report.hpp"
#include "compiler/diagnostics/fix.hpp"
#include "compiler/diagnostics/json.hpp"
#include "compiler/diagnostics/junit.hpp"
#include "compiler/diagnostics/sarif.hpp"
#include "compiler/diagnostics/text.hpp"
#include "compiler/driver/compile.hpp"
#include "compiler/driver/kept_rules.hpp"
#include "compiler/driver/standard_library.hpp"
#include "compiler/ir/encoding.hpp"
#include "compiler/mutation/run.hpp"
#include "compiler/scenarios/render.hpp"
#include "compiler/scenarios/run.hpp"
#include "plumb/compiler.hpp"

namespace plumb {

namespace {

constexpr std::string_view kVersion = PLUMB_VERSION;
// Some mutants mean the same as the original, and no scenario can tell them apart.
constexpr size_t kFewestKilledPercent = 95;

std::string render_findings(const std::vector<diagnostics::Diagnostic>& found, const SourceMap& sources, ReportFormat format, Language language, bool color) {
  switch (format) {
    case ReportFormat::text:
      return diagnostics::render_text(found, sources, {language, color});
    case ReportFormat::json:
      return diagnostics::render_json(found, sources, language);
    case ReportFormat::sarif:
      return diagnostics::render_sarif(found, sources, language, kVersion);
    case ReportFormat::junit:
      return diagnostics::render_junit("plumb check", diagnostics::junit_cases(found, sources, language));
  }
  return {};
}

std::string render_scenarios(const scenarios::ScenarioReport& report, const SourceMap& sources, const TestOptions& options) {
  switch (options.format) {
    case ReportFormat::text:
      return scenarios::render_text(report, sources, options.language, options.color);
    case ReportFormat::json:
      return scenarios::render_json(report, sources, options.language);
    case ReportFormat::sarif:
      return scenarios::render_sarif(report, sources, options.language, kVersion);
    case ReportFormat::junit:
      return scenarios::render_junit(report, sources, options.language);
  }
  return {};
}

Error not_utf8(const std::string& path, size_t at, Language language) {
  const std::string byte = std::to_string(at);
  return {"notice.not_utf8", path + (language == Language::zh ? ": 第 " + byte + " 字节处不是 UTF-8；请把通知原文以 UTF-8 保存"
                                                              : ": not UTF-8 at byte " + byte + "; save the notice's text as UTF-8")};
}

}  // namespace

struct Compilation::State {
  std::string folder;
  CompileOptions options;
  diagnostics::Sink sink;
  driver::Compilation compiled;
  std::vector<diagnostics::Diagnostic> found;
  bool parsed = true;          // false: the program came out of a cache, and there are no texts
  size_t scenario_errors = 0;  // told with `found`; deciding does without scenarios, so they leave the rule set ok
};

Compilation::Compilation(std::unique_ptr<State> state) : state_(std::move(state)) {}
Compilation::Compilation(Compilation&&) noexcept = default;
Compilation& Compilation::operator=(Compilation&&) noexcept = default;
Compilation::~Compilation() = default;

Compilation Compilation::of(const std::string& folder, const CompileOptions& options) {
  auto state = std::make_unique<State>();
  state->folder = folder;
  state->options = options;
  driver::Folder read = driver::read_folder(folder, options.scenarios, state->sink);
  const driver::KeptRules kept(options.scenarios || read.unreadable || state->sink.has_errors() ? "" : options.cache, read.files);
  const auto warn = [&](const Error& error) {
    if (error.code != "cache.none" && options.warning) options.warning(error);
  };
  if (auto program = kept.find()) {
    state->compiled.program = *std::move(program);
    state->parsed = false;
    return Compilation(std::move(state));
  } else {
    warn(program.error());
  }
  state->compiled = driver::compile(folder, std::move(read), {options.scenarios, driver::standard_library()}, state->sink);
  if (state->compiled.program && !state->sink.has_errors() && state->compiled.stands_alone) {
    if (const Result<void> done = kept.keep(*state->compiled.program); !done) warn(done.error());
  }
  state->found = state->sink.sorted();
  if (state->compiled.program && !state->sink.has_errors()) {
    diagnostics::Sink scenarios;
    scenarios::resolve(*state->compiled.program, state->compiled.files, scenarios);
    state->scenario_errors = scenarios.error_count();
    for (diagnostics::Diagnostic& each : scenarios.sorted()) state->found.push_back(std::move(each));
  }
  return Compilation(std::move(state));
}

bool Compilation::ok() const { return state_->compiled.program != nullptr && !state_->sink.has_errors(); }
bool Compilation::scenarios_ok() const { return state_->scenario_errors == 0; }
bool Compilation::has_findings() const { return !scenarios_ok() || state_->sink.error_count() + state_->sink.warning_count() != 0; }
bool Compilation::unreadable() const { return state_->compiled.unreadable; }

std::string Compilation::render(ReportFormat format, Language language, bool color) const {
  std::string out = render_findings(state_->found, state_->compiled.sources, format, language, color);
  if (format != ReportFormat::text) return out;
  const std::string sum = diagnostics::summary(state_->sink.error_count() + state_->scenario_errors, state_->sink.warning_count(), language);
  if (!sum.empty()) out += "\n" + sum + "\n";
  return out;
}

std::optional<RuleSet> Compilation::rules() const {
  if (!ok()) return std::nullopt;
  return RuleSet(state_->compiled.program);
}

std::string Compilation::encode() const {
  check(ok(), "encode() of a rule set without errors");
  return ir::encode(*state_->compiled.program);
}

std::vector<RuleLine> Compilation::lines() const {
  check(ok(), "lines() of a rule set without errors");
  std::vector<RuleLine> out;
  const std::vector<Span>& spans = state_->compiled.analysis.measures;
  for (uint32_t measure = 0; measure < spans.size(); ++measure) {
    if (!spans[measure].valid()) continue;  // of a rule set built on
    const Source& source = state_->compiled.sources[spans[measure].source];
    out.push_back({measure, source.path(), source.locate(spans[measure].begin).line});
  }
  return out;
}

Report Compilation::test(const TestOptions& options) const {
  check(ok() && state_->parsed, "test() of a rule set without errors, and with its texts");
  const driver::Compilation& compiled = state_->compiled;
  scenarios::Options asked{.coverage = options.coverage, .language = options.language, .branches = compiled.analysis.branches, .evaluator = {}};
  if (options.evaluator) {
    asked.evaluator = [&](std::shared_ptr<const ir::Program> program) -> std::shared_ptr<const PlumbPredicateTable> {
      const auto owner = std::make_shared<const Evaluator>(options.evaluator(RuleSet(std::move(program))));
      return {owner, &owner->table()};
    };
  }
  const auto report = scenarios::run(compiled.sources, compiled.files, compiled.program, asked);
  Report out{render_scenarios(report, compiled.sources, options), report.findings()};
  if (!options.mutants) return out;
  const auto mutants = mutation::run(compiled.files, compiled.program, {.threads = std::max(1U, std::thread::hardware_concurrency()), .progress = {}});
  if (options.format == ReportFormat::text) {
    out.text += "\n" + mutation::render_text(mutants, compiled.sources, options.language, options.color);
  } else if (options.format == ReportFormat::json) {
    // {"scenarios":…} becomes {"scenarios":…,"mutation":{…}}: one document.
    out.text.resize(out.text.rfind('}'));
    out.text += ",\"mutation\":" + mutation::render_json(mutants, compiled.sources, options.language) + "}\n";
  }
  out.findings = out.findings || mutants.percent() < kFewestKilledPercent;
  return out;
}

Result<Report> Compilation::coverage(const std::string& notice_path, const CoverageOptions& options) {
  check(ok() && state_->parsed, "coverage() of a rule set without errors, and with its texts");
  const auto text = driver::read_file(notice_path);
  if (!text) return Error{text.error().code, notice_path + ": " + text.error().message};
  if (const auto at = unicode::first_invalid(*text)) return not_utf8(notice_path, *at, options.language);
  const coverage::Outline notice = coverage::parse_outline(*text);
  coverage::Report report = coverage::report(*state_->compiled.program, notice, state_->compiled.files);
  if (options.accept && report.document) {
    const auto edits =
        coverage::accept_digests(state_->compiled.program->documents[*report.document], notice, state_->compiled.files, state_->compiled.sources);
    const auto written = driver::write_edits(state_->compiled.sources, edits);
    if (!written) return written.error();
    Compilation renewed = of(state_->folder, state_->options);
    check(renewed.ok(), "recording digests leaves the rule set without errors");
    state_ = std::move(renewed.state_);
    report = coverage::report(*state_->compiled.program, notice, state_->compiled.files);
  }
  const driver::Compilation& compiled = state_->compiled;
  const std::string rendered = options.format == ReportFormat::json
                                   ? coverage::render_json(report, *compiled.program, compiled.sources, options.language)
                                   : coverage::render_text(report, *compiled.program, compiled.sources, options.language, false);
  return Report{rendered, !report.clean()};
}

std::string Compilation::prose(const ProseOptions& options) const {
  check(ok(), "prose() of a rule set without errors");
  return prose::render(*state_->compiled.program, options.html ? prose::Format::html : prose::Format::markdown, options.language);
}

}  // namespace plumb
