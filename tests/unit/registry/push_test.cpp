// The court's pushes: what each record changes, and what is told to whom.
#include <algorithm>
#include <numeric>

#include "tests/unit/feed/malformed_records.hpp"
#include "tests/unit/registry/push_scratch.hpp"

namespace plumb::registry {
namespace {

using Push = PushScratch;

TEST_F(Push, TakesEntriesAndKeepsWhatTheyWere) {
  EXPECT_EQ(
      fates(push(listed(1, "41039919570809918x", "2019年5月1日", R"("businessEntity":"暂无","duty":"还款 ")") + listed(2, kFirm, "20190502"), "2019-05-03")),
      "records=2 taken=2");
  EXPECT_EQ(entries(), (Lines{"1 2019-05-01", "2 2019-05-02"}));
  EXPECT_EQ(query("SELECT json_remove(originals, '$.named') FROM entries WHERE published_on = '2019-05-01'"),
            (Lines{R"({"party":"41039919570809918x","published_on":"2019年5月1日","legal_representative":"暂无","duty":"还款 "})"}));
  EXPECT_EQ(query("SELECT json_extract(originals, '$.named.\"\"[0]') FROM entries WHERE published_on = '2019-05-01'"), Lines{"age"}) << "never named";
  EXPECT_EQ(query("SELECT s.name || ' ' || s.format || ' ' || s.as_of || ' ' || s.push || ' ' || e.source_row FROM entries e JOIN sources s USING (source)"),
            (Lines{"push-0.ndjson court 2019-05-03 incremental 1", "push-0.ndjson court 2019-05-03 incremental 2"}));
  EXPECT_EQ(query("SELECT kind || ' ' || name FROM parties ORDER BY kind"), (Lines{"organisation 张三", "person 张三"}));
  EXPECT_EQ(expect_value(registry_->stats()).synchronised, Date::parse("2019-05-03"));
  EXPECT_TRUE(expect_value(registry_->verify()).fault_count == 0);
}

// A removal that names no listing ends all that stand: each is asked for its own notice afterwards.
TEST_F(Push, OneRemovalOfTwoListingsIsAStepOfEach) {
  push(listed(1, kAlpha, "2019-05-01") + listed(1, kAlpha, "2019-06-01"), "2019-07-01");
  push(removed(1, kAlpha, "2019-08-01", R"("removeDocument":"撤1号")"), "2019-08-02");
  EXPECT_EQ(entries(), (Lines{"1 2019-05-01 2019-08-01", "1 2019-06-01 2019-08-01"}));
  EXPECT_EQ(query("SELECT published_on FROM events WHERE kind = 'removal' AND revision_to IS NULL ORDER BY published_on"), (Lines{"2019-05-01", "2019-06-01"}));
}

TEST_F(Push, SkipsWhatWasSentBeforeAndSaysSo) {
  const std::string records = listed(1, kAlpha, "2019-05-01");
  push(records, "2019-05-02");
  const auto revision = expect_value(registry_->revision());
  EXPECT_EQ(fates(push(records, "2019-05-02")), "records=0 sent_before");
  EXPECT_EQ(expect_value(registry_->revision()), revision);
  // The same in other bytes changes nothing, but that it came is known.
  EXPECT_EQ(fates(push(records + "\n", "2019-05-02")), "records=1 unchanged=1");
  EXPECT_EQ(query("SELECT count(*) FROM entries"), Lines{"1"});
}

TEST_F(Push, TakesTheSameBytesOfAnotherDayForAnotherPush) {
  const std::string records = listed(1, kAlpha, "2019-05-01");
  push(records, "2019-05-02");
  EXPECT_EQ(fates(push(records, "2019-06-02")), "records=1 unchanged=1");
  EXPECT_EQ(expect_value(registry_->stats()).synchronised, Date::parse("2019-06-02"));
  EXPECT_EQ(fates(push(records, "2019-05-20")), "records=1 unchanged=1");
  EXPECT_EQ(fates(push(records)), "records=1 unchanged=1");
  EXPECT_EQ(fates(push(records)), "records=0 sent_before");
  // A whole list in between leaves the entry out; that it is listed once more is news.
  court::PushOptions all;
  all.share = 100 * court::kSharePercent;
  EXPECT_TRUE(push_full(listed(2, kAlpha, "2019-05-01"), "2019-07-01", all).absent_removed);
  EXPECT_EQ(fates(push(records, "2019-06-02")), "records=0 sent_before");
  EXPECT_EQ(fates(push(records, "2019-07-02")), "records=1 taken=1");
  EXPECT_EQ(entries(), (Lines{"1 2019-05-01", "2 2019-05-01"}));
}

TEST_F(Push, SpeaksOfNoDayToCome) {
  const auto taken_at = [&](const char* moment, const char* day) {
    court::PushOptions options;
    options.recorded_at = moment;
    options.day = Date::parse(day);
    const auto done = registry_->take_push({write("a.ndjson", listed(1, kAlpha, "2019-05-01"))}, options);
    return done ? "taken" : done.error().code;
  };
  EXPECT_EQ(taken_at("2019-10-01T08:00:00Z", "2019-10-02"), "usage.day_to_come");
  EXPECT_EQ(taken_at("2019-10-01T15:59:59Z", "2019-10-02"), "usage.day_to_come");
  EXPECT_EQ(expect_value(registry_->stats()).revision, 0u);
  // The day of Beijing, where it begins at four in the afternoon of Greenwich.
  EXPECT_EQ(taken_at("2019-10-01T16:00:00Z", "2019-10-02"), "taken");
}

// An old list would pass for fresh as of a day of which nobody said anything.
TEST_F(Push, SpeaksOfNoDayWithoutARecordThatCanBeRead) {
  push(listed(1, kAlpha, "2019-05-01"), "2019-06-01");
  for (const char* nothing : {"", " \n\t\r\n", "\xEF\xBB\xBF", "[]", R"({"code":200,"data":[]})", "caseCode,cardNum,publishDate\n"}) {
    for (const auto kind : {court::PushKind::incremental, court::PushKind::full}) {
      court::PushOptions options;
      options.recorded_at = tick();
      options.day = Date::parse("2019-06-20");
      options.kind = kind;
      const auto alone = registry_->take_push({write("nothing.json", nothing)}, options);
      EXPECT_EQ(alone ? "taken" : alone.error().code, "import.empty") << nothing;
      const auto beside = registry_->take_push({write("a.ndjson", listed(2, kAlpha, "2019-05-01")), path("nothing.json")}, options);
      EXPECT_EQ(beside ? "taken" : beside.error().code, "import.empty") << nothing;
    }
  }
  EXPECT_EQ(fates(push("{\"a\":1}\n", "2019-06-20")), "records=1 refused=1");
  EXPECT_EQ(query("SELECT ifnull(synchronised, '') FROM revisions ORDER BY revision DESC LIMIT 1"), Lines{"2019-06-01"});
}

TEST_F(Push, LetsTheLastOfContradictingRecordsCountAndTellsTheCourt) {
  const auto told = push(listed(1, kAlpha, "2019-05-01", R"("duty":"甲")") + listed(1, kAlpha, "20190501", R"("duty":"乙")") + listed(2, kAlpha, "2019-05-01") +
                         listed(2, kAlpha, "2019-05-01"));
  EXPECT_EQ(fates(told), "records=4 taken=2 overtaken=2");
  EXPECT_EQ(query("SELECT duty FROM entries WHERE duty IS NOT NULL"), Lines{"乙"});
  EXPECT_EQ(open_findings(), Lines{"contradicting_records"});
  EXPECT_EQ(query("SELECT json_extract(detail, '$.columns') FROM findings"), Lines{R"(["duty"])"});
  EXPECT_EQ(told.files[0].warnings[court::kOvertakenWarning], 1u);
}

TEST_F(Push, AsksNoMoreWhatALaterPushSaysOnce) {
  const auto twice = [](const std::string& more) { return listed(1, kAlpha, "2019-05-01", R"("duty":"甲")") + listed(1, kAlpha, "2019-05-01", more); };
  push(twice(R"("duty":"乙")"), "2019-05-10");
  push(listed(1, kAlpha, "2019-05-01", R"("duty":"丙")"), "2019-05-09");
  EXPECT_EQ(open_findings(), Lines{"contradicting_records"}) << "said before";
  push(twice(R"("duty":"丁")"), "2019-05-11");
  EXPECT_EQ(open_findings(), Lines{"contradicting_records"}) << "said twice again";
  push(listed(1, kAlpha, "2019-05-01", R"("duty":"甲")"), "2019-05-12");
  EXPECT_EQ(open_findings(), Lines{});
  push(twice(R"("duty":"戊")"), "2019-05-08");
  EXPECT_EQ(open_findings(), Lines{}) << "what holds was said since";
}

TEST_F(Push, AsksUntilALaterPushNamesWhatTheTwoSaidDifferently) {
  push(listed(1, kAlpha, "2019-05-01", R"("duty":"甲","unit":"某单位")") + listed(1, kAlpha, "2019-05-01", R"("duty":"乙","unit":"某单位")"), "2019-05-10");
  push(listed(1, kAlpha, "2019-05-01", R"("unit":"另一单位")"), "2019-05-11");
  EXPECT_EQ(open_findings(), Lines{"contradicting_records"});
  push(removed(1, kAlpha, "2019-06-01", R"("publishDate":"2019-05-01")"), "2019-06-02");
  EXPECT_EQ(open_findings(), Lines{"contradicting_records"});
  push(listed(1, kAlpha, "2019-05-01", R"("duty":"乙","removeDate":"2019-06-01")"), "2019-06-03");
  EXPECT_EQ(open_findings(), Lines{});
}

TEST_F(Push, AsksOfEveryColumnWhoeverContradictsWhomUntilEachIsSaidOnce) {
  const auto columns = [&] { return query("SELECT json_extract(detail, '$.columns') FROM findings WHERE revision_to IS NULL"); };
  const auto say = [](const std::string& duty, const std::string& unit) {
    return listed(1, kAlpha, "2019-05-01", R"("duty":")" + duty + R"(","unit":")" + unit + "\"");
  };
  push(listed(1, kAlpha, "2019-05-01", R"("unit":"某单位")"), "2019-05-11");
  // Of the duty no later push spoke; the unit was said since.
  push(say("甲", "一") + say("乙", "二"), "2019-05-10");
  EXPECT_EQ(columns(), Lines{R"(["duty"])"});
  push(say("甲", "一") + say("甲", "二"), "2019-05-12");
  EXPECT_EQ(columns(), Lines{R"(["duty","unit"])"});
  push(listed(1, kAlpha, "2019-05-01", R"("duty":"甲")"), "2019-05-13");
  EXPECT_EQ(columns(), Lines{R"(["unit"])"});
  push(listed(1, kAlpha, "2019-05-01", R"("unit":"一")"), "2019-05-14");
  EXPECT_EQ(columns(), Lines{});
}

TEST_F(Push, AsksNoMoreWhereAnEntryAndARemovalOfOnePushAnswerWhatWasAsked) {
  const auto removal = [](const std::string& ground) {
    return removed(1, kAlpha, "2019-06-01", R"("publishDate":"2019-05-01","removeGround":")" + ground + "\"");
  };
  const auto duty = [](const std::string& text) { return listed(1, kAlpha, "2019-05-01", R"("duty":")" + text + "\""); };
  push(duty("甲") + duty("乙") + removal("全部履行") + removal("和解履行完毕"), "2019-06-02");
  EXPECT_EQ(query("SELECT json_extract(detail, '$.columns') FROM findings WHERE kind = 'contradicting_records' AND revision_to IS NULL"),
            Lines{R"(["duty","removal_ground"])"});
  push(duty("甲") + removal("全部履行"), "2019-06-03");
  EXPECT_EQ(query("SELECT count(*) FROM findings WHERE kind = 'contradicting_records' AND revision_to IS NULL"), Lines{"0"});
}

TEST_F(Push, AsksAnewWhereLaterRecordsContradictEachOtherAgain) {
  const auto duty = [](const std::string& text) { return listed(1, kAlpha, "2019-05-01", R"("duty":")" + text + "\""); };
  push(duty("甲") + duty("乙"), "2019-06-02");
  push(duty("丙") + duty("丁"), "2019-06-04");
  push(duty("甲"), "2019-06-03");
  EXPECT_EQ(open_findings(), Lines{"contradicting_records"});
}

TEST_F(Push, AsksOfRemovalsOnlyInWhatTheyKeepAndUntilOneIsToldOnce) {
  const auto removal = [](const std::string& more) { return removed(1, kAlpha, "2019-06-01", R"("publishDate":"2019-05-01")" + more); };
  push(listed(1, kAlpha, "2019-05-01"), "2019-05-02");
  push(removal(R"(,"iname":"张三")") + removal(R"(,"iname":"李四")"), "2019-06-02");
  EXPECT_EQ(open_findings(), Lines{});
  push(removal(R"(,"removeGround":"全部履行")") + removal(R"(,"removeGround":"和解履行完毕")"), "2019-06-03");
  EXPECT_EQ(query("SELECT json_extract(detail, '$.columns') FROM findings WHERE revision_to IS NULL"), Lines{R"(["removal_ground"])"});
  push(removal(R"(,"removeGround":"全部履行")") + "\n", "2019-06-01");
  push(removal("") + "\n", "2019-06-04");
  EXPECT_EQ(open_findings(), Lines{"contradicting_records"}) << "before, and without a word of it";
  push(removal(R"(,"removeGround":"全部履行")"), "2019-06-05");
  EXPECT_EQ(open_findings(), Lines{});
}

TEST_F(Push, AsksNoMoreAboutWhatIsRemovedAgain) {
  const std::string removal = removed(1, kAlpha, "2019-06-01", R"("publishDate":"2019-05-01")");
  for (const std::string& again :
       {removal, removed(1, kAlpha, "2019-06-03", R"("publishDate":"2019-05-01")"), listed(1, kAlpha, "2019-05-01", R"("removeDate":"2019-06-01")")}) {
    TearDown();
    SetUp();
    push(listed(1, kAlpha, "2019-05-01"), "2019-05-02");
    push(removal, "2019-06-02");
    push(listed(1, kAlpha, "2019-05-01"), "2019-06-03");
    EXPECT_EQ(open_findings(), Lines{"listed_after_removal"});
    push(again, "2019-06-02");
    EXPECT_EQ(open_findings(), Lines{"listed_after_removal"}) << "told before it was listed again";
    push(again, "2019-06-04");
    EXPECT_EQ(open_findings(), Lines{}) << again;
  }
}

TEST_F(Push, AsksNoMoreAboutARemovalThatIsTakenBack) {
  take(*registry_, "entries.csv", kEntryHeader + "（2019）豫0399执1号," + kAlpha + ",样例县人民法院,2019-05-01,,,2019-06-01,true,\n");
  push(listed(1, kAlpha, "2019-05-01"), "2019-06-03");
  EXPECT_EQ(open_findings(), Lines{"listed_after_removal"});
  take(*registry_, "entries.csv", kEntryHeader + "（2019）豫0399执1号," + kAlpha + ",样例县人民法院,2019-05-01,,,,true,\n");
  EXPECT_EQ(entries(), Lines{"1 2019-05-01"});
  EXPECT_EQ(open_findings(), Lines{});
}

TEST_F(Push, AsksNoMoreOfContradictionsOnceTheEntryIsListedOnceWithItsRemoval) {
  const auto twice = [](const std::string& more) {
    return removed(1, kAlpha, "2019-06-01", R"("publishDate":"2019-05-01","removeGround":"全部履行")") +
           removed(1, kAlpha, "2019-06-01", R"("publishDate":"2019-05-01","removeGround":")" + more + "\"");
  };
  push(listed(1, kAlpha, "2019-05-01", R"("duty":"甲")") + listed(1, kAlpha, "2019-05-01", R"("duty":"乙")"), "2019-05-10");
  EXPECT_EQ(open_findings(), Lines{"contradicting_records"});
  push(listed(1, kAlpha, "2019-05-01", R"("duty":"甲","removeDate":"2019-06-01")"), "2019-06-20");
  EXPECT_EQ(open_findings(), Lines{});
  push(twice("和解履行完毕"), "2019-06-19");
  EXPECT_EQ(open_findings(), Lines{}) << "what holds was said since";
}

TEST_F(Push, AFindingThatAPersonClosesIsClosedUntilItSaysSomethingElse) {
  const std::string twice = listed(1, kAlpha, "2019-05-01", R"("duty":"甲")") + listed(1, kAlpha, "2019-05-01", R"("duty":"乙")");
  push(twice, "2019-05-03");
  push(listed(2, "410399201203121232", "2019-05-01"), "2019-05-04");
  EXPECT_EQ(open_findings(), (Lines{"contradicting_records", "entry_on_minor"}));
  court::SettleOptions closing;
  closing.by = "王五";
  for (const Finding& finding : expect_value(registry_->findings())) closing.findings.push_back(finding.number);
  closing.recorded_at = tick();
  EXPECT_EQ(registry_->settle(closing).error().code, "settle.reason");
  closing.reason = "法院复函";
  closing.findings.push_back(999);
  EXPECT_EQ(registry_->settle(closing).error().code, "settle.unknown");
  closing.findings.pop_back();
  EXPECT_EQ(open_findings().size(), 2U);
  EXPECT_EQ(expect_value(registry_->settle(closing)).closed, 2U);
  EXPECT_EQ(open_findings(), Lines{});
  EXPECT_EQ(query("SELECT json_extract(detail, '$.closed_by') || json_extract(detail, '$.closed_because') FROM findings ORDER BY row DESC LIMIT 1"),
            Lines{"王五法院复函"});
  push(listed(2, "410399201203121232", "2019-05-01") + "\n", "2019-05-05");
  EXPECT_EQ(open_findings(), Lines{}) << "the same was looked at";
  push(listed(2, "410399201203121232", "2019-05-01", R"("duty":"另有")"), "2019-05-06");
  EXPECT_EQ(open_findings(), Lines{"entry_on_minor"});
  EXPECT_TRUE(expect_value(registry_->verify()).faults.empty());
}

TEST_F(Push, NeverOverridesWhatALaterPushSaid) {
  push(listed(1, kAlpha, "2019-05-01", R"("duty":"旧")"), "2019-05-02");
  push(listed(1, kAlpha, "2019-05-01", R"("duty":"新")"), "2019-05-20");
  EXPECT_EQ(fates(push(listed(1, kAlpha, "2019-05-01", R"("duty":"中")") + listed(2, kAlpha, "2019-05-01"), "2019-05-10")), "records=2 taken=1 late=1");
  EXPECT_EQ(query("SELECT duty FROM entries WHERE revision_to IS NULL AND duty IS NOT NULL"), Lines{"新"});
  EXPECT_EQ(expect_value(registry_->stats()).synchronised, Date::parse("2019-05-20"));
  // Nobody spoke of it since, so a late push may still correct it.
  push(listed(3, kAlpha, "2019-05-01", R"("duty":"旧")"), "2019-05-02");
  push(listed(4, kAlpha, "2019-05-01"), "2019-06-01");
  EXPECT_EQ(fates(push(listed(3, kAlpha, "2019-05-01", R"("duty":"新")"), "2019-05-10")), "records=1 taken=1");
}

TEST_F(Push, RemembersThatALaterPushFoundAnEntryAsItStood) {
  push(listed(1, kAlpha, "2019-05-01", R"("duty":"甲")"), "2019-05-02");
  EXPECT_EQ(fates(push(listed(1, kAlpha, "2019-05-01", R"("duty":"甲")") + "\n", "2019-05-20")), "records=1 unchanged=1");
  EXPECT_EQ(fates(push(listed(1, kAlpha, "2019-05-01", R"("duty":"乙")"), "2019-05-10")), "records=1 late=1");
  EXPECT_EQ(query("SELECT duty FROM entries WHERE revision_to IS NULL"), Lines{"甲"});
}

// A correction that says no day takes nothing from what the court said last.
TEST_F(Push, RemembersWhenTheCourtSpokeThroughCorrectionsOfOthers) {
  push(listed(1, kAlpha, "2019-05-01", R"("duty":"新")") + listed(2, kAlpha, "2019-05-01"), "2019-05-20");
  lifecycle::Event served;
  served.case_no = "（2019）豫0399执1号";
  served.party = kAlpha;
  served.step = lifecycle::Step::service;
  served.on = *Date::parse("2019-05-08");
  served.by = "样例县人民法院";
  (void)expect_value(registry_->by_hand(tick(), Language::en).take(served));
  EXPECT_EQ(fates(push(listed(1, kAlpha, "2019-05-01", R"("duty":"旧")"), "2019-05-10")), "records=1 late=1");
  // A table without a day, then a full push of before that knew neither.
  take(*registry_, "entries.csv", kEntryHeader + "（2019）豫0399执2号," + kAlpha + ",样例县人民法院,2019-05-01,2021-05-01,,,true,\n");
  court::PushOptions all;
  all.share = 100 * court::kSharePercent;
  const auto full = push_full(listed(3, kAlpha, "2019-05-01"), "2019-05-12", all);
  EXPECT_EQ(full.absent, 0u);
  EXPECT_EQ(entries(), (Lines{"1 2019-05-01", "2 2019-05-01", "3 2019-05-01"}));
  EXPECT_EQ(query("SELECT duty FROM entries WHERE revision_to IS NULL AND duty IS NOT NULL"), Lines{"新"});
  EXPECT_EQ(query("SELECT case_no FROM spoken WHERE revision_to IS NULL AND listed_as_of = '2019-05-20'"), Lines{"（2019）豫0399执2号"})
      << "the first is still as the push told it, and of its day";
  EXPECT_EQ(expect_value(registry_->verify()).fault_count, 0u);
}

TEST_F(Push, KeepsWhatARecordDoesNotSpeakOf) {
  take(*registry_, "entries.csv", kEntryHeader + "（2019）豫0399执1号," + kAlpha + ",样例县人民法院,2019-05-01,2021-05-01,,,false," + kBeta + "\n");
  EXPECT_EQ(fates(push(listed(1, kAlpha, "2019-05-01", R"("duty":"甲")"))), "records=1 taken=1");
  EXPECT_EQ(query("SELECT expires_on || ' ' || publishable || ' ' || duty FROM entries WHERE revision_to IS NULL"), Lines{"2021-05-01 0 甲"});
  EXPECT_EQ(query("SELECT count(*) FROM entry_responsible r JOIN entries e ON e.row = r.entry WHERE e.revision_to IS NULL"), Lines{"1"});
  EXPECT_EQ(fates(push(listed(1, kAlpha, "2019-05-01", R"("duty":"无")"))), "records=1 taken=1");
  EXPECT_EQ(query("SELECT ifnull(duty, '-') FROM entries WHERE revision_to IS NULL"), Lines{"-"});
}

TEST_F(Push, FindsAnEntryWhateverTheSpellingOfItsCase) {
  take(*registry_, "entries.csv", kEntryHeader + "(2019)豫0399执1号," + kAlpha + ",样例县人民法院,2019-05-01,,,,true,\n");
  EXPECT_EQ(fates(push(removed(1, kAlpha, "2019-06-01"))), "records=1 removed=1");
  EXPECT_EQ(query("SELECT removed_on FROM entries WHERE revision_to IS NULL"), Lines{"2019-06-01"});
}

TEST_F(Push, RemovesTheEntryOfTheCaseAndParty) {
  push(listed(1, kAlpha, "2019-05-01") + listed(1, kBeta, "2019-05-01") + listed(2, kAlpha, "2019-05-01"), "2019-05-02");
  const std::string record = removed(1, kAlpha, "2019年6月1日", R"("removeKind":"撤销","removeGround":"履行完毕","removeDocument":"（2019）豫0399执1号之一")");
  EXPECT_EQ(fates(push(record, "2019-06-02")), "records=1 removed=1");
  EXPECT_EQ(entries(), (Lines{"1 2019-05-01 2019-06-01 履行完毕", "1 2019-05-01", "2 2019-05-01"}));
  EXPECT_EQ(query("SELECT kind || ' ' || on_day || ' ' || by_whom || ' ' || document FROM events"),
            Lines{"removal 2019-06-01 样例县人民法院 （2019）豫0399执1号之一"});
  EXPECT_EQ(query("SELECT json_extract(originals, '$.removed_on') FROM entries WHERE removed_on IS NOT NULL"), Lines{"2019年6月1日"});
  EXPECT_EQ(fates(push(record + "\n", "2019-06-02")), "records=1 unchanged=1");
  EXPECT_EQ(expect_value(registry_->verify()).fault_count, 0u);
}

TEST_F(Push, LetsARemovalWaitForItsEntry) {
  EXPECT_EQ(fates(push(removed(1, kAlpha, "2019-06-01", R"("removeGround":"履行完毕")"), "2019-06-02")), "records=1 waiting=1");
  EXPECT_EQ(open_findings(), Lines{"removal_without_entry"});
  EXPECT_EQ(fates(push(removed(1, kAlpha, "20190601", R"("removeGround":"履行完毕")"), "2019-06-03")), "records=1 unchanged=1");
  // Listed after that removal: not the entry that it is about.
  push(listed(1, kAlpha, "2019-07-01"), "2019-07-02");
  EXPECT_EQ(open_findings(), Lines{"removal_without_entry"});
  EXPECT_EQ(fates(push(listed(1, kAlpha, "2019-05-01"), "2019-05-02")), "records=1 taken=1");
  EXPECT_EQ(entries(), (Lines{"1 2019-05-01 2019-06-01 履行完毕", "1 2019-07-01"}));
  EXPECT_EQ(open_findings(), Lines{});
}

TEST_F(Push, TakesTheWaitingRemovalThatNamesItsDay) {
  push(removed(1, kAlpha, "2019-06-01", R"("publishDate":"2019-05-01")") + removed(1, kAlpha, "2019-09-01", R"("publishDate":"2019-08-01")"));
  push(listed(1, kAlpha, "2019-08-01"));
  EXPECT_EQ(entries(), Lines{"1 2019-08-01 2019-09-01"});
  EXPECT_EQ(open_findings(), Lines{"removal_without_entry"});
}

TEST_F(Push, TakesBothHalvesOfOnePushInEitherOrder) {
  push(removed(1, kAlpha, "2019-06-01") + listed(1, kAlpha, "2019-05-01"));
  EXPECT_EQ(entries(), Lines{"1 2019-05-01 2019-06-01"});
  EXPECT_EQ(open_findings(), Lines{});
}

TEST_F(Push, TakesAListingAfterARemovalForANewEntry) {
  push(listed(1, kAlpha, "2019-05-01"), "2019-05-02");
  push(removed(1, kAlpha, "2019-06-01"), "2019-06-01");
  push(listed(1, kAlpha, "2019-08-01"), "2019-08-02");
  EXPECT_EQ(entries(), (Lines{"1 2019-05-01 2019-06-01", "1 2019-08-01"}));
  push(removed(1, kAlpha, "2019-06-01") + "\n", "2019-08-03");  // sent again
  EXPECT_EQ(entries(), (Lines{"1 2019-05-01 2019-06-01", "1 2019-08-01"}));
  push(removed(1, kAlpha, "2019-09-01"), "2019-09-01");
  EXPECT_EQ(entries(), (Lines{"1 2019-05-01 2019-06-01", "1 2019-08-01 2019-09-01"}));
}

TEST_F(Push, LeavesWhatTheCourtRemovedRemovedAndTellsIt) {
  push(listed(1, kAlpha, "2019-05-01"), "2019-05-02");
  push(removed(1, kAlpha, "2019-06-01"), "2019-06-01");
  EXPECT_EQ(fates(push(listed(1, kAlpha, "2019-05-01") + "\n", "2019-06-05")), "records=1 unchanged=1");
  EXPECT_EQ(entries(), Lines{"1 2019-05-01 2019-06-01"});
  EXPECT_EQ(open_findings(), Lines{"listed_after_removal"});
}

TEST_F(Push, RemovesLateToo) {
  push(listed(1, kAlpha, "2019-05-01"), "2019-05-02");
  push(listed(1, kAlpha, "2019-05-01", R"("duty":"新")"), "2019-06-05");
  EXPECT_EQ(fates(push(removed(1, kAlpha, "2019-06-01"), "2019-06-01")), "records=1 removed=1");
  EXPECT_EQ(entries(), Lines{"1 2019-05-01 2019-06-01"});
  EXPECT_EQ(open_findings(), Lines{"listed_after_removal"});
  EXPECT_EQ(fates(push(listed(1, kAlpha, "2019-05-01", R"("duty":"中")"), "2019-06-03")), "records=1 late=1");
}

TEST_F(Push, CorrectsARemovalThatNamesItsEntry) {
  push(listed(1, kAlpha, "2019-05-01"), "2019-05-02");
  push(removed(1, kAlpha, "2019-06-01"), "2019-06-05");
  EXPECT_EQ(fates(push(removed(1, kAlpha, "2019-06-03", R"("publishDate":"2019-05-01","removeGround":"和解")"), "2019-06-06")), "records=1 removed=1");
  EXPECT_EQ(entries(), Lines{"1 2019-05-01 2019-06-03 和解"});
  EXPECT_EQ(fates(push(removed(1, kAlpha, "2019-06-02", R"("publishDate":"2019-05-01")"), "2019-06-04")), "records=1 late=1");
  // Without its day it may be about a listing that has not come.
  EXPECT_EQ(fates(push(removed(1, kAlpha, "2019-09-01"), "2019-09-02")), "records=1 waiting=1");
}

TEST_F(Push, EndsTheRetentionsOfWhatWasWronglyMade) {
  push(listed(1, kAlpha, "2019-05-01"));
  take(*registry_, "retentions.csv", "case_no,party,measure,until,basis\n（2019）豫0399执1号," + kAlpha + ",lodging,2020-01-01,某法\n");
  const auto told = push(removed(1, kAlpha, "2019-06-01", R"("removeGround":"错误纳入")"));
  EXPECT_EQ(told.ended_retentions, 1u);
  EXPECT_EQ(open_findings(), Lines{"retention_of_wrongly_made_entry"});
}

TEST_F(Push, KeepsAMinorAside) {
  EXPECT_EQ(fates(push(listed(1, "410399200503078816", "2019-05-01"))), "records=1 set_aside=1");
  EXPECT_EQ(entries(), Lines{});
  EXPECT_EQ(open_findings(), Lines{"entry_on_minor"});
}

TEST_F(Push, RefusesAFewBadBytesAndNotTheFile) {
  EXPECT_EQ(fates(push(listed(1, kAlpha, "2019-05-01") + "{\"caseCode\":\"\xff\"}\n" + listed(2, kAlpha, "2019-05-01"))), "records=3 taken=2 refused=1");
}

TEST_F(Push, ReadsGbk) {
  std::string gbk = "caseCode,cardNum,publishDate,iname\n1,";
  gbk += kAlpha + ",2019-05-01,\xD5\xC5\xC8\xFD\n";
  const auto told = push_file(write("list.csv", gbk));
  EXPECT_EQ(fates(told), "records=1 taken=1");
  EXPECT_EQ(query("SELECT name FROM entries"), Lines{"张三"});
}

TEST_F(Push, WritesNothingInADryRun) {
  court::PushOptions options;
  options.dry_run = true;
  EXPECT_EQ(fates(push(listed(1, kAlpha, "2019-05-01"), "", options)), "records=1 taken=1");
  EXPECT_EQ(query("SELECT count(*) FROM revisions"), Lines{"0"});
}

TEST_F(Push, CountsEveryOneOfTenThousandMalformedRecords) {
  court::PushOptions options;
  options.reject_file = path("refused.csv");
  const auto told = push(test::malformed_records(7, 10'000), "2019-10-01", options);
  const court::FileTold& file = told.files.at(0);
  EXPECT_EQ(file.records, 10'000u);
  EXPECT_EQ(std::accumulate(file.fates.begin(), file.fates.end(), uint64_t{0}), 10'000u);
  EXPECT_GT(file.fate(court::Fate::taken), 100u);
  EXPECT_GT(file.fate(court::Fate::refused), 1000u);
  EXPECT_GT(file.fate(court::Fate::removed) + file.fate(court::Fate::waiting), 0u);
  // One line for each, and a reason in it.
  const std::string refused = slurp(path("refused.csv"));
  size_t lines = 0;
  bool quoted = false;
  for (const char c : refused) {
    quoted = quoted != (c == '"');
    lines += c == '\n' && !quoted ? 1 : 0;
  }
  EXPECT_EQ(lines, file.fate(court::Fate::refused) + 1);
  EXPECT_EQ(expect_value(registry_->verify()).fault_count, 0u);
}

// Pushes of four days about one case, in every order of arrival: the same entries in the end, whatever came first.
TEST_F(Push, GivesTheSameEntriesInWhateverOrderPushesCome) {
  const std::vector<std::pair<std::string, std::string>> pushes = {
      {"2019-05-02", listed(1, kAlpha, "2019-05-01", R"("duty":"一")")},
      {"2019-05-10", listed(1, kAlpha, "2019-05-01", R"("duty":"二")")},
      {"2019-06-02", removed(1, kAlpha, "2019-06-01", R"("publishDate":"2019-05-01","removeGround":"履行完毕")")},
      {"2019-08-02", listed(1, kAlpha, "2019-08-01", R"("duty":"三")")},
  };
  std::vector<size_t> order = {0, 1, 2, 3};
  int trial = 0;
  do {
    registry_.reset();
    for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path("r.db" + std::string(suffix)));
    registry_.emplace(make());
    for (const size_t i : order) push(pushes[i].second, pushes[i].first);
    EXPECT_EQ(entries(), (Lines{"1 2019-05-01 2019-06-01 履行完毕", "1 2019-08-01"})) << trial;
    EXPECT_EQ(query("SELECT duty FROM entries WHERE revision_to IS NULL ORDER BY published_on"), (Lines{"二", "三"})) << trial;
    EXPECT_EQ(open_findings(), Lines{}) << trial;
    seconds_ = 0;
    ++trial;
  } while (std::next_permutation(order.begin(), order.end()));
  EXPECT_EQ(trial, 24);
}

// The same of pushes made from a seed: listings with other values, and removals that name their entry.
TEST_F(Push, GivesTheSameEntriesOfAnyPushesInAnyOrder) {
  uint64_t state = 4;
  const auto below = [&](uint64_t limit) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (state >> 33) % limit;
  };
  const auto outcome = [&](const std::vector<std::pair<std::string, std::string>>& pushes, const std::vector<size_t>& order) {
    registry_.reset();
    for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path("r.db" + std::string(suffix)));
    registry_.emplace(make());
    seconds_ = 0;
    for (const size_t i : order) push(pushes[i].second, pushes[i].first);
    Lines lines = entries();
    for (std::string& duty : query("SELECT ifnull(duty, '-') FROM entries WHERE revision_to IS NULL ORDER BY published_on")) lines.push_back(std::move(duty));
    return lines;
  };
  for (int trial = 0; trial < 12; ++trial) {
    std::vector<std::pair<std::string, std::string>> pushes;
    std::vector<size_t> order;
    for (size_t i = 0; i < 5; ++i) {
      const std::string published = below(2) == 0 ? "2019-05-01" : "2019-05-03";
      const std::string duty = R"("duty":")" + std::to_string(below(100)) + "\"";
      const std::string on = "2019-06-1" + std::to_string(below(9));
      pushes.emplace_back("2019-06-2" + std::to_string(i),
                          below(3) == 0 ? removed(1, kAlpha, on, R"("publishDate":")" + published + "\"") : listed(1, kAlpha, published, duty));
      order.push_back(i);
    }
    const Lines in_order = outcome(pushes, order);
    for (int shuffle = 0; shuffle < 4; ++shuffle) {
      for (size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[below(i)]);
      std::string told;
      for (const size_t i : order) told += pushes[i].first + " " + pushes[i].second;
      EXPECT_EQ(outcome(pushes, order), in_order) << told;
    }
  }
}

}  // namespace
}  // namespace plumb::registry
