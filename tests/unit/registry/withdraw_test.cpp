// What was recorded in error and is taken back: that alone goes, and what others told stays.
#include "runtime/registry/by_hand.hpp"
#include "tests/unit/registry/push_scratch.hpp"

namespace plumb::registry {
namespace {

using lifecycle::Step;

const std::string kCase = "（2019）豫0399执1号", kCourt = "样例县人民法院";
const std::string kEventHeader = "case_no,party,published_on,kind,on,until,by,document,detail\n";

Date day(const char* iso) { return Date::parse(iso).value(); }

class Withdraw : public PushScratch {
 protected:
  ByHand hand() { return registry_->by_hand(tick(), Language::en); }
  void list(const std::string& published, const std::string& removed = "") {
    (void)take(*registry_, "entries.csv", kEntryHeader + kCase + "," + kAlpha + "," + kCourt + "," + published + ",,," + removed + ",true,\n");
  }
  static lifecycle::Event step(Step kind, const char* on, std::string document = "文书1号", std::string detail = {}) {
    lifecycle::Event out;
    out.case_no = kCase;
    out.party = kAlpha;
    out.step = kind;
    out.on = day(on);
    out.by = kCourt;
    out.document = std::move(document);
    out.detail = std::move(detail);
    return out;
  }
  static Removal removal(const char* on, std::optional<Date> ground_on = {}, std::optional<Date> published = {}) {
    return {kCase, kAlpha, published, day(on), "shielded", "全部履行", ground_on, "文书1号", kCourt};
  }
  std::string refused(const lifecycle::Event& wrong) {
    const auto done = hand().withdraw(wrong);
    return done ? "" : done.error().code;
  }
  // A retention of lodging, or what is named, until 2020-10-08 on 某法第1条.
  static lifecycle::Event retention(const std::string& by, const std::string& measure = "lodging", const char* until = "2020-10-08") {
    lifecycle::Event out = step(Step::retention, "2019-09-10", "某法第1条", measure);
    out.by = by;
    out.until = day(until);
    return out;
  }
  Result<Recorded> retain(const lifecycle::Event& step) {
    return hand().add(Table::retentions,
                      {{"case_no", step.case_no}, {"party", step.party}, {"measure", step.detail}, {"until", step.until->iso()}, {"basis", step.document}},
                      step);
  }
  Lines retentions() const { return query("SELECT measure || ' ' || until FROM retentions WHERE revision_to IS NULL ORDER BY row"); }
  Lines permits() const { return query("SELECT target FROM permits WHERE revision_to IS NULL ORDER BY row"); }
  static std::string code(const Result<Recorded>& done) { return done ? "" : done.error().code; }
  // "2019-06-10 2019-09-03 - 全部履行 -": published, removed, kind, ground, the ground's day.
  Lines listings() const {
    return query(
        "SELECT published_on || ' ' || ifnull(removed_on, '-') || ' ' || ifnull(removal_kind, '-') || ' ' || ifnull(removal_ground, '-') || ' ' || "
        "ifnull(ground_on, '-') FROM entries WHERE revision_to IS NULL ORDER BY published_on");
  }
};

TEST_F(Withdraw, ARemovalThatAListToldLeavesTheOneThatAStepTells) {
  list("2019-06-10", "2019-09-01");
  (void)take(*registry_, "events.csv", kEventHeader + kCase + "," + kAlpha + ",,removal,2019-09-03,," + kCourt + ",撤1,全部履行\n");
  EXPECT_EQ(listings(), Lines{"2019-06-10 2019-09-01 - - -"});
  EXPECT_TRUE(expect_value(hand().withdraw(step(Step::removal, "2019-09-01"))).changed);
  EXPECT_EQ(listings(), Lines{"2019-06-10 2019-09-03 - 全部履行 -"});
  // Once, not by way of an entry that stands.
  EXPECT_EQ(query("SELECT ifnull(removed_on, '-') FROM entries ORDER BY row"), (Lines{"2019-09-01", "2019-09-03"}));
  EXPECT_EQ(refused(step(Step::removal, "2019-09-01")), "usage.step_missing");
  EXPECT_TRUE(expect_value(registry_->verify()).whole());
}

TEST_F(Withdraw, ARemovalToComeThatAListToldIsTakenBackBeneathTheStep) {
  list("2019-06-10", "2099-09-01");
  (void)expect_value(hand().remove(removal("2019-09-03")));
  (void)expect_value(hand().withdraw(step(Step::removal, "2099-09-01")));
  EXPECT_EQ(listings(), Lines{"2019-06-10 2019-09-03 shielded 全部履行 -"});
  (void)expect_value(hand().withdraw(step(Step::removal, "2019-09-03")));
  EXPECT_EQ(listings(), Lines{"2019-06-10 - - - -"});
}

TEST_F(Withdraw, ARemovalTakesTheGroundThatCameWithItAndNoOther) {
  list("2019-06-10");
  (void)expect_value(hand().take(step(Step::removal_ground, "2019-09-01")));
  (void)expect_value(hand().remove(removal("2019-09-03")));
  (void)expect_value(hand().withdraw(step(Step::removal, "2019-09-03")));
  EXPECT_EQ(listings(), Lines{"2019-06-10 - - - 2019-09-01"}) << "recorded before, by the same court on the same document";
  (void)expect_value(hand().remove(removal("2019-09-03", day("2019-09-02"))));
  EXPECT_EQ(listings(), Lines{"2019-06-10 2019-09-03 shielded 全部履行 2019-09-02"});
  (void)expect_value(hand().withdraw(step(Step::removal, "2019-09-03")));
  EXPECT_EQ(listings(), Lines{"2019-06-10 - - - 2019-09-01"});
}

TEST_F(Withdraw, OneOfTwoListingsIsAskedFor) {
  list("2019-01-10");
  list("2019-06-10");
  for (const char* published : {"2019-01-10", "2019-06-10"}) (void)expect_value(hand().remove(removal("2019-09-03", {}, day(published))));
  lifecycle::Event wrong = step(Step::removal, "2019-09-03");
  EXPECT_EQ(refused(wrong), "usage.entry_several");
  wrong.published_on = day("2019-06-10");
  (void)expect_value(hand().withdraw(wrong));
  EXPECT_EQ(listings(), (Lines{"2019-01-10 2019-09-03 shielded 全部履行 -", "2019-06-10 - - - -"}));
  wrong.published_on.reset();
  (void)expect_value(hand().withdraw(wrong));
  EXPECT_EQ(listings(), (Lines{"2019-01-10 - - - -", "2019-06-10 - - - -"}));
}

TEST_F(Withdraw, AListsRemovalOfOneOfTwoListingsIsAskedFor) {
  list("2019-01-10", "2019-09-03");
  list("2019-06-10", "2019-09-03");
  lifecycle::Event wrong = step(Step::removal, "2019-09-03");
  EXPECT_EQ(refused(wrong), "usage.entry_several");
  wrong.published_on = day("2019-01-10");
  (void)expect_value(hand().withdraw(wrong));
  EXPECT_EQ(listings(), (Lines{"2019-01-10 - - - -", "2019-06-10 2019-09-03 - - -"}));
}

TEST_F(Withdraw, AStepThatNamesNoListingGoesBeforeOneThatDoes) {
  const std::string rows = kCase + "," + kAlpha + ",2019-06-10,service,2019-06-12,," + kCourt + ",文书1号,\n" + kCase + "," + kAlpha +
                           ",,service,2019-06-12,," + kCourt + ",文书1号,\n";
  (void)take(*registry_, "events.csv", kEventHeader + rows);
  (void)expect_value(hand().withdraw(step(Step::service, "2019-06-12")));
  EXPECT_EQ(query("SELECT ifnull(published_on, '-') FROM events WHERE revision_to IS NULL"), Lines{"2019-06-10"});
}

TEST_F(Withdraw, AStepIsFoundAsItWasTyped) {
  list("2019-06-10");
  lifecycle::Event typed = step(Step::service, "2019-06-12", " 文书1号　");
  typed.case_no = " (2019)豫0399执1号";
  typed.by = kCourt + " ";
  typed.party = "４１０３９９198503078813";
  (void)expect_value(hand().take(typed));
  EXPECT_TRUE(expect_value(hand().withdraw(typed)).changed);
  EXPECT_EQ(query("SELECT count(*) FROM events WHERE revision_to IS NULL"), Lines{"0"});
}

TEST_F(Withdraw, TwoPermitsOfOneDocumentAreTwoHoweverThePartyIsTyped) {
  const std::string number = "41039919850312124X";
  lifecycle::Event first = step(Step::permit, "2019-07-01", "准1", "lodging");
  first.party = number;
  (void)expect_value(hand().take(first));
  lifecycle::Event second = first;
  second.party = "41039919850312124x";
  second.document = "准1 ";
  second.detail = "flight";
  const auto taken = hand().take(second);
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().code, "usage.step_repeats");
  EXPECT_EQ(query("SELECT target FROM permits WHERE revision_to IS NULL"), Lines{"lodging"});
  second.detail = " lodging";
  EXPECT_FALSE(expect_value(hand().take(second)).changed) << "the same once more";
}

TEST_F(Withdraw, ARetentionEndsWithTheLastThatTellsIt) {
  list("2019-06-10");
  for (const char* by : {"县财政局", "县司法局"}) (void)expect_value(retain(retention(by)));
  EXPECT_EQ(expect_value(hand().withdraw(retention("县财政局"))).warnings, std::vector{RowWarning::stands_all_the_same});
  EXPECT_EQ(retentions(), Lines{"lodging 2020-10-08"});
  EXPECT_TRUE(expect_value(hand().withdraw(retention("县司法局"))).warnings.empty());
  EXPECT_EQ(retentions(), Lines{});
  EXPECT_EQ(query("SELECT count(*) FROM events WHERE revision_to IS NULL"), Lines{"0"});
}

TEST_F(Withdraw, ARetentionThatATableOrARowToldStays) {
  list("2019-06-10");
  (void)take(*registry_, "retentions.csv", "case_no,party,measure,until,basis\n" + kCase + "," + kAlpha + ",lodging,2020-10-08,某法第1条\n");
  (void)expect_value(
      hand().add(Table::retentions, {{"case_no", kCase}, {"party", kAlpha}, {"measure", "flight"}, {"until", "2020-10-08"}, {"basis", "某法第1条"}}));
  for (const char* measure : {"lodging", "flight"}) {
    (void)expect_value(retain(retention("县财政局", measure)));
    EXPECT_EQ(expect_value(hand().withdraw_retention(retention("县财政局", measure))).warnings, std::vector{RowWarning::stands_all_the_same});
  }
  EXPECT_EQ(retentions().size(), 2U);
  // Once more it is the row itself that is meant.
  for (const char* measure : {"lodging", "flight"}) EXPECT_TRUE(expect_value(hand().withdraw_retention(retention("县财政局", measure))).warnings.empty());
  EXPECT_EQ(retentions(), Lines{});
  EXPECT_EQ(code(hand().withdraw_retention(retention("县财政局"))), "usage.row_missing");
}

TEST_F(Withdraw, ARetentionIsNamedByAllThatItSaysAndWhoRetained) {
  list("2019-06-10");
  (void)expect_value(retain(retention("县财政局")));
  EXPECT_EQ(code(hand().withdraw_retention(retention("县司法局"))), "usage.told_by_step");
  lifecycle::Event later = retention("县财政局");
  later.on = day("2019-09-11");
  (void)expect_value(retain(later));
  EXPECT_TRUE(expect_value(hand().withdraw_retention(retention("县财政局"))).warnings.empty());
  EXPECT_EQ(retentions(), Lines{}) << "recorded on two days, it is one";
}

// The registry would take the second for a correction of the first, which nobody could take back then.
TEST_F(Withdraw, TwoRetentionsOfOneDayDepartmentAndBasisAreAskedAgain) {
  list("2019-06-10");
  (void)expect_value(retain(retention("县财政局")));
  EXPECT_EQ(code(retain(retention("县财政局", "flight"))), "usage.retention_repeats");
  EXPECT_EQ(code(retain(retention("县财政局", "lodging", "2021-10-08"))), "usage.retention_repeats");
  EXPECT_EQ(retentions(), Lines{"lodging 2020-10-08"});
  EXPECT_FALSE(expect_value(retain(retention("县财政局"))).changed);
  lifecycle::Event other = retention("县财政局", "flight");
  other.document = "某法第1条（flight）";
  EXPECT_TRUE(expect_value(retain(other)).changed) << "the way out that is told";
}

TEST_F(Withdraw, APermitThatNoStepTells) {
  const ByHand::Values permit{{"party", kAlpha}, {"target", "lodging"}, {"from", "2019-07-01"}, {"document", "文书1号"}};
  EXPECT_EQ(code(hand().withdraw_permit(permit)), "usage.row_missing");
  (void)expect_value(hand().add(Table::permits, permit));
  EXPECT_TRUE(expect_value(hand().withdraw_permit(permit)).changed);
  EXPECT_EQ(permits(), Lines{});
  (void)take(*registry_, "permits.csv", "party,target,from,to,document\n" + kAlpha + ",lodging,2019-07-01,,文书1号\n");
  EXPECT_TRUE(expect_value(hand().withdraw_permit(permit)).changed) << "a table's as well";
  EXPECT_EQ(permits(), Lines{});
  EXPECT_TRUE(expect_value(registry_->verify()).whole());
}

TEST_F(Withdraw, APermitThatAStepTellsGoesWithTheStepUnlessACommandToldItBefore) {
  const ByHand::Values permit{{"party", kAlpha}, {"target", "lodging"}, {"from", "2019-07-01"}, {"document", "文书1号"}};
  const lifecycle::Event by_step = step(Step::permit, "2019-07-01", "文书1号", "lodging");
  (void)expect_value(hand().take(by_step));
  EXPECT_EQ(code(hand().withdraw_permit(permit)), "usage.told_by_step");
  EXPECT_TRUE(expect_value(hand().withdraw(by_step)).warnings.empty());
  EXPECT_EQ(permits(), Lines{});
  (void)expect_value(hand().add(Table::permits, permit));
  (void)expect_value(hand().take(by_step));
  EXPECT_EQ(expect_value(hand().withdraw(by_step)).warnings, std::vector{RowWarning::stands_all_the_same});
  EXPECT_EQ(permits(), Lines{"lodging"});
}

}  // namespace
}  // namespace plumb::registry
