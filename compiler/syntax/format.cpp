#include "compiler/syntax/format.hpp"

#include "compiler/syntax/builder.hpp"
#include "compiler/syntax/format_layout.hpp"
#include "compiler/syntax/piece_parser.hpp"
#include "compiler/syntax/readable.hpp"
#include "compiler/syntax/slips.hpp"
#include "compiler/syntax/token_source.hpp"

namespace plumb::syntax {

std::optional<std::string> format(const SourceMap& sources, SourceId id, const FormatOptions& options, diagnostics::Sink& sink) {
  const Source& source = sources[id];
  diagnostics::Sink found;
  if (report_unreadable(source, id, sink)) return std::nullopt;
  TokenList list = read_tokens(source, id, found);
  report_pieces_of_words(list, source.text(), found);
  std::vector<Slot> slots(list.tokens.size());
  PieceParser parser(list, source, found);
  Builder builder(list, source, found);
  Layout layout(list, source, options, slots);
  size_t previous = 0;
  for (const Piece& piece : split_pieces(list, source, found)) {
    PlumbParser::DeclarationContext* tree = piece.broken ? nullptr : parser.parse(piece);
    if (tree == nullptr) continue;
    // Built for what only building finds: dates that do not exist, clauses given twice.
    std::vector<ast::Declaration> built;
    builder.build(tree, built);
    if (built.empty()) continue;
    layout.lay_out(tree, previous);
    previous = static_cast<antlr4::ParserRuleContext*>(tree->children.front())->getRuleIndex();
  }
  if (found.has_errors()) {
    sink.absorb(std::move(found));
    return std::nullopt;
  }
  return render(list, slots, source.text());
}

}  // namespace plumb::syntax
