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

TEST(Prose, WhoeverItIsIsToldInOneBreath) {
  SmallRuleSet rules;
  for (ir::Measure& measure : rules.program.measures) measure.reach = {true, false, 0, 0};
  const std::string zh = render(rules.program, Format::markdown, Language::zh), en = render(rules.program, Format::markdown, Language::en);
  EXPECT_NE(zh.find("\n任何自然人（不论是否列入名单）申请办理“住宿”，有下列情形之一的"), std::string::npos) << zh;
  EXPECT_NE(zh.find("\n任何单位（不论是否列入名单），在日常状态下的，"), std::string::npos) << zh;
  EXPECT_NE(en.find("Where any organisation (listed or not), as a matter of standing: the effect"), std::string::npos) << en;
  EXPECT_EQ(zh.find("，，"), std::string::npos) << zh;
}

TEST(Prose, AnEmptyProgramIsAPage) { EXPECT_EQ(render(ir::with_vocabulary(), Format::markdown, Language::zh), "# \n"); }

}  // namespace
}  // namespace plumb::prose
