// Text → syntax tree, printed, and the codes of what was told: what most tests here look at.
#pragma once

#include <string>
#include <vector>

#include "compiler/syntax/ast_print.hpp"
#include "compiler/syntax/format.hpp"
#include "compiler/syntax/parse.hpp"

namespace plumb::syntax_test {

struct Parsed {
  ast::File file;
  std::string tree;
  std::vector<diagnostics::Diagnostic> told;
  std::string codes;  // "P0119 P0120"
};

inline Parsed parse(std::string text) {
  SourceMap sources;
  const SourceId id = sources.add("test.plumb", std::move(text));
  diagnostics::Sink sink;
  Parsed out;
  out.file = syntax::parse(sources, id, sink);
  out.tree = syntax::print(out.file);
  out.told = sink.sorted();
  for (const auto& each : out.told) out.codes += (out.codes.empty() ? "" : " ") + std::string(each.code());
  return out;
}

// "" when it was refused.
inline std::string format(std::string text, syntax::FormatOptions::Keywords keywords = syntax::FormatOptions::Keywords::keep) {
  SourceMap sources;
  const SourceId id = sources.add("test.plumb", std::move(text));
  diagnostics::Sink sink;
  syntax::FormatOptions options;
  options.keywords = keywords;
  return syntax::format(sources, id, options, sink).value_or("");
}

// A measure with this condition.
inline std::string measure_when(const std::string& condition) { return "措施 甲 {\n    条件 " + condition + "\n    处理 限制\n}\n"; }

// The printed condition, or the codes of what was told.
inline std::string condition(const std::string& text) {
  const Parsed parsed = parse(measure_when(text));
  if (parsed.file.declarations.size() != 1) return parsed.codes;
  return syntax::print(*std::get<ast::Measure>(parsed.file.declarations[0].node).condition);
}

}  // namespace plumb::syntax_test
