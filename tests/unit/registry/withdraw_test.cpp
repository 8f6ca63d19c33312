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

}  // namespace
}  // namespace plumb::registry
