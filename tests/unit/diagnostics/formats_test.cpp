// What tools read: JSON, SARIF, JUnit.
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "compiler/diagnostics/json.hpp"
#include "compiler/diagnostics/junit.hpp"
#include "compiler/diagnostics/sarif.hpp"

namespace plumb::diagnostics {
namespace {

namespace json = boost::json;

class Formats : public testing::Test {
 protected:
  Formats() {
    const SourceId id = sources_.add("rules/07 限制.plumb",
                                     "\xEF\xBB\xBF"
                                     "条件  星及 >= 1\n");
    sources_.add("rules/clean.plumb", "");
    const Span span{id, 8, 14};
    found_.push_back(Diagnostic(Kind::unknown_field, span, {"住宿", "星及"})
                         .mark(LabelKind::no_such_field)
                         .label(LabelKind::declared_here, {id, 0, 6})
                         .help(HelpKind::split_file)
                         .fix(HelpKind::change_to, {"星级"}, span, "星级"));
    found_.push_back(Diagnostic(Kind::too_many_diagnostics, {id, 14, 14}, {3}));
    found_.push_back(Diagnostic(Kind::unknown_field, {}, {"a<b", "c&\"d\x01"}));
    found_.back().severity = Severity::warning;
  }

  SourceMap sources_;
  std::vector<Diagnostic> found_;
};

TEST_F(Formats, Json) {
  const json::object out = json::parse(render_json(found_, sources_, Language::zh)).as_object();
  EXPECT_EQ(out.at("errors"), 1);
  EXPECT_EQ(out.at("warnings"), 1);
  const json::value expected = json::parse(R"({"code":"P0207","kind":"unknown_field","severity":"error","message":"事项“住宿”没有字段“星及”",
    "path":"rules/07 限制.plumb","line":1,"column":5,"end":{"line":1,"column":7},"offset":{"begin":11,"end":17},"label":"没有这个字段",
    "related":[{"path":"rules/07 限制.plumb","line":1,"column":1,"end":{"line":1,"column":3},"offset":{"begin":3,"end":9},"label":"在此声明"}],
    "helps":["请将规则集拆分为多个文件"],
    "fixes":[{"title":"改为“星级”","edits":[{"path":"rules/07 限制.plumb","begin":11,"end":17,"replacement":"星级"}]}]})");
  EXPECT_EQ(out.at("diagnostics").at(0), expected) << out;
  EXPECT_FALSE(out.at("diagnostics").at(2).as_object().contains("path"));
}

TEST_F(Formats, Sarif) {
  const json::value log = json::parse(render_sarif(found_, sources_, Language::en, "0.1.0"));
  EXPECT_EQ(log.at("version"), "2.1.0");
  const json::value& run = log.at("runs").at(0);
  EXPECT_EQ(run.at("columnKind"), "unicodeCodePoints");
  const json::value& rules = run.at("tool").at("driver").at("rules");
  ASSERT_EQ(rules.as_array().size(), 2u);
  const json::array& results = run.at("results").as_array();
  ASSERT_EQ(results.size(), 3u);
  for (const json::value& result : results) EXPECT_EQ(rules.at(static_cast<size_t>(result.at("ruleIndex").to_number<int>())).at("id"), result.at("ruleId"));
  EXPECT_EQ(results[0].at("level"), "error");
  EXPECT_EQ(results[1].at("level"), "note");
  EXPECT_EQ(results[2].at("level"), "warning");
  const json::value& place = results[0].at("locations").at(0).at("physicalLocation");
  EXPECT_EQ(place.at("artifactLocation").at("uri"), "rules/07%20%E9%99%90%E5%88%B6.plumb");
  EXPECT_EQ(place.at("region"), json::parse(R"({"startLine":1,"startColumn":5,"endLine":1,"endColumn":7,"byteOffset":11,"byteLength":6})"));
  EXPECT_EQ(results[0].at("relatedLocations").at(0).at("message").at("text"), "declared here");
  const json::value& replacement = results[0].at("fixes").at(0).at("artifactChanges").at(0).at("replacements").at(0);
  EXPECT_EQ(replacement.at("insertedContent").at("text"), "星级");
  EXPECT_FALSE(results[2].as_object().contains("locations"));
}

TEST(Sarif, Paths) {
  EXPECT_EQ(path_uri("./a/b.plumb"), "a/b.plumb");
  EXPECT_EQ(path_uri("/r/规.plumb"), "file:///r/%E8%A7%84.plumb");
  EXPECT_EQ(path_uri("a:b"), "a%3Ab");
}

TEST_F(Formats, Junit) {
  const std::vector<JunitCase> cases = junit_cases(found_, sources_, Language::en);
  ASSERT_EQ(cases.size(), 3u);
  EXPECT_TRUE(cases[0].failed);
  EXPECT_EQ(cases[0].failure_type, "P0207");
  EXPECT_NE(cases[0].output.find("note[P0004]"), std::string::npos);
  EXPECT_FALSE(cases[1].failed);
  EXPECT_FALSE(cases[2].failed);
  const std::string xml = render_junit("check", cases);
  EXPECT_TRUE(xml.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites tests=\"3\" failures=\"1\" errors=\"0\">\n"));
  EXPECT_NE(xml.find("matter 'a&lt;b' has no field 'c&amp;&quot;d␁'"), std::string::npos) << xml;
  EXPECT_NE(xml.find("type=\"P0207\" message=\"matter '住宿' has no field '星及'\""), std::string::npos);
  EXPECT_NE(render_junit("s", std::vector<JunitCase>{{"c", "n\x02", false, {}, {}, {}, {}}}).find("n\uFFFD"), std::string::npos);
}

}  // namespace
}  // namespace plumb::diagnostics
