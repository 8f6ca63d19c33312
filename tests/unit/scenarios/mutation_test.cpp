#include <algorithm>
#include <set>

#include "compiler/mutation/mutant.hpp"
#include "compiler/mutation/run.hpp"
#include "tests/unit/scenarios/rule_set.hpp"

namespace plumb::mutation {
namespace {

using scenarios::Compiled;

const char* kThorough =
    "示例 “住宿” {\n"
    "    事实 张三 是 自然人 李四 是 自然人 甲 是 单位\n"
    "         甲 自 2019-06-01 列入名单\n"
    "         张三 任 甲 法定代表人\n"
    "         李四 任 甲 董事\n"
    "    请求 张三 于 2019-07-01 申请 住宿 { 星级: 4、等级: 二级 } 结果 限制 依 住宿限制 仅\n"
    "    请求 张三 于 2019-07-01 申请 住宿 { 星级: 5、等级: 二级 } 结果 限制 依 住宿限制 仅\n"
    "    请求 张三 于 2019-07-01 申请 住宿 { 星级: 3、等级: 二级 } 结果 不适用\n"
    "    请求 张三 于 2019-07-01 申请 住宿 { 星级: 3、等级: 一级 } 结果 不适用\n"
    "    请求 张三 于 2019-07-01 申请 住宿 { 星级: 3、等级: 特级 } 结果 限制 依 住宿限制 仅\n"
    "    请求 李四 于 2019-07-01 申请 住宿 { 星级: 4、等级: 二级 } 结果 不适用\n"
    "    请求 甲 于 2019-07-01 申请 住宿 { 星级: 4、等级: 二级 } 结果 限制 依 住宿限制 仅\n"
    "}\n";

std::vector<std::string> survivors(const Compiled& compiled, unsigned threads = 1) {
  EXPECT_EQ(compiled.problems, "");
  if (!compiled.compilation.program) return {};
  MutationOptions options;
  options.threads = threads;
  std::vector<std::string> out;
  for (const diagnostics::Diagnostic& each : run(compiled.compilation.files, compiled.compilation.program, options).survivors)
    out.push_back(each.message(Language::zh));
  return out;
}

bool any(const std::vector<std::string>& lines, const std::string& part) {
  return std::any_of(lines.begin(), lines.end(), [&](const std::string& line) { return line.find(part) != std::string::npos; });
}

TEST(Mutants, AreDifferentAndCoverEveryPart) {
  const Compiled compiled = scenarios::compile("");
  ASSERT_EQ(compiled.problems, "");
  const ir::Program& program = *compiled.compilation.program;
  std::set<std::string> all;
  std::string lodging;
  for (const Mutant& mutant : mutants_of(program)) {
    ir::Program changed = program;
    const Description description = mutant.make(changed);
    EXPECT_TRUE(all.insert(std::to_string(mutant.measure.value) + description.en).second) << description.en;
    if (mutant.measure.valid() && program.measures[mutant.measure].name.zh == "住宿限制") lodging += description.zh + "\n";
  }
  for (const char* part : {"去掉整个条件", "把「“星级”不低于4」改为「“星级”超过4」", "把「4」改为「5」", "把「4」改为「3」",
                           "把「“等级”为特级」改为「“等级”为特级或者一级」", "改为「“等级”不为特级」", "不再适用于失信被执行人本人",
                           "“失信被执行人的……”中去掉法定代表人", "中加上董事", "的单位”互换", "把主体类别改为单位", "把处理改为禁止"}) {
    EXPECT_NE(lodging.find(part), std::string::npos) << part << "\n" << lodging;
  }
}

TEST(Mutation, NoScenarioKillsNone) {
  const Compiled compiled = scenarios::compile("");
  ASSERT_EQ(compiled.problems, "");
  const MutationReport report = run(compiled.compilation.files, compiled.compilation.program, {});
  EXPECT_EQ(report.killed, 0u);
  EXPECT_EQ(report.survivors.size(), report.total);
}

TEST(Mutation, AThoroughScenarioKillsItsMeasuresMutants) {
  const std::vector<std::string> lines = survivors(scenarios::compile(kThorough));
  // What it does not ask survives.
  EXPECT_TRUE(any(lines, "“住宿限制”: “失信被执行人的……”中加上监事"));
  EXPECT_TRUE(any(lines, "“茶馆限制”"));
  EXPECT_FALSE(any(lines, "“住宿限制”: “失信被执行人的……”中加上董事"));
  EXPECT_FALSE(any(lines, "“住宿限制”: 把「"));
  EXPECT_EQ(survivors(scenarios::compile(kThorough), 3), lines);
}

TEST(Mutation, AFailingScenarioIsNotUsed) {
  const Compiled compiled = scenarios::compile("示例 “错” { 事实 张三 是 自然人 请求 张三 于 2019-07-01 申请 住宿 结果 限制 依 住宿限制 }\n");
  ASSERT_EQ(compiled.problems, "");
  const MutationReport report = run(compiled.compilation.files, compiled.compilation.program, {});
  EXPECT_EQ(report.skipped_scenarios, 1u);
  EXPECT_EQ(report.killed, 0u);
  EXPECT_NE(render_text(report, compiled.compilation.sources, Language::zh, false).find("有 1 个示例本来就不符"), std::string::npos);
}

}  // namespace
}  // namespace plumb::mutation
