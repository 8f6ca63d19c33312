#include "compiler/coverage/render.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "compiler/diagnostics/json.hpp"
#include "compiler/diagnostics/text.hpp"

namespace plumb::coverage {

namespace {

using boost::json::array;
using boost::json::object;

// Chosen by language; sentences of this page stand beside their partner.
std::string_view say(Language language, std::string_view en, std::string_view zh) { return language == Language::zh ? zh : en; }

const std::string& spelled(const ir::Name& name, Language language) { return language == Language::zh ? name.zh : name.alias; }

std::string names(const std::vector<ir::DepartmentId>& ids, const ir::Program& program, Language language) {
  std::string out;
  for (ir::DepartmentId id : ids) {
    if (!out.empty()) out += language == Language::zh ? "、" : ", ";
    out += spelled(program.departments[id].name, language);
  }
  return out;
}

// "  〔县发改委；执行：县住建局〕"
void departments_text(std::string& out, const ClauseCoverage& clause, const ir::Program& program, Language language) {
  if (clause.departments.empty() && clause.executing.empty()) return;
  out += say(language, "  [", "  〔");
  out += names(clause.departments, program, language);
  if (!clause.executing.empty()) out += say(language, "; executing: ", "；执行：");
  out += names(clause.executing, program, language);
  out += say(language, "]", "〕");
}

void obligation_lines(std::string& out, const ObligationCoverage& obligation, const ir::Program& program, Language language) {
  const std::string title = obligation.name ? spelled(*obligation.name, language) : std::string(say(language, "(whole clause)", "（整条）"));
  out += obligation.met() ? "  ✓ " : "  ✗ ";
  out += title;
  out += ": ";
  if (!obligation.met()) out += say(language, "met by nothing", "没有措施，也没有说明为何不编入");
  bool first = true;
  const auto separate = [&] {
    if (!first) out += say(language, "; ", "；");
    first = false;
  };
  for (ir::MeasureId id : obligation.measures) {
    separate();
    out += say(language, "measure ", "措施 ");
    out += program.measures[id].name.zh + "/" + program.measures[id].name.alias;
  }
  for (size_t index : obligation.waivers) {
    separate();
    const ir::Waiver& waiver = program.waivers[index];
    out += say(language, "not encoded: ", "不编入：");
    out += waiver.reason;
    if (!waiver.served_by.empty()) {
      out += say(language, " — served by: ", "——由此落实：");
      out += waiver.served_by;
    }
  }
  out += '\n';
}

std::string_view digest_word(DigestState state) {
  switch (state) {
    case DigestState::recorded:
      return "recorded";
    case DigestState::not_recorded:
      return "not_recorded";
    case DigestState::changed:
      return "changed";
    case DigestState::no_text:
      return "no_text";
  }
  return "";
}

array aliases(const std::vector<ir::DepartmentId>& ids, const ir::Program& program) {
  array out;
  for (ir::DepartmentId id : ids) out.emplace_back(program.departments[id].name.zh);
  return out;
}

object obligation_json(const ObligationCoverage& obligation, const ir::Program& program) {
  object out;
  out["obligation"] = obligation.name ? boost::json::value(obligation.name->alias) : boost::json::value(nullptr);
  out["title"] = obligation.name ? boost::json::value(obligation.name->zh) : boost::json::value(nullptr);
  array measures;
  for (ir::MeasureId id : obligation.measures) measures.emplace_back(program.measures[id].name.alias);
  out["measures"] = std::move(measures);
  array waivers;
  for (size_t index : obligation.waivers) {
    const ir::Waiver& waiver = program.waivers[index];
    waivers.push_back(object{{"reason", waiver.reason}, {"served_by", waiver.served_by}});
  }
  out["waivers"] = std::move(waivers);
  out["met"] = obligation.met();
  return out;
}

}  // namespace

std::string render_text(const Report& report, const ir::Program& program, const SourceMap& sources, Language language, bool color) {
  std::string out;
  if (report.document) {
    const ir::Document& document = program.documents[*report.document];
    out += document.title.empty() ? spelled(document.name, language) : document.title;
    if (!document.number.empty()) out += "（" + document.number + "）";
    out += "\n\n";
  }
  const diagnostics::TextOptions options{language, color};
  for (const ClauseCoverage& clause : report.clauses) {
    out += clause.path + " " + clause.title;
    departments_text(out, clause, program, language);
    out += '\n';
    for (const ObligationCoverage& obligation : clause.obligations) obligation_lines(out, obligation, program, language);
    // Told in full below, each at its place; here only which there are.
    if (!clause.findings.empty()) out += "  !";
    for (size_t finding : clause.findings) out += " " + std::string(report.findings[finding].code());
    if (!clause.findings.empty()) out += '\n';
  }
  out += '\n';
  const std::string total = std::to_string(report.obligations), measured = std::to_string(report.by_measure), waived = std::to_string(report.by_waiver),
                    unmet = std::to_string(report.unmet), findings = std::to_string(report.findings.size());
  if (language == Language::zh) {
    out += "义务 " + total + " 项：由措施落实 " + measured + " 项，不编入而有理由 " + waived + " 项，没有着落 " + unmet + " 项；问题 " + findings + " 个\n";
  } else {
    out += total + " obligations: " + measured + " met by measures, " + waived + " waived with a reason, " + unmet + " unmet; " + findings + " findings\n";
  }
  if (!report.clean()) out += '\n' + diagnostics::render_text(report.findings, sources, options);
  return out;
}

std::string render_json(const Report& report, const ir::Program& program, const SourceMap& sources, Language language) {
  object out;
  if (report.document) {
    const ir::Document& document = program.documents[*report.document];
    out["document"] = object{{"name", document.name.alias}, {"number", document.number}, {"title", document.title}};
  } else {
    out["document"] = nullptr;
  }
  out["obligations"] = object{{"total", report.obligations}, {"by_measure", report.by_measure}, {"by_waiver", report.by_waiver}, {"unmet", report.unmet}};
  array clauses;
  for (const ClauseCoverage& clause : report.clauses) {
    array obligations;
    for (const ObligationCoverage& obligation : clause.obligations) obligations.push_back(obligation_json(obligation, program));
    clauses.push_back(object{{"clause", clause.path},
                             {"title", clause.title},
                             {"in_text", clause.in_text},
                             {"declared", clause.declared},
                             {"digest", digest_word(clause.digest)},
                             {"departments", aliases(clause.departments, program)},
                             {"executing", aliases(clause.executing, program)},
                             {"obligations", std::move(obligations)}});
  }
  out["clauses"] = std::move(clauses);
  array findings;
  for (const diagnostics::Diagnostic& finding : report.findings) findings.push_back(diagnostics::to_json(finding, sources, language));
  out["findings"] = std::move(findings);
  return boost::json::serialize(out) + "\n";
}

}  // namespace plumb::coverage
