// Tokens → pieces, one for each declaration, so that what is wrong in one never reaches its neighbours.
//
// A piece begins at a declaration keyword that opens an unindented line. Keywords that are clause heads too (事项 in a
// measure, 参数 in a scenario) begin one only outside braces, or where what follows can only be a declaration. Brackets are
// counted here, before anything recurses.
#pragma once

#include <vector>

#include "compiler/diagnostics/sink.hpp"
#include "compiler/syntax/token.hpp"

namespace plumb::syntax {

struct Piece {
  uint32_t begin = 0;  // indices of tokens, half-open
  uint32_t end = 0;
  bool broken = false;  // told already: must not be parsed
};

// Deepest nesting of brackets and operators inside one another. The parser's stack would end near 6000.
inline constexpr uint32_t kMaxNesting = 256;

// Reports brackets without partner, nesting past the limit, and text before the first declaration.
std::vector<Piece> split_pieces(const TokenList& list, const Source& source, diagnostics::Sink& sink);

}  // namespace plumb::syntax
