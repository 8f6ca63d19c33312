#include "compiler/coverage/accept.hpp"

#include <gtest/gtest.h>

#include "compiler/diagnostics/fix.hpp"
#include "tests/unit/coverage/notice.hpp"

namespace plumb::coverage {
namespace {

// A rule file with the outline of kNotice, and its tree, made by looking for the places.
class RuleFile {
 public:
  explicit RuleFile(std::string text) : text_(text) {
    file_.source = sources_.add("document.plumb", std::move(text));
    document_.name.zh.text = "示范办法";
  }

  void clause(const std::string& written, const std::string& path, const std::string& digest = {}) {
    ast::Clause clause;
    clause.span = span(written);
    clause.path.value = path;
    if (!digest.empty()) clause.digest = ast::Text{digest, span("“" + digest + "”")};
    document_.clauses.push_back(std::move(clause));
  }

  std::string accepted() {
    ast::Declaration declaration;
    declaration.node = std::move(document_);
    std::vector<ast::File> files(1);
    files[0].source = file_.source;
    files[0].declarations.push_back(std::move(declaration));
    const ir::Program program = encoded();
    std::vector<diagnostics::Fix> fixes;
    for (diagnostics::Edit& edit : accept_digests(program.documents[ir::DocumentId{0}], parse_outline(kNotice), files, sources_)) {
      fixes.push_back(diagnostics::Fix{{diagnostics::HelpKind::record_digests, {}}, {std::move(edit)}});
    }
    return diagnostics::apply(fixes, file_.source, text_).text;
  }

 private:
  Span span(const std::string& written) const {
    const size_t at = text_.find(written);
    EXPECT_NE(at, std::string::npos) << written;
    return Span{file_.source, static_cast<uint32_t>(at), static_cast<uint32_t>(at + written.size())};
  }

  std::string text_;
  SourceMap sources_;
  ast::File file_;
  ast::Document document_;
};

std::string digest_of(const std::string& path) {
  const ir::Program program = encoded();
  for (const ir::Clause& clause : program.documents[ir::DocumentId{0}].clauses) {
    if (clause.path == path) return clause.digest;
  }
  return {};
}

TEST(Accept, InsertsAndReplacesAndLeavesTheRest) {
  RuleFile file(
      "文件 示范办法 {\n"
      "    条款 “一” {\n"
      "        标题      “总”  // 注\n"
      "    }\n"
      "    条款 “二（一）1” { 标题 “灯会” }\n"
      "    clause “二（一）2” {\n"
      "    }\n"
      "    条款 “二（二）” { 指纹 “0000” }\n"
      "}\n");
  file.clause("条款 “一” {\n        标题      “总”  // 注\n    }", "一");
  file.clause("条款 “二（一）1” { 标题 “灯会” }", "二（一）1");
  file.clause("clause “二（一）2” {\n    }", "二（一）2");
  file.clause("条款 “二（二）” { 指纹 “0000” }", "二（二）", "0000");
  EXPECT_EQ(file.accepted(),
            "文件 示范办法 {\n"
            "    条款 “一” {\n"
            "        标题      “总”  // 注\n"
            "        指纹      “" +
                digest_of("一") +
                "”\n"
                "    }\n"
                "    条款 “二（一）1” { 标题 “灯会” 指纹 “" +
                digest_of("二（一）1") +
                "” }\n"
                "    clause “二（一）2” {\n"
                "        digest       \"" +
                digest_of("二（一）2") +
                "\"\n"
                "    }\n"
                "    条款 “二（二）” { 指纹 “" +
                digest_of("二（二）") +
                "” }\n"
                "}\n");
}

TEST(Accept, LeavesADigestThatIsUpToDate) {
  const std::string text = "文件 示范办法 { 条款 “一” { 指纹 “" + digest_of("一") + "” } 条款 “九” { } }\n";
  RuleFile file(text);
  file.clause("条款 “一” { 指纹 “" + digest_of("一") + "” }", "一", digest_of("一"));
  file.clause("条款 “九” { }", "九");  // not in the notice
  EXPECT_EQ(file.accepted(), text);
}

}  // namespace
}  // namespace plumb::coverage
