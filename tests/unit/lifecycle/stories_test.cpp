// The files of stories/: an entry, its steps, and what is due and was found on each day that the file names.
//
//   entry  case_no=… party=… court=… published_on=… [expires_on= ground_on= removed_on= publishable=no served_on= decision_no= removal_ground=]
//   2019-05-20  风险提示  by=… [document=…] [detail=…] [until=…] [published_on=…]
//   on 2019-06-03
//   | what is due then, and what was found
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "runtime/lifecycle/due.hpp"
#include "runtime/lifecycle/finding.hpp"
#include "tests/unit/lifecycle/county.hpp"

namespace plumb::lifecycle {
namespace {

using Words = std::map<std::string, std::string>;

Words words(std::istringstream& line) {
  Words out;
  for (std::string word; line >> word;) {
    const size_t equals = word.find('=');
    EXPECT_NE(equals, std::string::npos) << word;
    out[word.substr(0, equals)] = word.substr(equals + 1);
  }
  return out;
}

std::optional<Date> day_of(const Words& given, const std::string& key) {
  const auto found = given.find(key);
  return found == given.end() ? std::nullopt : std::optional(day(found->second));
}
std::string text_of(const Words& given, const std::string& key) { return given.contains(key) ? given.at(key) : std::string(); }

class StoryFile {
 public:
  explicit StoryFile(const std::filesystem::path& path) : path_(path) {}

  // The file as it should be.
  std::string replay() {
    std::ifstream file(path_, std::ios::binary);
    std::string out;
    for (std::string line; std::getline(file, line);) {
      if (line.starts_with("|")) continue;
      out += line + "\n";
      std::istringstream rest(line);
      std::string first;
      if (!(rest >> first) || first.starts_with("//")) continue;
      if (first == "entry")
        take_entry(words(rest));
      else if (first == "on")
        out += told(rest);
      else
        take_event(first, rest);
    }
    return out;
  }

 private:
  void take_entry(const Words& given) {
    facts::Entry made;
    made.case_no = given.at("case_no");
    made.party = given.at("party");
    made.court = text_of(given, "court");
    made.published_on = day(given.at("published_on"));
    made.expires_on = day_of(given, "expires_on");
    made.ground_on = day_of(given, "ground_on");
    made.removed_on = day_of(given, "removed_on");
    made.served_on = day_of(given, "served_on");
    made.publishable = text_of(given, "publishable") != "no";
    made.decision_no = text_of(given, "decision_no");
    made.removal_ground = text_of(given, "removal_ground");
    entries_.push_back(made);
    case_ = {made.case_no, made.party};
  }

  void take_event(const std::string& on, std::istringstream& rest) {
    std::string name;
    rest >> name;
    const auto step = find_step(name);
    ASSERT_TRUE(step) << name;
    const Words given = words(rest);
    Event made;
    made.case_no = given.contains("case_no") ? given.at("case_no") : case_.first;
    made.party = given.contains("party") ? given.at("party") : case_.second;
    made.step = *step;
    made.on = day(on);
    made.until = day_of(given, "until");
    made.published_on = day_of(given, "published_on");
    made.by = text_of(given, "by");
    made.document = text_of(given, "document");
    made.detail = text_of(given, "detail");
    events_.push_back(made);
  }

  std::string told(std::istringstream& rest) const {
    std::string iso;
    rest >> iso;
    const Date today = day(iso);
    const auto known = stories(entries_, events_, today);
    std::string text = written(deadlines(known, {}, Calendar2019(), today, 30), Format::text, Language::zh, false);
    std::set<std::pair<FindingKind, std::string>> kept;  // as the registry knows them apart
    for (const Finding& finding : findings(known, {}, Calendar2019(), today)) {
      EXPECT_TRUE(kept.emplace(finding.kind, subject(finding)).second) << path_ << ": two findings are one: " << subject(finding);
      text += std::string("发现：") + word(finding.kind).zh + "  " + detail_json(finding) + "\n";
    }
    if (text.empty()) text = "无\n";
    std::string out;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) out += "| " + line + "\n";
    return out;
  }

  std::filesystem::path path_;
  std::pair<std::string, std::string> case_;
  std::vector<facts::Entry> entries_;
  std::vector<Event> events_;
};

TEST(Stories, AreToldAsTheFilesTellThem) {
  size_t files = 0;
  for (const auto& file : std::filesystem::directory_iterator(std::string(PLUMB_SOURCE_DIR) + "/tests/unit/lifecycle/stories")) {
    ++files;
    const std::string actual = StoryFile(file.path()).replay();
    if (std::getenv("PLUMB_RECORD") != nullptr) std::ofstream(file.path(), std::ios::binary) << actual;
    std::ifstream expected(file.path(), std::ios::binary);
    EXPECT_EQ(actual, std::string(std::istreambuf_iterator<char>(expected), {})) << file.path();
  }
  EXPECT_GE(files, 4U);
}

}  // namespace
}  // namespace plumb::lifecycle
