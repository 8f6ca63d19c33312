// One token deleted, doubled or put in: no declaration is lost but the one that was broken, whatever the token.
#include <gtest/gtest.h>

#include "compiler/syntax/token_source.hpp"
#include "tests/property/format/corpus.hpp"
#include "tests/unit/syntax/syntax_texts.hpp"

namespace plumb::syntax_test {
namespace {

struct Breaker {
  std::string text;
  syntax::TokenList list;
  std::vector<std::string> whole;  // printed declarations

  explicit Breaker(std::string source) : text(std::move(source)) {
    SourceMap sources;
    const SourceId id = sources.add("", text);
    diagnostics::Sink sink;
    list = syntax::read_tokens(sources[id], id, sink);
    for (const auto& declaration : parse(text).file.declarations) whole.push_back(syntax::print(declaration));
  }

  // Fails when more than one declaration is missing, or anything is missing without a message.
  void expect_one_lost_at_most(const std::string& broken, const std::string& what) const {
    const Parsed parsed = parse(broken);
    std::vector<std::string> left;
    for (const auto& declaration : parsed.file.declarations) left.push_back(syntax::print(declaration));
    size_t lost = 0;
    size_t next = 0;
    for (const std::string& each : whole) {
      size_t at = next;
      while (at < left.size() && left[at] != each) ++at;
      if (at == left.size()) {
        ++lost;
      } else {
        next = at + 1;
      }
    }
    ASSERT_LE(lost, 1u) << what << "\n" << parsed.codes;
  }
};

TEST(BreakageProperty, NoInnocentDeclarationIsLost) {
  const char* const kInserted[] = {"{", "}", "(", ")", "甲", "、", "；", "=", "“", "的", "且", "4", "：", "措施", "事项", "|"};
  size_t tried = 0, turn = 0;
  for (const RuleFile& file : corpus()) {
    const Breaker breaker(file.text);
    // A part of a long file says as much as all of it.
    const size_t step = std::max<size_t>(1, breaker.list.tokens.size() / 60);
    for (size_t i = turn++ % step; i < breaker.list.tokens.size(); i += step) {
      const auto& token = breaker.list.tokens[i];
      const std::string word = file.text.substr(token.begin, token.end - token.begin);
      // A head that is gone makes its declaration part of the one before: two are wrong then, not one.
      const std::string what = file.path + " token " + std::to_string(i) + " " + word;
      std::string text = file.text;
      if (!token.unindented) breaker.expect_one_lost_at_most(text.replace(token.begin, token.end - token.begin, ""), what + " deleted");
      text = file.text;
      breaker.expect_one_lost_at_most(text.insert(token.end, " " + word), what + " doubled");
      text = file.text;
      const std::string inserted = kInserted[tried % std::size(kInserted)];
      breaker.expect_one_lost_at_most(text.insert(token.end, " " + inserted + " "), what + " followed by " + inserted);
      if (HasFatalFailure()) return;
      ++tried;
    }
  }
  EXPECT_GT(tried, 600u);
}

}  // namespace
}  // namespace plumb::syntax_test
