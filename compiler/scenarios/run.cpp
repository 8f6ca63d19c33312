#include "compiler/scenarios/run.hpp"

#include <algorithm>

#include "compiler/scenarios/judge.hpp"
#include "compiler/scenarios/observation.hpp"
#include "compiler/scenarios/wording.hpp"

namespace plumb::scenarios {

namespace {

// The source's text on one line.
std::string written(const SourceMap& sources, Span span) {
  std::string out;
  bool space = false;
  for (char c : sources.text(span)) {
    const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!blank && space && !out.empty()) out += ' ';
    if (!blank) out += c;
    space = blank;
  }
  return out;
}

class Runner {
 public:
  Runner(const SourceMap& sources, std::shared_ptr<const ir::Program> program, const Options& options)
      : sources_(sources), program_(std::move(program)), judge_(program_, options.evaluator), options_(options) {}

  ScenarioResult run(const ResolvedScenario& scenario) {
    ScenarioResult out{scenario.title, scenario.span, scenario.questions.size(), 0, {}};
    if (scenario.world.parameters.empty()) {
      ask(judge_, scenario, out);
    } else {
      ask(Judge(with_parameters(program_, scenario.world), options_.evaluator), scenario, out);
    }
    return out;
  }

  BranchCoverage coverage(const std::vector<ast::File>& files) const {
    const std::vector<Observation::Unseen> unseen = observation_.unseen(*program_);
    const size_t total = observation_.branch_count(*program_);
    return {total - unseen.size(), total, scenarios::findings(unseen, *program_, files, options_.branches)};
  }

 private:
  void ask(const Judge& judge, const ResolvedScenario& scenario, ScenarioResult& out) {
    for (const Question& question : scenario.questions) {
      const std::vector<Answer> answers = judge.answer(scenario.world, question.request);
      if (options_.coverage) observation_.note(judge, scenario.world, answers);
      for (size_t index = 0; index < question.expected.size(); ++index) {
        ++out.expectations;
        if (judge.meets(question, index, answers)) continue;
        const Expectation& expected = question.expected[index];
        out.failures.push_back({expected.span, written(sources_, expected.span),
                                actual_text(judge, scenario.world, question, index, answers, options_.language),
                                explanation_text(judge, scenario.world, expected, answers, options_.language)});
      }
    }
  }

  const SourceMap& sources_;
  std::shared_ptr<const ir::Program> program_;
  Judge judge_;
  const Options& options_;
  Observation observation_;
};

}  // namespace

size_t ScenarioReport::failed() const {
  return static_cast<size_t>(std::count_if(results.begin(), results.end(), [](const ScenarioResult& result) { return !result.passed(); }));
}

ScenarioReport run(const SourceMap& sources, const std::vector<ast::File>& files, std::shared_ptr<const ir::Program> program, const Options& options) {
  ScenarioReport report;
  diagnostics::Sink sink;
  const std::vector<ResolvedScenario> scenarios = resolve(*program, files, sink);
  report.not_understood = sink.sorted();
  Runner runner(sources, std::move(program), options);
  for (const ResolvedScenario& scenario : scenarios) report.results.push_back(runner.run(scenario));
  if (options.coverage) report.coverage = runner.coverage(files);
  return report;
}

}  // namespace plumb::scenarios
