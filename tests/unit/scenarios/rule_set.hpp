// A small rule set of our own and scenarios for it, compiled from text, for the tests of scenarios and mutation.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "compiler/diagnostics/text.hpp"
#include "compiler/driver/compile.hpp"
#include "compiler/driver/standard_library.hpp"
#include "compiler/scenarios/run.hpp"

namespace plumb::scenarios {

inline const std::string kRules = R"(
规则集 小样/sample { 版本 “1” 基于 标准库 默认日历 中国工作日 }
部门 商业局/commerce
文件 小样办法/sample_notice {
    文号 “小样〔2019〕1号”
    施行 2019-05-30
    条款 “一” { 义务 住宿/lodging、茶馆/tea、荣誉/honour、重点/key 责任部门 商业局 }
}
事项 住宿/lodging { 字段 星级/star_rating : 整数 字段 等级/grade : { 特级/special、一级/first、二级/second } }
事项 开茶馆/tea_house { 字段 「标的」/goods : 多选 { 茶/tea、酒/wine } 字段 金额/amount : 金额 }
事项 荣誉/honour { 阶段 申请、既有 字段 取得日期/won_on : 日期 }
事项 常态/standing { 阶段 日常 }
参数 茶馆限额/tea_cap : 金额 { 施行 2019-05-30 = 未定 依据 小样办法 “一” 茶馆 }
措施 住宿限制/lodging_bar {
    依据 小样办法 “一” 住宿  责任部门 商业局  事项 住宿
    适用对象 失信被执行人
             失信被执行人的 法定代表人
    条件 星级 >= 4 或 等级 属于 {特级}
    处理 限制
}
措施 茶馆限制/tea_bar {
    依据 小样办法 “一” 茶馆  责任部门 商业局  事项 开茶馆  主体类别 自然人
    适用对象 失信被执行人
    条件 「标的」 含任一 {酒} 且 金额 > 茶馆限额
    处理 禁止
}
措施 荣誉撤销/honour_revocation {
    依据 小样办法 “一” 荣誉  责任部门 商业局  事项 荣誉 既有
    适用对象 失信被执行人
    条件 列入期间(取得日期)
    处理 撤销
}
措施 重点检查/key_checks {
    依据 小样办法 “一” 重点  责任部门 商业局  事项 常态 日常  主体类别 单位
    适用对象 以失信被执行人为 法定代表人 的单位
    处理 提示
}
)";

struct Compiled {
  driver::Compilation compilation;
  std::string problems;  // rendered; empty when there is a program
};

// kRules with `scenarios` beside them.
inline Compiled compile(const std::string& scenarios, const std::string& rules = kRules) {
  Compiled out;
  diagnostics::Sink sink;
  out.compilation = driver::compile_texts({{"rules.plumb", "rules.plumb", rules}, {"scenarios/s.plumb", "scenarios/s.plumb", scenarios}},
                                          {true, driver::standard_library()}, sink);
  if (!out.compilation.program || sink.has_errors()) out.problems = diagnostics::render_text(sink.sorted(), out.compilation.sources, {Language::zh, false});
  return out;
}

inline ScenarioReport test(const Compiled& compiled, const Options& options = {}) {
  EXPECT_EQ(compiled.problems, "");
  if (!compiled.compilation.program) return {};
  return run(compiled.compilation.sources, compiled.compilation.files, compiled.compilation.program, options);
}

// “…” { facts; then requests and results } as one scenario.
inline ScenarioReport test(const std::string& body, const Options& options = {}) { return test(compile("示例 “样” {\n" + body + "\n}\n"), options); }

// The failures as "expected => actual".
inline std::vector<std::string> failures(const ScenarioReport& report) {
  std::vector<std::string> out;
  for (const diagnostics::Diagnostic& each : report.not_understood) out.push_back(std::string(each.code()) + " " + each.message(Language::zh));
  for (const ScenarioResult& result : report.results) {
    for (const Failure& failure : result.failures) out.push_back(failure.expected + " => " + failure.actual);
  }
  return out;
}

}  // namespace plumb::scenarios
