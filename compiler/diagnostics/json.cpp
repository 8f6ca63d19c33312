#include "compiler/diagnostics/json.hpp"

#include <algorithm>
#include <boost/json.hpp>

namespace plumb::diagnostics {

namespace {

namespace json = boost::json;

void put_place(json::object& out, Span span, const SourceMap& sources) {
  if (!span.valid()) return;
  const Source& source = sources[span.source];
  const LineColumn begin = source.locate(span.begin), end = source.locate(span.end);
  out["path"] = source.path();
  out["line"] = begin.line;
  out["column"] = begin.column;
  out["end"] = json::object{{"line", end.line}, {"column", end.column}};
  out["offset"] = json::object{{"begin", span.begin + source.bom_length()}, {"end", span.end + source.bom_length()}};
}

json::object edit_json(const Edit& edit, const SourceMap& sources) {
  const Source& source = sources[edit.span.source];
  return {{"path", source.path()},
          {"begin", edit.span.begin + source.bom_length()},
          {"end", edit.span.end + source.bom_length()},
          {"replacement", edit.replacement}};
}

}  // namespace

json::object to_json(const Diagnostic& diagnostic, const SourceMap& sources, Language language) {
  json::object out;
  out["code"] = diagnostic.code();
  out["kind"] = info(diagnostic.kind).name;
  out["severity"] = severity_name(diagnostic.severity);
  out["message"] = diagnostic.message(language);
  put_place(out, diagnostic.primary.span, sources);
  if (diagnostic.primary.kind != LabelKind::none) out["label"] = text(diagnostic.primary, language);
  if (!diagnostic.secondary.empty()) {
    json::array related;
    for (const Label& label : diagnostic.secondary) {
      json::object place;
      put_place(place, label.span, sources);
      place["label"] = text(label, language);
      related.push_back(std::move(place));
    }
    out["related"] = std::move(related);
  }
  json::array helps;
  for (const Help& help : diagnostic.helps) helps.push_back(json::string(text(help, language)));
  out["helps"] = std::move(helps);
  json::array fixes;
  for (const Fix& fix : diagnostic.fixes) {
    json::array edits;
    for (const Edit& edit : fix.edits) edits.push_back(edit_json(edit, sources));
    fixes.push_back(json::object{{"title", text(fix.title, language)}, {"edits", std::move(edits)}});
  }
  out["fixes"] = std::move(fixes);
  return out;
}

std::string render_json(std::span<const Diagnostic> diagnostics, const SourceMap& sources, Language language) {
  json::array list;
  for (const Diagnostic& d : diagnostics) list.push_back(to_json(d, sources, language));
  const auto of = [&](Severity severity) {
    return std::count_if(diagnostics.begin(), diagnostics.end(), [&](const Diagnostic& d) { return d.severity == severity; });
  };
  const json::object out{{"errors", of(Severity::error)}, {"warnings", of(Severity::warning)}, {"diagnostics", std::move(list)}};
  return json::serialize(out) + "\n";
}

}  // namespace plumb::diagnostics
