// A place where the grammar could not go on → one message in the writer's terms. Never a list of tokens.
#pragma once

#include <optional>
#include <vector>

#include "compiler/diagnostics/sink.hpp"
#include "compiler/syntax/pieces.hpp"
#include "compiler/syntax/token.hpp"

namespace plumb::syntax {

struct ErrorPlace {
  uint32_t token = 0;  // index in TokenList::tokens; the piece's end when `at_end`
  bool at_end = false;
  std::vector<size_t> rules;     // of PlumbParser, innermost first
  std::vector<size_t> expected;  // token types
};

struct TokenRange {
  uint32_t begin = 0;
  uint32_t end = 0;
};

void report_syntax_error(const TokenList& list, const Source& source, const Piece& piece, const ErrorPlace& place, diagnostics::Sink& sink);

// The clause that is wrong: from its head, first on its line, to the next head or the end of its braces. Nothing when the
// place lies in no clause.
std::optional<TokenRange> clause_around(const TokenList& list, const Piece& piece, const ErrorPlace& place);

}  // namespace plumb::syntax
