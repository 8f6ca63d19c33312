// Rule text in memory → what the compiler says about it, for the tests of semantics and driver.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "compiler/diagnostics/fix.hpp"
#include "compiler/diagnostics/text.hpp"
#include "compiler/driver/compile.hpp"
#include "compiler/driver/standard_library.hpp"

namespace plumb::semantics_test {

struct Checked {
  driver::Compilation compilation;
  std::vector<diagnostics::Diagnostic> found;

  const ir::Program* program() const { return compilation.program.get(); }

  // "P0205 P0207", in the order of the text.
  std::string codes() const {
    std::string out;
    for (const auto& diagnostic : found) out += (out.empty() ? "" : " ") + std::string(diagnostic.code());
    return out;
  }
  std::string text(Language language = Language::zh) const { return diagnostics::render_text(found, compilation.sources, {language, false}); }
};

inline Checked check_files(std::vector<driver::RuleFile> files) {
  Checked out;
  diagnostics::Sink sink;
  out.compilation = driver::compile_texts(std::move(files), {true, driver::standard_library()}, sink);
  out.found = sink.sorted();
  return out;
}

inline Checked check(const std::string& text) { return check_files({{"t.plumb", "t.plumb", text}}); }

// The text with the first fix of every finding made.
inline std::string fixed(const Checked& checked, const std::string& text) {
  const auto fixes = diagnostics::first_fixes(checked.found);
  return diagnostics::apply(fixes, SourceId(0), text).text;
}

// A rule set on the standard library, with a document, two departments and two matters.
inline const std::string kPrelude = R"(规则集 试验/trial { 标识 “trial” 版本 “1” 基于 标准库 默认日历 中国工作日 检查 缺少示例 关闭 }
文件 通知/notice { 文号 “试〔2019〕1号” 标题 《试验通知》 施行 2019-05-30
  条款 “一” { 义务 甲/first 责任部门 公安局 }
  条款 “二” { }
}
部门 公安局/police { 简称 公安 }
枚举 等级/grade { 特级/special、一级/first、二级/second }
事项 住宿/lodging {
  字段 星级/stars : 整数
  字段 国家等级/national : 等级
  字段 高消费/costly : 是否
  字段 职务/posts : 多选 { 董事/director、监事/supervisor、其他/other }
  字段 金额/amount : 金额
  字段 取得日期/granted : 日期
  字段 比例值/share : 比例
  字段 小数值/fraction : 小数
  字段 名字/label : 文本
  字段 地点/place : 地区
}
事项 荣誉/honour { 阶段 申请、既有 字段 称号/title : { 文明单位/civilised、其他/other } }
)";

inline std::string measure(const std::string& condition, const std::string& rest = "处理 限制", const std::string& reaches = "失信被执行人") {
  return "措施 试措施/tried { 依据 通知 “一” 甲 责任部门 公安局 事项 住宿 适用对象 " + reaches + (condition.empty() ? "" : " 条件 " + condition) + " " + rest +
         " }\n";
}

inline Checked check_condition(const std::string& condition) { return check(kPrelude + measure(condition)); }

}  // namespace plumb::semantics_test
