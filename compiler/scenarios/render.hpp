// A scenario report → text for people, JSON, JUnit XML, SARIF.
#pragma once

#include <string>
#include <string_view>

#include "compiler/base/language.hpp"
#include "compiler/scenarios/run.hpp"

namespace plumb::scenarios {

// Failing scenarios with expected beside actual and the explanation; findings; the sum at the end.
std::string render_text(const ScenarioReport& report, const SourceMap& sources, Language language, bool color);

// {"scenarios":[{"title","path","line","passed","questions","expectations","failures":[{"line","expected","actual","explanation"}]}],
//  "passed","failed","coverage":{"seen","total"}|null,"diagnostics":[…]}  Ends with a newline.
std::string render_json(const ScenarioReport& report, const SourceMap& sources, Language language);

// A test case for each scenario; scenarios that could not be understood and coverage make cases of their own.
std::string render_junit(const ScenarioReport& report, const SourceMap& sources, Language language);

// Failures as results of rule P0511, findings as themselves.
std::string render_sarif(const ScenarioReport& report, const SourceMap& sources, Language language, std::string_view version);

}  // namespace plumb::scenarios
