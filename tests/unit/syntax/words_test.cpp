// Words: splitting, retyping, literals, names, strings, comments.
#include <gtest/gtest.h>

#include "tests/unit/syntax/syntax_texts.hpp"

namespace plumb::syntax_test {
namespace {

TEST(Words, NamesEndAtDeAndAtOperatorWords) {
  EXPECT_EQ(condition("失信记录的发布日期早于取得日期"), "(< (. $失信记录 发布日期) 取得日期)");
  EXPECT_EQ(condition("称号属于{文明单位、慈善类奖项}且列入期间(取得日期)"), "(and (in 称号 { 文明单位 慈善类奖项 }) (call $列入期间 取得日期))");
  EXPECT_EQ(condition("金额不超过500元且星级>=1"), "(and (<= 金额 (money 500.00)) (>= 星级 1))");
  EXPECT_EQ(condition("金额超过3.5万元"), "(> 金额 (money 35000.00))");
  EXPECT_EQ(condition("甲不属于F52或者乙含任一{丙}"), "(or (not_in 甲 F52) (has_any 乙 { 丙 }))");
  EXPECT_EQ(condition("金额介于500元与2亿元之间"), "(between 金额 (money 500.00) (money 200000000.00))");
  EXPECT_EQ(condition("主体的所属行业不为建筑业"), "(!= (. $主体 所属行业) 建筑业)");
}

TEST(Words, KeywordsAsWholeWordsComeFirst) {
  EXPECT_EQ(condition("不属于"), "P0119");
  EXPECT_EQ(condition("施行日"), "施行日");
  EXPECT_EQ(condition("或有事项"), "或有事项");
  EXPECT_EQ(condition("非 无"), "(not 无)");
}

TEST(Words, SinceToOnWithEndANameBeforeADigit) {
  const Parsed parsed =
      parse("示例 “甲” {\n    事实 甲公司自2019-01-01列入名单\n    张三自2018年1月1日至2019-5-3任甲公司 董事\n    请求 张三于2019-07-01申请 住宿\n}\n");
  EXPECT_EQ(parsed.codes, "P0119");  // 任甲公司 is written together: one word
  const Parsed spaced =
      parse("示例 “甲” {\n    事实 甲公司自2019-01-01列入名单\n    张三自2018年1月1日至2019-5-3 任 甲公司 董事\n    请求 张三于2019-07-01申请 住宿\n}\n");
  EXPECT_EQ(spaced.codes, "");
  EXPECT_NE(spaced.tree.find("(listed 甲公司 2019-01-01)"), std::string::npos);
  EXPECT_NE(spaced.tree.find("(serves 张三 (from 2018-01-01) (to 2019-05-03) 甲公司 董事)"), std::string::npos);
  EXPECT_NE(spaced.tree.find("(request 张三 2019-07-01 application 住宿)"), std::string::npos);
}

TEST(Words, QuotedNamesAreNeverSplitNorKeywords) {
  EXPECT_EQ(condition("「标的」 = 「是」"), "(= 标的 是)");
  EXPECT_EQ(condition("「决定日期」"), "决定日期");
  EXPECT_EQ(condition("决定日期"), "$决定日期");
  EXPECT_EQ(condition("「农、林、牧、渔业」"), "农、林、牧、渔业");
}

TEST(Words, UnreservedKeywordsAreNames) {
  EXPECT_EQ(condition("标题 = 案号 且 名单"), "(and (= 标题 案号) 名单)");
  EXPECT_EQ(condition("甲的条件 = listing.from"), "(= (. 甲 条件) (. $失信记录 from))");
  const Parsed parsed = parse("事项 住宿/lodging {\n    字段 条件/when : 是否\n    字段 标题/title : 文本\n}\n");
  EXPECT_EQ(parsed.tree, "(matter 住宿/lodging (field 条件/when bool) (field 标题/title text))\n");
}

TEST(Words, WidthsAndPunctuationAreOne) {
  EXPECT_EQ(condition("星级＞＝２０１９ 且（甲）"), "(and (>= 星级 2019) ()甲)");
  EXPECT_EQ(condition("ｓｔａｒ≠4 且 b≥2 且 c≤3"), "(and (and (!= star 4) (>= b 2)) (<= c 3))");
  EXPECT_EQ(condition("甲 属于 {乙，丙；丁、戊,己;庚}"), "(in 甲 { 乙 丙 丁 戊 己 庚 })");
  EXPECT_EQ(parse("措施　甲｛条件：“文”＝\"本‘内’\"；处理：限制。｝").tree, "(measure 甲 (when (= \"文\" \"本‘内’\")) (impose 限制))\n");
}

TEST(Words, Literals) {
  EXPECT_EQ(condition("a = 4"), "(= a 4)");
  EXPECT_EQ(condition("a = 3.50"), "(= a (decimal 3.5))");
  EXPECT_EQ(condition("a = -3.5"), "(= a (negate (decimal 3.5)))");
  EXPECT_EQ(condition("a = 0310"), "(= a (code 0310))");
  EXPECT_EQ(condition("a 属于 4710"), "(in a (code 4710))");
  EXPECT_EQ(condition("a = 10%"), "(= a (ratio 0.1))");
  EXPECT_EQ(condition("a = 12.5％"), "(= a (ratio 0.125))");
  EXPECT_EQ(condition("a = 500元"), "(= a (money 500.00))");
  EXPECT_EQ(condition("a = 500 yuan"), "(= a (money 500.00))");
  EXPECT_EQ(condition("a = 3.5 万元"), "(= a (money 35000.00))");
  EXPECT_EQ(condition("a = 0.000001万元"), "(= a (money 0.01))");
  EXPECT_EQ(condition("a = 2亿元"), "(= a (money 200000000.00))");
  EXPECT_EQ(condition("a = 2019年5月30日"), "(= a 2019-05-30)");
  EXPECT_EQ(condition("a = 2019-5-3"), "(= a 2019-05-03)");
  EXPECT_EQ(condition("a = 3日"), "(= a 3d)");
  EXPECT_EQ(condition("a = 3天"), "(= a 3d)");
  EXPECT_EQ(condition("a = 3 个工作日"), "(= a 3wd)");
  EXPECT_EQ(condition("a = 6个月"), "(= a 6m)");
  EXPECT_EQ(condition("a = 2年"), "(= a 24m)");
  EXPECT_EQ(condition("a = 9223372036854775807"), "(= a 9223372036854775807)");
  EXPECT_EQ(condition("是 且 否"), "(and true false)");
}

TEST(Words, WrongLiteralsAreTold) {
  EXPECT_EQ(condition("a = 9223372036854775808"), "P0115");
  EXPECT_EQ(condition("a = 99999999999999999999元"), "P0115");
  EXPECT_EQ(condition("a = 1.001元"), "P0116");
  EXPECT_EQ(condition("a = 1.0000000000000000001"), "P0116");
  EXPECT_EQ(condition("a = 1.5日"), "P0116");
  EXPECT_EQ(condition("a = 2019-02-30"), "P0114");
  EXPECT_EQ(condition("a = 2019年2月30日"), "P0114");
  EXPECT_EQ(condition("a = 99999999999年1月1日"), "P0114");
}

struct Slip {
  const char* written;
  const char* code;
  const char* fixed;
};

// Each slip is told with its code, and the first fix makes it right.
TEST(Words, SlipsGetAFix) {
  constexpr Slip kSlips[] = {{"a = 1,000元", "P0111", "a = 1000元"},
                             {"a > 1,234,567.5元", "P0111", "a > 1234567.5元"},
                             {"a <= 三日", "P0112", "a <= 3日"},
                             {"a <= 十五个工作日", "P0112", "a <= 15个工作日"},
                             {"a = 2019年5月30", "P0113", "a = 2019年5月30日"},
                             {"a == 4", "P0117", "a = 4"},
                             {"a 大于 4", "P0118", "a 超过 4"},
                             {"非 a = b", "P0121", "非 (a = b)"},
                             {"标的 = 房产", "P0120", "「标的」 = 房产"},
                             {"a 且 b 或 c", "P0122", "(a 且 b) 或 c"},
                             {"a = “文", "P0105", "a = “文”"},
                             {"「甲 = 1", "P0106", "「甲 = 1」"},
                             {"pаy = 1", "P0103", "pay = 1"}};
  for (const Slip& slip : kSlips) {
    const std::string text = measure_when(slip.written);
    const Parsed parsed = parse(text);
    ASSERT_EQ(parsed.told.size(), 1u) << slip.written << ": " << parsed.codes;
    EXPECT_EQ(parsed.codes, slip.code) << slip.written;
    ASSERT_FALSE(parsed.told[0].fixes.empty()) << slip.written;
    std::string fixed = text;
    auto edits = parsed.told[0].fixes[0].edits;
    for (auto edit = edits.rbegin(); edit != edits.rend(); ++edit) fixed.replace(edit->span.begin, edit->span.end - edit->span.begin, edit->replacement);
    EXPECT_EQ(fixed, measure_when(slip.fixed));
    EXPECT_EQ(parse(fixed).codes, "") << slip.fixed;
  }
}

TEST(Words, IncompleteDatesAreToldWithoutAGuess) {
  EXPECT_EQ(condition("a = 2019年5月"), "P0113");
  EXPECT_EQ(condition("a = 2019年"), "P0113");
}

TEST(Words, ListsOfNumbersAreNotThousands) { EXPECT_EQ(condition("a 属于 {100,200}"), "(in a { 100 200 })"); }

TEST(Words, WhenForACondition) {
  const Parsed parsed = parse("措施 甲 {\n    当 星级 >= 1\n    处理 限制\n}\n");
  EXPECT_EQ(parsed.codes, "P0118");
  EXPECT_EQ(parsed.told[0].fixes[0].edits[0].replacement, "条件");
}

TEST(Words, InvisibleCharactersAreToldEverywhere) {
  EXPECT_EQ(parse("// 说\xE2\x80\xAE明\n部门 甲\n").codes, "P0102");
  EXPECT_EQ(parse("部门 甲\xE2\x80\x8B乙\n").codes, "P0102");
}

TEST(Words, ControlCharactersAreToldEverywhereAndShownAsSymbols) {
  for (const char* control : {"\x1b[2J", "\a", "\x1b]0;a\a", "\x7f",
                              "\xC2\x9B"
                              "2J"}) {
    EXPECT_TRUE(parse("// 说" + std::string(control) + "明\n部门 甲\n").codes.starts_with("P0101")) << control + 1;
    EXPECT_TRUE(parse("部门 甲 { 说明 “" + std::string(control) + "” }\n").codes.starts_with("P0101")) << control + 1;
  }
  EXPECT_EQ(parse("/* a\tb\r\nc */\r\n部门 甲\r\n").codes, "");
  const Parsed escape = parse("// \x1b[2J\n部门 甲\n");
  EXPECT_EQ(escape.codes, "P0101");
  EXPECT_EQ(escape.told[0].arguments[0], "␛");
  EXPECT_EQ(parse(std::string("// \0\n部门 甲\n", 16)).told[0].arguments[0], "␀");
}

TEST(Words, ForeignCharacters) {
  EXPECT_EQ(parse("部门 かな\n").codes, "P0104");
  EXPECT_EQ(condition("a = @"), "P0101");
  EXPECT_EQ(condition(std::string("a = \0", 5)), "P0101");
}

TEST(Words, CommentsAndDocumentation) {
  const Parsed parsed = parse("/* 头 */ /// 第一行\n///第二行\n部门 甲 // 尾\n// 普通\n部门 乙\n");
  EXPECT_EQ(parsed.codes, "");
  EXPECT_EQ(parsed.tree, "(documentation \"第一行\n第二行\")\n(department 甲)\n(department 乙)\n");
  EXPECT_EQ(parse("部门 甲\n/* 没有结束\n部门 乙\n").codes, "P0108");
}

TEST(Words, ClausesAreCanonical) {
  const auto path = [](const std::string& clause) {
    const Parsed parsed = parse("措施 甲 {\n    依据 文 “" + clause + "”\n}\n");
    return std::get<ast::Measure>(parsed.file.declarations.at(0).node).basis.at(0).clause.value;
  };
  EXPECT_EQ(path("二（七）1"), "二（七）1");
  EXPECT_EQ(path("二(七)1"), "二（七）1");
  EXPECT_EQ(path("二（七）1．"), "二（七）1");
  EXPECT_EQ(path("二(七)1."), "二（七）1");
  EXPECT_EQ(path("二、（七） 1"), "二（七）1");
  EXPECT_EQ(path(" 附件第3条 "), "附件第3条");
}

}  // namespace
}  // namespace plumb::syntax_test
