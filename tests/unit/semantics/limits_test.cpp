// Hard limits of the front end: what may be written without end must be refused in time.

#include <chrono>

#include "tests/unit/semantics/support.hpp"

namespace plumb::semantics_test {
namespace {

// Definitions that double at each step: 2^60 instructions if they were put in place without looking.
TEST(Limits, doubling_definitions_are_refused_at_once) {
  for (const char* second : {"x", "x + 1"}) {
    std::string text = kPrelude + "定义 d0/d0（x : 整数）: 整数 = x\n";
    for (int i = 1; i <= 60; ++i) {
      const std::string before = "d" + std::to_string(i - 1), name = "d" + std::to_string(i);
      text += "定义 " + name + "/" + name + "（x : 整数）: 整数 = " + before + "(x) + " + before + "(" + second + ")\n";
    }
    const auto began = std::chrono::steady_clock::now();
    const Checked checked = check(text + measure("d60(星级) > 1"));
    EXPECT_EQ(checked.codes(), "P0234") << checked.text();
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(20));
  }
}

TEST(Limits, long_chains_of_definitions_are_refused) {
  std::string text = kPrelude + "定义 d0/d0（x : 整数）: 整数 = x\n";
  for (int i = 1; i <= 3000; ++i) {
    const std::string before = "d" + std::to_string(i - 1), name = "d" + std::to_string(i);
    text += "定义 " + name + "/" + name + "（x : 整数）: 整数 = " + before + "(x) + 1\n";
  }
  EXPECT_EQ(check(text + measure("d3000(星级) > 1")).codes(), "P0236");
  EXPECT_EQ(check(text + measure("d100(星级) > 1")).codes().substr(0, 5), "P0402") << "a hundred steps are fine; the rest is unused";
}

TEST(Limits, long_chains_of_conditions_are_one_node) {
  std::string condition = "星级 = 0";
  for (int i = 1; i < 200; ++i) condition += " 或 星级 = " + std::to_string(i);
  EXPECT_EQ(check_condition(condition).codes(), "");
}

TEST(Limits, tables_of_many_rows_are_refused_when_they_nest_too_deep) {
  std::string rows;
  for (int i = 0; i < 1100; ++i) rows += "情形 " + std::to_string(i) + " 处理 特级\n";
  const Checked checked = check(kPrelude + "决策表 档次/tier（星 : 整数）: 等级 {\n" + rows + "情形 — 处理 一级 }\n" + measure("档次(星级) = 特级"));
  EXPECT_EQ(checked.codes(), "P0236") << checked.text();
}

TEST(Limits, a_table_with_many_columns_is_analysed_or_said_not_to_be) {
  std::string arguments, rows;
  for (int c = 0; c < 24; ++c) arguments += (c == 0 ? "" : "、") + std::string("a") + std::to_string(c) + " : 是否";
  for (int r = 0; r < 24; ++r) {
    rows += "情形 ";
    for (int c = 0; c < 24; ++c) rows += std::string(c == 0 ? "" : " | ") + (c == r ? "是" : (c + r) % 3 == 0 ? "否" : "—");
    rows += " 处理 特级\n";
  }
  const Checked checked = check(kPrelude + "决策表 档次/tier（" + arguments + "）: 等级 {\n" + rows + "}\n" + measure("高消费"));
  EXPECT_TRUE(checked.codes().find("P0601") != std::string::npos || checked.codes().find("P0603") != std::string::npos) << checked.text();
}

TEST(Limits, ten_thousand_measures) {
  std::string text = kPrelude + measure("");
  for (int i = 0; i < 10'000; ++i) {
    const std::string name = "m" + std::to_string(i);
    text +=
        "措施 " + name + "/" + name + " { 依据 通知 “一” 责任部门 公安局 事项 住宿 适用对象 失信被执行人 条件 星级 = " + std::to_string(i) + " 处理 限制 }\n";
  }
  const Checked checked = check(text);
  EXPECT_EQ(checked.codes(), "") << checked.text();
  ASSERT_NE(checked.program(), nullptr);
  EXPECT_EQ(checked.program()->measures.size(), 10'001U);
}

// A thousand names that nothing is called, each looked for among thousands.
TEST(Limits, many_unknown_names_are_told_in_time) {
  std::string text = kPrelude + measure("");
  for (int i = 0; i < 2000; ++i) text += "部门 第" + std::to_string(i) + "号局/b" + std::to_string(i) + "\n";
  for (int i = 0; i < 900; ++i) {
    const std::string name = "m" + std::to_string(i);
    text += "措施 " + name + "/" + name + " { 依据 通知 “一” 责任部门 第" + std::to_string(i) + "号居 事项 住宿 适用对象 失信被执行人 处理 限制 }\n";
  }
  EXPECT_GE(check(text).found.size(), 900U);
}

}  // namespace
}  // namespace plumb::semantics_test
