// A coverage report → what a person or a program reads.
#pragma once

#include <string>

#include "compiler/base/language.hpp"
#include "compiler/base/source.hpp"
#include "compiler/coverage/report.hpp"

namespace plumb::coverage {

// Clause by clause, a line for each obligation and the codes of what was found; the sum; then the findings in full.
std::string render_text(const Report& report, const ir::Program& program, const SourceMap& sources, Language language, bool color);

// {"document":{"name","number"},"obligations":{"total","by_measure","by_waiver","unmet"},
//  "clauses":[{"clause","title","in_text","declared","digest","departments","executing",
//              "obligations":[{"obligation","title","measures":[alias],"waivers":[{"reason","served_by"}],"met"}]}],
//  "findings":[…]}  findings as in diagnostics/json.hpp. Ends with a newline.
std::string render_json(const Report& report, const ir::Program& program, const SourceMap& sources, Language language);

}  // namespace plumb::coverage
