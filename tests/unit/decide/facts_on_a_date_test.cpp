// docs/meaning.md, Facts on a date and Triggers: one test a sentence.
#include <gtest/gtest.h>

#include "tests/unit/decide/world.hpp"

namespace plumb::test {
namespace {

using Texts = std::vector<std::string>;
constexpr const char* kStar = R"({"star_rating":4})";

std::string lodging(const World& world, const std::string& party, std::string_view date) {
  return status(world.ask(party, "lodging", date, kStar), "luxury_lodging");
}

TEST(RelationHoldsOnDate, FromTheFirstDayUntilTheDayBeforeTheLast) {
  World world;
  world.list(organisation(1), "2019-01-10");
  world.relate(person(1), Role::principal, organisation(1), "2019-07-01", "2019-08-01");
  EXPECT_EQ(lodging(world, person(1), "2019-06-30"), "");
  EXPECT_EQ(lodging(world, person(1), "2019-07-01"), "applies");
  EXPECT_EQ(lodging(world, person(1), "2019-07-31"), "applies");
  EXPECT_EQ(lodging(world, person(1), "2019-08-01"), "");
}

TEST(RelationHoldsOnDate, AnEmptyFromMeansSinceBeforeRecordsBegan) {
  World world;
  world.list(organisation(1), "2019-01-10");
  world.relate(person(1), Role::principal, organisation(1));
  EXPECT_EQ(lodging(world, person(1), "2019-06-30"), "applies");
}

TEST(EntryState, NotThereBeforeItIsPublished) {
  World world;
  world.list(person(1), "2019-07-01");
  EXPECT_EQ(lodging(world, person(1), "2019-06-30"), "");
  EXPECT_EQ(lodging(world, person(1), "2019-07-01"), "applies");
}

TEST(EntryState, NotThereWhenItsSubjectWasAMinorOnPublication) {
  World world;
  const std::string minor = "410397200203310892";
  world.list(minor, "2020-03-30");
  EXPECT_EQ(lodging(world, minor, "2020-06-01"), "");
  world.facts.entries[0].published_on = day("2020-03-31");
  EXPECT_EQ(lodging(world, minor, "2020-06-01"), "applies");
}

// The number may be bound to the passport as well as the passport to the number, or both to a third document.
TEST(EntryState, NotThereWhenItsSubjectWasAMinorByAnyOfTheirNumbers) {
  const std::string minor = "410397200203310892";
  for (const std::vector<facts::Document>& documents :
       {std::vector<facts::Document>{{"E12345678", minor}}, {{minor, "E12345678"}}, {{minor, "E7654321"}, {"E12345678", "E7654321"}}}) {
    World world;
    world.facts.documents = documents;
    world.list("E12345678", "2020-03-30");
    EXPECT_EQ(lodging(world, "E12345678", "2020-06-01"), "");
    EXPECT_EQ(lodging(world, minor, "2020-06-01"), "");
    world.facts.entries[0].published_on = day("2020-03-31");
    EXPECT_EQ(lodging(world, "E12345678", "2020-06-01"), "applies");
  }
}

TEST(EntryState, OnTheDayOfRemovalItIsAlreadyGone) {
  World world;
  world.list(person(1), "2019-01-10").removed_on = day("2019-07-01");
  EXPECT_EQ(lodging(world, person(1), "2019-06-30"), "applies");
  EXPECT_EQ(lodging(world, person(1), "2019-07-01"), "");
}

TEST(EntryState, RetainedThroughTheLastDayForThatMeasureAndPartyAlone) {
  World world;
  world.list(person(1), "2019-01-10").removed_on = day("2019-06-01");
  world.retain("案1", person(1), "luxury_lodging", "2019-07-01");
  const auto kept = world.ask(person(1), "lodging", "2019-07-01", kStar);
  EXPECT_EQ(triggers(kept, "luxury_lodging"), Texts{"案1 self - retained"});
  EXPECT_EQ(status(kept, "luxury_lodging"), "applies");
  EXPECT_EQ(lodging(world, person(1), "2019-07-02"), "");
  EXPECT_EQ(status(world.ask(person(1), "enlistment", "2019-07-01"), "enlistment_reference"), "") << "another measure is not kept";
  world.facts.retentions[0].party = person(2);
  EXPECT_EQ(lodging(world, person(1), "2019-07-01"), "") << "another party's retention keeps nothing on this one";
}

TEST(EntryState, ARetentionMayKeepSomeoneElseThanTheSubject) {
  World world;
  facts::Entry& entry = world.list(organisation(1), "2019-01-10");
  entry.removed_on = day("2019-06-01");
  entry.responsible = {person(1)};
  world.retain("案1", person(1), "luxury_lodging", "2019-12-31");
  EXPECT_EQ(triggers(world.ask(person(1), "lodging", "2019-07-01", kStar), "luxury_lodging"), Texts{"案1 debtor directly_responsible retained"});
  EXPECT_EQ(lodging(world, organisation(1), "2019-07-01"), "");
}

TEST(EntryState, ExpiredIsUnknownFromTheDayOfExpiry) {
  World world;
  world.list(person(1), "2019-01-10").expires_on = day("2019-07-01");
  EXPECT_EQ(lodging(world, person(1), "2019-06-30"), "applies");
  const auto expired = world.ask(person(1), "lodging", "2019-07-01", kStar);
  EXPECT_EQ(status(expired, "luxury_lodging"), "undetermined");
  EXPECT_EQ(missing(expired, "luxury_lodging"), Texts{"entry.expires_on"});
  EXPECT_EQ(triggers(expired, "luxury_lodging"), Texts{"案1 self - expired"});
}

TEST(EntryState, RemovalDueStillHoldsAndTheDecisionSaysSo) {
  World world;
  world.list(person(1), "2019-01-10").ground_on = day("2019-07-01");
  EXPECT_EQ(triggers(world.ask(person(1), "lodging", "2019-06-30", kStar), "luxury_lodging"), Texts{"案1 self - active"});
  EXPECT_EQ(triggers(world.ask(person(1), "lodging", "2019-07-01", kStar), "luxury_lodging"), Texts{"案1 self - removal_due"});
  EXPECT_EQ(lodging(world, person(1), "2019-07-01"), "applies");
}

TEST(DirectlyResponsible, OnlyWhereTheEntryNamesThem) {
  World world;
  world.list(organisation(1), "2019-01-10").responsible = {person(1)};
  world.list(organisation(2), "2019-01-10", "案2");
  world.relate(person(2), Role::directly_responsible, organisation(2));
  EXPECT_EQ(triggers(world.ask(person(1), "lodging", "2019-07-01", kStar), "luxury_lodging"), Texts{"案1 debtor directly_responsible active"});
  EXPECT_EQ(lodging(world, person(2), "2019-07-01"), "") << "a relation cannot give this role";
}

TEST(NoChaining, AnOfficerOfAListedOrganisationTriggersNothingElsewhere) {
  World world;
  world.list(organisation(1), "2019-01-10");
  world.relate(person(1), Role::legal_representative, organisation(1));
  world.relate(person(1), Role::legal_representative, organisation(2));
  EXPECT_EQ(status(world.ask(organisation(2), "standing", "2019-07-01", "{}", "status"), "key_supervision"), "");
  EXPECT_EQ(status(world.ask(organisation(1), "standing", "2019-07-01", "{}", "status"), "key_supervision"), "applies");
}

TEST(Directions, DebtorAndOwnAreKeptApart) {
  World world;
  world.list(person(1), "2019-01-10");
  world.relate(person(1), Role::director, organisation(1));
  world.relate(person(2), Role::director, organisation(1));
  const std::string title = R"({"title":"charity_award"})";
  EXPECT_EQ(triggers(world.ask(organisation(1), "honour", "2019-07-01", title), "honour_bar"), Texts{"案1 own director active"});
  EXPECT_EQ(lodging(world, person(2), "2019-07-01"), "") << "a colleague of a listed person is not reached";
  world.list(organisation(1), "2019-01-10", "案2");
  EXPECT_EQ(lodging(world, person(2), "2019-07-01"), "") << "director is not among the four roles";
}

TEST(ListedOn, ThePairStoodStrictlyBetweenPublicationAndRemoval) {
  World world;
  world.list(person(1), "2019-01-10").removed_on = day("2019-12-01");
  world.relate(person(1), Role::director, organisation(1), "2019-02-01", "2019-11-01");
  const auto revoked = [&](const char* granted) {
    return status(world.ask(organisation(1), "honour", "2019-07-01", std::string(R"({"title":"charity_award","granted_on":")") + granted + "\"}", "holding"),
                  "honour_revocation");
  };
  EXPECT_EQ(revoked("2019-02-01"), "applies");
  EXPECT_EQ(revoked("2019-01-31"), "") << "won before the officer came";
  EXPECT_EQ(revoked("2019-10-31"), "applies");
  EXPECT_EQ(revoked("2019-11-01"), "") << "won after the officer left";
  world.facts.relations[0].period = {};
  EXPECT_EQ(revoked("2019-01-10"), "") << "won on the day of publication";
  EXPECT_EQ(revoked("2019-01-11"), "applies");
  EXPECT_EQ(revoked("2019-12-01"), "") << "won on the day of removal";
}

TEST(ListedOn, UnknownWhenTheDateIsAbsent) {
  World world;
  world.list(organisation(1), "2019-01-10");
  const auto decision = world.ask(organisation(1), "honour", "2019-07-01", R"({"title":"charity_award"})", "holding");
  EXPECT_EQ(missing(decision, "honour_revocation"), Texts{"honour.granted_on"});
  EXPECT_EQ(triggers(decision, "honour_revocation"), Texts{"案1 self - active"});
}

TEST(Publishable, IsAskedOfEachTrigger) {
  World world;
  world.list(organisation(1), "2019-01-10").publishable = false;
  EXPECT_EQ(status(world.ask(organisation(1), "standing", "2019-07-01", "{}", "status"), "disclosure"), "");
  world.list(organisation(1), "2019-02-10", "案2");
  EXPECT_EQ(triggers(world.ask(organisation(1), "standing", "2019-07-01", "{}", "status"), "disclosure"), Texts{"案2 self - active"});
}

}  // namespace
}  // namespace plumb::test
