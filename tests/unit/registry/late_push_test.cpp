// Pushes that come late and name some columns only: each column holds what the latest push that named it said.
#include <algorithm>
#include <random>

#include "tests/unit/registry/push_scratch.hpp"

namespace plumb::registry {
namespace {

class LatePush : public PushScratch {
 protected:
  std::string value(const char* column) const { return query("SELECT ifnull(" + std::string(column) + ", '-') FROM entries WHERE revision_to IS NULL").at(0); }
};

TEST_F(LatePush, KeepsFromThePublicWhomNoLaterPushMadePublishable) {
  push(listed(1, kAlpha, "2019-05-01", R"("duty":"后")"), "2019-05-12");
  EXPECT_EQ(fates(push(listed(1, kAlpha, "2019-05-01", R"("publishable":"false","expireDate":"2020-01-01","duty":"前")"), "2019-05-11")), "records=1 taken=1");
  EXPECT_EQ(value("publishable"), "0");
  EXPECT_EQ(value("expires_on"), "2020-01-01");
  EXPECT_EQ(value("duty"), "后");
  // An older one still says nothing of what the late one named, and what nobody named it brings.
  EXPECT_EQ(fates(push(listed(1, kAlpha, "2019-05-01", R"("publishable":"true","groundOn":"2019-05-08")"), "2019-05-10")), "records=1 taken=1");
  EXPECT_EQ(value("publishable"), "0");
  EXPECT_EQ(value("ground_on"), "2019-05-08");
  EXPECT_EQ(fates(push(listed(1, kAlpha, "2019-05-01", R"("publishable":"true")"), "2019-05-13")), "records=1 taken=1");
  EXPECT_EQ(value("publishable"), "1");
}

TEST_F(LatePush, TakesABlankForAWordButWhereItIsToBePublished) {
  push(listed(1, kAlpha, "2019-05-01", R"("expireDate":"","publishable":"")"), "2019-05-12");
  EXPECT_EQ(fates(push(listed(1, kAlpha, "2019-05-01", R"("expireDate":"2020-01-01","publishable":"false")"), "2019-05-11")), "records=1 taken=1");
  EXPECT_EQ(value("expires_on"), "-");
  EXPECT_EQ(value("publishable"), "0");
  push(listed(1, kAlpha, "2019-05-01", R"("publishable":"")"), "2019-05-14");
  EXPECT_EQ(value("publishable"), "0");
}

TEST_F(LatePush, LeavesWhatAPersonCorrected) {
  push(listed(1, kAlpha, "2019-05-01"), "2019-05-12");
  const ByHand::Values columns{{"case_no", "（2019）豫0399执1号"}, {"party", kAlpha}, {"published_on", "2019-05-01"}, {"duty", "更正"}};
  (void)expect_value(registry_->by_hand(tick(), Language::en).add(Table::entries, columns));
  EXPECT_EQ(fates(push(listed(1, kAlpha, "2019-05-01", R"("duty":"前","unit":"某单位")"), "2019-05-11")), "records=1 taken=1");
  EXPECT_EQ(value("duty"), "更正");
  EXPECT_EQ(value("unit"), "某单位");
}

TEST_F(LatePush, IsNoNewsWhereItOnlyLeavesOut) {
  push(listed(1, kAlpha, "2019-05-01", R"("duty":"前","unit":"某单位")"), "2019-05-10");
  EXPECT_EQ(fates(push(listed(1, kAlpha, "2019-05-01", R"("duty":"前")"), "2019-05-12")), "records=1 unchanged=1");
  EXPECT_EQ(fates(push(listed(1, kAlpha, "2019-05-01", R"("unit":"另一单位","duty":"中")"), "2019-05-11")), "records=1 taken=1");
  EXPECT_EQ(value("unit"), "另一单位");
  EXPECT_EQ(value("duty"), "前");
}

// Drawn pushes, of which each names some columns, some of them with nothing: whatever the order in which they come, the entry is the same.
TEST_F(LatePush, GivesTheSameEntryInEveryOrder) {
  const std::vector<std::pair<const char*, std::vector<const char*>>> fields = {
      {"duty", {"甲", "乙", ""}}, {"expireDate", {"2020-01-01", "2021-01-01", ""}}, {"groundOn", {"2019-05-20", ""}}, {"publishable", {"true", "false", ""}},
      {"unit", {"某单位", ""}},   {"servedOn", {"2019-04-20", "2019-04-21", ""}}};
  constexpr int kHistories = 40, kPushes = 5, kOrders = 6;
  const auto columns =
      "SELECT case_no || ' ' || ifnull(duty, '-') || ' ' || ifnull(expires_on, '-') || ' ' || ifnull(ground_on, '-') || ' ' || publishable"
      " || ' ' || ifnull(unit, '-') || ' ' || ifnull(served_on, '-') FROM entries WHERE revision_to IS NULL ORDER BY case_no";
  std::mt19937 random(7);
  std::vector<std::vector<std::string>> said(kPushes);  // by push, the record of each history; empty: it does not speak of it
  for (int history = 0; history < kHistories; ++history) {
    for (auto& records : said) {
      std::string more;
      for (const auto& [key, texts] : fields) {
        if (random() % 2 == 0) continue;
        more += (more.empty() ? "\"" : ",\"") + std::string(key) + R"(":")" + texts[random() % texts.size()] + "\"";
      }
      records.push_back(random() % 4 == 0 ? "" : listed(history + 1, kAlpha, "2019-05-01", more));
    }
  }
  Lines first;
  std::vector<int> order = {0, 1, 2, 3, 4};
  for (int i = 0; i < kOrders; ++i) {
    TearDown();
    SetUp();
    for (const int one : order) {
      std::string records;
      for (const std::string& record : said[static_cast<size_t>(one)]) records += record;
      push(records, "2019-06-0" + std::to_string(one + 1));
    }
    if (i == 0) first = query(columns);
    EXPECT_EQ(first.size(), static_cast<size_t>(kHistories));
    EXPECT_EQ(query(columns), first) << "order " << order[0] << order[1] << order[2] << order[3] << order[4];
    EXPECT_TRUE(expect_value(registry_->verify()).faults.empty());
    std::shuffle(order.begin(), order.end(), random);
  }
}

TEST_F(LatePush, TellsTheDocumentOfARemovalOfTheDayThatCounts) {
  const std::string own = R"("publishDate":"2019-05-01","removeDocument":"撤1号")", other = R"("publishDate":"2019-05-01")";
  const auto steps = "SELECT on_day || ' ' || document FROM events WHERE revision_to IS NULL";
  push(listed(1, kAlpha, "2019-05-01"), "2019-05-10");
  push(removed(1, kAlpha, "2019-05-09", other), "2019-05-13");
  EXPECT_EQ(fates(push(removed(1, kAlpha, "2019-05-09", own), "2019-05-12")), "records=1 removed=1");
  EXPECT_EQ(query(steps), Lines{"2019-05-09 撤1号"});
  EXPECT_EQ(fates(push(removed(1, kAlpha, "2019-05-09", own) + "\n", "2019-05-12")), "records=1 unchanged=1");
  EXPECT_EQ(fates(push(removed(1, kAlpha, "2019-05-08", R"("publishDate":"2019-05-01","removeDocument":"撤0号")"), "2019-05-11")), "records=1 late=1");
  EXPECT_EQ(query(steps), Lines{"2019-05-09 撤1号"}) << "of another day than the court said since it is none";
  EXPECT_EQ(value("removed_on"), "2019-05-09");
}

// What the court said on a document it may correct without one; what somebody recorded here it may not.
TEST_F(LatePush, TakesBackTheStepOfAnEarlierDayAndNobodyElses) {
  push(listed(1, kAlpha, "2019-05-01"), "2019-05-10");
  push(removed(1, kAlpha, "2019-05-09", R"("publishDate":"2019-05-01","removeDocument":"撤1号")"), "2019-05-12");
  push(listed(1, kAlpha, "2019-05-01", R"("removeDate":"2019-05-11")"), "2019-05-13");
  EXPECT_EQ(value("removed_on"), "2019-05-11");
  EXPECT_EQ(query("SELECT document FROM events WHERE revision_to IS NULL"), Lines());
  (void)take(
      *registry_, "events.csv",
      "case_no,party,published_on,kind,on,until,by,document,detail\n（2019）豫0399执1号," + kAlpha + ",2019-05-01,removal,2019-05-10,,样例县人民法院,撤2号,\n");
  push(removed(1, kAlpha, "2019-05-12", R"("publishDate":"2019-05-01")"), "2019-05-14");
  EXPECT_EQ(value("removed_on"), "2019-05-10");
  EXPECT_TRUE(expect_value(registry_->verify()).whole());
}

TEST_F(LatePush, OfARemovalThatWaitsEachDocumentBecomesAStep) {
  for (const char* const document : {"撤2号", "撤1号", "撤2号"})
    push(removed(1, kAlpha, "2019-05-09", R"("publishDate":"2019-05-01","removeDocument":")" + std::string(document) + "\""), "2019-05-12");
  push(listed(1, kAlpha, "2019-05-01"), "2019-05-13");
  EXPECT_EQ(query("SELECT on_day || ' ' || document FROM events WHERE revision_to IS NULL ORDER BY document"), (Lines{"2019-05-09 撤1号", "2019-05-09 撤2号"}));
}

// The same of removals that name their entry, in as many words as each push likes, by themselves or in the entry's record: the removal is the one
// told last, its kind and ground are those that the latest push to name them said of it, and its step has the document that was named last. Of every second entry all removals come by themselves,
// and may wait for it; the others are listed before.
TEST_F(LatePush, GivesTheSameRemovalInEveryOrder) {
  constexpr int kHistories = 400, kPushes = 4, kOrders = 10;
  const std::vector<std::string> kinds = {"撤销", "屏蔽", ""}, grounds = {"全部履行", "错误纳入", ""};
  std::mt19937 random(11);
  const auto words = [&] {
    std::string more;
    if (random() % 2 == 0) more += R"(,"removeKind":")" + kinds[random() % kinds.size()] + "\"";
    if (random() % 2 == 0) more += R"(,"removeGround":")" + grounds[random() % grounds.size()] + "\"";
    return more;
  };
  std::vector<std::vector<std::string>> said(kPushes);
  for (int history = 1; history <= kHistories; ++history) {
    const uint64_t corrected = random() % (2 * kPushes);  // the push from which on the court says another day, an earlier or a later one
    std::vector<std::string> days = {"2019-05-20", "2019-05-25"};
    if (random() % 2 == 0) std::swap(days[0], days[1]);
    for (uint64_t i = 0; i < kPushes; ++i) {
      auto& records = said[i];
      const uint64_t way = random() % 8;
      const std::string on = days[i < corrected ? 0 : 1];
      const std::string document = random() % 2 == 0 ? R"(,"removeDocument":"撤)" + std::to_string(random() % 3) + "号\"" : "";
      if (way < 3)
        records.push_back(removed(history, kAlpha, on, R"("publishDate":"2019-05-01")" + words() + document));
      else if (way < 5 && history % 2 == 0)
        records.push_back(listed(history, kAlpha, "2019-05-01", R"("removeDate":")" + on + "\"" + words() + document));
      else
        records.push_back(way < 7 ? listed(history, kAlpha, "2019-05-01") : "");
    }
  }
  const auto state =
      "SELECT case_no || ' ' || ifnull(removed_on, '-') || ' ' || ifnull(removal_kind, '-') || ' ' || ifnull(removal_ground, '-') || ' step ' ||"
      " ifnull((SELECT group_concat(on_day || ' ' || document) FROM events v WHERE v.case_no = e.case_no AND v.revision_to IS NULL), '-') FROM entries e"
      " WHERE revision_to IS NULL ORDER BY case_no";
  Lines first;
  std::vector<int> order = {0, 1, 2, 3};
  for (int i = 0; i < kOrders; ++i) {
    TearDown();
    SetUp();
    std::string known;
    for (int history = 2; history <= kHistories; history += 2) known += listed(history, kAlpha, "2019-05-01");
    push(known, "2019-05-02");
    for (const int one : order) {
      std::string records;
      for (const std::string& record : said[static_cast<size_t>(one)]) records += record;
      push(records, "2019-06-0" + std::to_string(one + 1));
    }
    if (i == 0) first = query(state);
    const Lines now = query(state);
    ASSERT_EQ(now.size(), first.size());
    for (size_t k = 0; k < now.size(); ++k) {
      if (now[k] == first[k]) continue;
      const size_t history = static_cast<size_t>(std::stoi(now[k].substr(now[k].find("执") + 3)));
      ADD_FAILURE() << "order " << order[0] << order[1] << order[2] << order[3] << ": " << now[k] << ", in order " << first[k] << "\n"
                    << said[0][history - 1] << said[1][history - 1] << said[2][history - 1] << said[3][history - 1];
    }
    std::shuffle(order.begin(), order.end(), random);
  }
}

// What full pushes leave out is the same in every order, too: of two courts, some pushes are whole lists of one of them or of both. `percent`: that
// such a push may remove.
struct LateLists : LatePush {
  static constexpr int kHistories = 120, kPushes = 6, kOrders = 12;

  struct Drawn {
    std::string records;
    bool full = false;
  };
  static std::vector<Drawn> drawn(std::mt19937& random) {
    std::vector<Drawn> pushes(kPushes);
    for (Drawn& push : pushes) {
      push.full = random() % 2 == 0;
      const uint64_t court = random() % 3;  // 2: of both
      for (int history = 1; history <= kHistories; ++history) {
        const bool of_court = court == 2 || static_cast<uint64_t>(history % 2) == court;
        const std::string published = history % 3 == 0 ? "2019-06-03" : "2019-05-01";
        const uint64_t way = random() % 12;
        if (way < 7 && of_court)
          push.records += R"({"caseCode":"（2019）豫0399执)" + std::to_string(history) + R"(号","cardNum":")" + kAlpha + R"(","courtName":")" +
                          (history % 2 == 0 ? "甲县" : "乙县") + R"(人民法院","publishDate":")" + published + "\"}\n";
        else if (way == 11 && history % 5 == 0)
          push.records += removed(history, kAlpha, "2019-06-10", R"("publishDate":")" + published + "\"");
      }
    }
    return pushes;
  }
  Lines state_after(const std::vector<Drawn>& pushes, const std::vector<int>& order, int64_t percent) {
    TearDown();
    SetUp();
    seconds_ = 0;
    for (const int one : order) {
      court::PushOptions options;
      options.kind = pushes[static_cast<size_t>(one)].full ? court::PushKind::full : court::PushKind::incremental;
      options.share = percent * court::kSharePercent;
      push(pushes[static_cast<size_t>(one)].records, "2019-06-0" + std::to_string(one + 1), options);
    }
    EXPECT_TRUE(expect_value(registry_->verify()).faults.empty());
    return query(
        "SELECT e.case_no || ' ' || ifnull(removed_on, '-') || ' ' || ifnull(removal_ground, '-') || ' ' || ifnull((SELECT json_extract(f.detail, '$.as_of')"
        " FROM findings f WHERE f.kind = 'absent_from_full_push' AND f.revision_to IS NULL AND f.subject LIKE e.case_no || '|%'), '-') FROM entries e"
        " WHERE e.revision_to IS NULL ORDER BY e.case_no");
  }
  void expect_the_same_in_every_order(int64_t percent) {
    std::mt19937 random(static_cast<unsigned>(percent) + 5);
    size_t left_out = 0;
    for (int round = 0; round < 4; ++round) {
      const std::vector<Drawn> pushes = drawn(random);
      std::vector<int> order = {0, 1, 2, 3, 4, 5};
      const Lines first = state_after(pushes, order, percent);
      left_out += static_cast<size_t>(
          std::count_if(first.begin(), first.end(), [](const std::string& line) { return !line.ends_with(" - - -") && !line.ends_with("06-10 - -"); }));
      for (int i = 0; i < kOrders; ++i) {
        std::shuffle(order.begin(), order.end(), random);
        const Lines now = state_after(pushes, order, percent);
        ASSERT_EQ(now.size(), first.size());
        std::string told = "round " + std::to_string(round) + ", order ";
        for (const int one : order) told += std::to_string(one + 1) + (pushes[static_cast<size_t>(one)].full ? "f " : " ");
        for (size_t k = 0; k < now.size(); ++k) EXPECT_EQ(now[k], first[k]) << told;
      }
    }
    EXPECT_GT(left_out, 20u);
  }
};

TEST_F(LateLists, RemoveTheSameEntriesInEveryOrder) { expect_the_same_in_every_order(100); }
TEST_F(LateLists, ProposeTheSameEntriesInEveryOrder) { expect_the_same_in_every_order(0); }

TEST_F(LatePush, OverridesAnAbsenceByTheCourtsWordsAndNoLaterWord) {
  const auto all = [&](const std::string& records, const std::string& day) {
    court::PushOptions options;
    options.share = 100 * court::kSharePercent;
    return push_full(records, day, options);
  };
  push(listed(1, kAlpha, "2019-05-01") + listed(2, kAlpha, "2019-05-01"), "2019-05-02");
  all(listed(2, kAlpha, "2019-05-01"), "2019-06-20");
  push(removed(1, kAlpha, "2019-08-15", R"("publishDate":"2019-05-01","removeGround":"全部履行")"), "2019-06-18");
  EXPECT_EQ(fates(push(removed(1, kAlpha, "2019-06-18", R"("publishDate":"2019-05-01","removeGround":"错误纳入")"), "2019-06-19")), "records=1 removed=1");
  EXPECT_EQ(entries().at(0), "1 2019-05-01 2019-06-18 错误纳入");
  EXPECT_EQ(fates(push(listed(1, kAlpha, "2019-05-01", R"("removeDate":"2019-06-10")"), "2019-06-17")), "records=1 late=1");
}

TEST_F(LatePush, LeavesARemovalThatAPersonRecorded) {
  push(listed(1, kAlpha, "2019-05-01"), "2019-06-20");
  const ByHand::Values columns{{"case_no", "（2019）豫0399执1号"}, {"party", kAlpha}, {"published_on", "2019-05-01"}, {"removed_on", "2019-06-25"}};
  (void)expect_value(registry_->by_hand(tick(), Language::en).add(Table::entries, columns));
  EXPECT_EQ(fates(push(removed(1, kAlpha, "2019-08-15", R"("publishDate":"2019-05-01")"), "2019-06-19")), "records=1 late=1");
  EXPECT_EQ(entries(), Lines{"1 2019-05-01 2019-06-25"});
  EXPECT_EQ(fates(push(removed(1, kAlpha, "2019-06-26", R"("publishDate":"2019-05-01")"), "2019-06-27")), "records=1 removed=1");
}

}  // namespace
}  // namespace plumb::registry
