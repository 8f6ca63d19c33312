#include "compiler/diagnostics/junit.hpp"

#include <algorithm>

#include "compiler/base/markup.hpp"
#include "compiler/base/unicode.hpp"
#include "compiler/diagnostics/text.hpp"

namespace plumb::diagnostics {

namespace {

bool xml_character(char32_t c) { return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c <= 0xFFFD) || c >= 0x10000; }

// XML has no place for most controls, escaped or not.
std::string xml_text(std::string_view text) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const unicode::Decoded d = unicode::decode(text, at);
    const size_t length = d.length == 0 ? 1 : d.length;
    if (d.length == 0 || !xml_character(d.code_point))
      out += "\uFFFD";
    else
      append_escaped(out, text.substr(at, length), Quotes::only_double);
    at += length;
  }
  return out;
}

std::string attribute(std::string_view name, std::string_view value) { return " " + std::string(name) + "=\"" + xml_text(value) + "\""; }

void add(JunitCase& c, const Diagnostic& d, const SourceMap& sources, Language language) {
  std::string words = render_text(d, sources, {language, false});
  if (d.severity != Severity::error) {
    c.output += words;
    return;
  }
  if (!c.failed) {
    c.failed = true;
    c.failure_type = d.code();
    c.failure_message = d.message(language);
  }
  c.failure_text += words;
}

}  // namespace

std::string render_junit(std::string_view suite, std::span<const JunitCase> cases) {
  const auto failures = std::count_if(cases.begin(), cases.end(), [](const JunitCase& c) { return c.failed; });
  const std::string counts = attribute("tests", std::to_string(cases.size())) + attribute("failures", std::to_string(failures)) + attribute("errors", "0");
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" + counts + ">\n  <testsuite" + attribute("name", suite) + counts + ">\n";
  for (const JunitCase& c : cases) {
    out += "    <testcase" + attribute("classname", c.class_name) + attribute("name", c.name) + ">\n";
    if (c.failed) {
      out += "      <failure" + attribute("type", c.failure_type) + attribute("message", c.failure_message) + ">" + xml_text(c.failure_text) + "</failure>\n";
    }
    if (!c.output.empty()) out += "      <system-out>" + xml_text(c.output) + "</system-out>\n";
    out += "    </testcase>\n";
  }
  return out + "  </testsuite>\n</testsuites>\n";
}

std::vector<JunitCase> junit_cases(std::span<const Diagnostic> diagnostics, const SourceMap& sources, Language language) {
  std::vector<JunitCase> out;
  out.reserve(sources.size() + 1);
  for (size_t i = 0; i < sources.size(); ++i) out.push_back({"plumb.check", sources[sources.id_at(i)].path(), false, {}, {}, {}, {}});
  JunitCase placeless{"plumb.check", language == Language::zh ? "规则集" : "rule set", false, {}, {}, {}, {}};
  bool any_placeless = false;
  for (const Diagnostic& d : diagnostics) {
    const bool placed = d.primary.span.valid();
    any_placeless |= !placed;
    add(placed ? out[d.primary.span.source.value] : placeless, d, sources, language);
  }
  if (any_placeless) out.push_back(std::move(placeless));
  return out;
}

}  // namespace plumb::diagnostics
