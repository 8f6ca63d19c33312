// Failing scenarios, coverage, and how both are told.
#include "compiler/scenarios/run.hpp"

#include "compiler/scenarios/render.hpp"
#include "tests/unit/scenarios/rule_set.hpp"

namespace plumb::scenarios {
namespace {

const std::string kFailing =
    "示例 “四星级” {\n"
    "    事实 张三 是 自然人\n"
    "         张三 自 2019-06-01 列入名单\n"
    "    请求 张三 于 2019-07-01 申请 住宿 { 星级: 4 }\n"
    "    结果 不适用 依 住宿限制\n"
    "}\n"
    "示例 “三星级” {\n"
    "    事实 张三 是 自然人\n"
    "    请求 张三 于 2019-07-01 申请 住宿 { 星级: 3、等级: 二级 }\n"
    "    结果 不适用\n"
    "}\n";

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST(Run, TellsExpectedBesideActualWithTheTree) {
  const Compiled compiled = compile(kFailing);
  const ScenarioReport report = test(compiled);
  EXPECT_EQ(report.failed(), 1u);
  ASSERT_EQ(report.results.size(), 2u);
  ASSERT_EQ(report.results[0].failures.size(), 1u);
  const Failure& failure = report.results[0].failures[0];
  EXPECT_EQ(failure.expected, "不适用 依 住宿限制");
  EXPECT_EQ(failure.actual, "住宿限制 适用：限制，因 张三");
  EXPECT_TRUE(holds(failure.explanation, "✓ “星级”不低于4\n")) << failure.explanation;
  EXPECT_TRUE(holds(failure.explanation, "    ? “等级”为特级\n      · “等级”  （缺 等级）\n")) << failure.explanation;
  const std::string text = render_text(report, compiled.compilation.sources, Language::zh, false);
  EXPECT_TRUE(holds(text, "✗ 示例 “四星级”\n  scenarios/s.plumb:5\n    应为  不适用 依 住宿限制\n    实际  住宿限制 适用：限制，因 张三\n")) << text;
  EXPECT_TRUE(holds(text, "示例 2 个，不符 1 个\n"));
  EXPECT_FALSE(holds(text, "三星级"));
}

TEST(Run, WantsAResultOfEveryRequest) {
  const Compiled compiled = compile(
      "示例 “四星级” {\n"
      "    事实 张三 是 自然人\n"
      "    请求 张三 于 2019-07-01 申请 住宿 { 星级: 4 }\n"
      "}\n");
  const ScenarioReport report = test(compiled);
  ASSERT_EQ(report.not_understood.size(), 1u);
  EXPECT_EQ(report.not_understood[0].code(), "P0516");
  EXPECT_TRUE(report.results.empty());
  const std::string text = render_text(report, compiled.compilation.sources, Language::zh, false);
  EXPECT_TRUE(holds(text, "示例中的错误 1 个，有错误的示例没有运行\n")) << text;
}

TEST(Run, TellsMachines) {
  const Compiled compiled = compile(kFailing);
  const ScenarioReport report = test(compiled);
  const SourceMap& sources = compiled.compilation.sources;
  const std::string json = render_json(report, sources, Language::en);
  EXPECT_TRUE(holds(json, R"("title":"四星级","path":"scenarios/s.plumb","line":1,"passed":false)")) << json;
  EXPECT_TRUE(holds(json, R"("passed":1,"failed":1,"coverage":null)")) << json;
  const std::string junit = render_junit(report, sources, Language::en);
  EXPECT_TRUE(holds(junit, "tests=\"2\"") && holds(junit, "failures=\"1\"") && holds(junit, "四星级")) << junit;
  const std::string sarif = render_sarif(report, sources, Language::en, "1");
  EXPECT_TRUE(holds(sarif, "P0511") && holds(sarif, "scenarios/s.plumb")) << sarif;
}

TEST(Run, TellsWhatNoScenarioReaches) {
  const Compiled compiled = compile(kFailing);
  const ScenarioReport report = test(compiled, {true, Language::zh});
  ASSERT_TRUE(report.coverage.has_value());
  std::string lines;
  for (const diagnostics::Diagnostic& each : report.coverage->unseen) lines += std::string(each.code()) + " " + each.message(Language::zh) + "\n";
  EXPECT_TRUE(holds(lines, "P0512 没有示例让措施“茶馆限制”适用")) << lines;
  EXPECT_TRUE(holds(lines, "P0513 没有示例问到措施“茶馆限制”而不适用")) << lines;
  EXPECT_TRUE(holds(lines, "P0514 措施“住宿限制”: 没有示例使此处为“是”: “等级”为特级")) << lines;
  EXPECT_FALSE(holds(lines, "没有示例让措施“住宿限制”适用")) << lines;
  EXPECT_FALSE(holds(lines, "没有示例使此处为“否”: “星级”不低于4")) << lines;
  EXPECT_EQ(report.coverage->total, report.coverage->seen + report.coverage->unseen.size());
}

}  // namespace
}  // namespace plumb::scenarios
