#include "tests/differential/agreement/large_rule_set.hpp"

#include <fmt/format.h>

namespace plumb::agreement {

namespace {

constexpr uint32_t kMeasuresAMatter = 25;
constexpr uint32_t kMeasuresAFile = 250;
constexpr uint32_t kDepartments = 20;

std::string head() {
  return R"(规则集 大规则集/large {
    标识      “large”
    版本      “1.0.0”
    语言版本  “1”
    基于      标准库
    默认日历  中国工作日
    检查      no_scenario 关闭
    检查      unused_parameter 关闭
    检查      unused_definition 关闭
}

参数 起点/floor_amount : 金额 {
    施行 2020-01-01 = 未定
    施行 2021-01-01 = 5万元
}

定义 较大/large_sum（数额/sum : 金额、比例/share : 比例）: 是否 = 数额 * 比例 >= 2.5万元

枚举 等级/grade { 甲等/a、乙等/b、丙等/c }

决策表 门槛/threshold（等级/g : 等级、年限/years : 整数）: 金额 {
    情形  甲等            | —       处理 1万元
    情形  乙等            | 低于 3  处理 2万元
    情形  乙等            | >= 3    处理 3万元
    情形  丙等            | —       处理 4万元
}
)";
}

std::string departments() {
  std::string out;
  for (uint32_t i = 0; i < kDepartments; ++i) out += fmt::format("部门 部门{0}/department_{0}\n", i);
  return out;
}

std::string document(uint32_t measures) {
  std::string out = R"(文件 大通知/large_notice {
    文号      “样政〔2020〕2号”
    标题      《大规则集样例》
    发布机关  “样例省人民政府”
    施行      2020-01-01
)";
  for (uint32_t i = 0; i < measures; ++i) {
    out += fmt::format("    条款 “一（一）{0}” {{ 标题 “第{0}项” 义务 义务{1}/duty_{1} 责任部门 部门{2} }}\n", i + 1, i, i % kDepartments);
  }
  return out + "}\n";
}

std::string matter(uint32_t m) {
  return fmt::format(R"(事项 事项{0}/matter_{0} {{
    阶段  申请、既有
    字段  金额/amount : 金额
    字段  占比/share : 比例
    字段  年限/years : 整数
    字段  星级/stars : 整数
    字段  取得日期/granted_on : 日期
    字段  评级/grade : 等级
    字段  用途/purpose : {{ 自用/own_use_{0}、出租/rental_{0}、其他/other_{0} }}
    字段  对象/persons : 多选 {{ 公务员/civil_servant_{0}、党员/party_member_{0}、代表/deputy_{0} }}
    字段  低收入/low_income : 是否
}}
)",
                     m);
}

// Every connective and most types in turn; the numbers make each condition another one.
std::string condition(uint32_t i) {
  switch (i % 8) {
    case 0:
      return fmt::format("星级 >= {} 或 用途 属于 {{自用、出租}}", 1 + i % 5);
    case 1:
      return fmt::format("金额 超过 {}元 且 非 低收入", 1000 + i);
    case 2:
      return fmt::format("较大(金额、占比) 且 年限 >= {}", i % 30);
    case 3:
      return fmt::format("金额 >= 门槛(评级、年限) 或 金额 低于 {}元", 10 + i);
    case 4:
      return fmt::format("对象 含任一 {{公务员、党员}} 且 取得日期 >= 2020-01-01 + {}日", i % 900);
    case 5:
      return fmt::format("已知(起点) 且 金额 >= 起点 且 占比 <= {}%", 1 + i % 99);
    case 6:
      return fmt::format("下列之一 {{ 年限 + 星级 超过 {}；用途 属于 {{其他}}；低收入 且 金额 / 3 低于 {}元 }}", 2 + i % 40, 50 + i);
    default:
      return fmt::format("主体的所属行业 属于 {{房地产、建筑业}} 且 （若 低收入 则 金额 否则 金额 * 2） >= {}元", 100 + i);
  }
}

std::string measure(uint32_t i) {
  std::string reaches = "失信被执行人";
  if (i % 3 == 1) reaches += "\n              失信被执行人的 法定代表人、董事";
  if (i % 3 == 2) reaches += "\n              以失信被执行人为 法定代表人 的单位";
  return fmt::format(R"(措施 措施{0}/measure_{0} {{
    依据      大通知 “一（一）{1}” 义务{0}
    责任部门  部门{2}
    事项      事项{3} {4}
    适用对象  {5}
    条件      {6}
    处理      限制
}}
)",
                     i, i + 1, i % kDepartments, i / kMeasuresAMatter, i % 5 == 4 ? "既有" : "申请", reaches, condition(i));
}

}  // namespace

std::vector<RuleFile> large_rule_set(uint32_t measures) {
  std::vector<RuleFile> out = {{"00-ruleset.plumb", head()}, {"01-departments.plumb", departments()}, {"02-document.plumb", document(measures)}};
  std::string matters;
  for (uint32_t m = 0; m * kMeasuresAMatter < measures; ++m) matters += matter(m);
  out.push_back({"03-matters.plumb", std::move(matters)});
  for (uint32_t begin = 0; begin < measures; begin += kMeasuresAFile) {
    std::string text;
    for (uint32_t i = begin; i < measures && i < begin + kMeasuresAFile; ++i) text += measure(i);
    out.push_back({fmt::format("measures-{:05}.plumb", begin), std::move(text)});
  }
  return out;
}

}  // namespace plumb::agreement
