// Pieces → parse trees, one at a time, and syntax errors in the writer's terms.
//
// A piece with an error gives no tree: a recovered tree is never used. The wrong clause is told, left out, and the rest of
// the piece read again, so that every wrong clause is told once; then the piece is given up.
#pragma once

#include <memory>

#include "compiler/diagnostics/sink.hpp"
#include "compiler/syntax/antlr.hpp"
#include "compiler/syntax/pieces.hpp"
#include "compiler/syntax/token.hpp"

namespace plumb::syntax {

// Index into TokenList::tokens of a token of the tree.
uint32_t token_index(const antlr4::Token* token);
uint32_t first_token(antlr4::ParserRuleContext* context);
// One past its last token.
uint32_t last_token(antlr4::ParserRuleContext* context);

// Not thread-safe; one for each file being read. The automata behind are shared and synchronised by the runtime.
class PieceParser {
 public:
  // REQUIRES: all outlive the parser.
  PieceParser(const TokenList& list, const Source& source, diagnostics::Sink& sink);
  ~PieceParser();
  PieceParser(const PieceParser&) = delete;
  PieceParser& operator=(const PieceParser&) = delete;

  // Null when the piece has errors (reported). The tree lives until the next call.
  PlumbParser::DeclarationContext* parse(const Piece& piece);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace plumb::syntax
