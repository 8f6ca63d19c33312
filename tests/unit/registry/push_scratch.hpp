// Pushes of a made-up court, and what the registry says afterwards, as lines that a person can compare.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runtime/registry/sqlite.hpp"
#include "tests/unit/registry/scratch.hpp"

namespace plumb::registry {

inline const std::string kAlpha = "410399198503078813", kBeta = "41039919570809918X", kFirm = "914103990002104117";

// An entry as the court sends it; `more` is JSON behind a comma.
inline std::string listed(int number, const std::string& party, const std::string& published, const std::string& more = "") {
  return R"({"caseCode":"（2019）豫0399执)" + std::to_string(number) + R"(号","cardNum":")" + party +
         R"(","courtName":"样例县人民法院","iname":"张三","publishDate":")" + published + "\"" + (more.empty() ? "" : "," + more) + "}\n";
}

inline std::string removed(int number, const std::string& party, const std::string& on, const std::string& more = "") {
  return R"({"caseCode":"(2019)豫0399执)" + std::to_string(number) + R"(号","cardNum":")" + party + R"(","removeDate":")" + on + "\"" +
         (more.empty() ? "" : "," + more) + "}\n";
}

class PushScratch : public Scratch {
 protected:
  void SetUp() override {
    Scratch::SetUp();
    registry_.emplace(make());
  }
  void TearDown() override {
    registry_.reset();
    Scratch::TearDown();
  }

  court::PushTold push(const std::string& records, const std::string& day = "", court::PushOptions options = {}) {
    const std::string name = "push-" + std::to_string(pushes_++) + ".ndjson";
    return push_file(write(name, records), day, std::move(options));
  }
  court::PushTold push_file(const std::filesystem::path& file, const std::string& day = "", court::PushOptions options = {}) {
    options.recorded_at = tick();
    if (!day.empty()) options.day = Date::parse(day);
    return expect_value(registry_->take_push({file}, options));
  }
  court::PushTold push_full(const std::string& records, const std::string& day, court::PushOptions options = {}) {
    options.kind = court::PushKind::full;
    return push(records, day, std::move(options));
  }

  std::vector<std::string> query(const std::string& sql) const {
    auto database = expect_value(Database::open(path("r.db"), Database::Mode::read_only, 1000));
    auto rows = expect_value(database.prepare(sql));
    std::vector<std::string> lines;
    while (rows.step() == SQLITE_ROW) lines.emplace_back(rows.text(0));
    return lines;
  }
  // "1 2019-05-01 2019-06-01 履行完毕": case, day of publication, day of removal, ground.
  std::vector<std::string> entries() const {
    return query(
        "SELECT replace(replace(case_no, '（2019）豫0399执', ''), '号', '') || ' ' || published_on || ifnull(' ' || removed_on, '') || ifnull(' ' || "
        "removal_ground, '') FROM entries WHERE revision_to IS NULL ORDER BY case_no, party, published_on");
  }
  std::vector<std::string> open_findings() const { return query("SELECT kind FROM findings WHERE revision_to IS NULL ORDER BY kind, subject"); }

  std::optional<Registry> registry_;
  int pushes_ = 0;
};

// "records=3 taken=2 late=1": what became of the records of the push's first file, without what became of none.
inline std::string fates(const court::PushTold& told) {
  constexpr const char* kNames[court::kFateCount] = {"taken", "unchanged", "overtaken", "late", "removed", "waiting", "set_aside", "refused"};
  const court::FileTold& file = told.files.at(0);
  std::string out = "records=" + std::to_string(file.records);
  uint64_t sum = 0;
  for (size_t i = 0; i < court::kFateCount; ++i) {
    sum += file.fates[i];
    if (file.fates[i] != 0) out.append(" ").append(kNames[i]).append("=").append(std::to_string(file.fates[i]));
  }
  EXPECT_EQ(sum, file.records);
  return out + (file.sent_before ? " sent_before" : "");
}

using Lines = std::vector<std::string>;

}  // namespace plumb::registry
