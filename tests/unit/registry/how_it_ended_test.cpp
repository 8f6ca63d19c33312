// Kind and ground of a removal belong to whoever tells it: what a step says of them counts on its own day, and goes when it is taken back.
#include "runtime/registry/review/bindings.hpp"
#include "tests/unit/registry/steps_scratch.hpp"

namespace plumb::registry {
namespace {

class HowItEnded : public Steps {
 protected:
  // removed_on, kind and ground of what stands, by number and passport; '-' for nothing.
  Lines ends() const {
    return query(
        "SELECT ifnull(removed_on, '-') || ' ' || ifnull(removal_kind, '-') || ' ' || ifnull(removal_ground, '-') FROM entries e"
        " JOIN identifiers i ON i.number = e.party WHERE revision_to IS NULL AND case_no = '" +
        kCase + "' ORDER BY i.id");
  }
  // By command, on the third of August and with a ground that is no word for one.
  void remove(const char* on = "2019-08-03", const char* ground = "申请人撤回") {
    (void)expect_value(hand().remove({kCase, kAlpha, {}, day(on), "shielded", ground, {}, "撤9号", "样例县人民法院"}));
  }
  void take_back(const char* on = "2019-08-03") {
    lifecycle::Event event = step(Step::removal, on);
    event.document = "撤9号";
    (void)expect_value(hand().withdraw(event));
  }
  // What tell_removal() told of that day.
  void take_back_told() {
    lifecycle::Event event = step(Step::removal, "2019-08-03");
    event.document = "撤0号";
    event.published_on = day("2019-06-10");
    (void)expect_value(hand().withdraw(event));
  }
  void list(const char* removed_on, const char* kind = "", const char* ground = "", const std::string& party = kAlpha) {
    (void)take(*registry_, "entries.csv",
               "case_no,party,court,published_on,expires_on,ground_on,removed_on,publishable,responsible,removal_kind,removal_ground\n" + kCase + "," + party +
                   ",样例县人民法院,2019-06-10,,," + removed_on + ",true,," + kind + "," + ground + "\n");
  }
  ImportSummary steps(const std::string& rows) {
    return take(*registry_, "events.csv", "case_no,party,published_on,kind,on,until,by,document,detail,removal_kind\n" + rows);
  }
  ImportSummary tell_removal(const char* on, const std::string& detail, const std::string& kind = "") {
    return steps(kCase + "," + kAlpha + ",2019-06-10,removal," + on + ",,样例县人民法院,撤0号," + detail + "," + kind + "\n");
  }
};

TEST_F(HowItEnded, ByCommandGoesWithTheStepWhereAnotherDayCounts) {
  remove();
  EXPECT_EQ(ends(), Lines{"2019-08-03 shielded 申请人撤回"});
  (void)tell_removal("2019-08-06", "终结执行");
  EXPECT_EQ(ends(), Lines{"2019-08-06 - 终结执行"}) << "the removal recorded last, with its own words";
  take_back();
  EXPECT_EQ(ends(), Lines{"2019-08-06 - 终结执行"});
}

TEST_F(HowItEnded, ByCommandIsNotWhatATableSaysOfAnotherDay) {
  remove();
  list("2019-08-10", "", "和解");
  EXPECT_EQ(ends(), Lines{"2019-08-03 shielded 申请人撤回"});
  take_back();
  EXPECT_EQ(ends(), Lines{"2019-08-10 - 和解"});
}

TEST_F(HowItEnded, ByCommandIsNotWhatAPushSaysOfAnotherDayNorOfTheSame) {
  for (const char* const on : {"2019-08-03", "2019-08-10"}) {
    push(listed(1, kAlpha, "2019-06-10"), "2019-08-01");
    remove();
    push(removed(1, kAlpha, on), "2019-08-12");
    EXPECT_EQ(ends(), Lines{"2019-08-03 shielded 申请人撤回"}) << on;
    take_back();
    EXPECT_EQ(ends(), Lines{std::string(on) + " - -"});
    TearDown();
    SetUp();
  }
}

TEST_F(HowItEnded, WronglyMadeBarsNoRetentionOnceAnotherRemovalCounts) {
  (void)expect_value(hand().remove({kCase, kAlpha, {}, day("2019-08-03"), "revoked", "属错误纳入，予以撤销", {}, "撤9号", "样例县人民法院"}));
  lifecycle::Event kept = step(Step::retention, "2019-08-11", "surcharge");
  kept.until = day("2019-12-31");
  const auto retain = [&] {
    return hand().add(Table::retentions, {{"case_no", kCase}, {"party", kAlpha}, {"measure", "surcharge"}, {"until", "2019-12-31"}, {"basis", "文书1号"}},
                      kept);
  };
  const auto refused = retain();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "usage.retention_wrongly_made");
  (void)tell_removal("2019-08-06", "终结执行");
  take_back();
  EXPECT_EQ(ends(), Lines{"2019-08-06 - 终结执行"});
  const auto retained = retain();
  EXPECT_TRUE(retained) << (retained ? "" : retained.error().code);
}

TEST_F(HowItEnded, UnderOneDocumentIsNotSaidOfTheOtherAfterTheyAreToldApart) {
  (void)take(*registry_, "documents.csv", "document,party,by,basis\n" + kPassport + "," + kAlpha + ",王五,核验\n");
  remove("2019-08-05");
  list("2019-08-10", "", "和解", kPassport);
  EXPECT_EQ(ends(), (Lines{"2019-08-05 shielded 申请人撤回", "2019-08-05 shielded 申请人撤回"}));
  take_back("2019-08-05");
  EXPECT_EQ(ends(), (Lines{"2019-08-10 - 和解", "2019-08-10 - 和解"}));
  ASSERT_TRUE(split(*registry_, kPassport, "", {"王五", "核验", day("2019-09-01"), tick()}));
  EXPECT_EQ(ends(), (Lines{"- - -", "2019-08-10 - 和解"}));
}

TEST_F(HowItEnded, IsToldByAFileOfStepsAsByCommand) {
  EXPECT_EQ(tell_removal("2019-08-03", "申请人撤回", "shielded").taken(), 1U);
  EXPECT_EQ(ends(), Lines{"2019-08-03 shielded 申请人撤回"}) << "beside a kind, the detail is the ground in whatever words";
  EXPECT_EQ(tell_removal("2019-08-03", "申请人撤回", "shielded").files[0].unchanged, 1U);
  EXPECT_EQ(tell_removal("2019-08-03", "申请人撤回", "revoked").files[0].changed, 1U);
  EXPECT_EQ(ends(), Lines{"2019-08-03 revoked 申请人撤回"});
  EXPECT_EQ(tell_removal("2019-08-03", "申请人撤回").files[0].changed, 1U);
  EXPECT_EQ(ends(), Lines{"2019-08-03 - -"});
  const ImportSummary refused = steps(kCase + "," + kAlpha + ",,service,2019-08-03,,样例县人民法院,回证1,,shielded\n");
  ASSERT_EQ(refused.rejected(), 1U);
  EXPECT_EQ(refused.rejects[0].reason, RejectReason::kind_of_other_step);
  EXPECT_EQ(refused.rejects[0].column, "removal_kind");
}

TEST_F(HowItEnded, ByAStepCountsOverWhatAListSaysOfTheSameDay) {
  remove();
  const ImportSummary told = take(*registry_, "entries.csv",
                                  "case_no,party,court,published_on,expires_on,ground_on,removed_on,publishable,responsible,removal_kind,removal_ground\n" +
                                      kCase + "," + kAlpha + ",样例县人民法院,2019-06-10,,,2019-08-03,true,,revoked,和解\n");
  EXPECT_EQ(warnings_of(told), (std::vector{RowWarning::recorded_step, RowWarning::recorded_step}));
  EXPECT_EQ(ends(), Lines{"2019-08-03 shielded 申请人撤回"});
  take_back();
  EXPECT_EQ(ends(), Lines{"2019-08-03 revoked 和解"}) << "what the list said was kept beneath";
}

// A later row of a table takes the place of the earlier, whatever else in the registry was told by somebody in words.
TEST_F(HowItEnded, OfATableIsNotKeptForItByAnybodyElsesWord) {
  for (const bool somebody_told : {false, true}) {
    if (somebody_told) push(listed(7, kBeta, "2019-06-10", R"("removeDate":"2019-07-01")"), "2019-08-01");
    list("2019-08-03", "revoked", "履行完毕");
    list("2019-08-03");
    EXPECT_EQ(ends(), Lines{"2019-08-03 - -"}) << somebody_told;
    TearDown();
    SetUp();
  }
}

TEST_F(HowItEnded, ByThePushThatToldItStaysWhereATableRepeatsTheDayAlone) {
  push(removed(1, kAlpha, "2019-08-03", R"("removeKind":"revoked","removeGround":"履行完毕")"), "2019-08-04");
  list("2019-08-03", "", "履行完毕");
  EXPECT_EQ(ends(), Lines{"2019-08-03 revoked 履行完毕"});
  list("2019-08-06");
  EXPECT_EQ(ends(), Lines{"2019-08-06 - -"}) << "of another day the table's words alone";
}

// A table that told a removal and is silent about it now takes it back with all its words, where a step tells an earlier day.
TEST_F(HowItEnded, OfATableGoesWithItBeneathAStepOfAnEarlierDay) {
  for (const bool somebody_told : {false, true}) {
    if (somebody_told) push(listed(7, kBeta, "2019-06-10", R"("removeDate":"2019-07-01")"), "2019-08-01");
    list("2019-08-10", "revoked", "履行完毕");
    (void)tell_removal("2019-08-03", "终结执行");
    list("");
    EXPECT_EQ(ends(), Lines{"2019-08-03 - 终结执行"}) << somebody_told;
    TearDown();
    SetUp();
  }
}

TEST_F(HowItEnded, GoesWithADayOfRemovalThatIsTakenBackByHand) {
  list("2019-08-10", "revoked", "履行完毕");
  (void)expect_value(hand().add(Table::entries, {{"case_no", kCase}, {"party", kAlpha}, {"published_on", "2019-06-10"}, {"removed_on", ""}}));
  EXPECT_EQ(ends(), Lines{"- - -"});
}

// What somebody recorded here the court's pushes repeat, and do not take over.
TEST_F(HowItEnded, ByCommandStaysWhatAPushTellsOnTheSameDocument) {
  const std::string same = R"("publishDate":"2019-06-10","removeDocument":"撤9号")";
  for (const bool late : {false, true}) {
    push(listed(1, kAlpha, "2019-06-10"), "2019-08-01");
    remove();
    if (late) push(removed(1, kAlpha, "2019-08-03"), "2019-08-08");
    push(removed(1, kAlpha, "2019-08-03", same), "2019-08-05");
    EXPECT_EQ(ends(), Lines{"2019-08-03 shielded 申请人撤回"});
    push(removed(1, kAlpha, "2019-08-06", R"("publishDate":"2019-06-10")"), "2019-08-09");
    EXPECT_EQ(ends(), Lines{"2019-08-03 shielded 申请人撤回"});
    EXPECT_EQ(query("SELECT document || ' ' || removal_kind FROM events WHERE revision_to IS NULL"), Lines{"撤9号 shielded"});
    TearDown();
    SetUp();
  }
}

TEST_F(HowItEnded, OnADocumentThatAFileRepeatsIsTheFilesToo) {
  push(listed(1, kAlpha, "2019-06-10"), "2019-08-01");
  push(removed(1, kAlpha, "2019-08-03", R"("publishDate":"2019-06-10","removeDocument":"撤0号")"), "2019-08-05");
  EXPECT_EQ(tell_removal("2019-08-03", "").files[0].changed, 1U);
  EXPECT_EQ(tell_removal("2019-08-03", "").files[0].unchanged, 1U);
  push(removed(1, kAlpha, "2019-08-06", R"("publishDate":"2019-06-10")"), "2019-08-09");
  EXPECT_EQ(ends(), Lines{"2019-08-03 - -"}) << "the earlier of the file's day and the list's";
}

// Two documents of one day: what the one says of kind and ground the other does not take back by silence.
TEST_F(HowItEnded, ByCommandStaysBesideAnotherDocumentOfTheDay) {
  push(listed(1, kAlpha, "2019-06-10"), "2019-08-01");
  remove();
  push(removed(1, kAlpha, "2019-08-03", R"("publishDate":"2019-06-10","removeDocument":"撤2号")"), "2019-08-05");
  EXPECT_EQ(ends(), Lines{"2019-08-03 shielded 申请人撤回"});
  take_back();
  EXPECT_EQ(ends(), Lines{"2019-08-03 - -"});
}

TEST_F(HowItEnded, ByACorrectedWordOfTheCourtIsNotItsFirstAgain) {
  push(listed(1, kAlpha, "2019-06-10"), "2019-08-01");
  const auto tell = [&](const char* ground, const char* day) {
    push(removed(1, kAlpha, "2019-08-03", R"("publishDate":"2019-06-10","removeDocument":"撤1号","removeGround":")" + std::string(ground) + "\""), day);
  };
  tell("错误纳入", "2019-08-05");
  tell("全部履行", "2019-08-06");
  EXPECT_EQ(query("SELECT detail FROM events WHERE revision_to IS NULL"), Lines{"全部履行"});
  list("2019-08-03");
  EXPECT_EQ(ends(), Lines{"2019-08-03 - 全部履行"}) << "a table that repeats the day alone takes no word of the court back";
}

// A step over what a full push left out hides that from nobody: listed again, the entry stands once the step is taken back.
TEST_F(HowItEnded, ByAStepIsNotByAFullPushThatLeftTheEntryOut) {
  court::PushOptions all;
  all.share = 100 * court::kSharePercent;
  push(listed(1, kAlpha, "2019-06-10"), "2019-07-01");
  push_full(listed(2, kBeta, "2019-05-01"), "2019-08-05", all);
  (void)tell_removal("2019-08-03", "申请人撤回", "shielded");
  push(listed(1, kAlpha, "2019-06-10"), "2019-08-06");
  EXPECT_EQ(ends(), Lines{"2019-08-03 shielded 申请人撤回"});
  EXPECT_EQ(open_findings().size(), 1U) << "the court lists whom a step removed";
  take_back_told();
  EXPECT_EQ(ends(), Lines{"- - -"});
}

TEST_F(HowItEnded, OfARemovalThatWaitedIsThereAtOnceWhoeverTellsTheEntry) {
  const std::string other = "（2019）豫0399执7号";
  (void)steps(other + "," + kAlpha + ",2019-06-10,removal,2019-08-03,,样例县人民法院,撤0号,全部履行,\n");
  push(removed(7, kAlpha, "2019-08-10", R"("publishDate":"2019-06-10","removeDocument":"撤5号","removeGround":"和解履行完毕")"), "2019-08-11");
  (void)take(*registry_, "entries.csv", kEntryHeader + other + "," + kAlpha + ",样例县人民法院,2019-06-10,,,,true,\n");
  const auto now = [&] { return query("SELECT removed_on || ' ' || removal_ground FROM entries WHERE revision_to IS NULL AND case_no = '" + other + "'"); };
  const Lines at_once = now();
  (void)steps(other + "," + kAlpha + ",2019-06-10,service,2019-06-12,,样例县人民法院,回证1,,\n");
  EXPECT_EQ(now(), at_once) << "a step of another kind changes nothing of it";
}

// What a step of an earlier day counts over is kept as the court told it, word by word.
TEST_F(HowItEnded, ToldByPushesBeneathAStepIsAllThereWhenTheStepGoes) {
  push(listed(1, kAlpha, "2019-06-10"), "2019-08-01");
  push(removed(1, kAlpha, "2019-08-10", R"("publishDate":"2019-06-10","removeGround":"全部履行")"), "2019-08-11");
  (void)tell_removal("2019-08-03", "和解履行完毕");
  push(removed(1, kAlpha, "2019-08-10", R"("publishDate":"2019-06-10","removeKind":"屏蔽")"), "2019-08-12");
  take_back_told();
  EXPECT_EQ(ends(), Lines{"2019-08-10 屏蔽 全部履行"});
}

TEST_F(HowItEnded, ByAPushIsToldUnderBothDocumentsWhereAStepHadEndedOne) {
  (void)take(*registry_, "documents.csv", "document,party,by,basis\n" + kPassport + "," + kAlpha + ",王五,核验\n");
  list("", "", "", kPassport);
  remove();
  push(removed(1, kPassport, "2019-08-03", R"("publishDate":"2019-06-10")"), "2019-08-05");
  take_back();
  ASSERT_TRUE(split(*registry_, kPassport, "", {"王五", "核验", day("2019-09-01"), tick()}));
  EXPECT_EQ(ends(), (Lines{"2019-08-03 - -", "2019-08-03 - -"}));
}

TEST_F(HowItEnded, IsOneOfTwoWays) {
  for (const char* const kind : {"shielded", "revoked", "屏蔽", "撤销"}) EXPECT_EQ(tell_removal("2019-08-03", "申请人撤回", kind).taken(), 1U) << kind;
  for (const char* const kind : {"foo", "SHIELDED", "无", "ｓｈｉｅｌｄｅｄ"}) {
    const ImportSummary summary = tell_removal("2019-08-03", "申请人撤回", kind);
    ASSERT_EQ(summary.rejected(), 1U) << kind;
    EXPECT_EQ(summary.rejects[0].reason, RejectReason::unknown_removal_kind);
  }
}

// From a registry in which somebody was erased.
TEST_F(HowItEnded, OnAGroundThatWasErasedHasNone) {
  (void)tell_removal("2019-08-03", "erased-7", "shielded");
  EXPECT_EQ(ends(), Lines{"2019-08-03 shielded -"});
}

TEST_F(HowItEnded, StandsWithTheStepInWords) {
  remove();
  const auto told = query("SELECT kind || ' ' || ifnull(detail, '-') || ' ' || ifnull(removal_kind, '-') FROM events WHERE revision_to IS NULL");
  EXPECT_EQ(told, Lines{"removal 申请人撤回 shielded"});
  EXPECT_TRUE(expect_value(registry_->verify()).whole());
}

}  // namespace
}  // namespace plumb::registry
