#include "compiler/syntax/missing_braces.hpp"

#include <vector>

#include "compiler/syntax/antlr.hpp"

namespace plumb::syntax {
namespace {

bool needs_braces(uint16_t type) {
  switch (type) {
    case PlumbLexer::K_RULESET:
    case PlumbLexer::K_DOCUMENT:
    case PlumbLexer::K_ROLES:
    case PlumbLexer::K_ENUM:
    case PlumbLexer::K_TAXONOMY:
    case PlumbLexer::K_EFFECT:
    case PlumbLexer::K_PARAMETER:
    case PlumbLexer::K_MATTER:
    case PlumbLexer::K_TABLE:
    case PlumbLexer::K_CALENDAR:
    case PlumbLexer::K_MEASURE:
    case PlumbLexer::K_WAIVE:
    case PlumbLexer::K_SCENARIO:
      return true;
    default:
      return false;
  }
}

std::string_view indentation(const Source& source, const Token& token) {
  const std::string_view line = source.line(source.locate(token.begin).line);
  const size_t end = line.find_first_not_of(" \t");
  return line.substr(0, end == std::string_view::npos ? 0 : end);
}

}  // namespace

std::optional<uint32_t> line_without_open_brace(const TokenList& list, const Piece& piece, uint32_t end) {
  const auto type = [&](uint32_t i) { return i < piece.end ? list.tokens[i].type : uint16_t{0}; };
  for (uint32_t i = piece.begin; i < end; ++i) {
    const bool heads = i == piece.begin ? needs_braces(type(i))
                                        : list.tokens[i].first_on_line &&
                                              ((type(i) == PlumbLexer::K_CLAUSE && type(i + 1) == PlumbLexer::STRING) || type(i) == PlumbLexer::K_UNLESS);
    if (!heads) continue;
    uint32_t last = i;
    bool opened = type(i) == PlumbLexer::LBRACE;
    while (last + 1 < piece.end && !list.tokens[last + 1].first_on_line) opened = type(++last) == PlumbLexer::LBRACE || opened;
    if (!opened && type(last + 1) != PlumbLexer::LBRACE) return last;
  }
  return std::nullopt;
}

OpenBrace brace_left_open(const TokenList& list, const Source& source, const Piece& piece) {
  struct Open {
    uint32_t token;
    std::string_view indentation;
  };
  std::vector<Open> open;
  std::string_view line_indentation;
  for (uint32_t i = piece.begin; i < piece.end; ++i) {
    const Token& token = list.tokens[i];
    const bool closes = token.type == PlumbLexer::RBRACE;
    if (token.first_on_line) {
      line_indentation = indentation(source, token);
      // A line that stands as far left as the one that opened the brace is not inside it.
      const bool outside = !open.empty() && open.back().token + 1 < i &&
                           (closes ? line_indentation.size() < open.back().indentation.size() : line_indentation.size() <= open.back().indentation.size());
      if (outside && (open.size() > 1 || closes)) return {open.back().token, i - 1, std::string(open.back().indentation)};
    }
    if (token.type == PlumbLexer::LBRACE) open.push_back({i, line_indentation});
    if (closes && !open.empty()) open.pop_back();
  }
  if (open.empty()) return {piece.begin, piece.end - 1, {}};
  return {open.back().token, piece.end - 1, std::string(open.back().indentation)};
}

}  // namespace plumb::syntax
