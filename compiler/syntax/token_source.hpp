// Source text → tokens: the generated lexer over the folded characters, with every word retyped by the keyword table and
// words that were written together split (失信记录的发布日期早于取得日期, 甲公司自2019-01-01列入名单, 500元且…).
//
// Reports characters, strings and brackets of comments that are wrong, and writers' slips that show in single words.
#pragma once

#include "compiler/diagnostics/sink.hpp"
#include "compiler/syntax/token.hpp"

namespace plumb::syntax {

// REQUIRES: the source's text is valid UTF-8. Thread-safe for distinct sinks.
TokenList read_tokens(const Source& source, SourceId id, diagnostics::Sink& sink);

}  // namespace plumb::syntax
