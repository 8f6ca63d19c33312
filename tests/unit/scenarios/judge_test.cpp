// Each kind of result, met and not met; and that a sweep asks what the runtime's sweep asks.
#include "compiler/scenarios/judge.hpp"

#include <algorithm>

#include "compiler/scenarios/question.hpp"
#include "runtime/rows/read_rows.hpp"
#include "runtime/sweep/sweep.hpp"
#include "tests/unit/scenarios/rule_set.hpp"

namespace plumb::scenarios {
namespace {

const std::string kFacts =
    "事实 张三 是 自然人 李四 是 自然人 甲公司 是 单位 乙公司 是 单位\n"
    "     甲公司 自 2019-06-01 列入名单\n"
    "     李四 自 2019-06-01 列入名单\n"
    "     张三 任 甲公司 法定代表人\n"
    "     张三 任 乙公司 董事\n"
    "     李四 任 乙公司 法定代表人\n"
    "     李四 自 2019-06-20 获准 住宿 “许可一”\n"
    "     甲公司 自 2019-06-10 持有 荣誉 “荣誉一” { 取得日期: 2019-06-10 }\n"
    "     甲公司 自 2018-01-01 持有 荣誉 “荣誉二” { 取得日期: 2018-01-01 }\n";

struct Case {
  const char* request;
  const char* result;
  bool holds;
};

class Result : public ::testing::TestWithParam<Case> {};

TEST_P(Result, ComesOutAsItShould) {
  const ScenarioReport report = test(kFacts + "请求 " + GetParam().request + "\n结果 " + GetParam().result);
  ASSERT_TRUE(report.not_understood.empty()) << report.not_understood.front().message(Language::zh);
  ASSERT_EQ(report.results.size(), 1u);
  EXPECT_EQ(report.results[0].passed(), GetParam().holds) << (report.results[0].failures.empty() ? "" : report.results[0].failures[0].actual);
}

constexpr const char* kFour = "张三 于 2019-07-01 申请 住宿 { 星级: 4 }";
constexpr const char* kOpen = "张三 于 2019-07-01 申请 住宿 { 等级: 二级 }";
constexpr const char* kSweep = "于 2019-07-01 清查";

INSTANTIATE_TEST_SUITE_P(
    Each, Result,
    ::testing::Values(Case{kFour, "限制 依 住宿限制", true}, Case{kFour, "禁止 依 住宿限制", false}, Case{kFour, "限制 依 茶馆限制", false},
                      Case{kFour, "不适用 依 住宿限制", false}, Case{kFour, "不适用 依 茶馆限制", true}, Case{kFour, "不适用", false},
                      Case{kFour, "限制 依 住宿限制 因 甲公司 任 法定代表人", true}, Case{kFour, "限制 依 住宿限制 因 甲公司", true},
                      Case{kFour, "限制 依 住宿限制 因 甲公司 任 董事", false}, Case{kFour, "限制 依 住宿限制 因 甲公司、李四", false},
                      Case{kFour, "限制 依 住宿限制 因 张三", false}, Case{kFour, "总体 限制", true}, Case{kFour, "总体 无", false},
                      Case{kFour, "至多 限制", true}, Case{kFour, "至多 禁止", false}, Case{kFour, "仅", false}, Case{kFour, "限制 依 住宿限制 仅", true},
                      Case{kFour, "总体 限制 仅", false}, Case{kOpen, "需补充 星级 依 住宿限制", true}, Case{kOpen, "需补充 星级", true},
                      Case{kOpen, "需补充 星级、等级 依 住宿限制", false}, Case{kOpen, "需补充 等级 依 住宿限制", false},
                      Case{kOpen, "总体 无 至多 限制", true}, Case{kOpen, "不适用", false}, Case{kOpen, "已许可 依 住宿限制", false},
                      Case{kOpen, "需补充 星级 依 住宿限制 仅", true}, Case{"张三 于 2019-07-01 申请 住宿 { 星级: 3、等级: 二级 }", "不适用 仅", true},
                      Case{"李四 于 2019-07-01 申请 住宿 { 星级: 4 }", "已许可 依 住宿限制 仅", true},
                      Case{"李四 于 2019-07-01 申请 住宿 { 星级: 4 }", "不适用 依 住宿限制", false},
                      Case{"李四 于 2019-07-01 申请 住宿 { 星级: 4 }", "不适用 总体 无 至多 无", true},
                      Case{"李四 于 2019-06-19 申请 住宿 { 星级: 4 }", "限制 依 住宿限制", true},
                      Case{kSweep, "撤销 依 荣誉撤销 对 甲公司 “荣誉一” 提示 依 重点检查 对 乙公司 仅", true},
                      Case{kSweep, "撤销 依 荣誉撤销 对 甲公司 “荣誉二”", false}, Case{kSweep, "不适用 依 荣誉撤销 对 甲公司 “荣誉二”", true},
                      Case{kSweep, "撤销 依 荣誉撤销 对 甲公司", false}, Case{kSweep, "提示 依 重点检查 对 甲公司", false},
                      Case{kSweep, "撤销 依 荣誉撤销 对 甲公司 “荣誉一” 仅", false}, Case{kSweep, "总体 撤销", true},
                      Case{"于 2019-05-29 清查", "不适用", true}));

TEST(Facts, OfTheScenarioAreThoseOfTheDecision) {
  EXPECT_EQ(failures(test("事实 张三 是 自然人 张三 自 2019-06-01 列入名单 { 撤销 2019-07-10 } 张三 保留 住宿限制 至 2019-08-01\n"
                          "     参数 茶馆限额 = 100元\n"
                          "请求 张三 于 2019-08-01 申请 住宿 { 星级: 4 }\n结果 限制 依 住宿限制 仅\n"
                          "请求 张三 于 2019-08-02 申请 住宿 { 星级: 4 }\n结果 不适用\n"
                          "请求 张三 于 2019-07-01 申请 开茶馆 { 「标的」: {酒、茶}、金额: 100.01元 }\n结果 禁止 依 茶馆限制\n"
                          "请求 张三 于 2019-07-01 申请 开茶馆 { 「标的」: {酒}、金额: 100元 }\n结果 不适用\n"
                          "请求 张三 于 2019-07-01 申请 开茶馆 { 「标的」: {}、金额: 未知 }\n结果 不适用")),
            std::vector<std::string>());
  EXPECT_EQ(failures(test("事实 张三 是 自然人 张三 自 2019-06-01 列入名单\n"
                          "请求 张三 于 2019-07-01 申请 开茶馆 { 「标的」: {酒}、金额: 1元 }\n结果 需补充 参数.茶馆限额 依 茶馆限制")),
            std::vector<std::string>());
  EXPECT_EQ(failures(test("事实 张三 是 自然人 名单 同步 于 2019-06-01 同步时限 30日\n"
                          "请求 张三 于 2019-07-01 申请 住宿 { 星级: 4 }\n结果 不适用\n"
                          "请求 张三 于 2019-07-02 申请 住宿 { 星级: 4 }\n结果 需补充 名单 依 住宿限制")),
            std::vector<std::string>());
  EXPECT_EQ(failures(test("事实 张三 是 自然人 { 编号 “410399198503121236” } 张三 自 2019-06-01 列入名单\n"
                          "请求 张三 { 编号 “4103991985****1236” } 于 2019-07-01 申请 住宿 { 星级: 4 }\n结果 需补充 主体.编号 依 住宿限制\n"
                          "请求 张三 { 名称 “李四” } 于 2019-07-01 申请 住宿 { 星级: 4 }\n结果 需补充 主体.编号 依 住宿限制")),
            std::vector<std::string>());
}

TEST(Sweep, AsksWhatTheRuntimeAsks) {
  const Compiled compiled = compile("示例 “清查” {\n" + kFacts + "请求 于 2019-07-01 清查\n结果 不适用\n}\n");
  ASSERT_EQ(compiled.problems, "");
  diagnostics::Sink sink;
  const std::vector<ResolvedScenario> scenarios = resolve(*compiled.compilation.program, compiled.compilation.files, sink);
  ASSERT_EQ(scenarios.size(), 1u);
  const Judge judge(compiled.compilation.program);
  const World& world = scenarios[0].world;
  std::vector<std::string> here, there;
  for (const Answer& answer : judge.answer(world, scenarios[0].questions[0].request)) {
    for (const decide::MeasureDecision& measure : answer.decision.measures) {
      here.push_back(judge.program().measures[measure.measure].name.alias + " " + answer.party + " " + answer.holding.value_or("null"));
    }
  }
  const decide::Context context = judge.context(world);
  sweep::Visitor visitor;
  visitor.line = [&](const std::string& json) {
    const auto member = [&](const std::string& key) {
      const size_t at = json.find("\"" + key + "\":") + key.size() + 3;
      const std::string value = json.substr(at, json.find_first_of(",}", at) - at);
      return value.front() == '"' ? value.substr(1, value.size() - 2) : value;
    };
    there.push_back(member("measure") + " " + member("party") + " " + member("holding"));
  };
  sweep::sweep(context, {std::nullopt, true}, rows::read_rows(context.rules, context.snapshot), scenarios[0].questions[0].request.date, Language::en, 1,
               visitor);
  std::sort(here.begin(), here.end());
  std::sort(there.begin(), there.end());
  EXPECT_EQ(here.size(), 2u);
  EXPECT_EQ(here, there);
}

}  // namespace
}  // namespace plumb::scenarios
