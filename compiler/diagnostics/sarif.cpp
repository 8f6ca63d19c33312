#include "compiler/diagnostics/sarif.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <map>

namespace plumb::diagnostics {

namespace {

namespace json = boost::json;

json::object message(std::string text) { return {{"text", std::move(text)}}; }

json::object region(Span span, const Source& source) {
  const LineColumn begin = source.locate(span.begin), end = source.locate(span.end);
  return {{"startLine", begin.line},
          {"startColumn", begin.column},
          {"endLine", end.line},
          {"endColumn", end.column},
          {"byteOffset", span.begin + source.bom_length()},
          {"byteLength", span.end - span.begin}};
}

json::object artifact(const Source& source) { return {{"uri", path_uri(source.path())}}; }

json::object location(const Label& label, const SourceMap& sources, Language language) {
  const Source& source = sources[label.span.source];
  json::object out{{"physicalLocation", json::object{{"artifactLocation", artifact(source)}, {"region", region(label.span, source)}}}};
  if (label.kind != LabelKind::none) out["message"] = message(text(label, language));
  return out;
}

json::object fix_json(const Fix& fix, const SourceMap& sources, Language language) {
  std::map<SourceId, json::array> replacements;
  for (const Edit& edit : fix.edits) {
    const Source& source = sources[edit.span.source];
    replacements[edit.span.source].push_back(json::object{{"deletedRegion", region(edit.span, source)}, {"insertedContent", message(edit.replacement)}});
  }
  json::array changes;
  for (auto& [id, list] : replacements) changes.push_back(json::object{{"artifactLocation", artifact(sources[id])}, {"replacements", std::move(list)}});
  return {{"description", message(text(fix.title, language))}, {"artifactChanges", std::move(changes)}};
}

json::object result(const Diagnostic& d, size_t rule_index, const SourceMap& sources, Language language) {
  std::string words = d.message(language);
  for (const Help& help : d.helps) words += "\n" + text(help, language);
  json::object out{{"ruleId", d.code()}, {"ruleIndex", rule_index}, {"level", severity_name(d.severity)}, {"message", message(std::move(words))}};
  if (d.primary.span.valid()) out["locations"] = json::array{location(d.primary, sources, language)};
  json::array related;
  for (const Label& label : d.secondary) related.push_back(location(label, sources, language));
  if (!related.empty()) out["relatedLocations"] = std::move(related);
  json::array fixes;
  for (const Fix& fix : d.fixes) {
    if (!fix.edits.empty()) fixes.push_back(fix_json(fix, sources, language));
  }
  if (!fixes.empty()) out["fixes"] = std::move(fixes);
  return out;
}

json::object rule(Kind kind, Language language) {
  const KindInfo& k = info(kind);
  return {{"id", k.code},
          {"name", k.name},
          {"shortDescription", message(std::string(k.message.in(language)))},
          {"defaultConfiguration", json::object{{"level", severity_name(k.severity)}}}};
}

}  // namespace

std::string path_uri(std::string_view path) {
  constexpr std::string_view kUnreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string out = path.starts_with('/') ? "file://" : "";
  while (path.starts_with("./")) path.remove_prefix(2);
  for (const char c : path) {
    if (kUnreserved.find(c) != std::string_view::npos) {
      out.push_back(c);
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out.push_back('%');
    out.push_back(kHex[byte >> 4]);
    out.push_back(kHex[byte & 15]);
  }
  return out;
}

std::string render_sarif(std::span<const Diagnostic> diagnostics, const SourceMap& sources, Language language, std::string_view version) {
  std::map<std::string_view, Kind> kinds;
  for (const Diagnostic& d : diagnostics) kinds.emplace(d.code(), d.kind);
  json::array rules, results;
  for (const auto& [code, kind] : kinds) rules.push_back(rule(kind, language));
  for (const Diagnostic& d : diagnostics) {
    const auto index = static_cast<size_t>(std::distance(kinds.begin(), kinds.find(d.code())));
    results.push_back(result(d, index, sources, language));
  }
  const json::object driver{{"name", "plumb"}, {"version", version}, {"rules", std::move(rules)}};
  const json::object run{{"tool", json::object{{"driver", driver}}},
                         {"columnKind", "unicodeCodePoints"},
                         {"language", language == Language::zh ? "zh-CN" : "en"},
                         {"results", std::move(results)}};
  const json::object log{{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"}, {"version", "2.1.0"}, {"runs", json::array{run}}};
  return json::serialize(log) + "\n";
}

}  // namespace plumb::diagnostics
