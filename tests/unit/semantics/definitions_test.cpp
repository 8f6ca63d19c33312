// 定义, 决策表, 参数: what they see, how they are put in place, and which cases a table forgets.

#include "compiler/ir/printer.hpp"
#include "tests/unit/semantics/support.hpp"

namespace plumb::semantics_test {
namespace {

std::string lowered(const std::string& declarations, const std::string& condition) {
  const Checked checked = check(kPrelude + declarations + measure(condition));
  if (checked.program() == nullptr || !checked.found.empty()) return checked.text();
  const ir::Measure& m = checked.program()->measures[ir::MeasureId(0)];
  return ir::print(*checked.program(), m.condition, m.matter);
}

std::string codes(const std::string& declarations, const std::string& condition) { return check(kPrelude + declarations + measure(condition)).codes(); }

TEST(Definitions, stand_in_the_place_of_their_calls) {
  EXPECT_EQ(lowered("定义 高档/upscale（甲 : 整数）= 甲 >= 4\n", "高档(星级)"), "(at_least lodging.stars 4)");
  EXPECT_EQ(lowered("定义 两倍/twice（甲 : 整数）: 整数 = 甲 * 2\n定义 四倍/four（甲 : 整数）: 整数 = 两倍(两倍(甲))\n", "四倍(星级) > 8"),
            "(above (multiply (multiply lodging.stars 2) 2) 8)");
  EXPECT_EQ(lowered("定义 好/good（甲 : 等级）= 甲 属于 {特级、一级}\n", "好(国家等级)"), "(in_set lodging.national [special first])");
}

TEST(Definitions, see_their_arguments_and_parameters_only) {
  EXPECT_EQ(codes("定义 甲/a（乙 : 整数）= 星级 > 乙\n", "甲(星级)"), "P0204");
  EXPECT_EQ(codes("定义 甲/a（乙 : 整数）= 主体的所属行业 = 其他 且 乙 = 1\n", "甲(星级)"), "P0216");
  EXPECT_EQ(codes("定义 甲/a（乙 : 日期）= 列入期间(乙)\n", "甲(取得日期)"), "P0216");
  EXPECT_EQ(codes("定义 甲/a（乙 : 日期）= 乙 < 决定日期\n", "甲(取得日期)"), "P0216");
  EXPECT_EQ(lowered("参数 界限/limit : 整数 { 施行 2019-05-30 = 3 }\n定义 甲/a（乙 : 整数）= 乙 > 界限\n", "甲(星级)"),
            "(above lodging.stars parameter.limit)");
}

TEST(Definitions, that_use_themselves_are_told_with_the_way) {
  const Checked checked = check(kPrelude + "定义 甲/a（x : 整数）: 整数 = 乙(x)\n定义 乙/b（x : 整数）: 整数 = 甲(x)\n" + measure("甲(星级) > 1"));
  EXPECT_EQ(checked.codes(), "P0604");
  EXPECT_NE(checked.text().find("甲 → 乙 → 甲"), std::string::npos) << checked.text();
  EXPECT_EQ(codes("定义 甲/a（x : 整数）: 整数 = 甲(x)\n", "甲(星级) > 1"), "P0604");
}

TEST(Definitions, are_checked_once_whether_used_or_not) {
  EXPECT_EQ(codes("定义 甲/a（x : 整数）= x > 另一数\n", "高消费"), "P0204");
  EXPECT_EQ(codes("定义 甲/a（x : 整数）= x > 真\n", "高消费"), "P0118");
  EXPECT_EQ(codes("定义 甲/a（x : 整数）= x > 另一数\n", "甲(星级) 且 甲(星级 + 1)"), "P0204");
  EXPECT_EQ(codes("定义 甲/a（x : 整数）= x > 1\n", "甲(金额)"), "P0208");
  EXPECT_EQ(codes("定义 甲/a（x : 整数）= x > 1\n", "甲(星级、星级)"), "P0218");
  EXPECT_EQ(codes("定义 甲/a（x : 整数、x : 整数）= x > 1\n", "甲(星级、星级)"), "P0201");
  EXPECT_EQ(codes("定义 甲/a（x : 整数）= x > 1\n", "高消费"), "P0402");
}

TEST(Definitions, a_name_that_means_two_things_is_refused) {
  EXPECT_EQ(codes("参数 星级/cap : 整数 { 施行 2019-05-30 = 3 }\n", "星级 > 1"), "P0206");
  EXPECT_EQ(codes("参数 甲/a : 整数 { 施行 2019-05-30 = 3 }\n定义 甲/b（x : 整数）= x > 1\n", "高消费 且 星级 > a"), "P0201");
}

TEST(Parameters, have_dated_values_of_their_type) {
  EXPECT_EQ(codes("参数 甲/a : 金额 { 施行 2019-05-30 = 500 }\n", "金额 > 甲"), "P0208");
  EXPECT_EQ(codes("参数 甲/a : 金额 { 施行 2019-05-30 = 500元 + 1元 }\n", "金额 > 甲"), "P0226");
  EXPECT_EQ(codes("参数 甲/a : 金额 { 施行 2019-05-30 = 500元 施行 2019-05-30 = 600元 }\n", "金额 > 甲"), "P0240");
  EXPECT_EQ(codes("参数 甲/a : 金额 { 施行 2019-05-30 = 500元 施行 2019-05-29 = 600元 }\n", "金额 > 甲"), "P0225");
  EXPECT_EQ(codes("参数 甲/a : 金额 { 施行 2019-05-30 = 500元 }\n", "高消费"), "P0401");
  const Checked good = check(kPrelude + "参数 甲/a : 金额 { 施行 2019-05-30 = 未定 施行 2020-01-01 = -500元 依据 通知 “二” }\n" + measure("金额 > 甲"));
  ASSERT_NE(good.program(), nullptr) << good.text();
  const ir::Parameter& a = good.program()->parameters[ir::ParameterId(0)];
  ASSERT_EQ(a.versions.size(), 2U);
  EXPECT_FALSE(a.versions[0].value);
  EXPECT_EQ(a.versions[1].value->number, -50000);
  EXPECT_EQ(a.versions[1].basis.size(), 1U);
}

// What is said about the table's case, or nothing.
bool tells(const std::string& said, const char* code, const char* example) {
  return said.find(std::string("[") + code + "]") != std::string::npos && said.find(example) != std::string::npos;
}

std::string table(const std::string& rows, const std::string& arguments = "星 : 整数", const std::string& call = "档次(星级)") {
  const Checked checked = check(kPrelude + "决策表 档次/tier（" + arguments + "）: 等级 {\n" + rows + "\n}\n" + measure(call + " = 特级"));
  return checked.codes().empty() ? "" : checked.text();
}

TEST(Tables, without_gaps_need_no_fault) {
  EXPECT_EQ(lowered("决策表 档次/tier（星 : 整数）: 等级 { 情形 >= 4 处理 特级 情形 < 4 处理 一级 }\n", "档次(星级) = 特级"),
            "(equal (select (at_least lodging.stars 4) special first) special)");
  EXPECT_EQ(
      lowered("决策表 档次/tier（甲 : 是否、乙 : 等级）: 是否 { 情形 是 | — 处理 是 情形 否 | 特级 处理 是 情形 — | — 处理 否 }\n", "档次(高消费、国家等级)")
          .find("fault"),
      std::string::npos);
}

TEST(Tables, gaps_are_told_with_a_case) {
  EXPECT_TRUE(tells(table("情形 >= 4 处理 特级\n情形 < 3 处理 一级"), "P0601", "星 = 3"));
  EXPECT_TRUE(tells(table("情形 >= 4 处理 特级\n情形 介于 1 与 2 之间 处理 一级"), "P0601", "星 = 0"));
  EXPECT_TRUE(
      tells(table("情形 特级 | 是 处理 特级\n情形 特级 | 否 处理 一级\n情形 {一级、二级} | 是 处理 二级", "甲 : 等级、乙 : 是否", "档次(国家等级、高消费)"),
            "P0601", "甲 = 一级、乙 = 否"));
  EXPECT_TRUE(tells(table("情形 > 500元 处理 特级\n情形 < 500元 处理 一级", "甲 : 金额", "档次(金额)"), "P0601", "甲 = 500.00元"));
  EXPECT_TRUE(tells(table("情形 “甲” 处理 特级", "甲 : 文本", "档次(名字)"), "P0601", "甲 = “…”"));
  EXPECT_EQ(table("情形 >= 4 处理 特级\n情形 介于 2 与 3 之间 处理 一级\n情形 <= 1 处理 二级"), "");
  EXPECT_EQ(table("情形 属于 41 处理 特级\n情形 不属于 41 处理 一级", "甲 : 地区", "档次(地点)"), "");
}

TEST(Tables, overlaps_with_different_values_are_told) {
  EXPECT_TRUE(tells(table("情形 >= 4 处理 特级\n情形 <= 4 处理 一级"), "P0602", "星 = 4"));
  EXPECT_EQ(table("情形 >= 4 处理 特级\n情形 >= 5 处理 特级\n情形 < 4 处理 一级"), "") << "the same value";
  EXPECT_EQ(table("情形 >= 4 处理 特级\n情形 — 处理 一级"), "") << "a last row for all else";
}

TEST(Tables, what_is_not_fixed_is_not_analysed) {
  const Checked checked =
      check(kPrelude + "参数 界/limit : 整数 { 施行 2019-05-30 = 3 }\n决策表 档次/tier（星 : 整数）: 等级 { 情形 > 界 处理 特级 情形 <= 界 处理 一级 }\n" +
            measure("档次(星级) = 特级"));
  EXPECT_EQ(checked.codes(), "P0603") << checked.text();
}

TEST(Tables, rows_fit_the_columns) {
  EXPECT_EQ(codes("决策表 档次/tier（星 : 整数）: 等级 { 情形 1 | 2 处理 特级 }\n", "高消费"), "P0605");
  EXPECT_EQ(codes("决策表 档次/tier（星 : 整数）: 等级 { 情形 特级 处理 特级 情形 — 处理 一级 }\n", "高消费"), "P0204");
  EXPECT_EQ(codes("决策表 档次/tier（星 : 整数）: 等级 { 情形 — 处理 三级 }\n", "高消费"), "P0205");
}

}  // namespace
}  // namespace plumb::semantics_test
