// Folders on disk, rule sets that build on one another, the embedded standard library; order and repetition do not matter.

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "compiler/ir/encoding.hpp"
#include "tests/unit/semantics/support.hpp"

namespace plumb::semantics_test {
namespace {

namespace fs = std::filesystem;

class DriverTest : public ::testing::Test {
 protected:
  void SetUp() override {
    root_ = fs::path(::testing::TempDir()) / ("plumb_driver_" + std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()));
    fs::remove_all(root_);
    fs::create_directories(root_);
  }
  void TearDown() override { fs::remove_all(root_); }

  void write(const std::string& path, const std::string& text) {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path, std::ios::binary) << text;
  }
  Checked compile(const std::string& folder, bool scenarios = true) {
    Checked out;
    diagnostics::Sink sink;
    out.compilation = driver::compile(root_ / folder, {scenarios, driver::standard_library()}, sink);
    out.found = sink.sorted();
    return out;
  }

  fs::path root_;
};

const std::string kScenario = "示例 “甲” { 事实 张三 是 自然人 请求 张三 于 2019-07-01 申请 住宿 { 高消费: 是 } 结果 不适用 依 试措施 }\n";

TEST_F(DriverTest, reads_a_folder_and_leaves_scenarios_out_when_deciding) {
  write("set/a.plumb", kPrelude);
  write("set/deep/b.plumb", measure("高消费"));
  write("set/scenarios/s.plumb", kScenario);
  write("set/.hidden/x.plumb", "nonsense {");
  write("set/readme.txt", "not a rule");
  const Checked whole = compile("set");
  EXPECT_EQ(whole.codes(), "") << whole.text();
  EXPECT_EQ(whole.compilation.files.size(), 3U);
  const Checked deciding = compile("set", false);
  EXPECT_EQ(deciding.compilation.files.size(), 2U);
  EXPECT_EQ(deciding.program()->source_digest, whole.program()->source_digest) << "scenarios are no part of what is decided";
  EXPECT_EQ(deciding.program()->meaning_digest, whole.program()->meaning_digest);
}

TEST_F(DriverTest, a_file_by_itself_is_a_rule_set_too) {
  write("one.plumb", kPrelude + measure("高消费"));
  EXPECT_EQ(compile("one.plumb").codes(), "");
}

TEST_F(DriverTest, tells_what_cannot_be_read) {
  EXPECT_EQ(compile("nowhere").codes(), "P0010");
  EXPECT_TRUE(compile("nowhere").compilation.unreadable);
  fs::create_directories(root_ / "empty");
  EXPECT_EQ(compile("empty").codes(), "P0011");
  EXPECT_FALSE(compile("empty").compilation.unreadable);
  write("big/a.plumb", std::string((size_t{4} << 20) + 1, ' '));
  EXPECT_EQ(compile("big").codes(), "P0002");
  write("loop/a.plumb", kPrelude + measure("高消费"));
  fs::create_directory_symlink(root_ / "loop", root_ / "loop" / "again");
  EXPECT_EQ(compile("loop").codes(), "P0016");
  fs::create_symlink(root_ / "gone.plumb", root_ / "dangling.plumb");
  write("dangling/a.plumb", kPrelude + measure("高消费"));
  fs::create_symlink(root_ / "gone.plumb", root_ / "dangling" / "b.plumb");
  EXPECT_EQ(compile("dangling").codes(), "P0012");
  EXPECT_TRUE(compile("dangling").compilation.unreadable);
}

TEST_F(DriverTest, builds_on_the_folder_beside) {
  write("base/r.plumb", kPrelude + measure("高消费"));
  write("upper/r.plumb",
        "规则集 上层/upper { 基于 base、标准库 }\n部门 新局/fresh\n"
        "措施 新措施/added { 依据 通知 “二” 责任部门 新局 事项 荣誉 既有 适用对象 失信被执行人的 四类人员 条件 称号 = 文明单位 处理 撤销 }\n");
  const Checked upper = compile("upper");
  EXPECT_EQ(upper.codes(), "") << upper.text();
  ASSERT_NE(upper.program(), nullptr);
  EXPECT_EQ(upper.program()->measures.size(), 2U);
  EXPECT_EQ(upper.program()->effects.size(), 21U) << "the standard library once, though it comes two ways";
  write("upper2/r.plumb", "规则集 上层/upper { 基于 nothing }\n");
  EXPECT_EQ(compile("upper2").codes(), "P0014");
  write("x/r.plumb", "规则集 甲/x { 基于 y }\n");
  write("y/r.plumb", "规则集 乙/y { 基于 x }\n");
  EXPECT_EQ(compile("x").codes(), "P0015");
}

TEST_F(DriverTest, the_order_of_files_and_repetition_do_not_matter) {
  std::vector<driver::RuleFile> files = {
      {"a", "a", kPrelude}, {"b", "b", measure("高消费 且 星级 >= 3")}, {"c", "c", "部门 丙局/c\n文件 丙文/d { 条款 “一” { 责任部门 丙局 } }\n"}};
  const Checked first = check_files(files);
  ASSERT_NE(first.program(), nullptr) << first.text();
  std::reverse(files.begin(), files.end());
  const Checked second = check_files(files);
  EXPECT_EQ(first.program()->meaning_digest, second.program()->meaning_digest);
  EXPECT_EQ(first.program()->source_digest, second.program()->source_digest);
  EXPECT_EQ(ir::encode(*first.program()), ir::encode(*second.program()));
}

TEST_F(DriverTest, the_english_form_means_the_same) {
  const std::string english =
      "measure 试措施/tried { basis notice “一” first departments police matter lodging reaches defaulter when costly and stars >= 3 impose restrict }\n";
  EXPECT_EQ(check(kPrelude + measure("高消费 且 星级 >= 3")).program()->meaning_digest, check(kPrelude + english).program()->meaning_digest);
}

TEST_F(DriverTest, the_standard_library_is_the_one_of_the_sources) {
  Checked fresh;
  diagnostics::Sink sink;
  fresh.compilation = driver::compile(fs::path(PLUMB_SOURCE_DIR) / "stdlib", {}, sink);
  ASSERT_NE(fresh.program(), nullptr);
  EXPECT_TRUE(sink.empty());
  EXPECT_EQ(ir::encode(*fresh.program()), ir::encode(*driver::standard_library()));
}

TEST_F(DriverTest, the_notice_is_without_findings) {
  Checked notice;
  diagnostics::Sink sink;
  notice.compilation = driver::compile(fs::path(PLUMB_SOURCE_DIR) / "rules/xinan-2019-48", {true, driver::standard_library()}, sink);
  notice.found = sink.sorted();
  EXPECT_EQ(notice.codes(), "") << notice.text();
  ASSERT_NE(notice.program(), nullptr);
  EXPECT_EQ(notice.program()->measures.size(), 68U);
}

TEST_F(DriverTest, writes_edits_and_keeps_byte_order_marks) {
  write("m.plumb",
        "\xEF\xBB\xBF"
        "ab");
  SourceMap sources;
  const SourceId id = sources.add((root_ / "m.plumb").string(),
                                  "\xEF\xBB\xBF"
                                  "ab");
  ASSERT_TRUE(driver::write_edits(sources, {{Span{id, 1, 1}, "-"}}).has_value());
  EXPECT_EQ(*driver::read_file(root_ / "m.plumb"),
            "\xEF\xBB\xBF"
            "a-b");
}

}  // namespace
}  // namespace plumb::semantics_test
