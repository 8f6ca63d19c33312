#include "compiler/mutation/run.hpp"

#include <algorithm>
#include <atomic>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <exception>
#include <mutex>
#include <thread>

#include "compiler/diagnostics/json.hpp"
#include "compiler/diagnostics/sink.hpp"
#include "compiler/diagnostics/text.hpp"
#include "compiler/mutation/mutant.hpp"
#include "compiler/scenarios/judge.hpp"
#include "compiler/scenarios/observation.hpp"

namespace plumb::mutation {

namespace {

using scenarios::Judge;
using scenarios::Question;
using scenarios::ResolvedScenario;

// What a change of one measure can be seen in.
struct Scope {
  std::vector<ir::MatterId> matters;  // empty: everything
  bool swept = false;

  bool holds(const scenarios::Request& request) const {
    if (matters.empty()) return true;
    if (request.sweep) return swept;
    return std::find(matters.begin(), matters.end(), request.matter) != matters.end();
  }
};

Scope scope_of(const ir::Program& before, const ir::Program& after, ir::MeasureId id) {
  if (!id.valid()) return {};
  const ir::Measure& was = before.measures[id];
  const ir::Measure& is = after.measures[id];
  return {{was.matter, is.matter}, was.stage != Stage::application || is.stage != Stage::application};
}

class Jury {
 public:
  Jury(std::shared_ptr<const ir::Program> program, std::vector<ResolvedScenario> scenarios) : program_(std::move(program)), scenarios_(std::move(scenarios)) {}

  // Leaves out the scenarios that fail as things are; returns how many.
  size_t keep_passing() {
    const auto judge = std::make_unique<Judge>(program_);
    const auto fails = [&](const ResolvedScenario& scenario) { return notices(program_, *judge, scenario, Scope{}); };
    return std::erase_if(scenarios_, fails);
  }

  bool kills(const Mutant& mutant) const {
    auto changed = std::make_shared<ir::Program>(*program_);
    mutant.make(*changed);
    const Scope scope = scope_of(*program_, *changed, mutant.measure);
    const Judge judge(changed);
    return std::any_of(scenarios_.begin(), scenarios_.end(), [&](const ResolvedScenario& scenario) { return notices(changed, judge, scenario, scope); });
  }

 private:
  static bool notices(const std::shared_ptr<const ir::Program>& program, const Judge& judge, const ResolvedScenario& scenario, const Scope& scope) {
    const auto concerned = [&](const Question& question) { return scope.holds(question.request); };
    if (std::none_of(scenario.questions.begin(), scenario.questions.end(), concerned)) return false;
    if (scenario.world.parameters.empty()) return notices(judge, scenario, scope);
    return notices(Judge(scenarios::with_parameters(program, scenario.world)), scenario, scope);
  }

  static bool notices(const Judge& judge, const ResolvedScenario& scenario, const Scope& scope) {
    for (const Question& question : scenario.questions) {
      if (!scope.holds(question.request)) continue;
      const std::vector<scenarios::Answer> answers = judge.answer(scenario.world, question.request);
      for (size_t index = 0; index < question.expected.size(); ++index) {
        if (!judge.meets(question, index, answers)) return true;
      }
    }
    return false;
  }

  std::shared_ptr<const ir::Program> program_;
  std::vector<ResolvedScenario> scenarios_;
};

size_t scenario_count(const std::vector<ast::File>& files) {
  size_t count = 0;
  for (const ast::File& file : files) {
    for (const ast::Declaration& declaration : file.declarations) count += std::holds_alternative<ast::Scenario>(declaration.node) ? 1 : 0;
  }
  return count;
}

// killed[i] for each mutant, whoever finds it out.
std::vector<char> try_all(const Jury& jury, const std::vector<Mutant>& mutants, const MutationOptions& options) {
  std::vector<char> killed(mutants.size(), 0);
  std::atomic<size_t> next{0}, done{0};
  std::mutex telling;
  std::exception_ptr fault;
  const auto work = [&] {
    try {
      for (size_t index = next++; index < mutants.size(); index = next++) {
        killed[index] = jury.kills(mutants[index]) ? 1 : 0;
        const size_t finished = ++done;
        if (!options.progress) continue;
        const std::lock_guard lock(telling);
        options.progress(finished, mutants.size());
      }
    } catch (...) {  // our own bug: told by the thread that was called
      const std::lock_guard lock(telling);
      fault = std::current_exception();
    }
  };
  std::vector<std::thread> others;
  for (unsigned thread = 1; thread < options.threads; ++thread) others.emplace_back(work);
  work();
  for (std::thread& other : others) other.join();
  if (fault) std::rethrow_exception(fault);
  return killed;
}

}  // namespace

MutationReport run(const std::vector<ast::File>& files, std::shared_ptr<const ir::Program> program, const MutationOptions& options) {
  diagnostics::Sink sink;
  std::vector<ResolvedScenario> resolved = scenarios::resolve(*program, files, sink);
  MutationReport report;
  report.skipped_scenarios = scenario_count(files) - resolved.size();
  Jury jury(program, std::move(resolved));
  report.skipped_scenarios += jury.keep_passing();
  const std::vector<Mutant> mutants = mutants_of(*program);
  const std::vector<char> killed = try_all(jury, mutants, options);
  report.total = mutants.size();
  for (size_t index = 0; index < mutants.size(); ++index) {
    if (killed[index] != 0) {
      ++report.killed;
      continue;
    }
    ir::Program changed = *program;
    const Description description = mutants[index].make(changed);
    using diagnostics::Argument;
    const ir::MeasureId id = mutants[index].measure;
    const Argument name = id.valid() ? Argument::named("measure '" + program->measures[id].name.alias + "'", "措施“" + program->measures[id].name.zh + "”")
                                     : Argument(diagnostics::Term::ruleset);
    report.survivors.emplace_back(diagnostics::Kind::mutant_survived, id.valid() ? scenarios::place_of(program->measures[id], files) : Span{},
                                  diagnostics::Arguments{name, Argument::named(description.en, description.zh)});
  }
  return report;
}

std::string render_text(const MutationReport& report, const SourceMap& sources, Language language, bool color) {
  std::string out;
  if (!report.survivors.empty()) out = diagnostics::render_text(report.survivors, sources, {language, color}) + "\n";
  const std::string total = std::to_string(report.total), killed = std::to_string(report.killed), percent = std::to_string(report.percent());
  out += language == Language::zh ? "改动 " + total + " 处，被示例发现 " + killed + " 处（" + percent + "%）\n"
                                  : total + " mutants, " + killed + " noticed by scenarios (" + percent + "%)\n";
  if (report.skipped_scenarios != 0) {
    const std::string skipped = std::to_string(report.skipped_scenarios);
    out += language == Language::zh ? "有 " + skipped + " 个示例本来就不符，没有使用\n" : skipped + " scenarios fail as things are and were not used\n";
  }
  return out;
}

std::string render_json(const MutationReport& report, const SourceMap& sources, Language language) {
  boost::json::array survivors;
  for (const diagnostics::Diagnostic& survivor : report.survivors) survivors.push_back(diagnostics::to_json(survivor, sources, language));
  const boost::json::object out{{"mutants", report.total},
                                {"killed", report.killed},
                                {"percent", report.percent()},
                                {"skipped_scenarios", report.skipped_scenarios},
                                {"survivors", std::move(survivors)}};
  return boost::json::serialize(out) + "\n";
}

}  // namespace plumb::mutation
