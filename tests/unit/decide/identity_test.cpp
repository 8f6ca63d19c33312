// docs/meaning.md, Identity: one test a sentence.
#include <gtest/gtest.h>

#include "runtime/identity/mask.hpp"
#include "tests/unit/decide/world.hpp"

namespace plumb::test {
namespace {

using Texts = std::vector<std::string>;

std::string masked(std::string id) { return id.replace(10, 4, "****"); }

json::object lodging(const World& world, const std::string& party) {
  return world.ask(R"({"party":)" + party + R"(,"matter":"lodging","date":"2019-07-01","fields":{"star_rating":4,"high_consumption":true}})");
}
std::string json_text(const std::string& id) { return '"' + id + '"'; }
std::string with_name(const std::string& id, const std::string& name) { return R"({"id":")" + id + R"(","name":")" + name + "\"}"; }

std::string error_code(const json::object& line) { return line.contains("error") ? text(line.at("error").as_object(), "code") : ""; }

TEST(PartyNeedsAnId, ANameAloneIsAnError) {
  const World world;
  EXPECT_EQ(error_code(lodging(world, R"({"name":"张三"})")), "request.party");
  EXPECT_EQ(error_code(lodging(world, "null")), "request.party");
  EXPECT_EQ(error_code(lodging(world, "\" \"")), "request.party");
  EXPECT_EQ(error_code(lodging(world, "7")), "request.party");
}

TEST(UnknownForm, IsAnErrorUnlessTheRegistryHoldsTheId) {
  World world;
  EXPECT_EQ(error_code(lodging(world, json_text("E12345678"))), "request.party.form");
  world.list("E12345678", "2019-01-10");
  EXPECT_EQ(status(lodging(world, json_text("e1234-5678")), "luxury_lodging"), "applies");
}

TEST(Normalising, IsDoneAndSaidUnderWarnings) {
  World world;
  world.list("410397197005020013", "2019-01-10");
  for (const char* id : {"４１０３９７１９７００５０２００１３", "410397-197005020013", " 410397197005020013 "}) {
    const auto decision = lodging(world, json_text(id));
    EXPECT_EQ(status(decision, "luxury_lodging"), "applies") << id;
    EXPECT_EQ(json::serialize(decision.at("warnings")), R"(["party.id.normalised"])") << id;
  }
  const auto extended = lodging(world, json_text("410397700502001"));
  EXPECT_EQ(status(extended, "luxury_lodging"), "applies");
  EXPECT_EQ(json::serialize(extended.at("warnings")), R"(["party.id.extended"])");
  EXPECT_EQ(json::serialize(lodging(world, json_text("410397197005020013")).at("warnings")), "[]");
}

TEST(CheckDigit, AFailedOneMatchesExactlyAndWarns) {
  World world;
  world.list("410397197005020019", "2019-01-10");
  const auto decision = lodging(world, json_text("410397197005020019"));
  EXPECT_EQ(status(decision, "luxury_lodging"), "applies");
  EXPECT_EQ(json::serialize(decision.at("warnings")), R"(["party.id.check_digit"])");
  EXPECT_EQ(status(lodging(world, json_text("410397197005020013")), "luxury_lodging"), "") << "never matched to another";
}

TEST(MaskedIdInTheRequest, FewerThanEightVisiblePlacesIsAnError) {
  World world;
  EXPECT_EQ(error_code(lodging(world, json_text("4*"))), "request.party.masked");
  EXPECT_EQ(error_code(lodging(world, json_text("4103971**********"))), "request.party.masked") << "17 places";
  EXPECT_EQ(error_code(lodging(world, json_text("4103971***********"))), "request.party.masked");
  EXPECT_EQ(error_code(lodging(world, json_text("41039719**********"))), "");
}

TEST(MaskedIdInTheRequest, IsUnknownWithPartyIdAloneWhereACandidateIsReachedOtherwiseFalseNeverTrue) {
  World world;
  world.list(person(1), "2019-01-10");
  const auto reached = lodging(world, json_text(masked(person(1))));
  EXPECT_EQ(status(reached, "luxury_lodging"), "undetermined");
  EXPECT_EQ(missing(reached, "luxury_lodging"), Texts{"party.id"});
  EXPECT_EQ(triggers(reached, "luxury_lodging"), Texts{}) << "no triggers are shown";
  EXPECT_EQ(status(reached, "lodging_report"), "applies") << "identity touches reach alone";
  std::string other = masked(person(1));
  other[17] = other[17] == '0' ? '1' : '0';
  EXPECT_EQ(status(lodging(world, json_text(other)), "luxury_lodging"), "") << "disagrees in a visible place";
}

TEST(MaskedIdInTheRequest, OnlyCandidatesOfTheNameGivenCount) {
  World world;
  world.list(person(1), "2019-01-10");
  EXPECT_EQ(status(lodging(world, with_name(masked(person(1)), "张三")), "luxury_lodging"), "") << "the registry knows no name of this one";
  world.name(person(1), "张三");
  EXPECT_EQ(status(lodging(world, with_name(masked(person(1)), "张三")), "luxury_lodging"), "undetermined");
  EXPECT_EQ(status(lodging(world, with_name(masked(person(1)), "李四")), "luxury_lodging"), "");
  EXPECT_EQ(status(lodging(world, json_text(masked(person(1)))), "luxury_lodging"), "undetermined");
}

TEST(MaskedIdInTheRequest, NoOtherFactOrPermitOfACandidateIsUsed) {
  World world;
  world.list(person(1), "2019-01-10");
  world.permit(person(1), "*", "", "", "准1");
  EXPECT_EQ(status(lodging(world, json_text(masked(person(1)))), "luxury_lodging"), "undetermined");
  world.list(organisation(1), "2019-01-10", "案2");
  world.name(organisation(1), "甲").sector = Sector::construction;
  std::string id = organisation(1);
  id.replace(8, 4, "****");
  const auto land = world.ask(id, "land", "2019-07-01");
  EXPECT_EQ(missing(land, "land_bar"), (Texts{"party.id", "party.sector"}));
}

TEST(MaskedIdInTheRequest, AnotherMaskedRecordIsACandidateToo) {
  World world;
  world.list("4103971970****" + person(1).substr(14), "2019-01-10");
  EXPECT_EQ(missing(lodging(world, json_text(person(1).substr(0, 14) + "****")), "luxury_lodging"), Texts{"party.id"});
}

TEST(MaskedRecord, WhatItWouldTriggerIsUnknownForAnExactIdThatAgrees) {
  World world;
  world.list(masked(person(1)), "2019-01-10");
  const auto decision = lodging(world, json_text(person(1)));
  EXPECT_EQ(missing(decision, "luxury_lodging"), Texts{"party.id"});
  EXPECT_EQ(triggers(decision, "luxury_lodging"), Texts{}) << "they are another's";
  EXPECT_EQ(status(lodging(world, json_text(person(2))), "luxury_lodging"), "");
}

TEST(MaskedRecord, CountsOnlyWhereNamesAreEqualOrOneIsNotKnown) {
  World world;
  world.list(masked(person(1)), "2019-01-10");
  world.name(masked(person(1)), "张三");
  EXPECT_EQ(status(lodging(world, json_text(person(1))), "luxury_lodging"), "undetermined");
  EXPECT_EQ(status(lodging(world, with_name(person(1), "张三")), "luxury_lodging"), "undetermined");
  EXPECT_EQ(status(lodging(world, with_name(person(1), "李四")), "luxury_lodging"), "");
  world.name(person(1), "李四");
  EXPECT_EQ(status(lodging(world, json_text(person(1))), "luxury_lodging"), "") << "the registry's name for the exact id";
  EXPECT_EQ(status(lodging(world, with_name(person(1), "张三")), "luxury_lodging"), "undetermined") << "the name given comes first";
}

TEST(MaskedRecord, MissesPartyIdAloneWhateverItsTriggerMisses) {
  World world;
  std::string record = organisation(1);
  record.replace(8, 4, "****");
  world.list(record, "2019-01-10").expires_on = day("2019-02-01");
  EXPECT_EQ(missing(world.ask(organisation(1), "honour", "2019-07-01", R"({"title":"charity_award"})", "holding"), "honour_revocation"), Texts{"party.id"});
}

TEST(MaskedRecord, BesideATriggerOfTheExactIdThatIsUnknownBothAreMissing) {
  World world;
  world.list(person(1), "2019-01-10").expires_on = day("2019-02-01");
  world.list(masked(person(1)), "2019-01-10", "案2");
  const auto decision = lodging(world, json_text(person(1)));
  EXPECT_EQ(missing(decision, "luxury_lodging"), (Texts{"entry.expires_on", "party.id"}));
  EXPECT_EQ(triggers(decision, "luxury_lodging"), Texts{"案1 self - expired"});
  world.list(person(1), "2019-03-01", "案3");
  EXPECT_EQ(status(lodging(world, json_text(person(1))), "luxury_lodging"), "applies") << "a true trigger of its own decides";
}

TEST(NameThatContradicts, MakesReachUnknownWithPartyIdAloneAndShowsNoTriggers) {
  World world;
  world.list(person(1), "2019-01-10");
  EXPECT_EQ(status(lodging(world, with_name(person(1), "李四")), "luxury_lodging"), "applies") << "the registry knows no name";
  world.name(person(1), "张三");
  const auto decision = lodging(world, with_name(person(1), "李四"));
  EXPECT_EQ(missing(decision, "luxury_lodging"), Texts{"party.id"});
  EXPECT_EQ(triggers(decision, "luxury_lodging"), Texts{});
  EXPECT_EQ(status(decision, "lodging_report"), "applies");
  EXPECT_EQ(status(lodging(world, with_name(person(2), "李四")), "luxury_lodging"), "") << "false stays false";
  EXPECT_EQ(status(lodging(world, with_name(person(1), " 张三 ")), "luxury_lodging"), "applies");
}

TEST(NameThatContradicts, AnExpiredEntryMissesPartyIdAlone) {
  World world;
  world.list(person(1), "2019-01-10").expires_on = day("2019-02-01");
  world.name(person(1), "张三");
  EXPECT_EQ(missing(lodging(world, with_name(person(1), "李四")), "luxury_lodging"), Texts{"party.id"});
}

TEST(NameThatContradicts, APermitStillHolds) {
  World world;
  world.list(person(1), "2019-01-10");
  world.name(person(1), "张三");
  world.permit(person(1), "lodging", "", "", "准1");
  EXPECT_EQ(status(lodging(world, with_name(person(1), "李四")), "luxury_lodging"), "permitted");
}

TEST(GivenMembers, WinOverTheRegistryAndAreListed) {
  World world;
  world.list(organisation(1), "2019-01-10");
  world.name(organisation(1), "甲").sector = Sector::other;
  const auto land = [&](const std::string& sector) {
    return world.ask(R"({"party":{"id":")" + organisation(1) + R"(","sector":)" + sector + R"(},"matter":"land","date":"2019-07-01"})");
  };
  EXPECT_EQ(status(land("null"), "land_bar"), "") << "null counts as not given";
  EXPECT_EQ(json::serialize(land("null").at("given")), "[]");
  EXPECT_EQ(status(land(R"("建筑业")"), "land_bar"), "applies");
  EXPECT_EQ(json::serialize(land(R"("construction")").at("given")), R"(["sector"])");
}

TEST(PartyKind, IsTheRegistrysElseByFormElseUnknown) {
  World world;
  world.list("E12345678", "2019-01-10");
  EXPECT_EQ(missing(world.ask("E12345678", "enlistment", "2019-07-01"), "enlistment_reference"), Texts{"party.kind"});
  world.name("E12345678", "某").kind = PartyKind::person;
  EXPECT_EQ(status(world.ask("E12345678", "enlistment", "2019-07-01"), "enlistment_reference"), "applies");
  world.list(person(1), "2019-01-10", "案2");
  EXPECT_EQ(status(world.ask(person(1), "enlistment", "2019-07-01"), "enlistment_reference"), "applies");
  EXPECT_EQ(status(world.ask(masked(person(1)), "enlistment", "2019-07-01"), "enlistment_reference"), "undetermined");
  world.list(organisation(1), "2019-01-10", "案3");
  EXPECT_EQ(status(world.ask(organisation(1), "enlistment", "2019-07-01"), "enlistment_reference"), "");
}

TEST(BoundDocuments, AListingUnderOneReachesARequestWithTheOther) {
  World world;
  world.list("E12345678", "2019-01-10");
  world.facts.documents.push_back({"E12345678", person(1)});
  for (const std::string& id : {std::string("E12345678"), person(1)}) {
    const auto decision = lodging(world, json_text(id));
    EXPECT_EQ(status(decision, "luxury_lodging"), "applies") << id;
    EXPECT_EQ(text(decision.at("measures").as_array()[1].at("triggers").as_array()[0].as_object(), "listed"), id) << "as it was asked about";
  }
  World other;
  other.list(person(1), "2019-01-10");
  other.facts.documents.push_back({"E12345678", person(1)});
  EXPECT_EQ(status(lodging(other, json_text("E12345678")), "luxury_lodging"), "applies");
  EXPECT_EQ(status(lodging(other, json_text(person(2))), "luxury_lodging"), "");
}

TEST(BoundDocuments, LeadOnAndNeverRound) {
  World world;
  world.list("E1", "2019-01-10");
  world.facts.documents = {{"E1", "E2"}, {"E2", person(1)}};
  EXPECT_EQ(status(lodging(world, json_text(person(1))), "luxury_lodging"), "applies");
  world.facts.documents = {{"E1", "E2"}, {"E2", "E3"}, {"E3", "E2"}, {"E4", "E4"}};
  EXPECT_EQ(world.snapshot()->find("E3"), world.snapshot()->find("E1"));
  EXPECT_EQ(world.snapshot()->id(*world.snapshot()->find("E3")), "E2");
  EXPECT_EQ(world.snapshot()->id(*world.snapshot()->find("E4")), "E4");
}

TEST(BoundDocuments, AMaskedRecordThatIsBoundActsAsTheParty) {
  World world;
  world.list(masked(person(1)), "2019-01-10");
  EXPECT_EQ(status(lodging(world, json_text(person(1))), "luxury_lodging"), "undetermined");
  world.facts.documents = {{masked(person(1)), person(1)}};
  EXPECT_EQ(status(lodging(world, json_text(person(1))), "luxury_lodging"), "applies");
  EXPECT_EQ(status(lodging(world, json_text(masked(person(1)))), "luxury_lodging"), "undetermined") << "asked by places alone it is as uncertain as ever";
  // Written the other way round, the exact identifier is the party's all the same.
  world.facts.documents = {{person(1), masked(person(1))}};
  EXPECT_EQ(status(lodging(world, json_text(person(1))), "luxury_lodging"), "applies");
}

TEST(BoundDocuments, AMaskedRecordThatAgreesWithOneMakesTheirPartyUncertain) {
  World world;
  world.list(masked(person(1)), "2019-01-10");
  world.facts.documents = {{person(1), person(2)}};
  EXPECT_EQ(status(lodging(world, json_text(person(2))), "luxury_lodging"), "undetermined");
  EXPECT_EQ(missing(lodging(world, json_text(person(2))), "luxury_lodging"), Texts{"party.id"});
}

TEST(BoundDocuments, WhatIsRecordedOfThePartyItselfCountsFirst) {
  World world;
  world.name("E2", "乙");
  world.name("E1", "甲");
  world.facts.documents = {{"E1", person(1)}, {"E2", person(1)}};
  EXPECT_EQ(std::string(world.snapshot()->party(*world.snapshot()->find(person(1))).name), "甲");
  world.name(person(1), "丙");
  EXPECT_EQ(std::string(world.snapshot()->party(*world.snapshot()->find("E2")).name), "丙");
}

TEST(BoundDocuments, EachNameIsTheParty) {
  World world;
  world.list(person(1), "2019-01-10");
  world.name(person(1), "买买提·艾力");
  world.name("E12345678", "MEMET ELI");
  world.facts.documents = {{"E12345678", person(1)}};
  for (const std::string& id : {std::string("E12345678"), person(1)}) {
    EXPECT_EQ(status(lodging(world, with_name(id, "MEMET ELI")), "luxury_lodging"), "applies") << id;
    EXPECT_EQ(status(lodging(world, with_name(id, "买买提·艾力")), "luxury_lodging"), "applies") << id;
    EXPECT_EQ(status(lodging(world, with_name(id, "张三")), "luxury_lodging"), "undetermined") << id;
  }
  EXPECT_EQ(status(lodging(world, with_name(masked(person(1)), "MEMET ELI")), "luxury_lodging"), "undetermined");
  EXPECT_EQ(status(lodging(world, with_name(masked(person(1)), "张三")), "luxury_lodging"), "");
  // A masked record under the document's name may be this party's.
  World other;
  other.list(masked(person(1)), "2019-01-10");
  other.name(masked(person(1)), "MEMET ELI");
  other.name(person(1), "买买提·艾力");
  EXPECT_EQ(status(lodging(other, json_text(person(1))), "luxury_lodging"), "");
  other.name("E12345678", "MEMET ELI");
  other.facts.documents = {{"E12345678", person(1)}};
  EXPECT_EQ(status(lodging(other, json_text(person(1))), "luxury_lodging"), "undetermined");
}

TEST(Reviews, AMaskedRecordThatIsAnothersLeavesThisPartyCertain) {
  World world;
  world.list(masked(person(1)), "2019-01-10");
  world.facts.distinctions = {{masked(person(1)), person(1)}};
  EXPECT_EQ(status(lodging(world, json_text(person(1))), "luxury_lodging"), "");
  // Of nobody else: another number that agrees is as uncertain as before, and so is the request that shows places alone.
  std::string other = person(1);
  other[10] = other[10] == '0' ? '1' : '0';
  EXPECT_EQ(status(lodging(world, json_text(other)), "luxury_lodging"), "undetermined");
  EXPECT_EQ(status(lodging(world, json_text(masked(person(1)))), "luxury_lodging"), "undetermined");
  // Through a document as well.
  world.facts.documents = {{"E12345678", person(1)}};
  EXPECT_EQ(status(lodging(world, json_text("E12345678")), "luxury_lodging"), "");
}

}  // namespace
}  // namespace plumb::test
