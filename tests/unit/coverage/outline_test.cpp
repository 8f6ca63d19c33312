#include "compiler/coverage/outline.hpp"

#include <gtest/gtest.h>

#include "tests/unit/coverage/notice.hpp"

namespace plumb::coverage {
namespace {

std::vector<std::string> paths(const Outline& outline) {
  std::vector<std::string> out;
  for (const TextClause& clause : outline.clauses) out.push_back(clause.path);
  return out;
}

TEST(Outline, ReadsNumberingTitlesAndDepartments) {
  const Outline outline = parse_outline(kNotice);
  EXPECT_EQ(outline.number, "青政办〔2020〕7号");
  EXPECT_EQ(paths(outline), (std::vector<std::string>{"一", "二", "二（一）", "二（一）1", "二（一）2", "二（二）"}));
  const TextClause* fairs = outline.find("二（一）1");
  ASSERT_NE(fairs, nullptr);
  EXPECT_EQ(fairs->title, "灯会审批");
  EXPECT_EQ(fairs->parent, "二（一）");
  EXPECT_EQ(fairs->line, 15u);
  EXPECT_TRUE(fairs->runs_on);
  ASSERT_EQ(fairs->paragraphs.size(), 1u);
  EXPECT_EQ(fairs->paragraphs[0].text, "灯会审批。从严办理灯会,暂停办理夜市。");
  EXPECT_EQ(fairs->paragraphs[0].departments, "商业局、公安局");
  EXPECT_FALSE(outline.find("二（一）")->runs_on);
  EXPECT_TRUE(outline.gaps.empty());
}

TEST(Outline, KeepsParagraphsOfOneClauseApart) {
  const Outline outline = parse_outline(kNotice);
  const TextClause* watch = outline.find("二（二）");
  ASSERT_NE(watch, nullptr);
  ASSERT_EQ(watch->paragraphs.size(), 3u);
  EXPECT_EQ(watch->title, "日常监督");
  EXPECT_EQ(watch->paragraphs[0].departments, "");
  EXPECT_EQ(watch->paragraphs[1].departments, "公安局");
  EXPECT_EQ(watch->paragraphs[2].departments, "各市场、行业主管部门");
}

TEST(Outline, FindsDepartmentsInOrdinarySentences) {
  const auto departments = [](const std::string& sentence) { return parse_outline("一、灯会。" + sentence + "\n").clauses[0].paragraphs[0].departments; };
  EXPECT_EQ(departments("从严办理。由商业局、公安局负责。"), "商业局、公安局");
  EXPECT_EQ(departments("从严办理（由商业局负责）。"), "商业局");
  EXPECT_EQ(departments("从严办理。（商业局负责）"), "商业局");
  EXPECT_EQ(departments("从严办理。责任部门：商业局、公安局。"), "商业局、公安局");
  EXPECT_EQ(departments("从严办理。牵头单位：商业局"), "商业局");
  EXPECT_EQ(departments("从严办理（每季一次，责任部门：商业局），并公开结果。"), "商业局");
  EXPECT_EQ(departments("费用由申请人负责。"), "");
  EXPECT_EQ(departments("由商业局负责协调，其他部门配合。"), "");
}

TEST(Outline, TakesEveryWidthAndVariant) {
  const Outline wide = parse_outline("一、甲\n（一）乙\n１．丙。丁。\n（１）戊。\n（2）己。\n２、庚。\n");
  const Outline narrow = parse_outline("\xEF\xBB\xBF 一、甲\r\n\r\n  (一) 乙\r\n　1. 丙。丁。\r\n(1)戊。\r\n(2)己。\r\n2、庚。");
  EXPECT_EQ(paths(wide), (std::vector<std::string>{"一", "一（一）", "一（一）1", "一（一）1（1）", "一（一）1（2）", "一（一）2"}));
  EXPECT_EQ(paths(narrow), paths(wide));
  for (size_t index = 0; index < wide.clauses.size(); ++index) {
    EXPECT_EQ(normalised_text(narrow.clauses[index]), normalised_text(wide.clauses[index]));
  }
}

TEST(Outline, JoinsWrappedLinesAndIgnoresNumbersInThem) {
  const Outline outline =
      parse_outline("一、甲\n1．丙。所称限额按照标准的\n3．规定执行，最高\n3.5 万元。（责任部门：商业局、\n公安局）\n另起一段。\n2．丁。\n");
  ASSERT_EQ(paths(outline), (std::vector<std::string>{"一", "一1", "一2"}));
  const TextClause* clause = outline.find("一1");
  ASSERT_EQ(clause->paragraphs.size(), 2u);
  EXPECT_EQ(clause->paragraphs[0].text, "丙。所称限额按照标准的3.规定执行,最高3.5 万元。");
  EXPECT_EQ(clause->paragraphs[0].departments, "商业局、公安局");
  EXPECT_EQ(clause->paragraphs[1].text, "另起一段。");
}

TEST(Outline, TellsGapsAndLateBeginnings) {
  const Outline outline = parse_outline("一、甲\n1．乙。\n3．丙。\n二、丁\n（二）戊。\n");
  EXPECT_EQ(paths(outline), (std::vector<std::string>{"一", "一1", "一3", "二", "二（二）"}));
  ASSERT_EQ(outline.gaps.size(), 2u);
  EXPECT_EQ(outline.gaps[0].path, "一3");
  EXPECT_EQ(outline.gaps[0].after, "一1");
  EXPECT_EQ(outline.gaps[0].line, 3u);
  EXPECT_EQ(outline.gaps[1].path, "二（二）");
  EXPECT_EQ(outline.gaps[1].after, "");
}

TEST(Outline, ReadsAnExcerptThatBeginsLater) {
  const Outline outline = parse_outline("四、保障\n（一）甲。\n五、附则\n");
  EXPECT_EQ(paths(outline), (std::vector<std::string>{"四", "四（一）", "五"}));
  EXPECT_TRUE(outline.gaps.empty());
}

TEST(Outline, SurvivesAnyBytes) {
  EXPECT_TRUE(parse_outline("").clauses.empty());
  EXPECT_TRUE(parse_outline("没有编号的文字。\n第二行").clauses.empty());
  EXPECT_EQ(parse_outline("一、\xFF\xFE\n（责任部门：\n").clauses.size(), 1u);
}

TEST(Outline, ChineseNumerals) {
  EXPECT_EQ(chinese_numeral(1), "一");
  EXPECT_EQ(chinese_numeral(10), "十");
  EXPECT_EQ(chinese_numeral(11), "十一");
  EXPECT_EQ(chinese_numeral(20), "二十");
  EXPECT_EQ(chinese_numeral(99), "九十九");
  std::string text;
  for (uint32_t number = 1; number <= 30; ++number) text += chinese_numeral(number) + "、题\n";
  EXPECT_EQ(parse_outline(text).clauses.size(), 30u);
  EXPECT_EQ(parse_outline(text).clauses.back().path, "三十");
}

}  // namespace
}  // namespace plumb::coverage
