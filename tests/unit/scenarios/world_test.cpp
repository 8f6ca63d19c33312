// What is wrong with a scenario's facts and questions is told with its code, and the scenario is not run.
#include <algorithm>

#include "tests/unit/scenarios/rule_set.hpp"

namespace plumb::scenarios {
namespace {

struct Wrong {
  const char* body;
  const char* code;
  const char* words;
};

class WrongScenario : public ::testing::TestWithParam<Wrong> {};

TEST_P(WrongScenario, IsToldAndNotRun) {
  const ScenarioReport report = test(std::string(GetParam().body));
  EXPECT_TRUE(report.results.empty());
  EXPECT_TRUE(report.findings());
  const std::vector<std::string> lines = failures(report);
  const auto tells = [](const std::string& line) { return line.starts_with(GetParam().code) && line.find(GetParam().words) != std::string::npos; };
  EXPECT_TRUE(std::any_of(lines.begin(), lines.end(), tells)) << (lines.empty() ? "nothing was told" : lines.front());
}

INSTANTIATE_TEST_SUITE_P(
    Each, WrongScenario,
    ::testing::Values(
        Wrong{"事实 张三 是 自然人 李四 自 2019-06-01 列入名单\n请求 张三 于 2019-07-01 申请 住宿\n结果 不适用", "P0501", "李四"},
        Wrong{"事实 张三 是 自然人\n请求 张二 于 2019-07-01 申请 住宿\n结果 不适用", "P0501", "张二"},
        Wrong{"事实 张三 是 自然人\n请求 张三 于 2019-07-01 申请 住宿\n结果 限制 依 住宿限制 因 甲公司", "P0501", "甲公司"},
        Wrong{"事实 张三 是 自然人 张三 是 单位\n请求 张三 于 2019-07-01 申请 住宿\n结果 不适用", "P0502", "张三"},
        Wrong{
            "事实 张三 是 自然人 { 编号 “410399198503121236” } 李四 是 自然人 { 编号 “410399-1985-0312-1236” }\n请求 张三 于 2019-07-01 申请 住宿\n结果 不适用",
            "P0503", "李四"},
        Wrong{"事实 张三 是 自然人 甲 是 单位 张三 任 甲 直接责任人员\n请求 张三 于 2019-07-01 申请 住宿\n结果 不适用", "P0504", "直接责任人员"},
        Wrong{"事实 张三 是 自然人 张三 保留 住宿限制 至 2019-12-31\n请求 张三 于 2019-07-01 申请 住宿\n结果 不适用", "P0505", "0"},
        Wrong{"事实 张三 是 自然人 张三 持有 荣誉 “一” 张三 持有 荣誉 “一”\n请求 于 2019-07-01 清查\n结果 不适用", "P0506", "一"},
        Wrong{"事实 张三 是 自然人\n请求 张三 于 2019-07-01 申请 住宿 { 星级: 是 }\n结果 不适用", "P0507", "整数"},
        Wrong{"事实 张三 是 自然人\n请求 张三 { 编号 “4103**************” } 于 2019-07-01 申请 住宿\n结果 不适用", "P0508", ""},
        Wrong{"事实 张三 是 自然人\n请求 张三 于 2019-07-01 申请 住宿\n结果 不适用 对 张三", "P0509", ""},
        Wrong{"事实 张三 是 自然人\n请求 张三 于 2019-07-01 申请 住宿\n结果 需补充 主体.身高 依 住宿限制", "P0510", "身高"},
        Wrong{"事实 张三 是 自然人\n请求 张三 于 2019-07-01 申请 住宿宿\n结果 不适用", "P0202", "住宿宿"},
        Wrong{"事实 张三 是 自然人\n请求 张三 于 2019-07-01 申请 住宿 { 星: 4 }\n结果 不适用", "P0207", "星"},
        Wrong{"事实 张三 是 自然人\n请求 张三 于 2019-07-01 申请 住宿 { 等级: 三级 }\n结果 不适用", "P0205", "三级"},
        Wrong{"事实 张三 是 自然人\n请求 张三 于 2019-07-01 既有 住宿\n结果 不适用", "P0221", "住宿"},
        Wrong{"事实 张三 是 自然人\n请求 张三 于 2019-07-01 申请 住宿\n结果 限止 依 住宿限制", "P0202", "限止"},
        Wrong{"事实 张三 是 自然人 参数 茶馆限度 = 5元\n请求 张三 于 2019-07-01 申请 住宿\n结果 不适用", "P0202", "茶馆限度"}));

TEST(WrongScenario, ANearNameIsProposed) {
  const ScenarioReport report = test("事实 张三 是 自然人\n请求 张三 于 2019-07-01 申请 住宿\n结果 限制 依 住宿限止");
  ASSERT_EQ(report.not_understood.size(), 1u);
  ASSERT_EQ(report.not_understood[0].fixes.size(), 1u);
  EXPECT_EQ(report.not_understood[0].fixes[0].edits[0].replacement, "住宿限制");
}

}  // namespace
}  // namespace plumb::scenarios
