#include "compiler/scenarios/render.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "compiler/diagnostics/json.hpp"
#include "compiler/diagnostics/junit.hpp"
#include "compiler/diagnostics/sarif.hpp"
#include "compiler/diagnostics/text.hpp"

namespace plumb::scenarios {

namespace {

using diagnostics::Diagnostic;

std::string say(Language language, std::string_view en, std::string_view zh) { return std::string(language == Language::zh ? zh : en); }

std::string place(const SourceMap& sources, Span span) {
  if (!span.valid()) return {};
  const Source& source = sources[span.source];
  return source.path() + ":" + std::to_string(source.locate(span.begin).line);
}

std::string indented(std::string_view text, std::string_view by) {
  std::string out;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    out += std::string(by) + std::string(text.substr(0, end)) + "\n";
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::string failure_text(const Failure& failure, const SourceMap& sources, Language language) {
  std::string out = "  " + place(sources, failure.span) + "\n";
  out += say(language, "    expected  ", "    应为  ") + failure.expected + "\n";
  out += say(language, "    actual    ", "    实际  ") + failure.actual + "\n";
  return out + indented(failure.explanation, "      ");
}

std::vector<Diagnostic> all_findings(const ScenarioReport& report) {
  std::vector<Diagnostic> out = report.not_understood;
  for (const ScenarioResult& result : report.results) {
    for (const Failure& failure : result.failures) {
      out.emplace_back(diagnostics::Kind::scenario_failed, failure.span, diagnostics::Arguments{result.title, failure.expected, failure.actual});
    }
  }
  if (report.coverage) out.insert(out.end(), report.coverage->unseen.begin(), report.coverage->unseen.end());
  return out;
}

std::string summary(const ScenarioReport& report, Language language) {
  const std::string total = std::to_string(report.results.size()), failed = std::to_string(report.failed());
  std::string out = say(language, total + " scenarios, " + failed + " failed\n", "示例 " + total + " 个，不符 " + failed + " 个\n");
  if (const std::string wrong = std::to_string(report.not_understood.size()); !report.not_understood.empty()) {
    out += say(language, "errors in scenarios: " + wrong + "; the scenarios that hold them were not run\n",
               "示例中的错误 " + wrong + " 个，有错误的示例没有运行\n");
  }
  if (report.coverage) {
    const std::string seen = std::to_string(report.coverage->seen), branches = std::to_string(report.coverage->total);
    out += say(language, "branches seen: " + seen + " of " + branches + "\n", "到达的分支：" + branches + " 个中的 " + seen + " 个\n");
  }
  return out;
}

}  // namespace

std::string render_text(const ScenarioReport& report, const SourceMap& sources, Language language, bool color) {
  const diagnostics::TextOptions options{language, color};
  std::string out;
  for (const ScenarioResult& result : report.results) {
    if (result.passed()) continue;
    out += say(language, "✗ scenario “", "✗ 示例 “") + result.title + "”\n";
    for (const Failure& failure : result.failures) out += failure_text(failure, sources, language);
    out += '\n';
  }
  if (!report.not_understood.empty()) out += diagnostics::render_text(report.not_understood, sources, options) + "\n";
  if (report.coverage && !report.coverage->unseen.empty()) out += diagnostics::render_text(report.coverage->unseen, sources, options) + "\n";
  return out + summary(report, language);
}

std::string render_json(const ScenarioReport& report, const SourceMap& sources, Language language) {
  boost::json::array scenarios;
  for (const ScenarioResult& result : report.results) {
    boost::json::array failures;
    for (const Failure& failure : result.failures) {
      failures.push_back(boost::json::object{{"line", sources[failure.span.source].locate(failure.span.begin).line},
                                             {"expected", failure.expected},
                                             {"actual", failure.actual},
                                             {"explanation", failure.explanation}});
    }
    const Source& source = sources[result.span.source];
    scenarios.push_back(boost::json::object{{"title", result.title},
                                            {"path", source.path()},
                                            {"line", source.locate(result.span.begin).line},
                                            {"passed", result.passed()},
                                            {"questions", result.questions},
                                            {"expectations", result.expectations},
                                            {"failures", std::move(failures)}});
  }
  boost::json::array findings;
  for (const Diagnostic& finding : report.not_understood) findings.push_back(diagnostics::to_json(finding, sources, language));
  if (report.coverage) {
    for (const Diagnostic& finding : report.coverage->unseen) findings.push_back(diagnostics::to_json(finding, sources, language));
  }
  boost::json::object out{{"scenarios", std::move(scenarios)}, {"passed", report.results.size() - report.failed()}, {"failed", report.failed()}};
  if (report.coverage) {
    out["coverage"] = boost::json::object{{"seen", report.coverage->seen}, {"total", report.coverage->total}};
  } else {
    out["coverage"] = nullptr;
  }
  out["diagnostics"] = std::move(findings);
  return boost::json::serialize(out) + "\n";
}

std::string render_junit(const ScenarioReport& report, const SourceMap& sources, Language language) {
  std::vector<diagnostics::JunitCase> cases;
  for (const ScenarioResult& result : report.results) {
    diagnostics::JunitCase each;
    each.class_name = sources[result.span.source].path();
    each.name = result.title;
    each.failed = !result.passed();
    if (each.failed) {
      each.failure_type = "P0511";
      each.failure_message = result.failures.front().expected;
      for (const Failure& failure : result.failures) each.failure_text += failure_text(failure, sources, language);
    }
    cases.push_back(std::move(each));
  }
  std::vector<Diagnostic> rest = report.not_understood;
  if (report.coverage) rest.insert(rest.end(), report.coverage->unseen.begin(), report.coverage->unseen.end());
  if (!rest.empty()) {
    diagnostics::JunitCase each;
    each.class_name = each.name = "plumb";
    each.failed = true;
    each.failure_type = std::string(rest.front().code());
    each.failure_message = rest.front().message(language);
    each.failure_text = diagnostics::render_text(rest, sources, {language, false});
    cases.push_back(std::move(each));
  }
  return diagnostics::render_junit("plumb test", cases);
}

std::string render_sarif(const ScenarioReport& report, const SourceMap& sources, Language language, std::string_view version) {
  return diagnostics::render_sarif(all_findings(report), sources, language, version);
}

}  // namespace plumb::scenarios
