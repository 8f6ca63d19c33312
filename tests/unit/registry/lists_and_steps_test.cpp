// What tables and pushes leave of steps, and steps of what they told: whichever comes first, an entry is its lists with its steps over them.
#include "tests/unit/registry/steps_scratch.hpp"

namespace plumb::registry {
namespace {

TEST_F(Steps, ATableThatIsSilentPutsNobodyBackOnTheList) {
  (void)expect_value(hand().remove(removal()));
  const std::string removed = "2019-10-08 shielded 全部履行 2019-09-29 - 2021-06-10 -";
  EXPECT_EQ(state(), removed);
  const ImportSummary again = take(*registry_, "entries.csv", table_row(""));
  EXPECT_EQ(again.files[0].unchanged, 1U);
  EXPECT_EQ(warnings_of(again), std::vector{RowWarning::keeps_removal});
  EXPECT_EQ(take(*registry_, "entries.csv", table_row("", "其他")).files[0].changed, 1U) << "what else it says is taken";
  EXPECT_EQ(state(), removed);
  EXPECT_EQ(query("SELECT duty FROM entries WHERE revision_to IS NULL"), Lines{"其他"});
  const Recorded added =
      expect_value(hand().add(Table::entries, {{"case_no", kCase}, {"party", kAlpha}, {"published_on", "2019-06-10"}, {"publishable", "true"}}));
  EXPECT_TRUE(added.warnings.empty()) << "by hand, what is not given is not said";
  EXPECT_EQ(state().substr(0, 40), removed.substr(0, 40));
  EXPECT_TRUE(expect_value(registry_->verify()).whole());
}

TEST_F(Steps, WhatATableAloneToldATableTakesBack) {
  (void)take(*registry_, "entries.csv", table_row("2019-10-08"));
  EXPECT_EQ(state(), "2019-10-08 - - - - 2021-06-10 -");
  EXPECT_TRUE(take(*registry_, "entries.csv", table_row("")).warnings.empty());
  EXPECT_EQ(state(), "- - - - - 2021-06-10 -");
}

TEST_F(Steps, WhatTheCourtRemovedATableLeavesRemoved) {
  for (const char* const as_of : {"2019-09-29", ""}) {
    push(removed(1, kAlpha, "2019-09-28", R"("removeGround":"履行完毕")") + std::string(as_of[0] == 0 ? "\n" : ""), as_of);
    for (const char* const duty : {"甲", "乙"}) (void)take(*registry_, "entries.csv", table_row("", duty));
    EXPECT_EQ(state(), "2019-09-28 - 履行完毕 - - 2021-06-10 -") << as_of;
    if (as_of[0] != 0) {  // once more for a push that says no day
      TearDown();
      SetUp();
    }
  }
}

TEST_F(Steps, WhatAFullPushLeftOutATableLeavesRemoved) {
  court::PushOptions all;
  all.share = 100 * court::kSharePercent;
  push_full(listed(2, kBeta, "2019-05-01"), "2019-07-31", all);
  for (const char* const duty : {"甲", "乙"}) (void)take(*registry_, "entries.csv", table_row("", duty));
  EXPECT_EQ(state().substr(0, 10), "2019-07-31");
}

TEST_F(Steps, ThatComeBeforeTheirEntryWaitForIt) {
  const std::string rows = "（2019）豫0399执7号," + kBeta + ",,removal,2019-09-30,,样例县人民法院,撤1,全部履行\n";
  (void)take(*registry_, "events.csv", kEventHeader + rows);
  (void)take(*registry_, "entries.csv", kEntryHeader + "(2019)豫0399执7号," + kBeta + ",样例县人民法院,2019-06-10,,,,true,\n");
  EXPECT_EQ(query("SELECT removed_on FROM entries WHERE case_no LIKE '%7号' AND revision_to IS NULL"), Lines{"2019-09-30"});
  // Of one call, whatever the order of its files.
  const std::string other = "（2019）豫0399执8号," + kBeta + ",,service,2019-06-12,,样例县人民法院,回证,\n";
  const std::vector<ImportFile> files = {{write("entries-8.csv", kEntryHeader + "（2019）豫0399执8号," + kBeta + ",样例县人民法院,2019-06-10,,,,true,\n"), {}},
                                         {write("events-8.csv", kEventHeader + other), {}}};
  (void)expect_value(registry_->import(files, {.recorded_at = tick()}));
  EXPECT_EQ(query("SELECT served_on FROM entries WHERE case_no LIKE '%8号'"), Lines{"2019-06-12"}) << "one row, written once";
}

// Rows of a list in either order, before the steps and after them: a removal that names no listing ends what stood then.
TEST_F(Steps, MakeTheSameInWhicheverOrderListingsAndStepsCome) {
  const std::string kEarlier = kEntryHeader + "c9," + kBeta + ",法院,2019-01-01,,,2019-02-01,true,\n";
  const std::string kOld = "c9," + kBeta + ",法院,2019-03-01,,,,true,\n", kNew = "c9," + kBeta + ",法院,2019-07-01,,,,true,\n";
  const std::string steps = kEventHeader + "c9," + kBeta + ",,removal,2019-05-01,,法院,撤,全部履行\n" + "c9," + kBeta + ",,service,2019-07-02,,法院,送,\n";
  const std::vector<std::pair<std::string, std::string>> files = {
      {"entries.csv", kEarlier + kOld + kNew}, {"entries.csv", kEarlier + kNew + kOld}, {"entries.csv", kEntryHeader + kNew}, {"events.csv", steps}};
  const Lines expected{"2019-01-01 2019-02-01 -", "2019-03-01 2019-05-01 -", "2019-07-01 - 2019-07-02"};
  for (const std::vector<size_t>& order : {std::vector<size_t>{0, 3}, {3, 0}, {3, 1}, {2, 3, 1}, {3, 2, 0, 1, 0, 3}, {1, 3, 3, 0}}) {
    TearDown();
    seconds_ = 0;
    SetUp();
    for (const size_t file : order) (void)take(*registry_, files[file].first, files[file].second);
    EXPECT_EQ(
        query("SELECT published_on || ' ' || ifnull(removed_on, '-') || ' ' || ifnull(served_on, '-') FROM entries WHERE case_no = 'c9' AND revision_to IS NULL"
              " ORDER BY published_on"),
        expected);
    const auto revision = expect_value(registry_->revision());
    for (const size_t file : {order.back()}) EXPECT_FALSE(take(*registry_, files[file].first, files[file].second).changed);
    EXPECT_EQ(expect_value(registry_->revision()), revision);
    EXPECT_TRUE(expect_value(registry_->verify()).whole());
  }
}

TEST_F(Steps, TakenBackLeaveWhatOthersTold) {
  lifecycle::Event wrong = step(Step::removal, "2019-09-28");
  wrong.document = "文书2号";
  Removal by_hand = removal();
  by_hand.on = day("2019-09-28");
  by_hand.ground_on.reset();
  (void)expect_value(hand().remove(by_hand));
  push(removed(1, kAlpha, "2019-09-28"), "2019-09-29");
  EXPECT_EQ(state(), "2019-09-28 shielded 全部履行 - - 2021-06-10 -") << "said again without kind and ground";
  EXPECT_EQ(expect_value(hand().withdraw(wrong)).warnings, std::vector{RowWarning::removed_all_the_same});
  EXPECT_EQ(state().substr(0, 10), "2019-09-28");
  (void)expect_value(hand().withdraw(wrong));
  EXPECT_EQ(state(), "- - - - - 2021-06-10 -") << "the court's word taken back by hand";
  EXPECT_EQ(hand().withdraw(wrong).error().code, "usage.step_missing");
  // And of a permit, the table's own.
  (void)take(*registry_, "permits.csv", "party,target,from,to,document\n" + kAlpha + ",lodging,2019-06-20,,准1\n");
  lifecycle::Event permit = step(Step::permit, "2019-06-20", "lodging");
  permit.document = "准1";
  (void)expect_value(hand().take(permit));
  (void)expect_value(hand().withdraw(permit));
  EXPECT_EQ(permits(), Lines{"lodging 2019-06-20"});
}

// A step that is recorded writes the entry's row anew; the removal in it is still what the table alone told.
TEST_F(Steps, OfOtherThingsMakeNoRemovalTheirs) {
  for (const bool by_hand : {false, true}) {
    (void)take(*registry_, "entries.csv", table_row("2019-09-28"));
    if (by_hand) (void)expect_value(hand().take(step(Step::service, "2019-06-12")));
    (void)take(*registry_, "entries.csv", table_row(""));
    EXPECT_EQ(state().substr(0, 1), "-") << by_hand;
  }
}

// And whether a table's day to come counts over a table's day does not hang on whether anybody has steps.
TEST_F(Steps, OfOthersChangeNothingInWhatTablesTell) {
  for (const bool any : {false, true}) {
    (void)take(*registry_, "entries.csv", table_row("2019-09-28"));
    if (any) push(listed(2, kBeta, "2019-06-10"));
    (void)take(*registry_, "entries.csv", table_row("2099-01-01"));
    EXPECT_EQ(state().substr(0, 10), "2099-01-01") << any;
  }
}

TEST_F(Steps, AnExtensionNeverShortensWhatAListSays) {
  (void)take(*registry_, "events.csv", kEventHeader + kCase + "," + kAlpha + ",,extension,2019-08-01,2020-01-01,样例县人民法院,延1,\n");
  EXPECT_EQ(state(), "- - - - - 2021-06-10 -");
}

TEST_F(Steps, GiveAListItsWordBackWhenTheyAreTakenBack) {
  lifecycle::Event extension = step(Step::extension, "2019-07-01");
  extension.until = day("2022-06-10");
  (void)expect_value(hand().take(extension));
  (void)expect_value(hand().withdraw(extension));
  EXPECT_EQ(state(), "- - - - - 2021-06-10 -");
}

// As an export of both is taken into a new registry.
TEST_F(Steps, ComeTogetherWithThePermitsThatTheyMade) {
  const std::string rows = kCase + "," + kAlpha + ",,suspension,2019-06-20,2019-07-20,样例县人民法院,暂1,\n" + kCase + "," + kAlpha +
                           ",,permit,2019-06-20,2019-08-01,样例县人民法院,准1,lodging\n";
  Registry fresh = expect_value(Registry::create(path("fresh.db")));
  const std::vector<ImportFile> files = {
      {write("permits-1.csv", "party,target,from,to,document\n" + kAlpha + ",*,2019-06-20,2019-07-20,暂1\n" + kAlpha + ",lodging,2019-06-20,2019-07-31,准1\n"),
       {}},
      {write("entries-1.csv", table_row("")), {}},
      {write("events-1.csv", kEventHeader + rows), {}}};
  EXPECT_EQ(expect_value(fresh.import(files, {.recorded_at = tick()})).rejected(), 0U);
  const auto permits = expect_value(fresh.read()).permits;
  ASSERT_EQ(permits.size(), 2U);
  EXPECT_EQ(permits[1].period.to, day("2019-08-01")) << "the step counts";
  EXPECT_TRUE(expect_value(fresh.verify()).whole());
}

TEST_F(Steps, ListNoEntryAsOfTheirDay) {
  push(listed(2, kBeta, "2019-06-10"), "2019-07-01");
  ImportOptions options;
  options.synchronised = Date::parse("2019-09-01");
  (void)take(*registry_, "events.csv", kEventHeader + "（2019）豫0399执2号," + kBeta + ",,objection,2019-08-30,,张三,异议书,\n", options);
  EXPECT_EQ(fates(push(listed(2, kBeta, "2019-06-10", R"("duty":"新")"), "2019-08-01")), "records=1 taken=1")
      << "a later push than the last, though it comes late";
}

// A push names all its columns, the empty ones too; a step stands on a document.
TEST_F(Steps, CountOverTheColumnsOfAPush) {
  lifecycle::Event extension = step(Step::extension, "2019-07-01");
  extension.until = day("2022-06-10");
  (void)expect_value(hand().take(extension));
  const std::string record = listed(1, kAlpha, "2019-06-10", R"("届满日期":"2021-06-10","duty":"还款","撤销事由发生日期":"")");
  EXPECT_EQ(fates(push(record, "2019-09-01")), "records=1 taken=1");
  EXPECT_EQ(state(), "- - - - - 2022-06-10 -");
  EXPECT_EQ(fates(push(record + "\n", "2019-09-02")), "records=1 unchanged=1");
  // Recorded before the court's system sent the entry.
  lifecycle::Event served = step(Step::service, "2019-06-12");
  served.case_no = "（2019）豫0399执2号";
  (void)expect_value(hand().take(served));
  push(listed(2, kAlpha, "2019-06-10"), "2019-09-03");
  EXPECT_EQ(query("SELECT served_on FROM entries WHERE case_no LIKE '%执2号'"), Lines{"2019-06-12"});
}

// What a push says where a step counts over it is kept beneath, though the entry says the same as before.
TEST_F(Steps, TakenBackLeaveWhatAPushSaidBeneathThem) {
  lifecycle::Event served = step(Step::service, "2019-06-12");
  (void)expect_value(hand().take(served));
  EXPECT_EQ(fates(push(listed(1, kAlpha, "2019-06-10", R"("送达日期":"2019-06-11")"), "2019-09-01")), "records=1 taken=1");
  EXPECT_EQ(fates(push(listed(1, kAlpha, "2019-06-10", R"("送达日期":"2019-06-11")") + "\n", "2019-09-02")), "records=1 unchanged=1");
  EXPECT_EQ(state(), "- - - - 2019-06-12 2021-06-10 -");
  (void)expect_value(hand().withdraw(served));
  EXPECT_EQ(state(), "- - - - 2019-06-11 2021-06-10 -");
}

TEST_F(Steps, OfAnEarlierListingLeaveTheLaterOne) {
  (void)expect_value(hand().remove(removal()));
  today_ = "2019-12-01";
  (void)expect_value(hand().add(Table::entries,
                                {{"case_no", kCase}, {"party", kAlpha}, {"court", "样例县人民法院"}, {"published_on", "2019-12-01"}, {"publishable", "true"}}));
  EXPECT_EQ(query("SELECT published_on || ' ' || ifnull(removed_on, '-') FROM entries WHERE revision_to IS NULL ORDER BY published_on"),
            (Lines{"2019-06-10 2019-10-08", "2019-12-01 -"}));
  (void)expect_value(hand().take(step(Step::service, "2019-12-02")));
  EXPECT_EQ(query("SELECT published_on FROM entries WHERE served_on IS NOT NULL AND revision_to IS NULL"), Lines{"2019-12-01"});
}

}  // namespace
}  // namespace plumb::registry
