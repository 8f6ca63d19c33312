// Removals that lists, pushes and steps tell of one listing, each in its own way: none puts back whom another removed, and none is lost.
#include "runtime/registry/by_hand.hpp"
#include "runtime/registry/review/bindings.hpp"
#include "tests/unit/registry/push_scratch.hpp"

namespace plumb::registry {
namespace {

using lifecycle::Step;

const std::string kCase = "（2019）豫0399执1号", kPassport = "E12345678";
const std::string kEventHeader = "case_no,party,published_on,kind,on,until,by,document,detail\n";

class ToldRemoval : public PushScratch {
 protected:
  static std::string row(const std::string& removed_on = "", const std::string& party = kAlpha) {
    return "case_no,party,court,published_on,expires_on,ground_on,removed_on,publishable,responsible\n" + kCase + "," + party +
           ",样例县人民法院,2019-06-10,,," + removed_on + ",true,\n";
  }
  ImportSummary list(const std::string& removed_on = "", const std::string& party = kAlpha) { return take(*registry_, "entries.csv", row(removed_on, party)); }
  ImportSummary step(const std::string& kind, const std::string& on, const std::string& document = "文书1号") {
    return take(*registry_, "events.csv", kEventHeader + kCase + "," + kAlpha + ",2019-06-10," + kind + "," + on + ",,样例县人民法院," + document + ",\n");
  }
  Recorded by_command(Step kind, const char* on) { return expect_value(registry_->by_hand(tick(), Language::en).take(event(kind, on))); }
  Recorded take_back(Step kind, const char* on) { return expect_value(registry_->by_hand(tick(), Language::en).withdraw(event(kind, on))); }
  static lifecycle::Event event(Step kind, const char* on) {
    lifecycle::Event out;
    out.case_no = kCase;
    out.party = kAlpha;
    out.published_on = Date::parse("2019-06-10");
    out.step = kind;
    out.on = Date::parse(on).value();
    out.by = "样例县人民法院";
    out.document = "文书1号";
    return out;
  }
  void bind() { (void)take(*registry_, "documents.csv", "document,party,by,basis\n" + kPassport + "," + kAlpha + ",王五,核验\n"); }
  void by_hand_removes() {
    (void)expect_value(
        registry_->by_hand(tick(), Language::en)
            .remove({kCase, kAlpha, std::nullopt, *Date::parse("2019-08-01"), "shielded", "全部履行", std::nullopt, "文书1号", "样例县人民法院"}));
  }
  Lines kinds() const {
    return query("SELECT ifnull(removal_kind, '-') FROM entries e JOIN identifiers i ON i.number = e.party WHERE revision_to IS NULL ORDER BY i.id");
  }
  // The days of removal of the live listings, by number and passport, '-' for none.
  Lines removals() const {
    return query("SELECT ifnull(removed_on, '-') FROM entries e JOIN identifiers i ON i.number = e.party WHERE revision_to IS NULL AND case_no = '" + kCase +
                 "' ORDER BY i.id");
  }
};

TEST_F(ToldRemoval, ByAPushToTheDayOnWhichAStepSaysItStandsByItself) {
  list();
  step("removal", "2019-08-01");
  push(listed(1, kAlpha, "2019-06-10", R"("removeDate":"2019-08-01")"), "2019-08-02");
  EXPECT_TRUE(take_back(Step::removal, "2019-08-01").changed);
  EXPECT_EQ(removals(), Lines{"2019-08-01"}) << "the court's own word stays";
}

TEST_F(ToldRemoval, ByALatePushOverAStepOutlivesTheNextStep) {
  list();
  step("removal", "2019-08-05");
  push(listed(1, kAlpha, "2019-06-10"), "2019-09-02");
  push(listed(1, kAlpha, "2019-06-10", R"("removeDate":"2019-08-01")"), "2019-08-02");
  EXPECT_EQ(removals(), Lines{"2019-08-01"});
  by_command(Step::service, "2019-06-12");
  EXPECT_EQ(removals(), Lines{"2019-08-01"});
}

TEST_F(ToldRemoval, ByATableInErrorIsTakenBackByTheTableWhateverWasRecordedBetween) {
  list("2019-08-01");
  by_command(Step::service, "2019-06-12");
  EXPECT_EQ(query("SELECT s.format FROM entries e JOIN sources s ON s.source = e.source WHERE e.revision_to IS NULL"), Lines{"csv"})
      << "a step leaves the entry told by whom it was told";
  list();
  EXPECT_EQ(removals(), Lines{"-"});
}

TEST_F(ToldRemoval, CountsByTheEarlierDayOfAListAndAStepWheneverTheyAreCompared) {
  list("2019-12-20");
  step("removal", "2019-09-03");
  EXPECT_EQ(removals(), Lines{"2019-09-03"});
  registry_->by_hand("2020-01-10T00:00:00Z", Language::en).take(event(Step::service, "2019-06-12")).value();
  EXPECT_EQ(removals(), Lines{"2019-09-03"});
}

TEST_F(ToldRemoval, OfOneDocumentIsOfTheOtherToo) {
  push(listed(1, kAlpha, "2019-06-10"), "2019-06-11");
  bind();
  push(removed(1, kAlpha, "2019-08-01"), "2019-08-02");
  list("", kPassport);
  EXPECT_EQ(removals(), (Lines{"2019-08-01", "2019-08-01"})) << "an older list puts nobody back under another document";
}

TEST_F(ToldRemoval, ThatWaitsMeetsAnEntryThatAStepRemoves) {
  push(removed(1, kAlpha, "2019-08-01", R"("publishDate":"2019-06-10")"), "2019-08-02");
  step("removal", "2019-09-01");
  push(listed(1, kAlpha, "2019-06-10"), "2019-06-11");
  EXPECT_EQ(removals(), Lines{"2019-08-01"});
  EXPECT_EQ(open_findings(), Lines{});
  (void)take_back(Step::removal, "2019-09-01");
  EXPECT_EQ(removals(), Lines{"2019-08-01"});
}

TEST_F(ToldRemoval, ThatWaitsMeetsAnEntryWhoeverTellsIt) {
  const std::string waiting = removed(1, kAlpha, "2019-08-01", R"("publishDate":"2019-06-10","removeGround":"履行完毕","removeDocument":"决定1号")");
  push(waiting, "2019-08-02");
  list();
  EXPECT_EQ(entries(), Lines{"1 2019-06-10 2019-08-01 履行完毕"});
  EXPECT_EQ(open_findings(), Lines{});
  list();
  EXPECT_EQ(removals(), Lines{"2019-08-01"}) << "told by the court, whatever a silent table says later";
  push(listed(1, kAlpha, "2019-06-10"), "2019-06-11");
  EXPECT_EQ(removals(), Lines{"2019-08-01"});
  TearDown();
  SetUp();
  // Under the passport, and bound only afterwards.
  push(removed(1, kPassport, "2019-08-01", R"("publishDate":"2019-06-10")"), "2019-08-02");
  push(listed(1, kAlpha, "2019-06-10"), "2019-06-11");
  EXPECT_EQ(removals(), Lines{"-"});
  bind();
  EXPECT_EQ(removals(), Lines{"2019-08-01"});
  EXPECT_EQ(open_findings(), Lines{});
  EXPECT_TRUE(expect_value(registry_->verify()).whole());
}

TEST_F(ToldRemoval, ThatWaitsAndWasToldLaterThanTheEntrysOwnCounts) {
  push(removed(1, kAlpha, "2019-06-13", R"("publishDate":"2019-06-10","removeGround":"错误纳入")"), "2019-06-14");
  push(listed(1, kAlpha, "2019-06-10", R"("removeDate":"2019-06-12")"), "2019-06-12");
  EXPECT_EQ(entries(), Lines{"1 2019-06-10 2019-06-13 错误纳入"});
}

TEST_F(ToldRemoval, ByAListUnderOneDocumentIsOfTheListing) {
  const auto two = [&] {
    TearDown();
    SetUp();
    push(listed(1, kAlpha, "2019-06-10"), "2019-06-11");
    push(listed(1, kPassport, "2019-06-10"), "2019-06-12");
    bind();
    EXPECT_EQ(removals(), (Lines{"-", "-"}));
  };
  const Lines both{"2019-08-01", "2019-08-01"};
  two();
  list("2019-08-01");
  EXPECT_EQ(removals(), both) << "by a table";
  list();
  EXPECT_EQ(removals(), (Lines{"-", "-"})) << "and taken back by it";
  two();
  push(listed(1, kAlpha, "2019-06-10", R"("removeDate":"2019-08-01")"), "2019-08-02");
  EXPECT_EQ(removals(), both) << "by a push of the entry";
  (void)expect_value(registry_->by_hand(tick(), Language::en).withdraw(event(Step::removal, "2019-08-01")));
  TearDown();
  SetUp();
  push(listed(1, kAlpha, "2019-06-10"), "2019-06-11");
  push(removed(1, kAlpha, "2019-08-01"), "2019-08-02");
  push(listed(1, kPassport, "2019-06-10"), "2019-06-12");
  EXPECT_EQ(removals(), (Lines{"2019-08-01", "-"}));
  bind();
  EXPECT_EQ(removals(), both) << "bound afterwards";
}

// A list of whatever day tells no removal by being silent on one.
TEST_F(ToldRemoval, ByAStepAloneGoesWithTheStepWhateverListsCameBetween) {
  for (const bool dated : {true, false}) {
    TearDown();
    SetUp();
    ImportOptions options;
    options.synchronised = Date::parse("2019-06-11");
    take(*registry_, "entries.csv", row(), options);
    by_hand_removes();
    const std::string silent = row();
    for (const char* court : {"另一法院", "又一法院"}) {
      std::string changed = silent;
      changed.replace(changed.find("样例县人民法院"), std::string("样例县人民法院").size(), court);
      options.synchronised = dated ? Date::parse("2019-09-01") : std::nullopt;
      take(*registry_, "entries.csv", changed, options);
      EXPECT_EQ(removals(), Lines{"2019-08-01"});
    }
    EXPECT_TRUE(take_back(Step::removal, "2019-08-01").changed);
    EXPECT_EQ(removals(), Lines{"-"}) << (dated ? "lists with their days" : "lists without");
  }
}

TEST_F(ToldRemoval, ByACommandKeepsItsKindWhereATableTellsTheSameAndTakesItBack) {
  list();
  by_hand_removes();
  list("2019-08-01");
  list();
  EXPECT_EQ(removals(), Lines{"2019-08-01"});
  EXPECT_EQ(kinds(), Lines{"shielded"});
}

TEST_F(ToldRemoval, ByACommandHasItsKindUnderADocumentThatWasPartedAndBoundAgain) {
  list();
  list("", kPassport);
  bind();
  by_hand_removes();
  EXPECT_EQ(kinds(), (Lines{"shielded", "shielded"}));
  const auto said = [&] { return Said{"王五", "核验", *Date::parse("2019-09-01"), tick()}; };
  ASSERT_TRUE(split(*registry_, kPassport, "", said()).has_value());
  EXPECT_EQ(removals(), (Lines{"2019-08-01", "-"}));
  EXPECT_EQ(kinds(), (Lines{"shielded", "-"}));
  ASSERT_TRUE(bind_identifiers(*registry_, kPassport, kAlpha, said()).has_value());
  EXPECT_EQ(removals(), (Lines{"2019-08-01", "2019-08-01"}));
  EXPECT_EQ(kinds(), (Lines{"shielded", "shielded"}));
}

TEST_F(ToldRemoval, PermitsKeepApartWhatStepsAndListsLetLast) {
  list();
  const auto permits = [&] { return query("SELECT ifnull(valid_to, '-') FROM permits WHERE revision_to IS NULL"); };
  const std::string header = "party,target,from,to,document\n", own = kAlpha + ",*,2019-06-20,";
  const std::string steps = kEventHeader + kCase + "," + kAlpha + ",2019-06-10,suspension,2019-06-20,";
  (void)take(*registry_, "events.csv", steps + "2019-09-01,样例县人民法院,准1,\n");
  (void)take(*registry_, "permits.csv", header + own + "2019-08-01,准1\n");
  EXPECT_EQ(permits(), Lines{"2019-09-01"}) << "a step counts over a list";
  by_command(Step::review, "2019-06-21");
  EXPECT_EQ(permits(), Lines{"2019-09-01"});
  EXPECT_FALSE(take(*registry_, "events.csv", steps + "2019-09-01,样例县人民法院,准1,\n").changed);
  EXPECT_FALSE(take(*registry_, "permits.csv", header + own + "2019-08-01,准1\n").changed);
  lifecycle::Event suspension = event(Step::suspension, "2019-06-20");
  suspension.document = "准1";
  (void)expect_value(registry_->by_hand(tick(), Language::en).withdraw(suspension));
  EXPECT_EQ(permits(), Lines{"2019-08-01"}) << "what the list let last";
  EXPECT_TRUE(expect_value(registry_->verify()).whole());
}

// The list of one tells the removal anew, of another day and kind: so it ended under the other too, whose list never told it.
TEST_F(ToldRemoval, EndsUnderBothDocumentsAsTheListOfOneTellsIt) {
  list();
  list("", kPassport);
  bind();
  by_hand_removes();
  const auto told = [&](const char* on, const char* kind) {
    (void)take(*registry_, "entries.csv",
               "case_no,party,court,published_on,expires_on,ground_on,removed_on,publishable,responsible,removal_kind,removal_ground\n" + kCase + "," + kAlpha +
                   ",样例县人民法院,2019-06-10,,," + on + ",true,," + kind + ",全部履行\n");
  };
  told("2019-08-01", "shielded");
  (void)take_back(Step::removal, "2019-08-01");
  told("2019-09-01", "revoked");
  EXPECT_EQ(removals(), (Lines{"2019-09-01", "2019-09-01"}));
  EXPECT_EQ(kinds(), (Lines{"revoked", "revoked"}));
}

TEST_F(ToldRemoval, TwoStepsOfOnePermitAreThePermitRecordedLast) {
  list();
  const std::string steps = kEventHeader + kCase + "," + kAlpha + ",2019-06-10,suspension,2019-06-20,2019-09-01,甲,准1,\n" + kCase + "," + kAlpha +
                            ",2019-06-10,suspension,2019-06-20,2019-08-01,乙,准1,\n";
  (void)take(*registry_, "events.csv", steps);
  EXPECT_EQ(query("SELECT valid_to FROM permits"), Lines{"2019-08-01"}) << "one row, written once";
  EXPECT_FALSE(take(*registry_, "events.csv", steps).changed);
}

TEST_F(ToldRemoval, APermitOfACommandOutlivesAStepOfTheSame) {
  list();
  const auto permit = [&] {
    return expect_value(registry_->by_hand(tick(), Language::en)
                            .add(Table::permits, {{"party", kAlpha}, {"target", "*"}, {"from", "2019-06-20"}, {"to", "2019-08-01"}, {"document", "准1"}}));
  };
  (void)permit();
  lifecycle::Event suspension = event(Step::suspension, "2019-06-20");
  suspension.document = "准1";
  (void)expect_value(registry_->by_hand(tick(), Language::en).take(suspension));
  EXPECT_EQ(query("SELECT ifnull(valid_to, '-') FROM permits WHERE revision_to IS NULL"), Lines{"-"});
  (void)expect_value(registry_->by_hand(tick(), Language::en).withdraw(suspension));
  EXPECT_EQ(query("SELECT ifnull(valid_to, '-') FROM permits WHERE revision_to IS NULL"), Lines{"2019-08-01"});
}

}  // namespace
}  // namespace plumb::registry
