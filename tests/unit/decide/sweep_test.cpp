// docs/meaning.md, The sweep.
#include "runtime/sweep/sweep.hpp"

#include <gtest/gtest.h>

#include "runtime/rows/read_rows.hpp"
#include "tests/unit/decide/world.hpp"

namespace plumb::test {
namespace {

using Texts = std::vector<std::string>;

// "holding party measure status" of each line, null as "-"; error lines end in their code and path.
Texts swept(const World& world, std::string_view date, sweep::Summary* summary = nullptr) {
  Texts out;
  const auto snapshot = world.snapshot();
  sweep::Visitor visitor;
  visitor.line = [&](const std::string& line) {
    const json::object object = json::parse(line).as_object();
    const std::string head = text(object, "holding") + " " + text(object, "party") + " ";
    if (object.contains("error")) {
      out.push_back(head + text(object.at("error").as_object(), "code") + " " + text(object.at("error").as_object(), "path"));
    } else {
      out.push_back(head + text(object, "measure") + " " + text(object, "status"));
    }
  };
  const sweep::Summary done =
      sweep::sweep(world.context(*snapshot), world.options, rows::read_rows(world.rules(), *snapshot), day(date), Language::zh, 1, visitor);
  if (summary) *summary = done;
  return out;
}

TEST(Sweep, AsksOfEveryHoldingHeldOnTheDay) {
  World world;
  world.list(organisation(1), "2019-01-10");
  const std::string honour = R"({"title":"charity_award","granted_on":"2019-03-01"})";
  world.hold("H2", organisation(1), "honour", "2019-07-01", "", honour);
  world.hold("H1", organisation(1), "荣誉", "2019-01-01", "2019-07-01", honour);
  EXPECT_EQ(swept(world, "2019-06-30").front(), "H1 " + organisation(1) + " honour_revocation applies");
  EXPECT_EQ(swept(world, "2019-07-01").front(), "H2 " + organisation(1) + " honour_revocation applies");
}

TEST(Sweep, AsksOfEveryPartyWithAnExactIdentifierThatAnyTableNames) {
  World world;
  world.list(person(1), "2019-01-10");
  world.relate(person(1), Role::director, organisation(1));
  world.list("4103971970****1236", "2019-01-10", "案2");
  world.list("E12345678", "2019-01-10", "案3");
  EXPECT_EQ(swept(world, "2019-07-01"), (Texts{"- " + person(1) + " key_supervision applies", "- " + organisation(1) + " key_supervision applies",
                                               "- E12345678 disclosure undetermined", "- E12345678 key_supervision applies"}));
}

// Whoever asks, names are compared in one spelling; facts that no import has been through bring others.
TEST(Sweep, KnowsAPartyByTheSameNameAsADecision) {
  World world;
  world.name(organisation(1), "　阿依  古丽（集团） ");
  world.name(organisation(2), "阿依古丽(集团)");
  EXPECT_EQ(status(world.ask(organisation(1), "standing", "2019-07-01", "{}", "status"), "namesake_check"), "applies");
  EXPECT_EQ(status(world.ask(organisation(2), "standing", "2019-07-01", "{}", "status"), "namesake_check"), "");
  EXPECT_EQ(swept(world, "2019-07-01"), (Texts{"- " + organisation(1) + " namesake_check applies"}));
}

TEST(Sweep, AHoldingThatDoesNotFitGivesAnErrorLineInItsPlace) {
  World world;
  world.hold("H1", person(1), "flying", "", "", "{}");
  world.hold("H2", person(1), "lodging", "", "", "{}");
  world.hold("H3", person(1), "honour", "", "", R"({"title":"moon"})");
  world.hold("H4", person(1), "honour", "", "", "{");
  world.hold("H5", person(1), "honour", "", "2019-01-01", "{");
  sweep::Summary summary;
  EXPECT_EQ(swept(world, "2019-07-01", &summary),
            (Texts{"H1 " + person(1) + " request.matter.unknown /matter", "H2 " + person(1) + " request.stage /matter",
                   "H3 " + person(1) + " request.field.value /fields/title", "H4 " + person(1) + " request.json /fields"}));
  EXPECT_EQ(summary.refused, 4U);
}

TEST(Sweep, AHoldingOfAMaskedPartyIsAskedAsAMaskedRequest) {
  World world;
  world.list(organisation(1), "2019-01-10");
  std::string masked = organisation(1);
  masked.replace(8, 4, "****");
  world.hold("H1", masked, "honour", "", "", R"({"title":"charity_award","granted_on":"2019-03-01"})");
  EXPECT_EQ(swept(world, "2019-07-01").front(), "H1 " + masked + " honour_revocation undetermined");
}

}  // namespace
}  // namespace plumb::test
