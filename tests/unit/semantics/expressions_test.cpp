// Conditions as written → instructions; and what is said about wrong ones.

#include "compiler/ir/printer.hpp"
#include "tests/unit/semantics/support.hpp"

namespace plumb::semantics_test {
namespace {

std::string lowered(const std::string& condition) {
  const Checked checked = check_condition(condition);
  if (checked.program() == nullptr) return checked.text();
  const ir::Measure& measure = checked.program()->measures[ir::MeasureId(0)];
  return ir::print(*checked.program(), measure.condition, measure.matter);
}

TEST(Expressions, names_and_values_resolve) {
  EXPECT_EQ(lowered("星级 >= 1"), "(at_least lodging.stars 1)");
  EXPECT_EQ(lowered("stars at_least 1"), "(at_least lodging.stars 1)");
  EXPECT_EQ(lowered("国家等级 = 特级"), "(equal lodging.national special)");
  EXPECT_EQ(lowered("特级 = 国家等级"), "(equal special lodging.national)");
  EXPECT_EQ(lowered("国家等级 不属于 {特级、first}"), "(not (in_set lodging.national [special first]))");
  EXPECT_EQ(lowered("职务 含任一 {董事、监事}"), "(has_any lodging.posts [director supervisor])");
  EXPECT_EQ(lowered("职务 含全部 董事"), "(has_all lodging.posts [director])");
  EXPECT_EQ(lowered("主体的所属行业 属于 {房地产、建筑业}"), "(in_set party.sector [real_estate construction])");
  EXPECT_EQ(lowered("失信记录的身份 属于 四类人员"), "(in_set entry.role [legal_representative principal actual_controller directly_responsible])");
  EXPECT_EQ(lowered("失信记录的身份 = 直接责任人员"), "(equal entry.role directly_responsible)");
}

TEST(Expressions, booleans_stand_alone_and_compare_with_yes_and_no) {
  EXPECT_EQ(lowered("高消费"), "lodging.costly");
  EXPECT_EQ(lowered("高消费 = 是"), "lodging.costly");
  EXPECT_EQ(lowered("高消费 = 否"), "(not lodging.costly)");
  EXPECT_EQ(lowered("高消费 ≠ 否"), "lodging.costly");
  EXPECT_EQ(lowered("非 高消费"), "(not lodging.costly)");
}

TEST(Expressions, chains_are_one_node_and_brackets_are_kept) {
  EXPECT_EQ(lowered("高消费 且 星级 = 1 且 星级 = 2"), "(and lodging.costly (equal lodging.stars 1) (equal lodging.stars 2))");
  EXPECT_EQ(lowered("高消费 且 (星级 = 1 且 星级 = 2)"), "(and lodging.costly (and (equal lodging.stars 1) (equal lodging.stars 2)))");
  EXPECT_EQ(lowered("下列之一 {高消费；星级 = 1}"), "(or lodging.costly (equal lodging.stars 1))");
}

TEST(Expressions, choices_between_conditions_become_logic) {
  EXPECT_EQ(lowered("若 高消费 则 星级 = 1 否则 星级 = 2"),
            "(or (and lodging.costly (equal lodging.stars 1)) (and (not lodging.costly) (equal lodging.stars 2)))");
  EXPECT_EQ(lowered("星级 > (若 高消费 则 1 否则 2)"), "(above lodging.stars (select lodging.costly 1 2))");
}

TEST(Expressions, dates_terms_and_amounts) {
  EXPECT_EQ(lowered("决定日期 - 取得日期 > 30"), "(above (days_between decision_date lodging.granted) 30)");
  EXPECT_NE(lowered("决定日期 < 取得日期 + 3 个工作日").find("date_add"), std::string::npos);
  EXPECT_EQ(lowered("金额 介于 500元 与 1万元 之间"), "(and (at_least lodging.amount 500.00) (at_most lodging.amount 10000.00))");
  EXPECT_EQ(lowered("金额 / 金额 > 50%").find("(above (divide"), 0U);
  EXPECT_EQ(lowered("金额 * 10% > 5元").find("(above (multiply lodging.amount"), 0U);
  EXPECT_EQ(lowered("星级 属于 {3、4}"), "(or (equal lodging.stars 3) (equal lodging.stars 4))");
  EXPECT_EQ(lowered("地点 属于 4103"), lowered("地点 属于 洛阳市"));
}

TEST(Expressions, triggers_and_quantifiers) {
  EXPECT_EQ(lowered("列入期间(取得日期)"), "(listed_on lodging.granted)");
  EXPECT_EQ(lowered("存在(失信记录的可公布)"), "(exists entry.publishable)");
  EXPECT_EQ(lowered("计数(失信记录的可公布) >= 2"), "(at_least (count entry.publishable) 2)");
  EXPECT_EQ(lowered("已知(星级)"), "(known lodging.stars)");
}

// condition, codes, what the first fixes make of it ("" when there is no fix).
struct Wrong {
  const char* condition;
  const char* codes;
  const char* fixed;
};
const Wrong kWrong[] = {
    {"星及 >= 1", "P0207", "星级 >= 1"},
    {"starz >= 1", "P0207", "stars >= 1"},
    {"国家等级 = 特及", "P0205", "国家等级 = 特级"},
    {"国家等级 属于 {特级、一极}", "P0205", "国家等级 属于 {特级、一级}"},
    {"国家等级 = “特级”", "P0208", "国家等级 = 特级"},
    {"金额 > 500", "P0208", "金额 > 500元"},
    {"比例值 > 10", "P0208", "比例值 > 10%"},
    {"小数值 > 3", "P0208", "小数值 > 3.0"},
    {"取得日期 < “2019-05-30”", "P0208", "取得日期 < 2019-05-30"},
    {"取得日期 + 3 < 决定日期", "P0208", ""},  // days, months or years: the writer knows
    {"职务 = 董事", "P0212", "职务 含任一 董事"},
    {"职务=董事", "P0212", "职务 含任一 董事"},
    {"posts is director", "P0212", "posts has_any director"},
    {"职务 属于 {董事}", "P0212", "职务 含任一 {董事}"},
    {"国家等级 含任一 {特级}", "P0213", "国家等级 属于 {特级}"},
    {"国家等级 > 一级", "P0210", ""},
    {"星级 = 高消费", "P0209", ""},
    {"星级 + 高消费 > 1", "P0211", ""},
    {"主体的行当 = 建筑业", "P0214", ""},
    {"失信记录的发布日 < 2019-01-01", "P0214", "失信记录的发布日期 < 2019-01-01"},
    {"存在(存在(失信记录的可公布))", "P0217", ""},
    {"已知(星级、金额)", "P0218", ""},
    {"列入期限(取得日期)", "P0202", "列入期间(取得日期)"},
    {"星级(3) > 1", "P0235", ""},
    {"星级", "P0208", ""},
    {"星级 = 未知", "P0216", ""},
    {"非高消费", "P0207", "非 高消费"},
    {"甲乙丙 = 丁戊", "P0207", ""},
    {"地点 属于 9999", "P0205", ""},
    {"星级 = 星级", "P0408", ""},
    {"是", "P0407", ""},
};

TEST(Expressions, wrong_ones_are_told_and_mended) {
  for (const Wrong& wrong : kWrong) {
    const std::string text = kPrelude + measure(wrong.condition);
    const Checked checked = check(text);
    EXPECT_EQ(checked.codes(), wrong.codes) << wrong.condition << "\n" << checked.text();
    const std::string mended = fixed(checked, text);
    EXPECT_EQ(mended, std::string(wrong.fixed).empty() ? text : kPrelude + measure(wrong.fixed)) << wrong.condition;
    if (*wrong.fixed != 0) {
      EXPECT_EQ(check(mended).codes(), "") << mended;
    }
  }
}

TEST(Expressions, a_message_in_full) {
  const Checked checked = check(kPrelude + "措施 甲/a { 依据 通知 “一” 责任部门 公安局 事项 荣誉 适用对象 失信被执行人\n条件 称呺 = 文明单位\n处理 限制 }");
  const std::string text = checked.text();
  EXPECT_NE(text.find("错误[P0207]: 事项“荣誉”没有字段“称呺”"), std::string::npos) << text;
  EXPECT_NE(text.find("^^^^ 没有这个字段"), std::string::npos) << text;
  EXPECT_NE(text.find("= 事项“荣誉”的字段: 称号"), std::string::npos) << text;
  EXPECT_NE(text.find("= 建议: 改为“称号”"), std::string::npos) << text;
}

TEST(Expressions, nothing_of_the_list_is_seen_by_measures_for_anyone) {
  const std::string anyone = "不论是否失信";
  EXPECT_EQ(check(kPrelude + measure("失信记录的可公布", "处理 限制", anyone)).codes(), "P0215");
  EXPECT_EQ(check(kPrelude + measure("列入期间(取得日期)", "处理 限制", anyone)).codes(), "P0215");
  EXPECT_EQ(check(kPrelude + measure("星级 = 1", "处理 限制", anyone)).codes(), "");
}

TEST(Expressions, an_exception_needs_a_basis_and_a_condition_that_is_one) {
  EXPECT_EQ(check(kPrelude + measure("高消费", "例外 { 条件 星级 = 1 } 处理 限制")).codes(), "P0203");
  EXPECT_EQ(check(kPrelude + measure("高消费", "例外 { 条件 星级 依据 通知 “二” } 处理 限制")).codes(), "P0208");
  EXPECT_EQ(check(kPrelude + measure("高消费", "例外 { 条件 星级 = 1 依据 通知 “二” } 处理 限制")).codes(), "");
}

}  // namespace
}  // namespace plumb::semantics_test
