#include "compiler/backends/prose/page.hpp"

#include <gtest/gtest.h>

namespace plumb::prose {
namespace {

TEST(Markdown, EscapesWhatWouldBeMarkup) {
  Page page;
  page.blocks = {Heading{2, "1. a*b", "some_alias"}, Paragraph{"- [x](y) <b>\n# not a heading"}, List{{{"a_b", {{"2. inner", {}}}}}}, Labelled{"label", "3) x"},
                 Table{{"a|b"}, {{"1"}}}};
  EXPECT_EQ(
      to_markdown(page),
      "## 1. a\\*b `some_alias`\n\n\\- \\[x\\](y) \\<b\\> \\# not a heading\n\n- a\\_b\n  - 2\\. inner\n\n**label**：3) x\n\n| a\\|b |\n| --- |\n| 1 |\n");
}

TEST(Html, EscapesAndStandsAlone) {
  Page page;
  page.title = "<t>";
  page.language = Language::en;
  page.blocks = {Heading{1, "a & b", ""}, Paragraph{"<script>alert(\"x\")</script>'"}, List{{{"one", {{"two", {}}}}}}};
  const std::string html = to_html(page);
  EXPECT_NE(html.find("<html lang=\"en\">"), std::string::npos);
  EXPECT_NE(html.find("<title>&lt;t&gt;</title>"), std::string::npos);
  EXPECT_NE(
      html.find("<h1>a &amp; b</h1>\n<p>&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&#39;</p>\n<ul>\n<li>one\n<ul>\n<li>two</li>\n</ul>\n</li>\n</ul>\n"),
      std::string::npos);
  EXPECT_EQ(html.find("http"), std::string::npos);
}

}  // namespace
}  // namespace plumb::prose
