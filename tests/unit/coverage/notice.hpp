// A small notice of our own and the rule set that encodes it, for the tests of coverage.
#pragma once

#include <string>

#include "compiler/coverage/report.hpp"
#include "compiler/ir/program.hpp"

namespace plumb::coverage {

inline const std::string kNotice =
    "青石县人民政府办公室\n"
    "关于印发《示范办法》的通知\n"
    "青政办〔2020〕7号\n"
    "\n"
    "各镇人民政府：\n"
    "现将《示范办法》印发给你们。\n"
    "2020年3月1日\n"
    "\n"
    "示范办法\n"
    "\n"
    "一、总体要求\n"
    "稳步推进。\n"
    "二、主要措施\n"
    "（一）市场准入\n"
    "1．灯会审批。从严办理灯会，暂停办理夜市。（责任部门：商业局、公安局）\n"
    "2．茶馆登记。协调指导林业局、水利局等相关部门，限制登记茶馆。（责任部门：商业局）\n"
    "（二）日常监督\n"
    "对来信线索及时核查。（责任部门：公安局）\n"
    "将名单单位作为重点检查对象。（责任部门：各市场、行业主管部门）\n";

inline ir::DepartmentId department(ir::Program& program, const std::string& zh, std::vector<std::string> short_names = {}) {
  return program.departments.add(ir::Department{{zh, zh}, std::move(short_names), std::nullopt});
}

// Encodes kNotice without a difference but the digests, which are recorded when `digests`.
inline ir::Program encoded(bool digests = true) {
  ir::Program program;
  const ir::DepartmentId commerce = department(program, "县商业局", {"商业局"});
  const ir::DepartmentId police = department(program, "公安局");
  const ir::DepartmentId forestry = department(program, "林业局");
  const ir::DepartmentId water = department(program, "水利局");
  const ir::DepartmentId regulators = department(program, "各市场、行业主管部门");

  ir::Document document;
  document.name = {"示范办法", "demo"};
  document.number = "青政办〔2020〕7号";
  const auto clause = [&](const std::string& path, std::vector<ir::Name> obligations, std::vector<ir::DepartmentId> departments,
                          std::vector<ir::DepartmentId> executing = {}) {
    document.clauses.push_back(ir::Clause{path, "", std::move(obligations), std::move(departments), std::move(executing), ""});
  };
  clause("一", {}, {});
  clause("二（一）1", {{"灯会", "fairs"}, {"夜市", "night_markets"}}, {commerce, police});
  clause("二（一）2", {}, {commerce}, {forestry, water});
  clause("二（二）", {{"线索核查", "letters"}, {"重点检查", "inspection"}}, {police, regulators});
  if (digests) {
    const Outline outline = parse_outline(kNotice);
    std::vector<std::string> paths;
    for (const ir::Clause& each : document.clauses) paths.push_back(each.path);
    for (ir::Clause& each : document.clauses) each.digest = clause_digest(outline, each.path, paths);
  }
  const ir::DocumentId id = program.documents.add(std::move(document));

  const auto measure = [&](const std::string& name, uint32_t cited, uint32_t obligation, std::vector<ir::DepartmentId> departments,
                           std::vector<ir::DepartmentId> executing = {}) {
    ir::Measure out;
    out.name = {name, name};
    out.basis = {{id, cited, obligation}};
    out.departments = std::move(departments);
    out.executing = std::move(executing);
    program.measures.add(std::move(out));
  };
  measure("灯会从严", 1, 0, {commerce, police});
  measure("夜市暂停", 1, 1, {police, commerce});
  measure("茶馆限制", 2, UINT32_MAX, {commerce}, {water, forestry});
  measure("来信核查", 3, 0, {police});
  measure("重点检查", 3, 1, {regulators});
  ir::Waiver waiver;
  waiver.basis = {{id, 0, UINT32_MAX}};
  waiver.reason = "总的要求";
  program.waivers.push_back(std::move(waiver));
  return program;
}

}  // namespace plumb::coverage
