// Declarations with tokens deleted, doubled, swapped and put in at random: most are wrong and only must not crash; those that
// still parse obey every law of the formatter. Finds sentences that the grammar reads in two ways.
#include <gtest/gtest.h>

#include <random>

#include "compiler/syntax/keywords.hpp"
#include "compiler/syntax/token_source.hpp"
#include "tests/property/format/corpus.hpp"
#include "tests/unit/syntax/syntax_texts.hpp"

namespace plumb::syntax_test {
namespace {

using Keywords = syntax::FormatOptions::Keywords;

// One declaration, as the words between which blanks stand.
using Words = std::vector<std::string>;

std::vector<Words> declarations() {
  std::vector<Words> out;
  for (const RuleFile& file : corpus()) {
    SourceMap sources;
    const SourceId id = sources.add("", file.text);
    diagnostics::Sink sink;
    const syntax::TokenList list = syntax::read_tokens(sources[id], id, sink);
    Words words;
    for (const auto& token : list.tokens) {
      if (token.unindented && token.keyword && words.size() > 1) {
        if (words.size() < 120) out.push_back(words);
        words.clear();
      }
      words.push_back(file.text.substr(token.begin, token.end - token.begin));
    }
    if (words.size() < 120) out.push_back(words);
  }
  return out;
}

std::string joined(const Words& words) {
  std::string out;
  for (const std::string& word : words) out += word + " ";
  return out + "\n";
}

TEST(SoupProperty, WhatParsesFormats) {
  // The same soup every time; another with --gtest_shuffle --gtest_random_seed=N.
  std::mt19937 random(20190530U + static_cast<unsigned>(testing::UnitTest::GetInstance()->random_seed()));
  const auto pick = [&](size_t count) { return static_cast<size_t>(random() % count); };
  const std::vector<Words> pool = declarations();
  ASSERT_GT(pool.size(), 100u);
  Words extra = {"甲",   "乙/b", "、",    "；",         "：",   "{",      "}",  "(", ")", "|", "—", "4",
                 "0310", "3.5",  "500元", "2019-05-30", "“文”", "《题》", "的", ".", "/", "-", "+", "="};
  for (const auto& row : syntax::all_keywords()) {
    if (!row.zh.empty()) extra.emplace_back(row.zh);
    if (!row.en.empty()) extra.emplace_back(row.en);
  }
  // Changes that still parse are kept and built upon, so that the sentences drift far from what people write.
  size_t parsed_well = 0;
  Words words;
  for (int round = 0; round < 60'000; ++round) {
    if (round % 100 == 0) words = pool[pick(pool.size())];
    Words changed = words;
    const size_t at = 1 + pick(changed.size());
    const bool inside = at < changed.size();
    switch (pick(5)) {
      case 0:
        if (inside) changed.erase(changed.begin() + static_cast<std::ptrdiff_t>(at));
        break;
      case 1:
        if (inside) std::swap(changed[at], changed[1 + pick(changed.size() - 1)]);
        break;
      case 2:
        if (inside) changed[at] = extra[pick(extra.size())];
        break;
      case 3:
        if (inside) changed.insert(changed.begin() + static_cast<std::ptrdiff_t>(at), changed[1 + pick(changed.size() - 1)]);
        break;
      default:
        changed.insert(changed.begin() + static_cast<std::ptrdiff_t>(std::min(at, changed.size())), extra[pick(extra.size())]);
        break;
    }
    const std::string text = joined(changed);
    const std::string zh = format(text, Keywords::zh);
    const Parsed parsed = parse(text);
    if (zh.empty()) continue;
    words = changed;
    ++parsed_well;
    const std::string en = format(text, Keywords::en);
    ASSERT_EQ(parse(zh).tree, parsed.tree) << text << zh;
    ASSERT_EQ(parse(en).tree, parsed.tree) << text << en;
    ASSERT_EQ(format(zh, Keywords::zh), zh) << text;
    ASSERT_EQ(format(en, Keywords::zh), zh) << text << en;
  }
  EXPECT_GT(parsed_well, 5'000u);
}

}  // namespace
}  // namespace plumb::syntax_test
