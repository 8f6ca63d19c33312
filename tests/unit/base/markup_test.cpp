#include "compiler/base/markup.hpp"

#include <gtest/gtest.h>

namespace plumb {
namespace {

TEST(Markup, NothingThatATextHoldsIsATagOrEndsAnAttribute) {
  EXPECT_EQ(escaped("<a href=\"x\" b='y'>甲&amp;</a>"), "&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;甲&amp;amp;&lt;/a&gt;");
  EXPECT_EQ(escaped(""), "");
  std::string out = "<p>";
  append_escaped(out, "it's <b>", Quotes::only_double);
  EXPECT_EQ(out, "<p>it's &lt;b&gt;");
}

}  // namespace
}  // namespace plumb
