// Pushes of so many records that two threads read them: what each becomes hangs on nothing but the file.
#include <algorithm>
#include <ranges>
#include <set>

#include "tests/unit/registry/push_scratch.hpp"

namespace plumb::registry {
namespace {

constexpr int kRecords = 3000;  // a dozen stretches

class LargePush : public PushScratch {
 protected:
  static std::string number_of(int i) { return "M" + std::to_string(100'000'000 + i); }
  static std::string duty_of(int i) { return "判决书写明\"" + std::to_string(i) + "\"元，限三日内付清"; }
  static std::string quoted(const std::string& text, const std::string& mark) {
    std::string out;
    for (const char c : text) out += c == '"' ? mark : std::string(1, c);
    return out;
  }
  // Every seventh names no case, and every fifth is masked.
  static bool is_refused(int i) { return i % 7 == 3; }
  static std::string party_of(int i) { return i % 5 == 2 ? "4103********" + std::to_string(1000 + i % 9000) + "81" : number_of(i); }
  static std::string ndjson() {
    std::string out;
    for (int i = 0; i < kRecords; ++i) {
      out += R"({"caseCode":")" + (is_refused(i) ? "" : "（2019）豫0399执" + std::to_string(i) + "号") + R"(","cardNum":")" + party_of(i) +
             R"(","publishDate":"2019-05-01","duty":")" + quoted(duty_of(i), "\\\"") + "\"}\n";
    }
    return out;
  }
  static std::string csv() {
    std::string out = "caseCode,cardNum,publishDate,duty\n";
    for (int i = 0; i < kRecords; ++i) {
      out += (is_refused(i) ? "" : "（2019）豫0399执" + std::to_string(i) + "号") + "," + party_of(i) + ",2019-05-01,\"" + quoted(duty_of(i), "\"\"") + "\"\n";
    }
    return out;
  }
};

TEST_F(LargePush, EveryRecordSaysWhatItSaysInTheOrderOfTheFile) {
  for (const auto& [name, text, first] : {std::tuple("list.ndjson", ndjson(), 1), std::tuple("list.csv", csv(), 2)}) {
    SCOPED_TRACE(name);
    std::filesystem::remove(path("r.db"));
    registry_.emplace(make());
    court::PushOptions options;
    options.reject_file = path(std::string(name) + ".refused.csv");
    const auto told = push_file(write(name, text), "2019-05-02", options);
    const court::FileTold& file = told.files.at(0);
    EXPECT_EQ(file.records, static_cast<uint64_t>(kRecords));
    Lines expected, refused;
    for (int i = 0; i < kRecords; ++i) {
      if (is_refused(i)) continue;
      expected.push_back("（2019）豫0399执" + std::to_string(i) + "号|" + party_of(i) + "|" + duty_of(i) + "|" + std::to_string(i + first));
    }
    EXPECT_EQ(query("SELECT case_no || '|' || id || '|' || duty || '|' || source_row FROM entries JOIN identifiers ON number = party ORDER BY row"), expected);
    EXPECT_EQ(file.fate(court::Fate::refused), static_cast<uint64_t>(kRecords) - expected.size());
    for (size_t i = 0; i < told.rejects.size(); ++i) EXPECT_EQ(told.rejects[i].row, 7 * i + 3 + static_cast<size_t>(first));
    EXPECT_TRUE(std::is_sorted(told.warnings.begin(), told.warnings.end(), [](const auto& a, const auto& b) { return a.record < b.record; }));
    EXPECT_EQ(told.warnings.size(), court::PushTold::kMostListed);
    EXPECT_EQ(expect_value(registry_->verify()).fault_count, 0u);
    registry_.reset();
  }
}

// The day after it says the same: no row changes, and none of what is kept beside one.
TEST_F(LargePush, TheSameAgainChangesNoRow) {
  (void)push(ndjson(), "2019-05-02");
  const Lines kept = query("SELECT row || originals FROM entries ORDER BY row");
  EXPECT_EQ(fates(push(ndjson() + "\n", "2019-05-03")), "records=3000 unchanged=2571 refused=429");
  EXPECT_EQ(query("SELECT row || originals FROM entries ORDER BY row"), kept);
}

// All of a stretch may stand, none of it, or a few: what is made ready for the others says what the records say, as in pushes of a few records.
TEST_F(LargePush, SaysTheSameHoweverMuchOfItStands) {
  const auto said = [](int i, const std::string& duty) {
    return listed(i, number_of(i), "2019-05-01", R"("duty":")" + duty + std::to_string(i) + R"(","regDate":"2019年1月)" + std::to_string(1 + i % 28) + "日\"");
  };
  const auto stands = [](int i) { return i / 400 % 3 == 0 || (i / 400 % 3 == 1 && i % 10 == 0); };
  std::vector<Lines> kept;
  for (const int records_of_a_push : {kRecords, 100}) {
    registry_.reset();
    std::filesystem::remove(path("r.db"));
    registry_.emplace(make());
    std::string before;
    for (int i = 0; i < kRecords; ++i) before += stands(i) ? said(i, "旧") : "";
    (void)push(before, "2019-05-02");
    for (int begin = 0; begin < kRecords; begin += records_of_a_push) {
      std::string text;
      for (int i = begin; i < begin + records_of_a_push; ++i) text += said(i, "新");
      EXPECT_EQ(fates(push(text, "2019-05-03")), "records=" + std::to_string(records_of_a_push) + " taken=" + std::to_string(records_of_a_push));
    }
    kept.push_back(
        query("SELECT case_no || ' ' || id || ' ' || duty || ' ' || filed_on || ' ' || entries.originals || ' ' || (revision_to IS NULL)"
              " FROM entries JOIN identifiers ON number = party ORDER BY case_no, duty"));
    EXPECT_EQ(expect_value(registry_->verify()).fault_count, 0u);
  }
  const auto standing = std::ranges::count_if(std::views::iota(0, kRecords), stands);
  EXPECT_EQ(kept[0].size(), static_cast<size_t>(kRecords + standing));
  EXPECT_EQ(kept[0], kept[1]);
}

TEST_F(LargePush, IsGivenUpWheneverTheCallerSaysSo) {
  const auto file = write("list.ndjson", ndjson());
  for (const uint64_t after : {uint64_t{0}, uint64_t{1}, uint64_t{2000}}) {
    court::PushOptions options;
    options.recorded_at = tick();
    uint64_t asked = 0;
    options.on_progress = [&](uint64_t done, uint64_t) { return ++asked, done < after; };
    EXPECT_EQ(registry_->take_push({file}, options).error().code, "registry.cancelled") << after;
    EXPECT_GT(asked, 0u);
    options.on_progress = [&](uint64_t done, uint64_t) { return done >= after ? throw std::runtime_error("the caller's own") : true; };
    EXPECT_THROW((void)registry_->take_push({file}, options), std::runtime_error) << after;
  }
  EXPECT_EQ(query("SELECT count(*) FROM revisions"), Lines{"0"});
  EXPECT_EQ(push_file(file).files.at(0).records, static_cast<uint64_t>(kRecords)) << "and may come again";
}

// Somebody who is found by text, as one of those responsible, and by place, as a party: one identifier, whichever comes first.
TEST_F(LargePush, APartyIsOneIdentifierWhereverItIsNamed) {
  const std::string of_firm = listed(1, kFirm, "2019-05-01", R"("responsible":")" + kAlpha + ";" + kBeta + "\"");
  const std::string of_alpha = listed(2, kAlpha, "2019-05-01"), of_beta = listed(3, kBeta, "2019-05-02", R"("responsible":")" + kAlpha + "\"");
  for (const bool is_known : {false, true}) {
    for (const Lines& files :
         {Lines{of_firm + of_alpha + of_beta}, Lines{of_beta + of_alpha + of_firm}, Lines{of_firm, of_beta, of_alpha}, Lines{of_alpha, of_firm + of_beta}}) {
      registry_.reset();
      std::filesystem::remove(path("r.db"));
      registry_.emplace(make());
      if (is_known) (void)push(listed(9, kAlpha, "2019-04-01"), "2019-04-02");
      std::vector<std::filesystem::path> paths;
      for (const std::string& file : files) paths.push_back(write("file-" + std::to_string(paths.size()) + ".ndjson", file));
      (void)expect_value(registry_->take_push(paths, {.recorded_at = tick()}));
      EXPECT_EQ(query("SELECT id FROM identifiers ORDER BY id"), (Lines{kBeta, kAlpha, kFirm}));
      EXPECT_EQ(query("SELECT i.id || ' ' || r.id FROM entries e JOIN identifiers i ON i.number = e.party JOIN entry_responsible er ON er.entry = e.row"
                      " JOIN identifiers r ON r.number = er.party ORDER BY e.published_on, r.id"),
                (Lines{kFirm + " " + kBeta, kFirm + " " + kAlpha, kBeta + " " + kAlpha}));
      EXPECT_EQ(query("SELECT count(*) FROM parties"), Lines{"3"});
      EXPECT_EQ(expect_value(registry_->verify()).fault_count, 0u);
    }
  }
}

// A listing under each of two documents of one person, both new to the registry's list.
TEST_F(LargePush, TakesNewListingsUnderEachDocumentOfAPerson) {
  (void)take(*registry_, "documents.csv", "document,party,by,basis\nE99990001," + kAlpha + ",样例县出入境,护照\n");
  EXPECT_EQ(fates(push(listed(1, "E99990001", "2019-05-01") + listed(2, kAlpha, "2019-05-01") + listed(1, "E99990001", "2019-05-03"), "2019-05-04")),
            "records=3 taken=3");
  EXPECT_EQ(query("SELECT id || ' ' || published_on FROM entries JOIN identifiers ON number = party ORDER BY 1"),
            (Lines{kAlpha + " 2019-05-01", "E99990001 2019-05-01", "E99990001 2019-05-03"}));
  EXPECT_EQ(query("SELECT count(*) FROM identifiers"), Lines{"2"});
}

}  // namespace
}  // namespace plumb::registry
