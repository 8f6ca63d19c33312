#include "compiler/syntax/keywords.hpp"

#include <array>
#include <unordered_map>

#include "compiler/syntax/antlr.hpp"

namespace plumb::syntax {
namespace {

// The words that keywords.def uses.
enum Flag : unsigned { none = 0, reserved = 1, splits = 2, unit = 4 };

constexpr std::array kKeywords = {
#define PLUMB_KEYWORD(id, token, zh, en, flags) \
  KeywordInfo{Keyword::id, PlumbLexer::token, zh, en, ((flags) & reserved) != 0, ((flags) & splits) != 0, ((flags) & unit) != 0},
#include "compiler/syntax/keywords.def"
};

using Index = std::unordered_map<std::string_view, Keyword>;

struct Indices {
  Index words, units;

  Indices() {
    for (const KeywordInfo& row : kKeywords) {
      Index& index = row.unit ? units : words;
      if (!row.zh.empty()) index.try_emplace(row.zh, row.keyword);
      if (!row.en.empty()) index.try_emplace(row.en, row.keyword);
    }
  }
};

const Indices& indices() {
  static const Indices built;
  return built;
}

}  // namespace

std::span<const KeywordInfo> all_keywords() { return kKeywords; }

const KeywordInfo& info(Keyword keyword) { return kKeywords[static_cast<size_t>(keyword)]; }

std::optional<Keyword> find_keyword(std::string_view spelling, bool after_number) {
  if (after_number) {
    auto found = indices().units.find(spelling);
    if (found != indices().units.end()) return found->second;
  }
  auto found = indices().words.find(spelling);
  if (found == indices().words.end()) return std::nullopt;
  return found->second;
}

std::optional<Keyword> splitting_keyword_at(std::string_view word, size_t offset) {
  std::optional<Keyword> best;
  size_t best_length = 0;
  std::string_view rest = word.substr(offset);
  for (const KeywordInfo& row : kKeywords) {
    if (!row.splits || row.zh.size() <= best_length || !rest.starts_with(row.zh)) continue;
    best = row.keyword;
    best_length = row.zh.size();
  }
  return best;
}

std::optional<UnitPrefix> unit_prefix(std::string_view word) {
  std::optional<UnitPrefix> best;
  for (const KeywordInfo& row : kKeywords) {
    if (!row.unit || !word.starts_with(row.zh)) continue;
    if (!best || row.zh.size() > best->length) best = UnitPrefix{row.keyword, row.zh.size()};
  }
  return best;
}

}  // namespace plumb::syntax
