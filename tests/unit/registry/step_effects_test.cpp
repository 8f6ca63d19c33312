// What steps make of an entry, whichever way and in whichever order they come.
#include <sqlite3.h>

#include <algorithm>
#include <functional>
#include <random>

#include "runtime/registry/review/bindings.hpp"
#include "tests/unit/registry/steps_scratch.hpp"

namespace plumb::registry {
namespace {

TEST_F(Steps, ComeByFileAsByHand) {
  const std::string rows = kCase + "," + kAlpha + ",,service,2019-06-12,,样例县人民法院,回证,\n" +                //
                           kCase + "," + kAlpha + ",,objection,2019-06-13,,张三,异议书,\n" +                      //
                           kCase + "," + kAlpha + ",,objection_decision,2019-06-15,,样例县人民法院,裁1,驳回\n" +  //
                           kCase + "," + kAlpha + ",,suspension,2019-06-20,2019-07-20,样例县人民法院,暂1,\n" +    //
                           kCase + "," + kAlpha + ",,permit,2019-06-20,,样例县人民法院,准1,lodging\n" +           //
                           kCase + "," + kAlpha + ",,extension,2019-08-01,2022-06-10,样例县人民法院,延1,\n" +     //
                           kCase + "," + kAlpha + ",,removal_ground,2019-09-29,,张三,付款回单,\n" +               //
                           kCase + "," + kAlpha + ",,removal,2019-09-30,,样例县人民法院,撤1,全部履行\n";
  EXPECT_EQ(take(*registry_, "events.csv", kEventHeader + rows).rejected(), 0U);
  EXPECT_EQ(state(), "2019-09-30 - 全部履行 2019-09-29 2019-06-12 2022-06-10 2019-06-13/2019-06-15");
  EXPECT_EQ(permits(), (Lines{"* 2019-06-20 2019-07-20", "lodging 2019-06-20"}));
  const auto revision = expect_value(registry_->revision());
  EXPECT_FALSE(take(*registry_, "events.csv", kEventHeader + rows).changed);
  // The table that says 2021-06-10 has not heard of the extension.
  EXPECT_EQ(warnings_of(take(*registry_, "entries.csv", table_row(""))), (std::vector{RowWarning::recorded_step, RowWarning::keeps_removal}));
  EXPECT_EQ(expect_value(registry_->revision()), revision);
  EXPECT_TRUE(expect_value(registry_->verify()).whole());
}

// Two removals of one day, of two listings of one case: neither is the other's correction.
TEST_F(Steps, OfOneDayAboutTwoListingsAreTwo) {
  (void)take(*registry_, "entries.csv", kEntryHeader + kCase + "," + kAlpha + ",样例县人民法院,2019-01-10,,,,true,\n");
  for (const char* published : {"2019-01-10", "2019-06-10"}) {
    Removal both = removal();
    both.published_on = day(published);
    (void)expect_value(hand().remove(both));
  }
  EXPECT_EQ(query("SELECT removed_on FROM entries WHERE revision_to IS NULL"), (Lines{"2019-10-08", "2019-10-08"}));
}

TEST_F(Steps, OfAListingUnderTwoDocumentsAreOfBoth) {
  (void)expect_value(hand().add(Table::documents, {{"document", kPassport}, {"party", kAlpha}, {"by", "王五"}, {"basis", "核验"}}));
  (void)take(*registry_, "entries.csv", kEntryHeader + kCase + "," + kPassport + ",样例县人民法院,2019-06-10,,,,true,\n");
  (void)expect_value(hand().remove(removal()));
  EXPECT_EQ(query("SELECT removed_on || ' ' || removal_kind FROM entries WHERE revision_to IS NULL"), (Lines{"2019-10-08 shielded", "2019-10-08 shielded"}));
}

TEST_F(Steps, AreThoseOfADocumentThatIsBoundLaterAndPartedAgain) {
  (void)take(*registry_, "events.csv", kEventHeader + kCase + "," + kPassport + ",,removal,2019-09-28,,样例县人民法院,撤1,全部履行\n");
  EXPECT_EQ(state().substr(0, 1), "-");
  (void)take(*registry_, "documents.csv", "document,party,by,basis\n" + kPassport + "," + kAlpha + ",王五,核验\n");
  EXPECT_EQ(state().substr(0, 10), "2019-09-28");
  (void)expect_value(split(*registry_, kPassport, "", Said{"王五", "误", day("2019-10-01"), tick()}));
  EXPECT_EQ(state(), "- - - - - 2021-06-10 -");
}

TEST_F(Steps, OfOneFileAboutTwoCasesOfAPartyBothPermit) {
  const std::string rows = kCase + "," + kAlpha + ",,suspension,2019-06-20,2019-07-20,样例县人民法院,暂1,\n" + "（2019）豫0399执2号," + kAlpha +
                           ",,suspension,2019-06-21,2019-07-21,样例县人民法院,暂2,\n";
  (void)take(*registry_, "events.csv", kEventHeader + rows);
  EXPECT_EQ(permits(), (Lines{"* 2019-06-20 2019-07-20", "* 2019-06-21 2019-07-21"}));
}

// Of one call, whose bindings and steps are about the same case.
TEST_F(Steps, PermitAlsoWhereADocumentIsBoundInTheSameImport) {
  (void)take(*registry_, "events.csv", kEventHeader + kCase + "," + kAlpha + ",,service,2019-06-12,,样例县人民法院,回证,\n");
  const std::vector<ImportFile> files = {
      {write("documents.csv", "document,party,by,basis\n" + kPassport + "," + kAlpha + ",王五,核验\n"), {}},
      {write("events.csv", kEventHeader + kCase + "," + kAlpha + ",,suspension,2019-06-20,2019-07-20,样例县人民法院,暂1,\n"), {}}};
  (void)expect_value(registry_->import(files, {.recorded_at = tick()}));
  EXPECT_EQ(permits(), Lines{"* 2019-06-20 2019-07-20"});
}

// Under two documents lists tell two days of removal: whichever was recorded first, an objection between them is to no listing that ended.
TEST_F(Steps, OfAListingThatEndsOnTwoDaysGoByTheFirst) {
  const std::string under_passport = kEntryHeader + "c9," + kPassport + ",法院,2019-03-01,,,2019-05-01,true,\n";
  const std::string under_number = kEntryHeader + "c9," + kAlpha + ",法院,2019-03-01,,,2019-08-01,true,\n";
  const std::string again = kEntryHeader + "c9," + kAlpha + ",法院,2019-09-01,,,,true,\n";
  for (const auto& [first, second] : {std::pair(under_passport, under_number), std::pair(under_number, under_passport)}) {
    TearDown();
    seconds_ = 0;
    SetUp();
    for (const std::string& table : {first, second, again}) (void)take(*registry_, "entries.csv", table);
    (void)take(*registry_, "documents.csv", "document,party,by,basis\n" + kPassport + "," + kAlpha + ",王五,核验\n");
    (void)take(*registry_, "events.csv", kEventHeader + "c9," + kAlpha + ",,service,2019-06-01,,法院,送,\n");
    EXPECT_EQ(query("SELECT published_on FROM entries WHERE case_no = 'c9' AND served_on = '2019-06-01' AND revision_to IS NULL"), Lines{"2019-09-01"});
  }
}

// A company may be on the list in hundreds of cases: what is done for one of them must not grow with the others.
TEST_F(Steps, OfAPartyOfManyCasesCostNoMoreThanThoseOfManyParties) {
  constexpr int kCases = 300;
  // SQLite's work, which a busy machine does not change.
  int64_t work = 0;
  constexpr int kInstructions = 10;
  const auto count = [](void* counter) {
    *static_cast<int64_t*>(counter) += kInstructions;
    return 0;
  };
  sqlite3_progress_handler(registry_->database().handle(), kInstructions, count, &work);
  const auto work_for = [&](int first_case, const std::function<std::string(int)>& party_of) {
    std::string entries = "case_no,party,court,published_on,expires_on,ground_on,removed_on,publishable,responsible\n", events = kEventHeader;
    for (int i = 0; i < kCases; ++i) {
      const std::string one = "（2019）豫0399执" + std::to_string(first_case + i) + "号," + party_of(i) + ",";
      entries += one + "样例县人民法院,2019-06-10,,,,true,\n";
      for (const char* rest :
           {",objection,2019-06-12,,王五,文,\n", ",objection_decision,2019-06-15,,样例县人民法院,文,\n", ",service,2019-06-11,,样例县人民法院,文,\n"})
        events += one + rest;
    }
    work = 0;
    (void)expect_value(registry_->import({{write("entries.csv", entries), {}}, {write("events.csv", events), {}}}, {.recorded_at = tick()}));
    return work;
  };
  const int64_t of_many = work_for(10000, [](int i) { return "U" + std::to_string(10000000 + i); });
  const int64_t of_one = work_for(20000, [](int) { return kPassport; });
  sqlite3_progress_handler(registry_->database().handle(), 0, nullptr, nullptr);
  EXPECT_GT(of_many, 0);
  EXPECT_LT(of_one, 4 * of_many);  // 2.4 times; 23 where for each case all steps of the party are read
  EXPECT_EQ(query("SELECT count(*) FROM entries WHERE revision_to IS NULL AND objection = '2019-06-12/2019-06-15'"), Lines{std::to_string(2 * kCases)});
}

TEST_F(Steps, OfOneDocumentForTwoAreAskedAgain) {
  (void)expect_value(hand().take(step(Step::permit, "2019-06-20", "lodging")));
  EXPECT_EQ(hand().take(step(Step::permit, "2019-06-20", "evaluation_bar")).error().code, "usage.step_repeats");
  EXPECT_FALSE(expect_value(hand().take(step(Step::permit, "2019-06-20", "lodging"))).changed);
}

// As a command asks again, a file is told of; once all is in, for the term may stand in a file that is taken after the steps.
TEST_F(Steps, OfATableThatExtendToAnEarlierDayAreTold) {
  const auto extension = [](const std::string& case_no, const char* on, const char* until, const char* document) {
    return case_no + "," + kAlpha + ",," + "extension," + on + "," + until + ",样例县人民法院," + document + ",\n";
  };
  const ImportSummary shorter = take(*registry_, "events.csv", kEventHeader + extension(kCase, "2019-08-01", "2021-06-09", "延1"));
  EXPECT_EQ(warnings_of(shorter), std::vector{RowWarning::extension_shorter});
  EXPECT_EQ(shorter.warnings[0].row, 2U);
  EXPECT_EQ(shorter.warnings[0].column, "until");
  EXPECT_EQ(shorter.taken(), 1U);
  EXPECT_EQ(state().substr(state().size() - 12), "2021-06-10 -");
  const std::string longer = kEventHeader + extension(kCase, "2019-08-02", "2021-06-10", "延2") + extension(kCase, "2019-08-03", "2022-06-10", "延3");
  EXPECT_EQ(warnings_of(take(*registry_, "events.csv", longer)), std::vector<RowWarning>());
  EXPECT_EQ(warnings_of(take(*registry_, "events.csv", kEventHeader + extension(kCase, "2019-08-03", "2022-06-09", "延4"))),
            std::vector{RowWarning::extension_shorter});
  // Of two listings the one that stood on the day.
  const std::string other = "（2019）豫0399执2号";
  const auto listing = [&](const char* published, const char* expires, const char* removed) {
    return other + "," + kAlpha + ",样例县人民法院," + published + "," + expires + ",," + removed + ",true,\n";
  };
  const auto told = expect_value(registry_->import(
      {{write("entries.csv", kEntryHeader + listing("2019-01-10", "2023-01-10", "2019-03-01") + listing("2019-06-10", "2021-06-10", "")), {}},
       {write("events.csv", kEventHeader + extension(other, "2019-08-01", "2022-06-10", "延1") + extension(other, "2019-08-02", "2020-06-10", "延2")), {}}},
      {.recorded_at = tick()}));
  ASSERT_EQ(warnings_of(told), (std::vector{RowWarning::recorded_step, RowWarning::extension_shorter})) << "the list has not heard of the longer one";
  EXPECT_EQ(told.warnings[1].row, 3U);
}

TEST_F(Steps, NeverEndAListingBeforeItBeganNorBeforeTheyCame) {
  (void)take(*registry_, "events.csv", kEventHeader + kCase + "," + kAlpha + ",2019-06-10,removal,2019-06-01,,样例县人民法院,撤1,全部履行\n");
  EXPECT_EQ(state().substr(0, 1), "-");
  const ImportSummary late = take(*registry_, "events.csv", kEventHeader + kCase + "," + kAlpha + ",,removal,2099-09-28,,样例县人民法院,撤2,全部履行\n");
  ASSERT_EQ(late.rejected(), 1U);
  EXPECT_EQ(late.rejects[0].reason, RejectReason::step_to_come);
  push(removed(1, kAlpha, "2019-09-28"), "2019-09-29");
  (void)take(*registry_, "entries.csv", table_row("2099-10-08"));
  EXPECT_EQ(state().substr(0, 10), "2019-09-28");
}

TEST_F(Steps, ThatLackWhatTheyNeedAreRefused) {
  const ImportSummary summary = take(*registry_, "events.csv",
                                     kEventHeader + kCase + "," + kAlpha + ",,extension,2019-08-01,,样例县人民法院,延1,\n" + kCase + "," + kAlpha +
                                         ",,suspension,2019-06-20,2019-07-20,样例县人民法院,,\n");
  ASSERT_EQ(summary.rejected(), 2U);
  EXPECT_EQ(summary.rejects[0].column, "until");
  EXPECT_EQ(summary.rejects[1].column, "document");
}

TEST_F(Steps, ACorrectedDecisionTakesItsGroundBack) {
  (void)expect_value(hand().take(step(Step::objection, "2019-07-01")));
  (void)expect_value(hand().take(step(Step::objection_decision, "2019-07-03", "理由成立")));
  EXPECT_EQ(state(), "- - - 2019-07-03 - 2021-06-10 2019-07-01/2019-07-03");
  (void)expect_value(hand().take(step(Step::objection_decision, "2019-07-03", "理由不成立")));
  EXPECT_EQ(state(), "- - - - - 2021-06-10 2019-07-01/2019-07-03");
  // Upheld on reconsideration, where the ground is known already by what somebody said of it.
  (void)expect_value(hand().take(step(Step::removal_ground, "2019-07-10")));
  (void)expect_value(hand().take(step(Step::reconsideration, "2019-07-11")));
  (void)expect_value(hand().take(step(Step::reconsideration_decision, "2019-07-20", "理由成立")));
  EXPECT_EQ(state(), "- - - 2019-07-10 - 2021-06-10 2019-07-11/2019-07-20");
}

TEST_F(Steps, ASecondObjectionIsUnderExaminationUntilBothAreDecided) {
  (void)expect_value(hand().take(step(Step::objection, "2019-07-01")));
  (void)expect_value(hand().take(step(Step::reconsideration, "2019-07-02")));
  (void)expect_value(hand().take(step(Step::objection_decision, "2019-07-03", "驳回")));
  EXPECT_EQ(state(), "- - - - - 2021-06-10 2019-07-01/");
  (void)expect_value(hand().take(step(Step::reconsideration_decision, "2019-07-20", "驳回")));
  EXPECT_EQ(state(), "- - - - - 2021-06-10 2019-07-01/2019-07-20");
}

// Each on a day of its own, so that no step corrects another: then only the days count.
TEST_F(Steps, OfAnyOrderOfRecordingComeToTheSame) {
  std::vector<lifecycle::Event> events = {step(Step::service, "2019-06-12"),
                                          step(Step::objection, "2019-06-13"),
                                          step(Step::objection_decision, "2019-06-15", "驳回"),
                                          step(Step::reconsideration, "2019-06-20"),
                                          step(Step::reconsideration_decision, "2019-07-01", "理由成立"),
                                          step(Step::extension, "2019-07-05"),
                                          step(Step::extension, "2019-07-08"),
                                          step(Step::suspension, "2019-07-06")};
  events[5].until = day("2022-01-01");
  events[6].until = day("2023-01-01");
  std::mt19937 random(48);
  for (int round = 0; round < 20; ++round) {
    TearDown();
    seconds_ = 0;
    SetUp();
    std::shuffle(events.begin(), events.end(), random);
    for (const lifecycle::Event& event : events) (void)expect_value(hand().take(event));
    EXPECT_EQ(state(), "- - - 2019-07-01 2019-06-12 2023-01-01 2019-06-20/2019-07-01") << round;
    EXPECT_EQ(permits(), Lines{"* 2019-07-06"});
    // And taken back one by one nothing is left of them.
    std::shuffle(events.begin(), events.end(), random);
    for (const lifecycle::Event& event : events) EXPECT_TRUE(expect_value(hand().withdraw(event)).changed);
    EXPECT_EQ(state(), "- - - - - 2021-06-10 -");
    EXPECT_EQ(permits(), Lines{});
  }
}

TEST_F(Steps, ARemovalRecordedInErrorIsTakenBack) {
  (void)expect_value(hand().remove(removal()));
  lifecycle::Event wrong = step(Step::removal, "2019-10-08");
  EXPECT_EQ(hand().withdraw(wrong).error().code, "usage.step_missing") << "another document";
  wrong.document = "文书2号";
  EXPECT_TRUE(expect_value(hand().withdraw(wrong)).changed);
  EXPECT_EQ(state(), "- - - - - 2021-06-10 -") << "the ground that was recorded with it goes with it";
  EXPECT_EQ(hand().withdraw(wrong).error().code, "usage.step_missing");
  EXPECT_TRUE(expect_value(hand().remove(removal())).changed);
  EXPECT_EQ(state(), "2019-10-08 shielded 全部履行 2019-09-29 - 2021-06-10 -");
  EXPECT_TRUE(expect_value(registry_->verify()).whole());
}

TEST_F(Steps, ARetentionRecordedInErrorIsTakenBack) {
  lifecycle::Event kept = step(Step::retention, "2019-10-08", "luxury_lodging");
  kept.until = day("2020-10-08");
  kept.document = "某法第1条";
  const auto retain = [&](const std::string& case_no) {
    return hand().add(Table::retentions,
                      {{"case_no", case_no}, {"party", kAlpha}, {"measure", "luxury_lodging"}, {"until", "2020-10-08"}, {"basis", "某法第1条"}}, kept);
  };
  (void)expect_value(retain(kCase));
  EXPECT_EQ(query("SELECT count(*) FROM retentions WHERE revision_to IS NULL"), Lines{"1"});
  (void)expect_value(hand().withdraw(kept));
  EXPECT_EQ(query("SELECT count(*) FROM retentions WHERE revision_to IS NULL"), Lines{"0"});
  kept.case_no = "（2019）豫0399执99号";
  EXPECT_EQ(retain(kept.case_no).error().code, "usage.entry_missing");
}

TEST_F(Steps, AreFoundUnderEachDocumentOfThePerson) {
  (void)expect_value(hand().add(Table::documents, {{"document", kPassport}, {"party", kAlpha}, {"by", "王五"}, {"basis", "核验"}}));
  lifecycle::Event served = step(Step::service, "2019-06-12");
  served.party = kPassport;
  served.case_no = "(2019)豫0399执1号";
  EXPECT_TRUE(expect_value(hand().take(served)).warnings.empty());
  Removal under_passport = removal();
  under_passport.party = kPassport;
  (void)expect_value(hand().remove(under_passport));
  EXPECT_EQ(state(), "2019-10-08 shielded 全部履行 2019-09-29 2019-06-12 2021-06-10 -");
  EXPECT_EQ(query("SELECT DISTINCT i.id FROM events e JOIN identifiers i ON i.number = e.party"), Lines{kAlpha});
  (void)take(*registry_, "events.csv", kEventHeader + kCase + "," + kPassport + ",,extension,2019-08-01,2022-06-10,样例县人民法院,延1,\n");
  EXPECT_EQ(state(), "2019-10-08 shielded 全部履行 2019-09-29 2019-06-12 2022-06-10 -");
}

TEST_F(Steps, OfACaseThatNobodyHasAreKeptWithAWarning) {
  lifecycle::Event mistyped = step(Step::suspension, "2019-07-01");
  mistyped.case_no = "（2019）豫0399执11号";
  EXPECT_EQ(expect_value(hand().take(mistyped)).warnings, std::vector{RowWarning::no_such_entry});
}

}  // namespace
}  // namespace plumb::registry
