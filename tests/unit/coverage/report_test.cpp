#include "compiler/coverage/report.hpp"

#include <gtest/gtest.h>

#include "compiler/coverage/render.hpp"
#include "tests/unit/coverage/notice.hpp"

namespace plumb::coverage {
namespace {

std::vector<std::string> findings(const ir::Program& program, const std::string& notice = kNotice) {
  std::vector<std::string> out;
  for (const diagnostics::Diagnostic& finding : report(program, parse_outline(notice), {}).findings) {
    out.push_back(std::string(finding.code()) + " " + finding.message(Language::zh));
  }
  return out;
}

// Whether one of them has the code and names every one of `words`.
bool tells(const std::vector<std::string>& lines, const std::string& code, const std::vector<std::string>& words) {
  for (const std::string& line : lines) {
    bool all = line.starts_with(code);
    for (const std::string& word : words) all = all && line.find(word) != std::string::npos;
    if (all) return true;
  }
  return false;
}

std::string with(std::string text, const std::string& from, const std::string& to) {
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(CoverageReport, IsCleanWhenAllAgrees) {
  const Report clean = report(encoded(), parse_outline(kNotice), {});
  EXPECT_TRUE(clean.clean()) << findings(encoded()).front();
  EXPECT_EQ(clean.obligations, 6u);
  EXPECT_EQ(clean.by_measure, 5u);
  EXPECT_EQ(clean.by_waiver, 1u);
  EXPECT_EQ(clean.unmet, 0u);
}

TEST(CoverageReport, NamesTheObligationOfEveryMeasureTakenOut) {
  const std::vector<std::string> expected = {"灯会", "夜市", "二（一）2", "线索核查", "重点检查"};
  for (size_t left_out = 0; left_out < expected.size(); ++left_out) {
    ir::Program program = encoded();
    Store<ir::Measure, ir::MeasureId> kept;
    for (size_t index = 0; index < program.measures.size(); ++index) {
      if (index != left_out) kept.add(program.measures[program.measures.id_at(index)]);
    }
    program.measures = kept;
    const std::vector<std::string> lines = findings(program);
    EXPECT_TRUE(tells(lines, left_out == 2 ? "P0354" : "P0304", {expected[left_out]})) << left_out;
    EXPECT_EQ(lines.size(), 1u);
  }
}

TEST(CoverageReport, NamesEveryDepartmentChangedInAMeasure) {
  const ir::Program whole = encoded();
  for (size_t index = 0; index < whole.measures.size(); ++index) {
    const ir::MeasureId id = whole.measures.id_at(index);
    for (bool executing : {false, true}) {
      const auto list = [&](ir::Measure& measure) -> std::vector<ir::DepartmentId>& { return executing ? measure.executing : measure.departments; };
      ir::Measure probe = whole.measures[id];
      for (size_t place = 0; place < list(probe).size(); ++place) {
        for (size_t other = 0; other < whole.departments.size(); ++other) {
          const ir::DepartmentId was = list(probe)[place];
          const ir::DepartmentId now = whole.departments.id_at(other);
          ir::Program program = encoded();
          std::vector<ir::DepartmentId>& changed = list(program.measures[id]);
          if (std::find(changed.begin(), changed.end(), now) != changed.end()) continue;
          changed[place] = now;
          EXPECT_TRUE(tells(findings(program), "P0356", {whole.measures[id].name.zh, whole.departments[was].name.zh}));
          if (executing) continue;
          EXPECT_TRUE(tells(findings(program), "P0357", {whole.measures[id].name.zh, whole.departments[now].name.zh}));
        }
        ir::Program program = encoded();
        list(program.measures[id]).erase(list(program.measures[id]).begin() + static_cast<std::ptrdiff_t>(place));
        EXPECT_TRUE(tells(findings(program), "P0356", {whole.measures[id].name.zh}));
      }
    }
  }
}

TEST(CoverageReport, NamesEveryDepartmentChangedInTheOutline) {
  const ir::Program whole = encoded();
  const ir::DocumentId document{0};
  for (size_t clause = 0; clause < whole.documents[document].clauses.size(); ++clause) {
    for (bool executing : {false, true}) {
      const auto list = [&](ir::Program& program) -> std::vector<ir::DepartmentId>& {
        ir::Clause& changed = program.documents[document].clauses[clause];
        return executing ? changed.executing : changed.departments;
      };
      ir::Program probe = encoded();
      for (size_t place = 0; place < list(probe).size(); ++place) {
        ir::Program program = encoded();
        const ir::DepartmentId was = list(program)[place];
        list(program).erase(list(program).begin() + static_cast<std::ptrdiff_t>(place));
        EXPECT_TRUE(tells(findings(program), "P0356", {"大纲", whole.departments[was].name.zh}));
      }
      ir::Program program = encoded();
      list(program).push_back(department(program, "教育局"));
      EXPECT_TRUE(tells(findings(program), "P0357", {"大纲", "教育局"}));
    }
  }
}

TEST(CoverageReport, TellsADepartmentThatNothingDeclares) {
  EXPECT_TRUE(tells(findings(encoded(), with(kNotice, "商业局、公安局", "商业局、环保局")), "P0358", {"环保局"}));
}

TEST(CoverageReport, TellsTextThatChanged) {
  EXPECT_TRUE(tells(findings(encoded(), with(kNotice, "暂停办理", "停止办理")), "P0360", {"二（一）1"}));
  EXPECT_TRUE(tells(findings(encoded(), with(kNotice, "稳步推进", "加快推进")), "P0360", {"“一”"}));
  EXPECT_EQ(findings(encoded(false)).size(), 4u);
  EXPECT_TRUE(tells(findings(encoded(false)), "P0359", {"二（二）"}));
  // Layout is not text.
  EXPECT_TRUE(findings(encoded(), with(kNotice, "从严办理灯会，暂停", "从严办理 灯会,\n暂停")).empty());
}

TEST(CoverageReport, TellsClausesOnOneSideOnly) {
  EXPECT_TRUE(tells(findings(encoded(), kNotice + "（三）其他\n从其规定。\n"), "P0352", {"二（三）", "其他"}));
  ir::Program program = encoded();
  program.documents[ir::DocumentId{0}].clauses.push_back(ir::Clause{"三", "附则", {}, {}, {}, ""});
  EXPECT_TRUE(tells(findings(program), "P0353", {"三"}));
  EXPECT_TRUE(tells(findings(program), "P0354", {"三"}));
}

TEST(CoverageReport, ADeclaredLeafSpeaksForItsSubclauses) {
  const std::string notice = with(kNotice, "稳步推进。\n", "（一）稳步推进。\n（二）量力而行。\n");
  const std::vector<std::string> lines = findings(encoded(), notice);
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_TRUE(tells(lines, "P0360", {"“一”"}));  // its digest holds theirs
}

TEST(CoverageReport, TellsAnObligationMetTwice) {
  ir::Program program = encoded();
  ir::Measure second = program.measures[ir::MeasureId{0}];
  program.measures.add(second);  // a version: same name
  EXPECT_TRUE(findings(program).empty());
  second.name = {"灯会另一措施", "other"};
  program.measures.add(second);
  EXPECT_TRUE(tells(findings(program), "P0355", {"灯会", "灯会从严", "灯会另一措施"}));
}

TEST(CoverageReport, TellsANoticeThatIsNoneOrAnothers) {
  EXPECT_TRUE(tells(findings(encoded(), "无编号\n"), "P0350", {}));
  ir::Program none;
  EXPECT_TRUE(tells(findings(none), "P0351", {"青政办〔2020〕7号"}));
  EXPECT_TRUE(tells(findings(encoded(), with(kNotice, "2．茶馆", "3．茶馆")), "P0361", {"二（一）3", "二（一）1"}));
  EXPECT_TRUE(tells(findings(encoded(), with(kNotice, "（一）市场", "（二）市场")), "P0362", {"二（二）"}));
}

TEST(CoverageRender, TellsBothLanguagesAndJson) {
  const ir::Program program = encoded(false);
  const Report found = report(program, parse_outline(kNotice), {});
  const SourceMap sources;
  const std::string zh = render_text(found, program, sources, Language::zh, false);
  EXPECT_NE(zh.find("二（一）1 灯会审批  〔县商业局、公安局〕\n  ✓ 灯会: 措施 灯会从严/灯会从严\n"), std::string::npos) << zh;
  EXPECT_NE(zh.find("义务 6 项：由措施落实 5 项，不编入而有理由 1 项，没有着落 0 项；问题 4 个"), std::string::npos) << zh;
  EXPECT_NE(render_text(found, program, sources, Language::en, false).find("6 obligations: 5 met by measures"), std::string::npos);
  const std::string json = render_json(found, program, sources, Language::en);
  EXPECT_NE(json.find(R"("obligations":{"total":6,"by_measure":5,"by_waiver":1,"unmet":0})"), std::string::npos) << json;
  EXPECT_NE(json.find(R"("digest":"not_recorded")"), std::string::npos);
}

}  // namespace
}  // namespace plumb::coverage
