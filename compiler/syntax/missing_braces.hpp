// Braces of a piece that do not match → where the missing one should stand: told by lines and their indentation, which
// mean nothing to the language and much to its writers.
#pragma once

#include <optional>
#include <string>

#include "compiler/base/source.hpp"
#include "compiler/syntax/pieces.hpp"
#include "compiler/syntax/token.hpp"

namespace plumb::syntax {

// 措施 甲 / 条款 “一” without its "{": the last token of the line that should end with one. Looked for before `end`.
std::optional<uint32_t> line_without_open_brace(const TokenList& list, const Piece& piece, uint32_t end);

// The "{" that is not closed, and the token after which its "}" is missing.
struct OpenBrace {
  uint32_t opened;
  uint32_t close_after;
  std::string indentation;  // of the line that opened it
};
// REQUIRES: some brace of the piece is not closed.
OpenBrace brace_left_open(const TokenList& list, const Source& source, const Piece& piece);

}  // namespace plumb::syntax
