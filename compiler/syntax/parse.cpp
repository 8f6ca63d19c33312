#include "compiler/syntax/parse.hpp"

#include "compiler/base/unicode.hpp"
#include "compiler/syntax/builder.hpp"
#include "compiler/syntax/piece_parser.hpp"
#include "compiler/syntax/readable.hpp"
#include "compiler/syntax/slips.hpp"
#include "compiler/syntax/token_source.hpp"

namespace plumb::syntax {

using diagnostics::HelpKind;
using diagnostics::Kind;

bool report_unreadable(const Source& source, SourceId id, diagnostics::Sink& sink) {
  const std::string& text = source.text();
  if (text.size() > kMaxFileBytes) {
    sink.report(Kind::file_too_large, Span{id, 0, 0}, {source.path(), text.size(), kMaxFileBytes}).help(HelpKind::split_file);
    return true;
  }
  if (const std::optional<size_t> at = unicode::first_invalid(text)) {
    const auto begin = static_cast<uint32_t>(*at);
    sink.report(Kind::invalid_utf8, Span{id, begin, begin + 1}, {*at}).help(HelpKind::save_as_utf8);
    return true;
  }
  return false;
}

namespace {

// 措施 甲/a { …: the names by which others may refer to what was left out.
void record_names(const TokenList& list, const Source& source, const Piece& piece, std::vector<std::string>& out) {
  const auto is_name = [&](uint32_t i) {
    return i < piece.end && (list.tokens[i].type == PlumbLexer::NAME || list.tokens[i].type == PlumbLexer::QUOTED_NAME || list.tokens[i].keyword.has_value());
  };
  const auto take = [&](uint32_t i) {
    std::string_view spelling = std::string_view(source.text()).substr(list.tokens[i].begin, list.tokens[i].end - list.tokens[i].begin);
    if (list.tokens[i].type == PlumbLexer::QUOTED_NAME) spelling = spelling.substr(3, spelling.size() - 6);
    out.push_back(unicode::fold_width(spelling));
  };
  for (uint32_t i = piece.begin + 1; is_name(i); ++i) {
    // 住宿且旅游限制 was split at 且: all of it is the name.
    const uint32_t first = i;
    take(i++);
    while (is_name(i) && list.tokens[i].begin == list.tokens[i - 1].end) ++i;
    if (i > first + 1) out.push_back(source.text().substr(list.tokens[first].begin, list.tokens[i - 1].end - list.tokens[first].begin));
    if (i + 1 < piece.end && list.tokens[i].type == PlumbLexer::SLASH && is_name(i + 1)) {
      take(i + 1);
      i += 2;
    }
    if (i >= piece.end || list.tokens[i].type != PlumbLexer::COMMA) break;
  }
}

}  // namespace

ast::File parse(const SourceMap& sources, SourceId id, diagnostics::Sink& sink) {
  ast::File file;
  file.source = id;
  const Source& source = sources[id];
  if (report_unreadable(source, id, sink)) return file;
  TokenList list = read_tokens(source, id, sink);
  report_pieces_of_words(list, source.text(), sink);
  PieceParser parser(list, source, sink);
  Builder builder(list, source, sink);
  for (const Piece& piece : split_pieces(list, source, sink)) {
    const size_t before = file.declarations.size();
    if (!piece.broken) {
      if (PlumbParser::DeclarationContext* tree = parser.parse(piece)) builder.build(tree, file.declarations);
    }
    if (file.declarations.size() == before) record_names(list, source, piece, file.broken_names);
  }
  return file;
}

}  // namespace plumb::syntax
