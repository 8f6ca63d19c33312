// Full pushes: what they leave out is proposed, carried out where it is little, and undone where it is shown again.
#include "runtime/registry/access/accounts.hpp"
#include "tests/unit/registry/push_scratch.hpp"

namespace plumb::registry {
namespace {

class FullPush : public PushScratch {
 protected:
  static std::string list(int first, int last) {
    std::string records;
    for (int i = first; i <= last; ++i) records += listed(i, kAlpha, "2019-05-01");
    return records;
  }
  size_t live() const { return query("SELECT row FROM entries WHERE revision_to IS NULL AND removed_on IS NULL").size(); }
  Result<court::SettleTold> settle(court::SettleOptions options) {
    options.recorded_at = tick();
    return registry_->settle(options);
  }
};

TEST_F(FullPush, RemovesWhatItLeavesOutWhereThatIsLittle) {
  push_full(list(1, 200), "2019-05-02");
  const auto told = push_full(list(3, 200), "2019-06-02");  // 2 of 200: one percent
  EXPECT_EQ(told.live, 200u);
  EXPECT_EQ(told.absent, 2u);
  EXPECT_TRUE(told.absent_removed);
  EXPECT_EQ(live(), 198u);
  EXPECT_EQ(query("SELECT removed_on || ' ' || removal_ground FROM entries WHERE revision_to IS NULL AND removed_on IS NOT NULL LIMIT 1"),
            Lines{"2019-06-02 absent_from_full_push"});
  EXPECT_EQ(open_findings(), Lines{});
}

TEST_F(FullPush, OnlyProposesWhatIsMore) {
  push_full(list(1, 200), "2019-05-02");
  const auto told = push_full(list(4, 200), "2019-06-02");
  EXPECT_EQ(told.absent, 3u);
  EXPECT_FALSE(told.absent_removed);
  EXPECT_EQ(live(), 200u);
  EXPECT_EQ(open_findings(), (Lines{"absent_from_full_push", "absent_from_full_push", "absent_from_full_push"}));
  EXPECT_EQ(expect_value(registry_->proposals()).size(), 3u);
}

TEST_F(FullPush, GoesByTheShareThatIsSet) {
  push_full(list(1, 10), "2019-05-02");
  court::PushOptions options;
  options.share = court::parse_share("9.9999");
  EXPECT_FALSE(push_full(list(2, 10), "2019-06-02", options).absent_removed);
  options.share = court::parse_share("10");
  EXPECT_TRUE(push_full(list(2, 10) + "\n", "2019-06-02", options).absent_removed);
  EXPECT_EQ(live(), 9u);
  EXPECT_EQ(open_findings(), Lines{});  // carried out, so nobody need confirm it
}

TEST_F(FullPush, GoesByTheShareThatTheRegistrySays) {
  push_full(list(1, 10), "2019-05-02");
  ASSERT_TRUE(access::put_setting(*registry_, court::kShareSetting, "15", tick()).has_value());
  EXPECT_TRUE(push_full(list(2, 10), "2019-06-02").absent_removed);
  ASSERT_TRUE(access::put_setting(*registry_, court::kShareSetting, "much", tick()).has_value());
  court::PushOptions options;
  options.kind = court::PushKind::full;
  options.recorded_at = tick();
  options.day = Date::parse("2019-06-03");
  EXPECT_EQ(registry_->take_push({write("last.ndjson", list(3, 10))}, options).error().code, "import.share");
}

TEST_F(FullPush, SpeaksOfItsOwnCourtsAlone) {
  push_full(list(1, 2), "2019-05-02");
  const std::string other = R"({"caseCode":"（2019）豫0398执1号","cardNum":")" + kBeta + R"(","courtName":"邻县人民法院","publishDate":"2019-05-01"})";
  const auto told = push_full(other, "2019-06-02");
  EXPECT_EQ(told.absent, 0u);
  EXPECT_EQ(told.live, 0u);
  EXPECT_EQ(live(), 3u);
}

TEST_F(FullPush, SpeaksOfNothingThatCameAfterIt) {
  push_full(list(1, 2), "2019-05-02");
  push(listed(2, kAlpha, "2019-05-01") + listed(3, kAlpha, "2019-06-05"), "2019-06-10");
  const auto told = push_full(list(1, 1), "2019-06-02");  // came late: the second was listed later, the third published later
  EXPECT_EQ(told.absent, 0u);
  EXPECT_EQ(live(), 3u);
}

TEST_F(FullPush, ProposesAtMostWhereARecordWasRefused) {
  push_full(list(1, 200), "2019-05-02");
  const auto told = push_full(list(2, 200) + "{\"caseCode\":\"（2019）豫0399执1号\",\"cardNum\":\n", "2019-06-02");
  EXPECT_EQ(told.absent, 1u);
  EXPECT_FALSE(told.absent_removed);
  EXPECT_EQ(live(), 200u);
}

TEST_F(FullPush, IsUndoneWhereTheEntryIsShownAgain) {
  push_full(list(1, 100), "2019-05-02");
  EXPECT_TRUE(push_full(list(2, 100), "2019-06-02").absent_removed);
  EXPECT_EQ(fates(push(list(1, 1), "2019-05-20")), "records=1 late=1");  // from before the full push
  EXPECT_EQ(live(), 99u);
  const auto told = push(list(1, 1) + "\n", "2019-06-10");
  EXPECT_EQ(fates(told), "records=1 taken=1");
  EXPECT_EQ(told.relisted, 1u);
  EXPECT_EQ(live(), 100u);
  EXPECT_EQ(open_findings(), Lines{});
}

TEST_F(FullPush, LetsAProposalGoWhereTheEntryIsShownOrRemoved) {
  push_full(list(1, 4), "2019-05-02");
  push_full(list(3, 4), "2019-06-02");
  EXPECT_EQ(open_findings().size(), 2u);
  push(list(1, 1), "2019-06-03");
  EXPECT_EQ(open_findings().size(), 1u);
  push(removed(2, kAlpha, "2019-06-01"), "2019-06-04");
  EXPECT_EQ(open_findings(), Lines{});
  EXPECT_EQ(live(), 3u);
}

// Nobody then confirms what has long been answered.
TEST_F(FullPush, LetsAProposalGoWhereATableShowsTheEntryOrACommandRemovesIt) {
  push_full(list(1, 4), "2019-05-02");
  push_full(list(4, 4), "2019-06-02");
  EXPECT_EQ(open_findings().size(), 3u);
  const auto table = [&](int number) {
    return kEntryHeader + "（2019）豫0399执" + std::to_string(number) + "号," + kAlpha + ",样例县人民法院,2019-05-01,2021-05-01,,,true,\n";
  };
  ImportOptions options;
  options.synchronised = Date::parse("2019-06-01");
  take(*registry_, "entries.csv", table(1), options);
  EXPECT_EQ(open_findings().size(), 3u) << "as of a day before the full list";
  options.synchronised = Date::parse("2019-06-03");
  take(*registry_, "entries.csv", table(1), options);
  EXPECT_EQ(open_findings().size(), 2u);
  EXPECT_FALSE(take(*registry_, "entries.csv", table(1), options).changed) << "the same said again";
  (void)expect_value(
      registry_->by_hand(tick(), Language::en)
          .remove({"（2019）豫0399执2号", kAlpha, std::nullopt, *Date::parse("2019-06-01"), "shielded", "全部履行", std::nullopt, "撤1号", "法院"}));
  EXPECT_EQ(open_findings().size(), 1u);
  EXPECT_EQ(expect_value(registry_->proposals()).at(0).case_no, "（2019）豫0399执3号");
  const auto told = expect_value(settle({.recorded_at = "", .by = "王五", .push = Date::parse("2019-06-02")}));
  EXPECT_EQ(told.removed, 1u);
  EXPECT_EQ(live(), 2u);
}

// Under two documents it is one listing: shown again under the one, it stands under the other.
TEST_F(FullPush, IsUndoneUnderBothDocumentsWhereTheEntryIsShownAgainUnderOne) {
  const std::string passport = "E12345678";
  for (const bool carried : {true, false}) {
    TearDown();
    SetUp();
    push(list(1, 3) + listed(1, passport, "2019-05-01"), "2019-05-02");
    take(*registry_, "documents.csv", "document,party,by,basis\n" + passport + "," + kAlpha + ",王五,核验\n");
    court::PushOptions options;
    options.share = (carried ? 100 : 1) * court::kSharePercent;
    push_full(list(2, 3), "2019-06-02", options);
    EXPECT_EQ(live(), carried ? 2u : 4u);
    EXPECT_EQ(open_findings().size(), carried ? 0u : 2u);
    push(list(1, 1), "2019-06-03");
    EXPECT_EQ(live(), 4u);
    EXPECT_EQ(open_findings(), Lines{});
  }
}

TEST_F(FullPush, KeepsAProposalWhereAnOlderPushComesLate) {
  push_full(list(1, 2), "2019-05-02");
  push_full(list(1, 1), "2019-06-02");
  push(listed(2, kAlpha, "2019-05-01", R"("duty":"还款")"), "2019-05-20");  // its value is news, and yet it says nothing of the list of June
  EXPECT_EQ(query("SELECT duty FROM entries WHERE revision_to IS NULL AND duty IS NOT NULL"), Lines{"还款"});
  EXPECT_EQ(open_findings(), Lines{"absent_from_full_push"});
  push(listed(2, kAlpha, "2019-05-01"), "2019-06-03");
  EXPECT_EQ(open_findings(), Lines{});
}

TEST_F(FullPush, CountsInWhatAnOlderPushTellsAfterwards) {
  push_full(list(1, 199), "2019-05-02");
  EXPECT_EQ(push_full(list(1, 199), "2019-06-02").absent, 0u);
  for (const int number : {301, 302}) {  // one and two of two hundred: a hundredth
    const auto told = push(listed(number, kAlpha, "2019-05-01"), "2019-05-20");
    EXPECT_EQ(told.left_out_since, 1u);
    EXPECT_EQ(told.removed_since, 1u);
  }
  EXPECT_EQ(query("SELECT DISTINCT removed_on || ' ' || removal_ground FROM entries WHERE revision_to IS NULL AND removed_on IS NOT NULL"),
            Lines{"2019-06-02 absent_from_full_push"});
  // No trickle of late ones removes more than the list might have.
  const auto told = push(listed(303, kAlpha, "2019-05-01"), "2019-05-21");
  EXPECT_EQ(told.left_out_since, 1u);
  EXPECT_EQ(told.removed_since, 0u);
  ASSERT_EQ(expect_value(registry_->proposals()).size(), 1u);
  EXPECT_EQ(expect_value(registry_->proposals())[0].day, "2019-06-02");
  EXPECT_EQ(query("SELECT live || ' ' || absent FROM full_lists WHERE revision_to IS NULL AND as_of = '2019-06-02'"), Lines{"202 3"});
}

// The second list counts the entry again, since it cannot be told whether it did before: rather a person is asked.
TEST_F(FullPush, MovesAProposalToTheListAfterAPushThatComesLate) {
  push_full(list(1, 10), "2019-05-02");
  push_full(list(2, 10), "2019-06-02");
  push_full(list(2, 10) + "\n", "2019-06-20");
  EXPECT_EQ(expect_value(registry_->proposals()).at(0).day, "2019-06-02");
  EXPECT_EQ(push(list(1, 1), "2019-06-10").left_out_since, 1u);
  EXPECT_EQ(expect_value(registry_->proposals()).at(0).day, "2019-06-20");
  EXPECT_EQ(query("SELECT live || ' ' || absent FROM full_lists WHERE revision_to IS NULL AND as_of = '2019-06-20'"), Lines{"11 2"});
}

// What a table told after a list, and an earlier list that came late proposed, the list has not counted before.
TEST_F(FullPush, CountsWhatItCouldNotHaveCountedWhenItCame) {
  push_full(list(1, 99), "2019-05-02");
  push_full(list(1, 99), "2019-06-08");
  std::string rows;
  for (int i = 301; i <= 320; ++i) rows += "（2019）豫0399执" + std::to_string(i) + "号," + kAlpha + ",样例县人民法院,2019-05-01,,,,true,\n";
  take(*registry_, "entries.csv", kEntryHeader + rows);
  push_full(list(1, 99) + "\n", "2019-06-05");
  EXPECT_EQ(open_findings().size(), 20u);
  std::string again;
  for (int i = 301; i <= 320; ++i) again += listed(i, kAlpha, "2019-05-01");
  EXPECT_EQ(push(again, "2019-06-06").removed_since, 0u);
  EXPECT_EQ(live(), 119u);
  EXPECT_EQ(open_findings().size(), 20u);
}

TEST_F(FullPush, PassesOverWhoWasErased) {
  push_full(listed(500, kBeta, "2019-05-01") + list(1, 200), "2019-05-02");
  EXPECT_TRUE(push_full(list(1, 200), "2019-06-08").absent_removed);
  ASSERT_TRUE(registry_->erase({kBeta, journal::ErasureGround::period_over, "某局", "〔2019〕删1号", Date::parse("2019-10-01").value(), tick()}).has_value());
  const auto told = push_full(list(1, 200) + "\n", "2019-06-05");
  EXPECT_EQ(told.live, 200u);
  EXPECT_EQ(told.absent, 0u);
}

TEST_F(FullPush, IsAskedAboutAgainWhereATableInBatchesTakesTheRemovalBack) {
  const auto table = [&](const char* removed_on) {
    std::string rows;
    for (int i = 1; i <= 3; ++i) rows += "（2019）豫0399执" + std::to_string(i) + "号," + kAlpha + ",样例县人民法院,2019-05-01,,," + removed_on + ",true,\n";
    return kEntryHeader + rows;
  };
  take(*registry_, "entries.csv", table("2019-05-20"));
  push_full(list(4, 9), "2019-06-02");
  ImportOptions options;
  options.resumable = true;
  options.batch_rows = 1;
  take(*registry_, "entries.csv", table(""), options);
  EXPECT_EQ(open_findings(), (Lines{"absent_from_full_push", "absent_from_full_push", "absent_from_full_push"}));
}

TEST_F(FullPush, SaysNothingOfOtherCourtsNorOfWhatWasPublishedLater) {
  push_full(list(1, 2), "2019-06-02");
  const std::string other = R"({"caseCode":"（2019）豫0398执1号","cardNum":")" + kBeta + R"(","courtName":"邻县人民法院","publishDate":"2019-05-01"})";
  EXPECT_EQ(push(other, "2019-05-20").left_out_since, 0u);
  EXPECT_EQ(push(listed(9, kAlpha, "2019-06-03"), "2019-05-20").left_out_since, 0u);
  EXPECT_EQ(push(listed(8, kAlpha, "2019-05-03"), "2019-06-02").left_out_since, 0u);  // of the list's own day
  EXPECT_EQ(open_findings(), Lines{});
}

TEST_F(FullPush, OfAnEarlierDayLeavesWhatAPersonKept) {
  push_full(list(1, 4), "2019-05-02");
  push_full(list(3, 4), "2019-06-02");
  ASSERT_TRUE(settle({.recorded_at = {}, .by = "王五", .findings = {}, .push = Date::parse("2019-06-02"), .dismiss = true}).has_value());
  court::PushOptions all;
  all.share = 100 * court::kSharePercent;
  EXPECT_EQ(push_full(list(2, 4), "2019-05-20", all).absent, 0u);
  EXPECT_EQ(live(), 4u);
  EXPECT_EQ(push_full(list(2, 4), "2019-06-20", all).absent, 1u);
  EXPECT_EQ(live(), 3u);
}

TEST_F(FullPush, LeavesWhatAPersonKeptAlsoWhereTheListOfTheDayComesOnceMore) {
  court::PushOptions all;
  all.share = 100 * court::kSharePercent;
  push_full(list(1, 4), "2019-05-02");
  push_full(list(3, 4), "2019-06-02");
  push_full(list(3, 4) + "\n", "2019-06-10");
  ASSERT_TRUE(settle({.recorded_at = {}, .by = "王五", .findings = {}, .push = Date::parse("2019-06-02"), .dismiss = true}).has_value());
  EXPECT_EQ(push_full(list(3, 4) + "\n\n", "2019-06-02", all).absent, 0u);
  EXPECT_EQ(push_full(list(3, 4) + "\n\n", "2019-06-08", all).absent, 0u) << "the list of 06-10 was known when they were kept";
  EXPECT_EQ(live(), 4u);
}

TEST_F(FullPush, RemovesNoMoreThanItsShareHoweverOftenTheListOfItsDayComes) {
  push_full(list(1, 99), "2019-05-02");
  for (int i = 0; i < 5; ++i) {
    push_full(list(1, 99) + std::string(static_cast<size_t>(i), '\n'), "2019-06-02");
    push(listed(301 + i, kAlpha, "2019-05-01"), "2019-05-20");
  }
  EXPECT_EQ(query("SELECT count(*) FROM entries WHERE revision_to IS NULL AND removed_on IS NOT NULL"), Lines{"1"});
  EXPECT_EQ(open_findings().size(), 4u);
}

TEST_F(FullPush, DoesNotHandLateEntriesOnToTheNextList) {
  push_full(list(1, 99), "2019-05-02");
  for (size_t i = 2; i < 5; ++i) push_full(list(1, 99) + std::string(i, '\n'), "2019-06-0" + std::to_string(i));
  for (int i = 0; i < 3; ++i) push(listed(301 + i, kAlpha, "2019-05-01"), "2019-05-20");
  EXPECT_EQ(query("SELECT removed_on FROM entries WHERE revision_to IS NULL AND removed_on IS NOT NULL"), Lines{"2019-06-02"});
  EXPECT_EQ(open_findings().size(), 2u);
}

TEST_F(FullPush, OfAnEarlierDayCountsWhatItNames) {
  push_full(list(1, 201), "2019-05-02");
  EXPECT_TRUE(push_full(list(2, 201), "2019-06-08").absent_removed);
  const auto told = push_full(list(2, 201) + "\n", "2019-06-05");
  EXPECT_EQ(told.live, 201u);
  EXPECT_TRUE(told.absent_removed);
  EXPECT_EQ(query("SELECT removed_on FROM entries WHERE revision_to IS NULL AND removed_on IS NOT NULL"), Lines{"2019-06-05"});
}

// The court of an entry is what the latest push that named it said, and only lists of that court speak of it.
TEST_F(FullPush, SpeaksOfAnEntryThatALatePushGivesToItsCourtAndOfNoOther) {
  const auto of = [](const std::string& court, const std::string& party, int number) {
    return R"({"caseCode":"（2019）豫0399执)" + std::to_string(number) + R"(号","cardNum":")" + party + R"(","courtName":")" + court +
           R"(","publishDate":"2019-05-01"})" + "\n";
  };
  court::PushOptions all;
  all.share = 100 * court::kSharePercent;
  for (const bool old_court : {true, false}) {
    for (const bool late : {false, true}) {
      TearDown();
      SetUp();
      push(of("甲县人民法院", kAlpha, 1), "2019-06-01");
      const auto moves = [&] { push(of("乙县人民法院", kAlpha, 1), "2019-06-03"); };
      if (!late) moves();
      push_full(of(old_court ? "甲县人民法院" : "乙县人民法院", kBeta, 2), "2019-06-05", all);
      if (late) moves();
      EXPECT_EQ(live(), old_court ? 2u : 1u) << late;
    }
  }
}

// Whoever takes back what ended a proposal puts the question again.
TEST_F(FullPush, IsAskedAboutAgainWhereARemovalByHandIsTakenBack) {
  for (const bool before : {false, true}) {
    TearDown();
    SetUp();
    push_full(list(1, 4), "2019-05-02");
    const auto lists = [&] { push_full(list(3, 4), "2019-06-02"); };
    if (!before) lists();
    (void)expect_value(
        registry_->by_hand(tick(), Language::en)
            .remove({"（2019）豫0399执2号", kAlpha, std::nullopt, *Date::parse("2019-06-01"), "shielded", "全部履行", std::nullopt, "撤1号", "法院"}));
    if (before) lists();
    EXPECT_EQ(open_findings(), Lines{"absent_from_full_push"}) << "of the first";
    lifecycle::Event removal;
    removal.case_no = "（2019）豫0399执2号";
    removal.party = kAlpha;
    removal.step = lifecycle::Step::removal;
    removal.on = *Date::parse("2019-06-01");
    removal.by = "法院";
    removal.document = "撤1号";
    (void)expect_value(registry_->by_hand(tick(), Language::en).withdraw(removal));
    EXPECT_EQ(open_findings(), (Lines{"absent_from_full_push", "absent_from_full_push"}));
    EXPECT_EQ(live(), 4u);
  }
}

TEST_F(FullPush, OfAnEarlierDayMovesTheDayOfAProposal) {
  push_full(list(1, 4), "2019-05-02");
  push_full(list(3, 4), "2019-06-02");
  push_full(list(2, 4), "2019-05-20");
  const auto proposals = expect_value(registry_->proposals());
  ASSERT_EQ(proposals.size(), 2u);
  EXPECT_EQ(query("SELECT subject || ' ' || json_extract(detail, '$.as_of') FROM findings WHERE revision_to IS NULL ORDER BY subject"),
            (Lines{"（2019）豫0399执1号|" + kAlpha + "|2019-05-01 2019-05-20", "（2019）豫0399执2号|" + kAlpha + "|2019-05-01 2019-06-02"}));
}

TEST_F(FullPush, ProposesOnceAndSinceWhen) {
  push_full(list(1, 4), "2019-05-02");
  push_full(list(2, 4), "2019-06-02");
  push_full(list(2, 4) + "\n", "2019-06-03");
  const auto proposals = expect_value(registry_->proposals());
  ASSERT_EQ(proposals.size(), 1u);
  EXPECT_EQ(proposals[0].day, "2019-06-02");
  EXPECT_EQ(proposals[0].party, kAlpha);
  EXPECT_EQ(query("SELECT count(*) FROM findings"), Lines{"1"});
}

TEST_F(FullPush, IsConfirmedByNameAndKeepsWho) {
  push_full(list(1, 4), "2019-05-02");
  push_full(list(3, 4), "2019-06-02");
  const auto proposals = expect_value(registry_->proposals());
  const auto one = settle({.recorded_at = {}, .by = "王五", .findings = {proposals[0].finding}});
  ASSERT_TRUE(one.has_value());
  EXPECT_EQ(one->removed, 1u);
  EXPECT_EQ(live(), 3u);
  const auto rest = settle({.recorded_at = {}, .by = "王五", .findings = {}, .push = Date::parse("2019-06-02")});
  ASSERT_TRUE(rest.has_value());
  EXPECT_EQ(rest->removed, 1u);
  EXPECT_EQ(live(), 2u);
  EXPECT_EQ(open_findings(), Lines{});
  EXPECT_EQ(query("SELECT count(*) FROM findings WHERE json_extract(detail, '$.confirmed_by') = '王五'"), Lines{"2"});
  EXPECT_EQ(expect_value(registry_->verify()).fault_count, 0u);
}

TEST_F(FullPush, IsDismissedByName) {
  push_full(list(1, 4), "2019-05-02");
  push_full(list(3, 4), "2019-06-02");
  const auto told = settle({.recorded_at = {}, .by = "王五", .findings = {}, .push = Date::parse("2019-06-02"), .dismiss = true});
  ASSERT_TRUE(told.has_value());
  EXPECT_EQ(told->settled, 2u);
  EXPECT_EQ(told->removed, 0u);
  EXPECT_EQ(live(), 4u);
  EXPECT_EQ(open_findings(), Lines{});
  EXPECT_EQ(query("SELECT count(*) FROM findings WHERE json_extract(detail, '$.dismissed_by') = '王五'"), Lines{"2"});
}

TEST_F(FullPush, IsSettledByNobodyUnnamedAndNothingUnknown) {
  push_full(list(1, 4), "2019-05-02");
  push_full(list(3, 4), "2019-06-02");
  EXPECT_EQ(settle({.recorded_at = {}, .by = " ", .findings = {}, .push = Date::parse("2019-06-02")}).error().code, "settle.nobody");
  EXPECT_EQ(settle({.recorded_at = {}, .by = "王五", .findings = {99}}).error().code, "settle.unknown");
  EXPECT_EQ(settle({.recorded_at = {}, .by = "王五", .findings = {}, .push = Date::parse("2019-06-01")}).error().code, "settle.nothing");
  EXPECT_EQ(open_findings().size(), 2u);
}

TEST_F(FullPush, NeedsItsDayAndItsEnd) {
  court::PushOptions options;
  options.kind = court::PushKind::full;
  options.recorded_at = tick();
  EXPECT_EQ(registry_->take_push({write("a.json", "[]")}, options).error().code, "import.full_without_day");
  options.day = Date::parse("2019-06-02");
  EXPECT_EQ(registry_->take_push({write("b.json", "[" + listed(1, kAlpha, "2019-05-01") + ",")}, options).error().code, "import.cut");
  EXPECT_EQ(entries(), Lines{});
}

TEST_F(FullPush, MayBeTheSameOnAnotherDay) {
  push_full(list(1, 100), "2019-05-02");
  push(listed(101, kAlpha, "2019-05-10"), "2019-05-10");
  EXPECT_EQ(fates(push_full(list(1, 100), "2019-05-02")), "records=0 sent_before");
  const auto told = push_full(list(1, 100), "2019-06-02");
  EXPECT_EQ(fates(told), "records=100 unchanged=100");
  EXPECT_TRUE(told.absent_removed);  // 1 of 101
  EXPECT_EQ(live(), 100u);
}

TEST(RemovalShare, IsAPercentage) {
  EXPECT_EQ(court::parse_share("1"), 10'000);
  EXPECT_EQ(court::parse_share(" 0.25 %"), std::nullopt);
  EXPECT_EQ(court::parse_share("0.25%"), 2'500);
  EXPECT_EQ(court::parse_share("100"), 1'000'000);
  for (const char* text : {"", "%", "-1", "101", "100.0001", "1.00001", "1.", ".5", "x", "1e1"}) EXPECT_EQ(court::parse_share(text), std::nullopt) << text;
}

}  // namespace
}  // namespace plumb::registry
