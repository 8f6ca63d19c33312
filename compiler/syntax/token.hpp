// Words of one source, as retyping leaves them: what the parser reads and the formatter prints.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "compiler/base/source.hpp"
#include "compiler/syntax/keywords.hpp"

namespace plumb::syntax {

struct Token {
  uint16_t type = 0;           // in PlumbLexer
  bool bad = false;            // already told to the writer: what holds it is not built
  bool first_on_line = false;  // nothing but blanks before it on its line
  bool unindented = false;     // at the very start of its line
  std::optional<Keyword> keyword;
  uint32_t begin = 0;  // bytes of the source
  uint32_t end = 0;
};

// A comment, kept beside the tokens.
struct Comment {
  enum class Kind : uint8_t { line, block, documentation };  // // … · /* … */ · /// …
  Kind kind = Kind::line;
  bool own_line = false;  // nothing but blanks before it on its line
  uint32_t begin = 0;
  uint32_t end = 0;
  uint32_t before = 0;  // index of the token that follows it
};

struct TokenList {
  SourceId source;
  std::vector<Token> tokens;  // without an end mark
  std::vector<Comment> comments;

  Span span(const Token& token) const { return {source, token.begin, token.end}; }
};

}  // namespace plumb::syntax
