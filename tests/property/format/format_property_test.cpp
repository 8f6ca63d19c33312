// Laws of the formatter over every rule file and every construct, with a comment of each kind in every gap between tokens:
// formatting twice changes nothing; every comment is kept once and in order; the syntax tree is the same; English and then
// Chinese keywords give the bytes of Chinese ones.
#include <gtest/gtest.h>

#include "compiler/syntax/token_source.hpp"
#include "tests/property/format/corpus.hpp"
#include "tests/unit/syntax/syntax_texts.hpp"

namespace plumb::syntax_test {
namespace {

using Keywords = syntax::FormatOptions::Keywords;

syntax::TokenList words(const std::string& text) {
  SourceMap sources;
  const SourceId id = sources.add("", text);
  diagnostics::Sink sink;
  return syntax::read_tokens(sources[id], id, sink);
}

std::vector<std::string> comments(const std::string& text) {
  std::vector<std::string> out;
  for (const auto& comment : words(text).comments) out.push_back(text.substr(comment.begin, comment.end - comment.begin));
  return out;
}

// The tree without documentation: a /// inserted before a declaration is meant to change that.
std::string tree(const std::string& text) {
  std::string out;
  for (ast::Declaration& declaration : parse(text).file.declarations) {
    declaration.documentation.clear();
    out += syntax::print(declaration);
  }
  return out;
}

void expect_laws(const std::string& text, const std::string& what) {
  ASSERT_EQ(parse(text).file.broken_names.size(), 0u) << what << parse(text).codes;
  const std::string kept = format(text);
  ASSERT_NE(kept, "") << what;
  ASSERT_EQ(format(kept), kept) << what << ": twice";
  ASSERT_EQ(comments(kept), comments(text)) << what << ": comments";
  ASSERT_EQ(tree(kept), tree(text)) << what << ": tree";
  const std::string zh = format(text, Keywords::zh);
  const std::string en = format(text, Keywords::en);
  ASSERT_EQ(format(zh, Keywords::zh), zh) << what << ": zh twice";
  ASSERT_EQ(format(en, Keywords::en), en) << what << ": en twice";
  ASSERT_EQ(format(en, Keywords::zh), zh) << what << ": en and back";
  ASSERT_EQ(format(zh, Keywords::en), en) << what << ": zh and back";
  ASSERT_EQ(comments(en), comments(text)) << what << ": comments in English";
  ASSERT_EQ(tree(en), tree(text)) << what << ": tree in English";
}

TEST(FormatProperty, RuleFiles) {
  for (const RuleFile& file : corpus()) expect_laws(file.text, file.path);
}

// Several comments in every gap, of all kinds in turn, on the line or on lines of their own.
std::string with_comments(const std::string& text, int kind, size_t phase) {
  static const char* const kForms[][2] = {{" /*c", "*/ "}, {" //c", "\n"}, {"\n/*c", "*/\n"}, {"\n\n//c", "\n\n"}, {" ///c", "\n"}, {"\n /*c", "*/ "}};
  const auto list = words(text);
  std::string out;
  uint32_t copied = 0;
  for (size_t i = 0; i <= list.tokens.size(); ++i) {
    const uint32_t at = i < list.tokens.size() ? list.tokens[i].begin : static_cast<uint32_t>(text.size());
    out += text.substr(copied, at - copied);
    copied = at;
    const size_t form = kind < 6 ? static_cast<size_t>(kind) : (i + phase) % 6;
    if (kind == 7 && (i + phase) % 7 > 1) continue;
    // A comment that ends with the line would put a declaration's first word there.
    out += kForms[form][0] + std::to_string(i) + kForms[form][1];
    if (kind == 7) out += " /*d" + std::to_string(i) + "*/";
    const bool opens_declaration = i < list.tokens.size() && list.tokens[i].unindented;
    if (opens_declaration) {
      if (out.back() != '\n') out += '\n';
    } else if (out.back() == '\n') {
      out += ' ';
    }
  }
  return out;
}

TEST(FormatProperty, CommentsInEveryGap) {
  size_t total = 0;
  for (const RuleFile& file : corpus()) {
    for (int kind = 0; kind < 8; ++kind) {
      const std::string text = with_comments(file.text, kind, total++);
      expect_laws(text, file.path + " kind " + std::to_string(kind));
      if (HasFatalFailure()) return;
    }
  }
  EXPECT_GT(total, 0u);
}

// All on one line, and one word a line: the layout does not depend on the writer's lines.
TEST(FormatProperty, LinesMeanNothing) {
  for (const RuleFile& file : corpus()) {
    const auto list = words(file.text);
    std::string spread, joined;
    for (const auto& token : list.tokens) {
      const std::string word = file.text.substr(token.begin, token.end - token.begin);
      spread += (token.unindented ? "\n" : "\n ") + word;
      joined += (token.unindented ? "\n" : " ") + word;
    }
    ASSERT_EQ(format(spread), format(joined)) << file.path;
    expect_laws(spread, file.path + " spread");
    expect_laws(joined, file.path + " joined");
    if (HasFatalFailure()) return;
  }
}

}  // namespace
}  // namespace plumb::syntax_test
