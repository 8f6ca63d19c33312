// Declarations, recovery, and the two keyword languages.
#include <gtest/gtest.h>

#include "tests/unit/syntax/syntax_texts.hpp"

namespace plumb::syntax_test {
namespace {

using Keywords = syntax::FormatOptions::Keywords;

struct Pair {
  const char* zh;
  const char* en;
};

// Every construct of grammar/README.md, in both keyword languages, with the same names.
constexpr Pair kPairs[] = {
    {"规则集 甲/a { 标识 “x” 版本 “1” 地区 “410399” 语言版本 “1” 基于 乙、丙 默认日历 历 同步时限 30日 救济 本人 “复议” 依据 文 “四（二）3” 救济 关联 “更正” "
     "检查 重叠 关闭 检查 空缺 警告 检查 别 错误 说明 “注” }",
     "ruleset 甲/a { id “x” version “1” region “410399” edition “1” builds_on 乙, 丙 default_calendar 历 staleness_limit 30 days remedy self “复议” basis 文 "
     "“四（二）3” remedy related “更正” lint 重叠 off lint 空缺 warning lint 别 error note “注” }"},
    {"文件 甲/a { 文号 “一号” 标题 《题》 发布机关 “府” 施行 2019-05-30 废止 2029-05-30 上位文件 “甲号”、《乙》 说明 “注” 条款 “二（七）1” { 标题 “住” 义务 "
     "住宿/lodging、场所 责任部门 甲局、乙局 执行部门 丙局 指纹 “00” 说明 “注” } }",
     "document 甲/a { number “一号” title 《题》 issuer “府” from 2019-05-30 until 2029-05-30 higher “甲号”, 《乙》 note “注” clause “二（七）1” { title “住” "
     "obligation 住宿/lodging, 场所 departments 甲局, 乙局 executing 丙局 digest “00” note “注” } }"},
    {"部门 甲局/a、乙局/b", "department 甲局/a, 乙局/b"},
    {"部门 甲局/a { 简称 甲、乙 分派 所属行业 说明 “注” }", "department 甲局/a { short 甲, 乙 routed_by 所属行业 note “注” }"},
    {"角色 甲/a、乙", "role 甲/a, 乙"},
    {"角色 甲 { 简称 乙 说明 “注” }", "role 甲 { short 乙 note “注” }"},
    {"角色组 甲/a { 乙、丙 }", "roles 甲/a { 乙, 丙 }"},
    {"枚举 甲/a { 乙/b、丙 }", "enum 甲/a { 乙/b, 丙 }"},
    {"分类目录 甲/a { 来源 “国标” F51 批发业 { F511 农产品、F512 } 0310 零售业/retail }",
     "taxonomy 甲/a { source “国标” F51 批发业 { F511 农产品, F512 } 0310 零售业/retail }"},
    {"处理方式 { 禁止/prohibit、撤销/revoke 不可逆、限额/cap（金额、期限） 矛盾 禁止、撤销 }",
     "effect { 禁止/prohibit, 撤销/revoke irreversible, 限额/cap(money, duration) contradicts 禁止, 撤销 }"},
    {"参数 限额/cap : 金额 { 施行 2019-05-30 = 未定 施行 2020-01-01 = 500元 依据 文 “一” 说明 “注” }",
     "parameter 限额/cap : money { from 2019-05-30 = unset from 2020-01-01 = 500 yuan basis 文 “一” note “注” }"},
    {"事项 住宿/lodging { 阶段 申请、既有、日常 字段 星级/star : 整数 字段 甲 : 多选 { 乙/b、丙 } 字段 丁 : 多选 枚举名 字段 戊 : 是否 字段 己 : 小数 字段 庚 "
     ": 比例 字段 辛 : 日期 字段 壬 : 文本 说明 “注” }",
     "matter 住宿/lodging { stages application, holding, status field 星级/star : integer field 甲 : set_of { 乙/b, 丙 } field 丁 : set_of 枚举名 field 戊 : "
     "bool field 己 : decimal field 庚 : ratio field 辛 : date field 壬 : text note “注” }"},
    {"定义 甲/a（乙 : 金额、丙 : 日期）: 是否 = 若 乙 > 5元 则 丙 晚于 决定日期 否则 否",
     "define 甲/a(乙 : money, 丙 : date) : bool = if 乙 > 5 yuan then 丙 after decision_date else false"},
    {"决策表 甲/a（乙 : 整数、丙 : 行业）: 金额 { 情形 >= 3 | 属于 F52 处理 5元 情形 介于 1 与 2 之间 | — 处理 乙 * 2元 情形 不低于 1 | 批发 处理 0元 }",
     "table 甲/a(乙 : integer, 丙 : 行业) : money { case >= 3 | in F52 impose 5 yuan case between 1 to 2 | — impose 乙 * 2 yuan case at_least 1 | 批发 impose "
     "0 yuan }"},
    {"日历 甲/a { 来源 “通知” 范围 2019-01-01 至 2019-12-31 放假 2019-01-01、2019-02-04 至 2019-02-10 调班 2019-02-02、2019-02-03 说明 “注” }",
     "calendar 甲/a { source “通知” covers 2019-01-01 to 2019-12-31 holiday 2019-01-01, 2019-02-04 to 2019-02-10 makeup 2019-02-02, 2019-02-03 note “注” }"},
    {"措施 甲/a { 依据 文 “二（七）1” 住宿、《题》 “三” 责任部门 甲局、乙局 执行部门 丙局 事项 住宿 既有 主体类别 单位 适用对象 失信被执行人 失信被执行人的 "
     "四类人员、董事 以失信被执行人为 董事、监事 的单位 条件 甲 例外 { 条件 乙 依据 文 “四” 说明 “注” } 处理 限额(5元、乙) 施行 2019-05-30 废止 2020-01-01 "
     "说明 “注” }",
     "measure 甲/a { basis 文 “二（七）1” 住宿, 《题》 “三” departments 甲局, 乙局 executing 丙局 matter 住宿 holding party organisation reaches defaulter "
     "defaulter.四类人员, 董事 organisation_with_defaulter_as 董事, 监事 when 甲 unless { when 乙 basis 文 “四” note “注” } impose 限额(5 yuan, 乙) from "
     "2019-05-30 until 2020-01-01 note “注” }"},
    {"措施 甲 { 适用对象 不论是否失信 主体类别 自然人 }", "measure 甲 { reaches anyone party person }"},
    {"不编入 甲/a { 依据 文 “一” 工作方向 理由 “总则” 落实 “登记” }", "waive 甲/a { basis 文 “一” 工作方向 reason “总则” served_by “登记” }"},
    {"示例 “甲” { 事实 张三 是 自然人 { 编号 “4103” 名称 “张三” 所属行业 建筑业 } 甲公司 是 单位 乙 是 未知 张三 自 2018-01-01 至 2019-01-01 任 甲公司 董事 "
     "甲公司 自 2019-06-01 列入名单 { 案号 “1号” 届满 2021-06-01 应撤 2020-01-01 撤销 2020-02-01 立案 2019-01-01 异议 2019-07-01 至 2019-08-01 责任人员 "
     "张三、李四 不公布 } 请求 张三 { 编号 “41” 名称 “张” 所属行业 其他 } 于 2019-07-01 申请 住宿 { 星级: 4、甲: {乙} } 结果 限制 依 甲 因 甲公司 任 "
     "董事、张三 对 张三 “H1” 仅 }",
     "scenario “甲” { given 张三 is person { number “4103” name “张三” sector 建筑业 } 甲公司 is organisation 乙 is unknown 张三 since 2018-01-01 to "
     "2019-01-01 serves 甲公司 董事 甲公司 since 2019-06-01 listed { case_no “1号” expires 2021-06-01 ground 2020-01-01 removed 2020-02-01 filed 2019-01-01 "
     "objection 2019-07-01 to 2019-08-01 responsible 张三, 李四 unpublished } request 张三 { number “41” name “张” sector 其他 } on 2019-07-01 application "
     "住宿 { 星级: 4, 甲: {乙} } expect 限制 by 甲 because 甲公司 serves 董事, 张三 for 张三 “H1” only }"},
    {"示例 “乙” { 事实 张三 获准 全部 “文书” 张三 自 2019-01-01 获准 住宿 “文书” 张三 保留 甲 至 2020-01-01 { 案号 “1” 依据 “法” } 甲 至 2020-01-01 持有 荣誉 "
     "“H1” { 称号: 文明单位 } 甲 持有 荣誉 名单 同步 于 2019-01-01 名单 从未同步 同步时限 30日 参数 限额 = 未定 请求 于 2019-07-01 清查 结果 不适用 不适用 依 "
     "甲 对 乙 需补充 星级、主体.编号、参数的x 依 甲 已许可 依 甲 总体 限制 总体 无 至多 限制 至多 无 }",
     "scenario “乙” { given 张三 permitted all “文书” 张三 since 2019-01-01 permitted 住宿 “文书” 张三 retained 甲 to 2020-01-01 { case_no “1” basis “法” } 甲 "
     "to 2020-01-01 holds 荣誉 “H1” { 称号: 文明单位 } 甲 holds 荣誉 list synchronised on 2019-01-01 list never_synchronised staleness_limit 30 days parameter "
     "限额 = unset request on 2019-07-01 sweep expect not_applicable not_applicable by 甲 for 乙 needs 星级, party.编号, parameter.x by 甲 permitted by 甲 "
     "outcome 限制 outcome none at_most 限制 at_most none }"},
};

TEST(Parse, BothKeywordLanguagesGiveOneTree) {
  for (const Pair& pair : kPairs) {
    const Parsed zh = parse(pair.zh);
    const Parsed en = parse(pair.en);
    EXPECT_EQ(zh.codes, "") << pair.zh;
    EXPECT_EQ(en.codes, "") << pair.en;
    EXPECT_FALSE(zh.tree.empty()) << pair.zh;
    EXPECT_EQ(zh.tree, en.tree);
    EXPECT_EQ(format(pair.zh, Keywords::en), format(pair.en)) << pair.zh;
    EXPECT_EQ(format(pair.en, Keywords::zh), format(pair.zh, Keywords::zh));
  }
}

constexpr Pair kConditions[] = {
    {"甲 且 乙 且 非 丙", "甲 and 乙 and not 丙"},
    {"甲 或 (乙 且 丙)", "甲 or (乙 and 丙)"},
    {"甲 为 1 且 甲 不为 2", "甲 is 1 and 甲 is_not 2"},
    {"甲 不低于 1 且 甲 不少于 1 且 甲 不早于 1 且 甲 不超过 1 且 甲 不晚于 1",
     "甲 at_least 1 and 甲 no_fewer_than 1 and 甲 not_before 1 and 甲 at_most 1 and 甲 not_after 1"},
    {"甲 超过 1 且 甲 高于 1 且 甲 晚于 1 且 甲 低于 1 且 甲 少于 1 且 甲 早于 1",
     "甲 exceeds 1 and 甲 above 1 and 甲 after 1 and 甲 below 1 and 甲 fewer_than 1 and 甲 before 1"},
    {"甲 = 1 且 甲 != 1 且 甲 >= 1 且 甲 <= 1 且 甲 > 1 且 甲 < 1", "甲 = 1 and 甲 != 1 and 甲 >= 1 and 甲 <= 1 and 甲 > 1 and 甲 < 1"},
    {"甲 介于 1 与 2 + 3 之间", "甲 between 1 to 2 + 3"},
    {"甲 属于 {乙、丙} 且 甲 不属于 F52 且 甲 含任一 {乙} 且 甲 含全部 {乙}", "甲 in {乙, 丙} and 甲 not_in F52 and 甲 has_any {乙} and 甲 has_all {乙}"},
    {"下列之一 {甲；乙} 且 下列全部 {甲；乙；}", "any_of {甲; 乙} and all_of {甲; 乙}"},
    {"存在(失信记录的状态 = 甲) 且 均(甲) 且 计数(甲) > 2", "exists(listing.状态 = 甲) and every(甲) and count(甲) > 2"},
    {"已知(甲) 且 列入期间(乙)", "known(甲) and listed_on(乙)"},
    {"主体的所属行业 = 甲 且 失信记录.案号 = 丙 且 决定日期 晚于 2019-01-01", "party.所属行业 = 甲 and listing.案号 = 丙 and decision_date after 2019-01-01"},
    {"甲 + 乙 * 丙 - 丁 / 2 > -3", "甲 + 乙 * 丙 - 丁 / 2 > -3"},
    {"(若 甲 则 1 否则 若 乙 则 2 否则 3) = 1", "(if 甲 then 1 else if 乙 then 2 else 3) = 1"},
    {"甲 = 3日 且 甲 = 3个工作日 且 甲 = 6个月 且 甲 = 2年 且 甲 = 5元 且 甲 = 5万元 且 甲 = 5亿元",
     "甲 = 3 days and 甲 = 3 working_days and 甲 = 6 months and 甲 = 2 years and 甲 = 5 yuan and 甲 = 5 wan_yuan and 甲 = 5 yi_yuan"},
    {"甲 = 是 且 乙 = 否 且 丙 = 未知", "甲 = true and 乙 = false and 丙 = unknown"},
    {"税额(甲、乙) > 5元", "税额(甲, 乙) > 5 yuan"},
};

TEST(Parse, ConditionsInBothLanguages) {
  for (const Pair& pair : kConditions) {
    const std::string zh = condition(pair.zh);
    EXPECT_NE(zh.substr(0, 2), "P0") << pair.zh;
    EXPECT_EQ(zh, condition(pair.en)) << pair.zh;
    EXPECT_EQ(format(measure_when(pair.zh), Keywords::en), format("measure 甲 { when " + std::string(pair.en) + " impose 限制 }"));
  }
}

TEST(Parse, Precedence) {
  EXPECT_EQ(condition("a + b * c - d"), "(- (+ a (* b c)) d)");
  EXPECT_EQ(condition("a 且 b 且 c"), "(and (and a b) c)");
  EXPECT_EQ(condition("a 或 b 且 c"), "(or a (and b c))");
  EXPECT_EQ(condition("非 a 且 b"), "(and (not a) b)");
  EXPECT_EQ(condition("a + 1 > b 且 c"), "(and (> (+ a 1) b) c)");
}

TEST(Parse, ColonsAndTrailingSeparatorsAreTolerated) {
  EXPECT_EQ(parse("措施 甲 { 责任部门：乙局、丙局； 条件： 丁。 处理：限制 }").tree, "(measure 甲 (departments 乙局 丙局) (when 丁) (impose 限制))\n");
}

TEST(Parse, OneWrongDeclarationHarmsNoOther) {
  const Parsed parsed = parse("措施 甲 {\n    条件 = 3\n}\n\n事项 乙/b {\n    字段 丙 整数\n}\n\n措施 丁 {\n    处理 限制\n\n部门 戊\n措施 己 { 处理 限制 }\n");
  EXPECT_EQ(parsed.codes, "P0119 P0119 P0109");
  EXPECT_EQ(parsed.tree, "(department 戊)\n(measure 己 (impose 限制))\n");
  EXPECT_EQ(parsed.file.broken_names, (std::vector<std::string>{"甲", "乙", "b", "丁"}));
}

TEST(Parse, EveryWrongClauseIsTold) {
  const Parsed parsed = parse("措施 甲 {\n    依据 “一”\n    责任部门 乙 丙\n    条件 a >\n    处理 限制\n    主体类别 人\n}\n");
  EXPECT_EQ(parsed.codes, "P0119 P0119 P0119 P0119");
  EXPECT_TRUE(parsed.file.declarations.empty());
}

TEST(Parse, MessagesSayWhatWasExpected) {
  const auto message = [](const char* text, Language language) { return parse(text).told.at(0).message(language); };
  EXPECT_EQ(message("事项 甲 {\n    字段 乙 整数\n}\n", Language::en), "expected a colon and a type after the name, found '整数'");
  EXPECT_EQ(message("事项 甲 {\n    字段 乙 整数\n}\n", Language::zh), "此处应为名称之后的冒号和类型，而写的是“整数”");
  EXPECT_EQ(message("措施 甲 {\n    责任部门 乙 丙\n}\n", Language::en),
            "expected the next clause of the measure (依据, 责任部门, 事项, 条件, 处理 …), or the closing brace, found '丙'");
  EXPECT_EQ(message("措施 甲 {\n    条件 a >\n    处理 限制\n}\n", Language::en), "expected a value or a condition, found '处理'");
  EXPECT_EQ(message("措施 甲 {\n    施行 三日\n}\n", Language::en), "'三日': numbers are written in digits");
  EXPECT_EQ(message("规则集 甲 {\n    同步时限 30\n}\n", Language::en), "'30' needs a unit");
}

TEST(Parse, ClausesGivenTwice) {
  EXPECT_EQ(parse("措施 甲 {\n    条件 a\n    条件 b\n}\n").codes, "P0123");
  EXPECT_EQ(parse("措施 甲 {\n    例外 { 依据 文 “一” }\n}\n").codes, "P0124");
  EXPECT_EQ(parse("示例 “甲” {\n    事实 甲 列入名单\n}\n").codes, "P0124");
  EXPECT_EQ(parse("示例 “甲” {\n    事实 甲 自 2019-01-01 至 2020-01-01 列入名单\n}\n").codes, "P0125");
}

TEST(Parse, TextOutsideDeclarations) {
  EXPECT_EQ(parse("住宿 限制\n部门 甲\n").codes, "P0126");
  EXPECT_EQ(parse("住宿 限制\n部门 甲\n").tree, "(department 甲)\n");
  EXPECT_EQ(parse("部门 甲 }\n部门 乙\n").codes, "P0110");
}

TEST(Parse, ReservedWordsAsNames) { EXPECT_EQ(parse("措施 条件 {\n}\n").codes, "P0127"); }

TEST(Parse, AmbiguousListEnds) {
  const Parsed parsed = parse(
      "示例 “甲” { 事实 甲公司 自 2019-01-01 列入名单 { 责任人员 张三；不公布；异议 2019-02-01 } 请求 甲公司 于 2019-03-01 申请 住宿 结果 限制 依 乙 因 "
      "甲公司；仅 }");
  EXPECT_NE(parsed.tree.find("(objection (range 2019-02-01)) (responsible 张三) unpublished"), std::string::npos) << parsed.tree << parsed.codes;
  EXPECT_NE(parsed.tree.find("(because 甲公司)) (only)"), std::string::npos) << parsed.tree;
}

// Newlines mean nothing: a declaration without braces ends where the next begins, wherever that stands.
TEST(Pieces, DeclarationsMayFollowOnOneLineOrAfterAComment) {
  for (const char* text : {"部门 甲/a 部门 乙/b 角色 丙/c", "部门 甲/a\n/* c */ 部门 乙/b\n  角色 丙/c", "部门 甲/a // c\n\t部门 乙/b/*x*/角色 丙/c",
                           "定义 甲(x : 金额) = x + 1元 部门 乙/b 角色 丙/c", "department 甲/a department 乙/b role 丙/c"}) {
    const auto read = parse(text);
    EXPECT_EQ(read.codes, "") << text;
    EXPECT_EQ(read.file.declarations.size(), 3u) << text;
  }
  EXPECT_EQ(parse("部门 文件/file、角色/role").file.declarations.size(), 2u);
}

}  // namespace
}  // namespace plumb::syntax_test
