// Any bytes → parse and format. Nothing may crash, and what can be formatted obeys the formatter's laws.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "compiler/syntax/ast_print.hpp"
#include "compiler/syntax/format.hpp"
#include "compiler/syntax/parse.hpp"

namespace {

using plumb::syntax::FormatOptions;

std::string tree(const std::string& text) {
  plumb::SourceMap sources;
  const plumb::SourceId id = sources.add("fuzz.plumb", text);
  plumb::diagnostics::Sink sink;
  plumb::ast::File file = plumb::syntax::parse(sources, id, sink);
  for (auto& declaration : file.declarations) declaration.documentation.clear();
  return plumb::syntax::print(file);
}

std::string formatted(const std::string& text, FormatOptions::Keywords keywords) {
  plumb::SourceMap sources;
  const plumb::SourceId id = sources.add("fuzz.plumb", text);
  plumb::diagnostics::Sink sink;
  FormatOptions options;
  options.keywords = keywords;
  return plumb::syntax::format(sources, id, options, sink).value_or("");
}

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const std::string before = tree(text);
  const std::string zh = formatted(text, FormatOptions::Keywords::zh);
  if (zh.empty()) return 0;
  const std::string en = formatted(text, FormatOptions::Keywords::en);
  require(tree(zh) == before);
  require(tree(en) == before);
  require(formatted(zh, FormatOptions::Keywords::zh) == zh);
  require(formatted(en, FormatOptions::Keywords::zh) == zh);
  return 0;
}
