// What a person sees, to the byte.
#include "compiler/diagnostics/text.hpp"

#include <gtest/gtest.h>

#include "compiler/diagnostics/display.hpp"

namespace plumb::diagnostics {
namespace {

class Text : public testing::Test {
 protected:
  SourceId add(std::string path, std::string text) { return sources_.add(std::move(path), std::move(text)); }

  // The `number`th place (from 0) where `needle` stands.
  Span find(SourceId id, std::string_view needle, int number = 0) const {
    size_t at = sources_[id].text().find(needle);
    while (number-- > 0) at = sources_[id].text().find(needle, at + 1);
    EXPECT_NE(at, std::string::npos);
    return {id, static_cast<uint32_t>(at), static_cast<uint32_t>(at + needle.size())};
  }

  static Diagnostic unknown(Span span) { return Diagnostic(Kind::unknown_field, span, {"住宿", "星及"}); }
  std::string zh(const Diagnostic& d) const { return render_text(d, sources_, {Language::zh, false}); }
  std::string en(const Diagnostic& d) const { return render_text(d, sources_, {Language::en, false}); }

  SourceMap sources_;
};

// The example of the language's description.
TEST_F(Text, LooksAsTheLanguageSays) {
  const SourceId id = add("rules/xinan-2019-48/07-限制高消费.plumb", std::string(11, '\n') + "    条件      星及 >= 1 或 国家等级 属于 {特级、一级}\n");
  const Span span = find(id, "星及");
  const Diagnostic d = unknown(span)
                           .mark(LabelKind::no_such_field)
                           .help(HelpKind::fields_of_matter, {"住宿", "星级、国家等级、高消费场所"})
                           .fix(HelpKind::change_to, {"星级"}, span, "星级");
  EXPECT_EQ(zh(d),
            "错误[P0207]: 事项“住宿”没有字段“星及”\n"
            "   ┌─ rules/xinan-2019-48/07-限制高消费.plumb:12:15\n"
            "   │\n"
            "12 │     条件      星及 >= 1 或 国家等级 属于 {特级、一级}\n"
            "   │               ^^^^ 没有这个字段\n"
            "   │\n"
            "   = 事项“住宿”的字段: 星级、国家等级、高消费场所\n"
            "   = 建议: 改为“星级”\n");
  EXPECT_EQ(en(d).substr(0, en(d).find('\n')), "error[P0207]: matter '住宿' has no field '星及'");
  EXPECT_NE(en(d).find("= suggestion: change to '星级'\n"), std::string::npos);
}

TEST_F(Text, SeveralPlaces) {
  const SourceId a = add("a.plumb", "one two\nthree\nfour\nfive\nsix\nseven\n");
  const SourceId b = add("b.plumb", "elsewhere\n");
  const Diagnostic d = unknown(find(a, "two"))
                           .label(LabelKind::first_here, find(a, "one"))
                           .label(LabelKind::declared_here, find(a, "four"))
                           .label(LabelKind::declared_here, find(a, "seven"))
                           .label(LabelKind::declared_here, find(b, "where"))
                           .label(LabelKind::declared_here, {});
  EXPECT_EQ(en(d),
            "error[P0207]: matter '住宿' has no field '星及'\n"
            "  ┌─ a.plumb:1:5\n"
            "  │\n"
            "1 │ one two\n"
            "  │     ^^^\n"
            "  │ --- first here\n"
            "2 │ three\n"
            "3 │ four\n"
            "  │ ---- declared here\n"
            "  ·\n"
            "6 │ seven\n"
            "  │ ----- declared here\n"
            "  ┌─ b.plumb:1:5\n"
            "  │\n"
            "1 │ elsewhere\n"
            "  │     ----- declared here\n");
}

TEST_F(Text, SpansOverSeveralLines) {
  const SourceId a = add("a", "x {\n    条件\n  y\n}\n");
  Span all = find(a, "{");
  all.end = static_cast<uint32_t>(sources_[a].text().size());
  EXPECT_EQ(en(unknown(all).mark(LabelKind::no_such_field)),
            "error[P0207]: matter '住宿' has no field '星及'\n"
            "  ┌─ a:1:3\n"
            "  │\n"
            "1 │ x {\n"
            "  │   ^\n"
            "  ·\n"
            "4 │ }\n"
            "  │ ^ no such field\n");
}

TEST_F(Text, EmptySpansAndTheEndOfTheFile) {
  const SourceId a = add("a", "措施 x");
  const Span end{a, 8, 8};
  EXPECT_NE(en(unknown(end)).find("a:1:7\n  │\n1 │ 措施 x\n  │       ^\n"), std::string::npos);
  const Span past{a, 500, 700};
  EXPECT_EQ(en(unknown(past)), en(unknown(end)));
  const SourceId empty = add("b", "");
  EXPECT_NE(en(unknown({empty, 0, 0})).find("b:1:1\n  │\n1 │ \n  │ ^\n"), std::string::npos);
}

TEST_F(Text, TabsAndCarriageReturns) {
  const SourceId a = add("a", "\t条件\t星及\r\nnext\r\n");
  EXPECT_NE(en(unknown(find(a, "星及"))).find("a:1:7\n  │\n1 │  条件 星及\n  │       ^^^^\n"), std::string::npos);
  // A span that takes the line's end along is underlined up to the text's end.
  Span with_end = find(a, "星及");
  with_end.end += 2;
  EXPECT_EQ(en(unknown(with_end)), en(unknown(find(a, "星及"))));
}

TEST_F(Text, NothingSteersTheTerminal) {
  const SourceId a = add("a\x1b[2J", "x\x1b[31m\u202Ey\x01\xFFz");
  const std::string out = en(Diagnostic(Kind::unknown_field, find(a, "y"), {"\x1b[0m", "\r\n"}));
  EXPECT_EQ(out.find('\x1b'), std::string::npos);
  EXPECT_EQ(out.find('\r'), std::string::npos);
  EXPECT_EQ(out.find("\u202E"), std::string::npos);
  EXPECT_NE(out.find("x␛[31m␦y␁\uFFFDz"), std::string::npos);
}

TEST_F(Text, LongLinesAreCut) {
  const SourceId a = add("a", std::string(5000, 'a') + "星及" + std::string(5000, 'b'));
  const std::string out = en(unknown(find(a, "星及")));
  EXPECT_LT(out.size(), 500u);
  EXPECT_NE(out.find("…" + std::string(60, 'a') + "星及" + std::string(56, 'b') + "…\n"), std::string::npos) << out;
  EXPECT_NE(out.find("│ " + std::string(61, ' ') + "^^^^\n"), std::string::npos) << out;
}

TEST_F(Text, NoPlace) {
  EXPECT_EQ(en(unknown({}).help(HelpKind::split_file)), "error[P0207]: matter '住宿' has no field '星及'\n  = split the rule set into several files\n");
}

TEST_F(Text, Colors) {
  const SourceId a = add("a", "x");
  const Diagnostic d = unknown(find(a, "x"));
  const std::string colored = render_text(d, sources_, {Language::en, true});
  EXPECT_NE(colored.find("\x1b[1;31merror[P0207]\x1b[0m"), std::string::npos);
  std::string plain;
  for (size_t i = 0; i < colored.size(); ++i) {
    if (colored[i] == '\x1b') {
      i = colored.find('m', i);
    } else {
      plain.push_back(colored[i]);
    }
  }
  EXPECT_EQ(plain, en(d));
}

TEST_F(Text, SeveralAreSetApart) {
  const SourceId a = add("a", "x");
  const std::vector<Diagnostic> both(2, unknown(find(a, "x")));
  EXPECT_EQ(render_text(both, sources_, {Language::en, false}), en(both[0]) + "\n" + en(both[1]));
}

TEST(Summary, Counts) {
  EXPECT_EQ(summary(2, 1, Language::en), "2 errors, 1 warning");
  EXPECT_EQ(summary(2, 1, Language::zh), "2 个错误，1 个警告");
  EXPECT_EQ(summary(0, 2, Language::en), "2 warnings");
  EXPECT_EQ(summary(0, 0, Language::zh), "");
}

TEST(DisplayLine, ColumnsAndSlices) {
  const DisplayLine line("a准b绳");
  EXPECT_EQ(line.width(), 6u);
  EXPECT_EQ(line.column(0), 0u);
  EXPECT_EQ(line.column(1), 1u);
  EXPECT_EQ(line.column(2), 1u);  // inside 准
  EXPECT_EQ(line.column(4), 3u);
  EXPECT_EQ(line.column(8), 6u);
  EXPECT_EQ(line.slice(0, 6), "a准b绳");
  EXPECT_EQ(line.slice(2, 5), " b ");
}

}  // namespace
}  // namespace plumb::diagnostics
