#include "compiler/backends/prose/prose.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "tests/unit/prose/rule_set.hpp"

namespace plumb::prose {
namespace {

// The recorded page; PLUMB_RECORD=1 writes it anew (read the diff before you commit it).
void expect_golden(const std::string& name, const std::string& actual) {
  const std::string path = std::string(PLUMB_SOURCE_DIR) + "/tests/unit/prose/expected/" + name;
  if (std::getenv("PLUMB_RECORD") != nullptr) std::ofstream(path, std::ios::binary) << actual;
  std::ifstream file(path, std::ios::binary);
  std::ostringstream expected;
  expected << file.rdbuf();
  EXPECT_EQ(actual, expected.str()) << path;
}

TEST(Prose, TellsTheSmallRuleSet) {
  const SmallRuleSet rules;
  expect_golden("demo.zh.md", render(rules.program, Format::markdown, Language::zh));
  expect_golden("demo.en.md", render(rules.program, Format::markdown, Language::en));
  expect_golden("demo.zh.html", render(rules.program, Format::html, Language::zh));
}

TEST(Prose, AnEmptyProgramIsAPage) { EXPECT_EQ(render(ir::with_vocabulary(), Format::markdown, Language::zh), "# \n"); }

}  // namespace
}  // namespace plumb::prose
