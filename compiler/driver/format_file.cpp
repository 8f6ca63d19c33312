// plumb fmt: one file's canonical form; with --names, by what its rule set says each name stands for.

#include <algorithm>
#include <map>

#include "compiler/diagnostics/text.hpp"
#include "compiler/driver/compile.hpp"
#include "compiler/driver/standard_library.hpp"
#include "compiler/syntax/format.hpp"
#include "plumb/compiler.hpp"

namespace plumb {

namespace {

namespace fs = std::filesystem;

// Whether a name is in Latin script; 「」 around one that would be a keyword are not its own.
bool is_latin(std::string_view text) {
  constexpr std::string_view kOpening = "「", kClosing = "」";
  if (text.starts_with(kOpening)) text = text.substr(kOpening.size(), text.size() - kOpening.size() - kClosing.size());
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

using Renames = std::map<std::pair<uint32_t, uint32_t>, ir::Name>;

syntax::FormatOptions::Keywords keywords(KeywordLanguage language) {
  switch (language) {
    case KeywordLanguage::keep:
      return syntax::FormatOptions::Keywords::keep;
    case KeywordLanguage::zh:
      return syntax::FormatOptions::Keywords::zh;
    case KeywordLanguage::en:
      return syntax::FormatOptions::Keywords::en;
  }
  return syntax::FormatOptions::Keywords::keep;
}

// The rule set is in the file's folder or in one above it (scenarios stand one below): the first that declares one.
Renames renames_of(const fs::path& file, diagnostics::Sink& sink, SourceMap& sources) {
  Renames out;
  std::error_code error;
  const fs::path real = fs::canonical(file, error);
  fs::path folder = real.parent_path();
  for (int level = 0; level < 3 && folder.has_relative_path(); ++level, folder = folder.parent_path()) {
    diagnostics::Sink heard;
    driver::Compilation compiled = driver::compile(folder, {true, driver::standard_library()}, heard);
    const bool declared = std::any_of(compiled.files.begin(), compiled.files.end(), [](const ast::File& f) {
      return std::any_of(f.declarations.begin(), f.declarations.end(), [](const ast::Declaration& d) { return std::holds_alternative<ast::Ruleset>(d.node); });
    });
    if (!declared) continue;
    if (!compiled.program) {
      sink.absorb(std::move(heard));
      sources = std::move(compiled.sources);
      return out;
    }
    for (const semantics::NameUse& use : compiled.analysis.uses) {
      if (fs::path(compiled.sources[use.span.source].path()) == real) out.emplace(std::pair(use.span.begin, use.span.end), use.name);
    }
    return out;
  }
  return out;
}

}  // namespace

Result<std::string> format_file(const std::string& path, const FormatOptions& options, Language language, bool color) {
  auto text = driver::read_file(path);
  if (!text) return Error{"file.unreadable", path + ": " + text.error().message};
  SourceMap sources;
  diagnostics::Sink sink;
  const auto refused = [&](const SourceMap& where) { return Error{"format.refused", diagnostics::render_text(sink.sorted(), where, {language, color})}; };
  syntax::FormatOptions form;
  form.keywords = keywords(options.keywords);
  Renames renames;
  if (options.names != KeywordLanguage::keep) {
    SourceMap of_rule_set;
    renames = renames_of(path, sink, of_rule_set);
    if (sink.has_errors()) return refused(of_rule_set);
    form.rename = [&](Span span) -> std::optional<std::string> {
      const auto at = renames.find({span.begin, span.end});
      // What is in the wanted script already stays as it was written: 直接责任人员, a short name, is not spelled out.
      if (at == renames.end() || is_latin(sources.text(span)) == (options.names == KeywordLanguage::en)) return std::nullopt;
      return options.names == KeywordLanguage::zh ? at->second.zh : at->second.alias;
    };
  }
  const SourceId source = sources.add(path, std::move(*text));
  auto formatted = syntax::format(sources, source, form, sink);
  if (!formatted) return refused(sources);
  return std::move(*formatted);
}

}  // namespace plumb
