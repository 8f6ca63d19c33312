// One source → its syntax tree, with every finding about its text.
//
// characters (character_stream) → words (token_source) → one piece a declaration (pieces) → parse trees (piece_parser)
// → syntax tree (builder). A declaration with a syntax error is left out; its neighbours never are.
#pragma once

#include <cstddef>

#include "compiler/diagnostics/sink.hpp"
#include "compiler/syntax/ast.hpp"

namespace plumb::syntax {

// Largest source that is read, in bytes.
inline constexpr size_t kMaxFileBytes = size_t{4} << 20;

// Never throws for wrong text; memory is bounded by kMaxFileBytes (about 440 bytes a token). Thread-safe for distinct sinks
// while `sources` is not changed.
ast::File parse(const SourceMap& sources, SourceId source, diagnostics::Sink& sink);

}  // namespace plumb::syntax
