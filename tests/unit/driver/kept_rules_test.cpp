// Rule sets kept between runs: what comes out of the cache is what the compiler would have made, and nothing else does.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "plumb/compiler.hpp"

namespace plumb {
namespace {

namespace fs = std::filesystem;

class KeptRules : public ::testing::Test {
 protected:
  void SetUp() override {
    here_ = fs::temp_directory_path() / ("plumb-kept-" + std::to_string(::getpid()) + "-" + ::testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(here_);
    fs::create_directories(here_);
    fs::copy(PLUMB_SOURCE_DIR "/examples/quickstart/rules", here_ / "rules", fs::copy_options::recursive);
  }
  void TearDown() override { fs::remove_all(here_); }

  // `cached`: whether it must have come out of the cache.
  std::string encoded(bool cached) {
    told_.clear();
    const Compilation compilation =
        Compilation::of(here_ / "rules", {.scenarios = false, .cache = here_ / "cache", .warning = [&](const Error& e) { told_.push_back(e.code); }});
    EXPECT_TRUE(compilation.ok()) << compilation.render(ReportFormat::text, Language::en, false);
    EXPECT_EQ(compilation.lines().empty(), cached);
    return compilation.encode();
  }
  std::string without() { return Compilation::of(here_ / "rules", {.scenarios = false, .cache = {}, .warning = {}}).encode(); }
  fs::path only_file() const {
    std::vector<fs::path> found;
    for (const auto& each : fs::directory_iterator(here_ / "cache")) found.push_back(each.path());
    EXPECT_EQ(found.size(), 1U);
    return found.at(0);
  }
  static std::string read(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  static void write(const fs::path& path, const std::string& bytes) { std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes; }

  fs::path here_;
  std::vector<std::string> told_;
};

TEST_F(KeptRules, AreThoseOfTheTexts) {
  const std::string wanted = without();
  EXPECT_EQ(encoded(false), wanted);
  EXPECT_EQ(encoded(true), wanted);
  EXPECT_TRUE(told_.empty());
}

TEST_F(KeptRules, AreOthersWhenACharacterIs) {
  const std::string before = encoded(false);
  const fs::path file = here_ / "rules/rules.plumb";
  std::string text = read(file);
  const size_t at = text.find("星级 >= 4");
  ASSERT_NE(at, std::string::npos);
  text[at + std::string("星级 >= ").size()] = '5';
  write(file, text);
  EXPECT_NE(encoded(false), before);
  EXPECT_EQ(encoded(true), without());
}

TEST_F(KeptRules, AreOthersWhenAFileHasAnotherName) {
  encoded(false);
  fs::rename(here_ / "rules/rules.plumb", here_ / "rules/others.plumb");
  EXPECT_EQ(encoded(false), without());
}

TEST_F(KeptRules, AreNotTakenFromAFileThatWasChanged) {
  const std::string wanted = encoded(false);
  const std::string whole = read(only_file());
  for (const size_t at : {size_t{3}, size_t{20}, size_t{90}, size_t{160}, whole.size() / 2, whole.size() - 1}) {
    std::string spoilt = whole;
    spoilt[at] = static_cast<char>(spoilt[at] ^ 1);
    write(only_file(), spoilt);
    EXPECT_EQ(encoded(false), wanted) << "byte " << at;
    EXPECT_EQ(told_.size(), 1U) << "byte " << at;
    EXPECT_EQ(read(only_file()), whole) << "it was mended";
  }
}

TEST_F(KeptRules, AreNotTakenFromOthers) {
  const std::string wanted = encoded(false);
  ASSERT_EQ(::chmod(only_file().c_str(), 0660), 0);
  EXPECT_EQ(encoded(false), wanted);
  EXPECT_EQ(told_, std::vector<std::string>{"cache.file"});
  ASSERT_EQ(::chmod((here_ / "cache").c_str(), 0770), 0);
  EXPECT_EQ(encoded(false), wanted);
  EXPECT_EQ(told_, (std::vector<std::string>{"cache.folder", "cache.folder"})) << "neither found there nor kept there";
}

TEST_F(KeptRules, AreNotThoseWithErrors) {
  write(here_ / "rules/rules.plumb", read(here_ / "rules/rules.plumb") + "\n措施 {");
  for (int i = 0; i < 2; ++i) {
    EXPECT_FALSE(Compilation::of(here_ / "rules", {.scenarios = false, .cache = here_ / "cache", .warning = {}}).ok());
    EXPECT_FALSE(fs::exists(here_ / "cache"));
  }
}

// What cannot be read may be a part of the rules: they are not taken for those that could be read before.
TEST_F(KeptRules, AreNotThoseOfAFolderThatCannotBeReadWhole) {
  encoded(false);
  fs::create_symlink("nowhere.plumb", here_ / "rules/more.plumb");
  const Compilation compilation = Compilation::of(here_ / "rules", {.scenarios = false, .cache = here_ / "cache", .warning = {}});
  EXPECT_FALSE(compilation.ok());
  EXPECT_NE(compilation.render(ReportFormat::text, Language::en, false).find("more.plumb"), std::string::npos);
}

// The folder beside may change without a change here.
TEST_F(KeptRules, AreNotThoseThatBuildOnAnotherFolder) {
  fs::rename(here_ / "rules", here_ / "quickstart");
  fs::create_directory(here_ / "rules");
  write(here_ / "rules/rules.plumb", "规则集 上层/upper { 标识 “upper” 版本 “1” 语言版本 “1” 基于 标准库、quickstart }\n");
  const Compilation compilation = Compilation::of(here_ / "rules", {.scenarios = false, .cache = here_ / "cache", .warning = {}});
  EXPECT_TRUE(compilation.ok()) << compilation.render(ReportFormat::text, Language::en, false);
  EXPECT_FALSE(fs::exists(here_ / "cache"));
}

}  // namespace
}  // namespace plumb
