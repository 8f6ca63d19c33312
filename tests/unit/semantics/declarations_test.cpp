// Everything that is declared: names, documents, effects, calendars, measures and their versions.

#include "tests/unit/semantics/support.hpp"

namespace plumb::semantics_test {
namespace {

std::string codes(const std::string& more) { return check(kPrelude + more + measure("")).codes(); }

TEST(Declarations, the_prelude_is_without_findings) {
  const Checked checked = check(kPrelude + measure("高消费"));
  EXPECT_EQ(checked.codes(), "") << checked.text();
  ASSERT_NE(checked.program(), nullptr);
  const ir::Program& program = *checked.program();
  EXPECT_EQ(program.name.zh, "试验");
  EXPECT_EQ(program.id, "trial");
  EXPECT_EQ(program.effects.size(), 21U);
  EXPECT_EQ(program.effects[ir::EffectId(0)].name.alias, "prohibit");
  EXPECT_TRUE(program.default_calendar.valid());
  EXPECT_EQ(program.meaning_digest.size(), 64U);
  EXPECT_EQ(program.source_digest.size(), 64U);
  ASSERT_EQ(program.measures.size(), 1U);
  EXPECT_TRUE(program.measures[ir::MeasureId(0)].reach.self);
}

TEST(Names, are_taken_once_within_their_kind) {
  EXPECT_EQ(codes("部门 公安局/other { }\n"), "P0201");
  EXPECT_EQ(codes("部门 乙局/police { }\n"), "P0201");
  EXPECT_EQ(codes("枚举 住宿/lodging { 甲/a }\n"), "P0403") << "a matter of the same name is another kind of thing";
  EXPECT_EQ(codes("枚举 表/t { 甲/a、乙/a }\n"), "P0201");
  EXPECT_EQ(codes("事项 新/fresh { 字段 甲/a : 整数 字段 甲/b : 整数 }\n"), "P0201");
  EXPECT_EQ(codes("规则集 又/again { 版本 “1” }\n"), "P0201");
  const Checked checked = check(kPrelude + "部门 公安局/other { }\n" + measure(""));
  EXPECT_NE(checked.text().find("首次出现在此"), std::string::npos) << checked.text();
}

TEST(Names, unknown_ones_are_told_with_the_nearest) {
  const std::string wrong = "措施 甲/a { 依据 通知 “一” 甲 责任部门 公安据 事项 住缩 适用对象 失信被执行人的 法定代表 处理 从严审合 }\n";
  const Checked checked = check(kPrelude + wrong);
  EXPECT_EQ(checked.codes(), "P0202 P0202 P0202 P0202") << checked.text();
  const std::string mended = fixed(checked, kPrelude + wrong);
  EXPECT_EQ(check(mended).codes(), "") << check(mended).text();
}

// 限止 may be 限制, 限额, 禁止 or 中止: which one is for the writer to say.
TEST(Names, none_of_several_equally_near_is_proposed) {
  const Checked checked = check(kPrelude + "措施 甲/a { 依据 通知 “一” 甲 责任部门 公安局 事项 住宿 适用对象 失信被执行人 处理 限止 }\n");
  ASSERT_EQ(checked.codes(), "P0202") << checked.text();
  EXPECT_TRUE(checked.found[0].fixes.empty()) << checked.text();
}

TEST(Names, of_declarations_that_could_not_be_read_are_not_unknown) {
  const Checked checked =
      check(kPrelude + "部门 新局/fresh { 简称 简称 ）（\n}\n措施 甲/a { 依据 通知 “一” 责任部门 新局 事项 住宿 适用对象 失信被执行人 处理 限制 }\n");
  EXPECT_NE(checked.codes(), "");
  EXPECT_EQ(checked.codes().find("P0202"), std::string::npos) << checked.text();
}

TEST(Names, in_two_scripts_are_uses_of_one_thing) {
  const Checked checked = check(kPrelude + measure("stars >= 1 且 国家等级 = special"));
  ASSERT_NE(checked.program(), nullptr) << checked.text();
  std::string uses;
  for (const semantics::NameUse& use : checked.compilation.analysis.uses) {
    const std::string written(checked.compilation.sources.text(use.span));
    if (written == "stars" || written == "国家等级" || written == "special" || written == "限制")
      uses += written + "=" + use.name.zh + "/" + use.name.alias + " ";
  }
  EXPECT_EQ(uses, "stars=星级/stars 国家等级=国家等级/national special=特级/special 限制=限制/restrict ") << "order of the text";
}

TEST(Names, in_scenarios_are_noted_and_count_for_nothing) {
  const Checked checked =
      check(kPrelude + measure("高消费") +
            "参数 甲/a : 整数 { 施行 2019-05-30 = 1 }\n"
            "示例 “甲” { 事实 张三 是 自然人 参数 甲 = 2 请求 张三 于 2019-07-01 申请 住宿 { 国家等级: 特级 } 结果 需补充 高消费 依 试措施 }\n");
  EXPECT_EQ(checked.codes(), "P0401") << checked.text();
  std::string uses;
  for (const semantics::NameUse& use : checked.compilation.analysis.uses) {
    const std::string written(checked.compilation.sources.text(use.span));
    if (use.span.begin > checked.compilation.sources[SourceId(0)].text().find("示例 “甲”")) uses += written + "=" + use.name.alias + " ";
  }
  EXPECT_EQ(uses, "甲=a 住宿=lodging 国家等级=national 特级=special 高消费=costly 试措施=tried ");
}

TEST(Measures, need_their_clauses) {
  EXPECT_EQ(check(kPrelude + "措施 甲/a { }\n").codes(), "P0203 P0203 P0203 P0203 P0203");
  EXPECT_EQ(check(kPrelude + "措施 甲/a { 依据 通知 “一” 责任部门 公安局 事项 住宿 既有 适用对象 失信被执行人 处理 限制 }\n").codes(), "P0221");
  EXPECT_EQ(codes("措施 乙/b { 依据 通知 “一” 责任部门 公安局 事项 住宿 适用对象 失信被执行人 不论是否失信 处理 限制 }\n"), "P0222");
  EXPECT_EQ(codes("措施 乙/b { 依据 通知 “一” 责任部门 公安局 事项 住宿 适用对象 失信被执行人 处理 限额 }\n"), "P0241");
  EXPECT_EQ(codes("措施 乙/b { 依据 通知 “一” 责任部门 公安局 事项 住宿 适用对象 失信被执行人 处理 限额（5） }\n"), "P0208");
  EXPECT_EQ(codes("措施 乙/b { 依据 通知 “一” 责任部门 公安局 事项 住宿 适用对象 失信被执行人 处理 限额（5元） }\n"), "");
  EXPECT_EQ(codes("措施 乙/b { 依据 通知 “一” 责任部门 公安局 事项 住宿 适用对象 失信被执行人 处理 限制 施行 2020-01-01 废止 2020-01-01 }\n"), "P0224");
}

TEST(Measures, reach_masks_are_the_roles_that_were_named) {
  const Checked checked = check(kPrelude + measure("", "处理 限制", "失信被执行人的 四类人员 以失信被执行人为 董事、监事 的单位"));
  ASSERT_NE(checked.program(), nullptr) << checked.text();
  const ir::Reach& reach = checked.program()->measures[ir::MeasureId(0)].reach;
  EXPECT_FALSE(reach.self);
  EXPECT_EQ(reach.debtor_roles, 0b1000111U);
  EXPECT_EQ(reach.own_roles, 0b0011000U);
}

TEST(Measures, reaches_that_can_never_be_met_are_told) {
  EXPECT_EQ(check(kPrelude + measure("", "处理 限制", "失信被执行人 以失信被执行人为 直接责任人员 的单位")).codes(), "P0409");
  EXPECT_EQ(check(kPrelude + measure("", "主体类别 自然人 处理 限制", "失信被执行人 以失信被执行人为 董事 的单位")).codes(), "P0409");
}

std::string version(const std::string& period) {
  return "措施 乙/b { 依据 通知 “一” 责任部门 公安局 事项 住宿 适用对象 失信被执行人 处理 限制 " + period + " }\n";
}

TEST(Measures, of_one_name_are_versions_with_disjoint_periods) {
  EXPECT_EQ(check(kPrelude + version("施行 2019-05-30 废止 2020-01-01") + version("施行 2020-01-01")).codes(), "");
  EXPECT_EQ(check(kPrelude + version("施行 2020-01-01") + version("施行 2019-05-30 废止 2020-01-01")).codes(), "");
  EXPECT_EQ(check(kPrelude + version("施行 2019-05-30 废止 2020-01-02") + version("施行 2020-01-01")).codes(), "P0223");
  EXPECT_EQ(check(kPrelude + version("") + version("")).codes(), "P0201");
  EXPECT_EQ(check(kPrelude + version("") + "措施 乙/c { 依据 通知 “一” 责任部门 公安局 事项 住宿 适用对象 失信被执行人 处理 限制 }\n").codes(), "P0201");
}

std::string cite(const std::string& basis) { return "措施 乙/b { 依据 " + basis + " 责任部门 公安局 事项 住宿 适用对象 失信被执行人 处理 限制 }\n"; }

TEST(Documents, are_cited_by_clause_and_obligation) {
  const std::string more =
      "文件 又文/also { 标题 《又一通知》 施行 2019-01-01 条款 “三” { 义务 丙/third、丁/fourth } }\n不编入 { 依据 又文 “三” 丁 理由 “试” }\n";
  EXPECT_EQ(check(kPrelude + more + measure("") + cite("又文 “三” 丙")).codes(), "");
  EXPECT_EQ(check(kPrelude + more + measure("") + cite("《又一通知》 “三” third")).codes(), "");
  EXPECT_EQ(check(kPrelude + more + measure("") + cite("又文 “三”")).codes(), "P0303");
  EXPECT_EQ(check(kPrelude + more + measure("") + cite("又文 “四” 丙")).codes(), "P0301");
  const std::string telling = kPrelude + more + measure("") + "措施 丙限制/b { 依据 又文 “三” 责任部门 公安局 事项 住宿 适用对象 失信被执行人 处理 限制 }\n";
  EXPECT_EQ(check(fixed(check(telling), telling)).codes(), "") << "its name tells which is meant";
  EXPECT_EQ(check(kPrelude + more + measure("") + cite("又文 “三” 戊")).codes(), "P0302");
  EXPECT_EQ(check(kPrelude + more + measure("") + cite("《别的通知》 “三” 丙")).codes(), "P0202");
  EXPECT_EQ(codes("文件 丙文/c { 标题 《丙》 条款 “一” { } 条款 “一” { } }\n"), "P0201");
  EXPECT_EQ(codes("文件 丙文/c { 标题 《丙》 施行 2019-05-30 废止 2019-05-30 }\n"), "P0224");
}

TEST(Documents, obligations_are_met_by_a_measure_or_a_waiver) {
  const Checked unmet = check(kPrelude);
  EXPECT_EQ(unmet.codes(), "P0304");
  EXPECT_NE(unmet.program(), nullptr) << "a finding, which withholds nothing";
  EXPECT_EQ(check(kPrelude + "不编入 { 依据 通知 “一” 甲 理由 “无法判定” }\n").codes(), "");
  EXPECT_EQ(check(kPrelude + "不编入 { 依据 通知 “一” 甲 }\n").codes(), "P0203");
}

std::string named(const std::string& alias, const std::string& departments) {
  return "措施 " + alias + "/" + alias + " { 依据 丙文 “五” 责任部门 " + departments + " 事项 住宿 适用对象 失信被执行人 处理 限制 }\n";
}

TEST(Documents, departments_of_measures_are_those_of_their_clauses) {
  const std::string more = kPrelude + measure("") + "部门 乙局/b\n部门 丙局/c\n文件 丙文/third { 条款 “五” { 责任部门 乙局、丙局 } }\n";
  EXPECT_EQ(check(more + named("x", "乙局、丙局")).codes(), "");
  EXPECT_EQ(check(more + named("x", "乙局") + named("y", "丙局")).codes(), "") << "shared out between them";
  EXPECT_EQ(check(more + named("x", "乙局")).codes(), "P0306");
  EXPECT_EQ(check(more + named("x", "乙局、丙局") + named("y", "乙局")).codes(), "P0306");
  EXPECT_EQ(check(more + named("x", "乙局、丙局、公安局")).codes(), "P0305");
}

TEST(Effects, of_ones_own_stand_where_the_list_puts_them) {
  const Checked checked = check(kPrelude + measure("") + "处理方式 { 限制、谈话/talk、警示/warn、撤销 }\n处理方式 { 最强/most、禁止 }\n");
  ASSERT_NE(checked.program(), nullptr) << checked.text();
  std::string order;
  for (const ir::Effect& effect : checked.program()->effects) order += effect.name.zh + " ";
  EXPECT_EQ(order.find("最强 禁止 限制 谈话 警示 撤销 免去职务 "), 0U) << order;
  EXPECT_EQ(checked.program()->measures[ir::MeasureId(0)].effect.value, 2U);
  EXPECT_EQ(codes("处理方式 { 撤销、限制 }\n"), "P0227");
  EXPECT_EQ(codes("处理方式 { 谈话/talk }\n"), "P0228");
  EXPECT_EQ(codes("处理方式 { 限制、撤销/take_back }\n"), "P0201");
  EXPECT_EQ(codes("处理方式 { 限制、谈话/talk 矛盾 谈话、谈话 }\n"), "P0229");
}

TEST(Roles, are_those_of_the_registry) {
  EXPECT_EQ(codes("角色 会计/accountant\n"), "P0219");
  EXPECT_EQ(codes("角色组 两类/two { 董事、监事 }\n"), "P0405");
  EXPECT_EQ(codes("角色组 两类/two { 董事、监视 }\n"), "P0202");
}

TEST(Types, are_declared_and_sets_are_of_enumerations) {
  EXPECT_EQ(codes("事项 新/fresh { 字段 甲/a : 等及 }\n"), "P0202");
  EXPECT_EQ(codes("事项 新/fresh { 字段 甲/a : 多选 地区 }\n"), "P0208");
  std::string many = "枚举 多/many { ";
  for (int i = 0; i < 65; ++i) many += "值" + std::to_string(i) + "、";
  EXPECT_EQ(codes(many + " }\n事项 新/fresh { 字段 甲/a : 多选 多 }\n"), "P0220");
  EXPECT_EQ(codes("分类目录 目/t { A 甲/a { A1 乙/b }、A 丙/c }\n"), "P0201");
}

TEST(Calendars, list_each_day_once_within_their_cover) {
  EXPECT_EQ(codes("日历 历/cal { 来源 “试” }\n"), "P0203");
  EXPECT_EQ(codes("日历 历/cal { 范围 2019-01-01 至 2019-12-31 放假 2020-01-01 }\n"), "P0230");
  EXPECT_EQ(codes("日历 历/cal { 范围 2019-01-01 至 2019-12-31 放假 2019-01-01、2019-01-01 }\n"), "P0231");
  EXPECT_EQ(codes("日历 历/cal { 范围 2019-01-01 至 2019-12-31 放假 2019-01-03 至 2019-01-01 }\n"), "P0224");
  EXPECT_EQ(codes("日历 历/cal { 范围 2019-01-01 至 2019-12-31 调班 2019-01-02 }\n"), "P0239");
}

TEST(Ruleset, is_there_once_and_names_what_it_needs) {
  EXPECT_EQ(check("部门 甲局/a\n").codes(), "P0233");
  EXPECT_EQ(check("规则集 甲/a { 基于 乙集 }\n").codes(), "P0014");
  EXPECT_EQ(check("规则集 甲/a { 默认日历 某历 }\n").codes(), "P0202");
  EXPECT_EQ(check("规则集 甲/a { 同步时限 3 个工作日 }\n").codes(), "P0238");
  EXPECT_EQ(check("规则集 甲/a { 检查 未用参量 关闭 }\n").codes(), "P0202");
  EXPECT_EQ(check("规则集 甲/a { 同步时限 30日 救济 本人 “可以提出异议” }\n").codes(), "");
}

TEST(Ruleset, sets_how_findings_are_treated) {
  const auto with = [](const std::string& setting) {
    return check("规则集 甲/a { 检查 义务未落实 " + setting + " }\n文件 文/d { 条款 “一” { 义务 乙/b } }\n");
  };
  EXPECT_EQ(with("关闭").codes(), "");
  EXPECT_EQ(with("警告").found[0].severity, diagnostics::Severity::warning);
  EXPECT_EQ(with("错误").found[0].severity, diagnostics::Severity::error);
  EXPECT_NE(with("错误").program(), nullptr);
}

TEST(Ruleset, working_days_need_a_calendar) {
  EXPECT_EQ(check("规则集 甲/a { 基于 标准库 }\n定义 乙/b（日 : 日期）: 日期 = 日 + 3 个工作日\n").codes(), "P0232");
  EXPECT_EQ(check("规则集 甲/a { 基于 标准库 }\n定义 乙/b（日 : 日期）: 日期 = 日 + 3日\n").codes(), "");
}

TEST(Uses, departments_and_measures_that_nothing_looks_at_are_told) {
  EXPECT_EQ(codes("部门 闲局/idle\n"), "P0404");
  std::string text = kPrelude + measure("高消费");
  const std::string off = "检查 缺少示例 关闭";
  text.erase(text.find(off), off.size());
  const std::string scenario = "示例 “甲” { 事实 张三 是 自然人 请求 张三 于 2019-07-01 申请 住宿 { 高消费: 是 } 结果 不适用 } \n";
  EXPECT_EQ(check(text).codes(), "") << "no scenarios at all: nothing to compare with";
  EXPECT_EQ(check(text + scenario).codes(), "P0406");
  EXPECT_EQ(check(text + "示例 “甲” { 事实 张三 是 自然人 请求 张三 于 2019-07-01 申请 住宿 { 高消费: 是 } 结果 不适用 依 试措施 } \n").codes(), "");
}

}  // namespace
}  // namespace plumb::semantics_test
