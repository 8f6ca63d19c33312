#include "compiler/coverage/accept.hpp"

#include "compiler/coverage/report.hpp"

namespace plumb::coverage {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }

// 条款 “二” { 标题 “…” }   → before the closing brace, on a line of its own where the brace has one.
diagnostics::Edit insertion(const ast::Clause& clause, const SourceMap& sources, const std::string& digest) {
  const std::string& text = sources[clause.span.source].text();
  uint32_t brace = clause.span.end;
  while (brace > clause.span.begin && text[brace - 1] != '}') --brace;
  if (brace > clause.span.begin) --brace;
  uint32_t line = brace;
  while (line > 0 && is_blank(text[line - 1])) --line;
  const bool english = sources.text(clause.span).starts_with("clause");
  const bool own_line = line > 0 && text[line - 1] == '\n';
  if (!own_line) return {Span{clause.span.source, brace, brace}, (english ? "digest \"" : "指纹 “") + digest + (english ? "\" " : "” ")};
  const std::string indent = text.substr(line, brace - line);
  // Heads are padded to the width of four characters, as fmt lays them out.
  return {Span{clause.span.source, line, line}, indent + (english ? "    digest       \"" : "    指纹      “") + digest + (english ? "\"\n" : "”\n")};
}

}  // namespace

std::vector<diagnostics::Edit> accept_digests(const ir::Document& document, const Outline& notice, const std::vector<ast::File>& files,
                                              const SourceMap& sources) {
  std::vector<std::string> declared;
  for (const ir::Clause& clause : document.clauses) declared.push_back(clause.path);
  std::vector<diagnostics::Edit> out;
  for (const ast::File& file : files) {
    for (const ast::Declaration& declaration : file.declarations) {
      const auto* found = std::get_if<ast::Document>(&declaration.node);
      if (found == nullptr || found->name.zh.text != document.name.zh) continue;
      for (const ast::Clause& clause : found->clauses) {
        if (notice.find(clause.path.value) == nullptr) continue;
        const std::string digest = clause_digest(notice, clause.path.value, declared);
        if (!clause.digest) {
          out.push_back(insertion(clause, sources, digest));
        } else if (clause.digest->value != digest) {
          const std::string_view written = sources.text(clause.digest->span);
          const bool curly = written.starts_with("“");
          out.push_back({clause.digest->span, (curly ? "“" : "\"") + digest + (curly ? "”" : "\"")});
        }
      }
    }
  }
  return out;
}

}  // namespace plumb::coverage
