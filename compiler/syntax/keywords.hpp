// The keyword table (keywords.def): a word's spelling → the keyword, and a keyword → its spelling in either language.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "compiler/base/language.hpp"

namespace plumb::syntax {

enum class Keyword : uint16_t {
#define PLUMB_KEYWORD(id, token, zh, en, flags) id,
#include "compiler/syntax/keywords.def"
};

struct KeywordInfo {
  Keyword keyword;
  uint16_t token;       // type in PlumbLexer
  std::string_view zh;  // empty: English only
  std::string_view en;  // empty: Chinese only (之间)
  bool reserved;        // never a name, unless quoted 「」
  bool splits;          // ends a bare name that it is written together with
  bool unit;            // a keyword only after a number

  std::string_view in(Language language) const { return language == Language::zh ? zh : en; }
};

// In the order of Keyword.
std::span<const KeywordInfo> all_keywords();
const KeywordInfo& info(Keyword keyword);

// The keyword that is spelled so, in either language; a unit only when `after_number`.
std::optional<Keyword> find_keyword(std::string_view spelling, bool after_number = false);

// The longest keyword that splits names and stands at `offset` of `word`.
std::optional<Keyword> splitting_keyword_at(std::string_view word, size_t offset);

// The longest unit that `word` begins with, and its length in bytes.
struct UnitPrefix {
  Keyword keyword;
  size_t length;
};
std::optional<UnitPrefix> unit_prefix(std::string_view word);

}  // namespace plumb::syntax
