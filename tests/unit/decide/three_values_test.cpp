// docs/meaning.md, Three values, Staleness, permits, Triggers shown, The outcome: one test a sentence.
#include <gtest/gtest.h>

#include "tests/unit/decide/world.hpp"

namespace plumb::test {
namespace {

using Texts = std::vector<std::string>;
constexpr const char* kStar = R"({"star_rating":4})";

TEST(InForce, FromTheDocumentsFirstDayAndWithinTheMeasuresOwnPeriod) {
  World world;
  world.list(person(1), "2019-01-10");
  EXPECT_EQ(status(world.ask(person(1), "lodging", "2019-05-29", kStar), "luxury_lodging"), "");
  EXPECT_EQ(status(world.ask(person(1), "lodging", "2019-05-30", kStar), "luxury_lodging"), "applies");
  EXPECT_EQ(status(world.ask(person(1), "land", "2019-12-31"), "land_review"), "");
  EXPECT_EQ(missing(world.ask(person(1), "land", "2020-01-01"), "land_review"), Texts{"land.uses"});
}

TEST(Exception, TrueMakesFalseAndUnknownMakesUnknown) {
  World world;
  world.list(person(1), "2019-01-10");
  EXPECT_EQ(status(world.ask(person(1), "land", "2020-01-01", R"({"uses":["charity"]})"), "land_review"), "");
  EXPECT_EQ(status(world.ask(person(1), "land", "2020-01-01", R"({"uses":["商业"]})"), "land_review"), "applies");
  EXPECT_EQ(status(world.ask(person(1), "land", "2020-01-01", R"({"uses":[]})"), "land_review"), "applies");
  EXPECT_EQ(status(world.ask(person(1), "land", "2020-01-01"), "land_review"), "undetermined");
}

TEST(Missing, NamesWhatStillMattersAndNothingElse) {
  World world;
  world.list(person(1), "2019-01-10");
  EXPECT_EQ(missing(world.ask(person(1), "lodging", "2019-07-01"), "luxury_lodging"),
            (Texts{"lodging.high_consumption", "lodging.national_grade", "lodging.star_rating"}));
  EXPECT_EQ(missing(world.ask(person(1), "lodging", "2019-07-01", R"({"star_rating":0,"high_consumption":null})"), "luxury_lodging"),
            (Texts{"lodging.high_consumption", "lodging.national_grade"}));
  EXPECT_EQ(status(world.ask(person(2), "lodging", "2019-07-01"), "luxury_lodging"), "") << "not reached: nothing is missing";
}

TEST(Missing, AFaultIsUnknownAndNamesTheMeasure) {
  World world;
  world.list(person(1), "2019-01-10");
  EXPECT_EQ(missing(world.ask(person(1), "amounts", "2019-07-01", R"({"amount":"500.00","parts":"0"})"), "amount_bar"), Texts{"fault.amount_bar"});
  EXPECT_EQ(status(world.ask(person(1), "amounts", "2019-07-01", R"({"amount":"500.00","parts":"4"})"), "amount_bar"), "applies");
}

TEST(Staleness, LongerThanTheCallersLimitMakesReachUnknown) {
  World world;
  world.list(person(1), "2019-01-10");
  world.facts.synchronised = day("2019-07-01");
  world.options.max_staleness_days = 10;
  EXPECT_EQ(status(world.ask(person(1), "lodging", "2019-07-11", kStar), "luxury_lodging"), "applies");
  const auto stale = world.ask(person(1), "lodging", "2019-07-12", kStar);
  EXPECT_EQ(missing(stale, "luxury_lodging"), Texts{"registry"});
  EXPECT_EQ(triggers(stale, "luxury_lodging"), Texts{}) << "the list is not looked at";
  EXPECT_EQ(missing(world.ask(person(2), "lodging", "2019-07-12", kStar), "luxury_lodging"), Texts{"registry"}) << "stale never means clear";
  EXPECT_EQ(missing(world.ask("41039719****020013", "lodging", "2019-07-12", kStar), "luxury_lodging"), Texts{"registry"});
  EXPECT_EQ(status(world.ask(person(2), "lodging", "2019-07-12", R"({"high_consumption":true})"), "lodging_report"), "applies");
}

TEST(Staleness, TheStricterLimitCountsAndNeverSynchronisedIsStaleWhereThereIsOne) {
  World world(small_rules_with_limit({Duration::Unit::month, 1}));
  world.facts.synchronised = day("2019-07-01");
  EXPECT_EQ(status(world.ask(person(1), "lodging", "2019-08-01", kStar), "luxury_lodging"), "");
  EXPECT_EQ(status(world.ask(person(1), "lodging", "2019-08-02", kStar), "luxury_lodging"), "undetermined");
  world.options.max_staleness_days = 100;
  EXPECT_EQ(status(world.ask(person(1), "lodging", "2019-08-02", kStar), "luxury_lodging"), "undetermined");
  world.facts.synchronised.reset();
  EXPECT_EQ(missing(world.ask(person(1), "lodging", "2019-07-01", kStar), "luxury_lodging"), Texts{"registry"});
  World unlimited;
  unlimited.facts.synchronised.reset();
  EXPECT_EQ(status(unlimited.ask(person(1), "lodging", "2019-07-01", kStar), "luxury_lodging"), "");
}

TEST(Permit, TurnsTrueAndUnknownIntoPermittedWithNothingMissing) {
  for (const char* target : {"luxury_lodging", "lodging", "*", "住宿"}) {
    World world;
    world.list(person(1), "2019-01-10");
    world.permit(person(1), target, "2019-07-01", "2019-08-01", "准1");
    const auto permitted = world.ask(person(1), "lodging", "2019-07-01", R"({"star_rating":4,"high_consumption":false})");
    EXPECT_EQ(status(permitted, "luxury_lodging"), "permitted") << target;
    EXPECT_EQ(text(world.measure(permitted, "luxury_lodging").as_object(), "permit"), "准1");
    EXPECT_EQ(triggers(permitted, "luxury_lodging"), Texts{"案1 self - active"});
    EXPECT_EQ(text(permitted, "outcome"), "none");
    EXPECT_EQ(text(permitted, "at_most"), "none");
    EXPECT_EQ(missing(world.ask(person(1), "lodging", "2019-07-31"), "luxury_lodging"), Texts{});
    EXPECT_EQ(status(world.ask(person(1), "lodging", "2019-08-01", kStar), "luxury_lodging"), "applies");
    EXPECT_EQ(status(world.ask(person(1), "lodging", "2019-06-30", kStar), "luxury_lodging"), "applies");
  }
}

TEST(Permit, DoesNotTouchAnyoneNorOtherTargetsNorFalse) {
  World world;
  world.list(person(1), "2019-01-10");
  world.permit(person(1), "*", "", "", "准1");
  EXPECT_EQ(status(world.ask(person(1), "lodging", "2019-07-01", R"({"high_consumption":true})"), "lodging_report"), "applies");
  EXPECT_EQ(status(world.ask(person(1), "lodging", "2019-07-01", R"({"star_rating":0,"national_grade":"second","high_consumption":false})"), "luxury_lodging"),
            "");
  world.facts.permits[0].target = "honour";
  EXPECT_EQ(status(world.ask(person(1), "lodging", "2019-07-01", kStar), "luxury_lodging"), "applies");
}

TEST(Permit, OfSeveralTheEarliestThenByTheDocumentsText) {
  World world;
  world.list(person(1), "2019-01-10");
  world.permit(person(1), "lodging", "2019-03-01", "", "准乙");
  world.permit(person(1), "lodging", "2019-02-01", "", "准丙");
  world.permit(person(1), "*", "2019-02-01", "", "准A");
  EXPECT_EQ(text(world.measure(world.ask(person(1), "lodging", "2019-07-01", kStar), "luxury_lodging").as_object(), "permit"), "准A");
  world.permit(person(1), "lodging", "", "", "准丁");
  EXPECT_EQ(text(world.measure(world.ask(person(1), "lodging", "2019-07-01", kStar), "luxury_lodging").as_object(), "permit"), "准丁")
      << "an empty from is the earliest";
}

TEST(EffectArgument, UnsetLeavesTheEffectStandingWithNull) {
  World world;
  world.list(person(1), "2019-01-10");
  const auto unset = world.measure(world.ask(person(1), "resort", "2019-07-01", R"({"venue":"rated_resort"})"), "resort_spending_cap").as_object();
  EXPECT_EQ(text(unset, "status"), "applies");
  EXPECT_TRUE(unset.at("argument").is_null());
  EXPECT_EQ(json::serialize(unset.at("unset")), R"(["resort_cap"])");
  const auto set = world.measure(world.ask(person(1), "resort", "2021-01-01", R"({"venue":"rated_resort"})"), "resort_spending_cap").as_object();
  EXPECT_EQ(text(set, "argument"), "300.00");
  EXPECT_EQ(json::serialize(set.at("unset")), "[]");
  const auto several = world.measure(world.ask(person(1), "standing", "2019-07-01", "{}", "status"), "key_supervision").as_object();
  EXPECT_EQ(json::serialize(several.at("argument")), R"(["0.05","P6M"])");
}

TEST(TriggersShown, TrueOnesElseUnknownOnesOfThePartyItself) {
  World world;
  world.list(person(1), "2019-01-10").expires_on = day("2019-02-01");
  world.list(person(1), "2019-03-01", "案2");
  const auto applies = world.ask(person(1), "lodging", "2019-07-01", kStar);
  EXPECT_EQ(triggers(applies, "luxury_lodging"), Texts{"案2 self - active"});
  const auto open = world.ask(person(1), "lodging", "2019-07-01");
  EXPECT_EQ(triggers(open, "luxury_lodging"), Texts{"案2 self - active"}) << "true ones, though the condition is open";
}

TEST(TriggersShown, SortedByCaseListedDirectionAndRoleEachOnce) {
  World world;
  world.list(organisation(1), "2019-01-10", "案2").responsible = {person(1)};
  world.list(person(1), "2019-01-10", "案2");
  world.list(person(1), "2019-01-12", "案1");
  world.relate(person(1), Role::principal, organisation(1), "2018-01-01");
  world.relate(person(1), Role::principal, organisation(1), "2017-01-01");
  world.relate(person(1), Role::legal_representative, organisation(1));
  EXPECT_EQ(triggers(world.ask(person(1), "lodging", "2019-07-01", kStar), "luxury_lodging"),
            (Texts{"案1 self - active", "案2 self - active", "案2 debtor directly_responsible active", "案2 debtor legal_representative active",
                   "案2 debtor principal active"}));
}

TEST(TriggersShown, ObjectionIsTrueWhileTheEntryIsUnderIt) {
  World world;
  world.list(person(1), "2019-01-10").objection = facts::Period{day("2019-07-01"), day("2019-07-04")};
  const auto objection = [&](const char* date) {
    return world.measure(world.ask(person(1), "lodging", date, kStar), "luxury_lodging").at("triggers").at(0).at("objection").as_bool();
  };
  EXPECT_FALSE(objection("2019-06-30"));
  EXPECT_TRUE(objection("2019-07-01"));
  EXPECT_FALSE(objection("2019-07-04"));
}

TEST(TriggersShown, AnotherPersonsNumberIsMaskedUnlessRevealed) {
  World world;
  world.list(person(1), "2019-01-10");
  world.relate(person(1), Role::director, organisation(1));
  const auto listed = [&] {
    return text(world.measure(world.ask(organisation(1), "standing", "2019-07-01", "{}", "status"), "key_supervision").at("triggers").at(0).as_object(),
                "listed");
  };
  EXPECT_EQ(listed(), person(1).substr(0, 10) + "****" + person(1).substr(14));
  world.options.reveal = true;
  EXPECT_EQ(listed(), person(1));
  world.options.reveal = false;
  world.list(organisation(2), "2019-01-10", "案2");
  world.relate(person(2), Role::principal, organisation(2));
  EXPECT_EQ(text(world.measure(world.ask(person(2), "lodging", "2019-07-01", kStar), "luxury_lodging").at("triggers").at(0).as_object(), "listed"),
            organisation(2));
}

TEST(Outcome, IsTheStrongestThatAppliesAndAtMostWithTheUndetermined) {
  World world;
  const auto none = world.ask(person(1), "lodging", "2019-07-01");
  EXPECT_EQ(text(none, "outcome"), "none");
  EXPECT_EQ(text(none, "at_most"), "inform");
  world.list(person(1), "2019-01-10");
  const auto open = world.ask(person(1), "lodging", "2019-07-01", R"({"star_rating":0,"national_grade":"second"})");
  EXPECT_EQ(text(open, "outcome"), "none");
  EXPECT_EQ(text(open, "at_most"), "restrict");
  const auto closed = world.ask(person(1), "lodging", "2019-07-01", R"({"star_rating":4})");
  EXPECT_EQ(text(closed, "outcome"), "restrict");
  EXPECT_EQ(text(closed, "at_most"), "restrict");
}

TEST(DecisionLine, HasItsMembersInOrder) {
  World world;
  world.facts.revision = 41;
  world.list(person(1), "2019-01-10");
  EXPECT_EQ(
      world.line(R"({"id":"Q7","party":")" + person(1) + R"(","matter":"lodging","date":"2019-07-01","fields":{"star_rating":4,"high_consumption":false}})"),
      R"({"id":"Q7","outcome":"restrict","at_most":"restrict","date":"2019-07-01","given":[],"warnings":[],"measures":[{"measure":"luxury_lodging",)"
      R"("title":"星级宾馆饭店住宿限制","effect":"restrict","argument":null,"status":"applies","permit":null,"missing":[],"unset":[],)"
      R"("triggers":[{"case_no":"案1","listed":")" +
          person(1) +
          R"(","direction":"self","role":null,"state":"active","objection":false}],)"
          R"("basis":[{"document":"测政办〔2019〕1号","clause":"二（七）1"}],"departments":["县文旅局"]}],"ruleset":{"name":"small","version":"1.0.0","digest":")" +
          world.rules().program().meaning_digest + R"("},"registry":{"revision":41,"synchronised":"2019-09-16"}})");
}

}  // namespace
}  // namespace plumb::test
