// What the layout says of each token, and the renderer follows. Folder-internal.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "compiler/syntax/token.hpp"

namespace plumb::syntax {

// Lines longer than this are broken where a list or a chain may be.
inline constexpr int kLineWidth = 120;
inline constexpr int kIndent = 4;

enum class Gap : uint8_t {
  none,   // nothing between
  space,  // one blank
  pad,    // blanks up to `column`, at least one
  line,   // a new line, indented to `column`
};

enum class Blank : uint8_t { drop, keep, force };  // empty lines before a new line

struct Slot {
  std::string text;      // as printed; words that the other language lacks (的单位) are part of it
  bool dropped = false;  // printed nowhere; its comments go before the next token
  bool is_name = false;
  Gap gap = Gap::space;        // before it
  int column = 0;              // of pad and line
  int continuation = kIndent;  // where the line goes on after a comment that ends it
  Blank blank = Blank::drop;
  bool soft = false;   // a line may be broken before it, to the column of `align`
  uint32_t align = 0;  // token whose column soft breaks go to
  int depth = 0;       // of soft: outer lists and chains are broken before inner ones
};

// Prints tokens and comments as the slots say. REQUIRES: one slot a token.
std::string render(const TokenList& list, const std::vector<Slot>& slots, std::string_view source_text);

}  // namespace plumb::syntax
