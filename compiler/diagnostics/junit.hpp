// Results of checks and scenarios → JUnit XML, as continuous-integration servers read it.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/source.hpp"
#include "compiler/diagnostics/diagnostic.hpp"

namespace plumb::diagnostics {

struct JunitCase {
  std::string class_name;
  std::string name;
  bool failed = false;
  std::string failure_type;
  std::string failure_message;  // one line
  std::string failure_text;
  std::string output;  // shown, failed or not
};

// One suite; characters that XML 1.0 cannot hold become U+FFFD. Ends with a newline.
std::string render_junit(std::string_view suite, std::span<const JunitCase> cases);

// A case for each source: failed when it has errors; warnings and notes are its output. Findings about no place make a
// case of their own, named after the suite.
std::vector<JunitCase> junit_cases(std::span<const Diagnostic> diagnostics, const SourceMap& sources, Language language);

}  // namespace plumb::diagnostics
