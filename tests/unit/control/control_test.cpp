#include "runtime/control/control.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <deque>
#include <map>
#include <memory>
#include <string>

namespace plumb::control {
namespace {

Date day(std::string_view iso) { return Date::parse(iso).value(); }

// Shares told by name; who is called by a small letter is a person.
class World {
 public:
  World& share(const std::string& holder, const std::string& organisation, std::string_view percentage, facts::Period period = {}) {
    const uint32_t from = number(holder);
    world_.rows.push_back({from, number(organisation), percentage.empty() ? std::nullopt : Decimal::parse(percentage), period});
    return *this;
  }
  Control control(Question question = {.on = day("2020-01-01")}) const { return find_control(world_, question); }

  // One line a candidate: "a > Y 60 (60): X 100, Y 60".
  std::vector<std::string> told(Question question = {.on = day("2020-01-01")}) const {
    std::vector<std::string> out;
    for (const Candidate& c : control(question).candidates) {
      std::string& line = out.emplace_back(name(c.holder) + " > " + name(c.organisation) + " " + c.votes.text() + " (" + c.interest.text() + "):");
      for (const Link& link : c.path) line += " " + name(link.organisation) + " " + link.share.text();
    }
    return out;
  }
  std::string name(uint32_t party) const { return std::string(world_.parties[party].id); }

 private:
  uint32_t number(const std::string& name) {
    const auto [found, fresh] = numbers_.emplace(name, static_cast<uint32_t>(names_->size()));
    if (fresh) {
      const bool person = name[0] >= 'a' && name[0] <= 'z';
      world_.parties.push_back({names_->emplace_back(name), person ? PartyKind::person : PartyKind::organisation});
    }
    return found->second;
  }
  Shareholdings world_;
  // Shared with copies, which hold the same views of them.
  std::shared_ptr<std::deque<std::string>> names_ = std::make_shared<std::deque<std::string>>();
  std::map<std::string, uint32_t> numbers_;
};

using Lines = std::vector<std::string>;

TEST(Control, NeedsMoreThanTheThreshold) {
  EXPECT_EQ(World().share("a", "X", "50").told(), Lines());
  EXPECT_EQ(World().share("a", "X", "50.000000000000000001").told(), Lines{"a > X 50.000000000000000001 (50.000000000000000001): X 50.000000000000000001"});
  const Question third{.on = day("2020-01-01"), .threshold = *Decimal::parse("33.3")};
  EXPECT_EQ(World().share("a", "X", "33.3").share("b", "X", "33.4").told(third), Lines{"b > X 33.4 (33.4): X 33.4"});
  const Question anything{.on = day("2020-01-01"), .threshold = Decimal()};
  EXPECT_EQ(World().share("a", "X", "0").share("b", "X", "0.1").told(anything), Lines{"b > X 0.1 (0.1): X 0.1"});
}

TEST(Control, GoesDownAChainUndilutedWhileTheInterestIsDiluted) {
  const World world = World().share("a", "X", "60").share("X", "Y", "60").share("Y", "Z", "51").share("b", "Z", "49");
  EXPECT_EQ(world.told(), (Lines{"a > X 60 (60): X 60", "a > Y 60 (36): X 60 Y 60", "a > Z 51 (18.36): X 60 Y 60 Z 51"}));
}

TEST(Control, AddsUpWhatComesByBothSidesOfADiamond) {
  const World world = World().share("a", "X", "100").share("a", "Y", "55").share("X", "Z", "26").share("Y", "Z", "25");
  EXPECT_EQ(world.told(), (Lines{"a > X 100 (100): X 100", "a > Y 55 (55): Y 55", "a > Z 51 (26): X 100 Z 26"}));
}

TEST(Control, ShowsTheShortestChainBeforeTheFirst) {
  World world = World().share("a", "B", "90").share("B", "C", "90").share("C", "Z", "60").share("a", "D", "90").share("D", "Z", "1");
  EXPECT_EQ(world.told().back(), "a > Z 61 (0.9): D 90 Z 1");
  world.share("B", "Z", "1");
  EXPECT_EQ(world.told().back(), "a > Z 62 (0.9): B 90 Z 1");
  world.share("a", "Z", "2");
  EXPECT_EQ(world.told().back(), "a > Z 64 (2): Z 2");
}

TEST(Control, TakesNoChainThroughWhatIsNotControlled) {
  const World world = World().share("a", "B", "50").share("B", "Z", "30").share("a", "C", "51").share("C", "D", "51").share("D", "Z", "51");
  EXPECT_EQ(world.told().back(), "a > Z 51 (13.2651): C 51 D 51 Z 51");
}

TEST(Control, EndsInCyclesAndCrossHoldings) {
  // X and Y hold each other: a has X by its own 60, and Y through it, and X's votes grow by Y's 40.
  const World cross = World().share("a", "X", "60").share("Y", "X", "40").share("X", "Y", "70").share("b", "Y", "30");
  EXPECT_EQ(cross.told(), (Lines{"a > X 100 (60): X 60", "a > Y 70 (42): X 60 Y 70"}));
  const World cycle = World().share("a", "X", "51").share("X", "Y", "60").share("Y", "Z", "60").share("Z", "X", "49");
  EXPECT_EQ(cycle.told(), (Lines{"a > X 100 (51): X 51", "a > Y 60 (30.6): X 51 Y 60", "a > Z 60 (18.36): X 51 Y 60 Z 60"}));
}

TEST(Control, NobodyOutsideControlsACircleThatOwnsItself) {
  const World circle = World().share("X", "Y", "60").share("Y", "X", "60").share("a", "X", "40").share("a", "Y", "40");
  EXPECT_EQ(circle.told(), Lines());
  // Within it each controls the other, but nothing controls itself.
  const Question any{.on = day("2020-01-01"), .holders = Holders::any};
  EXPECT_EQ(circle.told(any), (Lines{"Y > X 60 (60): X 60", "X > Y 60 (60): Y 60"}));
}

TEST(Control, SharesInItselfHelpNobodyToControlAndCountOnceItIsControlled) {
  EXPECT_EQ(World().share("X", "X", "60").share("a", "X", "40").told(), Lines());
  EXPECT_EQ(World().share("X", "X", "30").share("a", "X", "51").told(), Lines{"a > X 81 (51): X 51"});
  const Question any{.on = day("2020-01-01"), .holders = Holders::any};
  EXPECT_EQ(World().share("X", "X", "60").told(any), Lines());
}

TEST(Control, CountsOnlyWhatIsHeldOnTheDay) {
  const World world = World().share("a", "X", "60", {day("2019-01-01"), day("2020-01-01")}).share("b", "X", "60", {day("2020-01-01"), {}});
  const auto on = [&](std::string_view iso) { return world.told({.on = day(iso)}); };
  EXPECT_EQ(on("2018-12-31"), Lines());
  EXPECT_EQ(on("2019-01-01"), Lines{"a > X 60 (60): X 60"});
  EXPECT_EQ(on("2019-12-31"), Lines{"a > X 60 (60): X 60"});
  EXPECT_EQ(on("2020-01-01"), Lines{"b > X 60 (60): X 60"});
}

TEST(Control, AddsRowsOfOneHolder) { EXPECT_EQ(World().share("a", "X", "30").share("a", "X", "30").told(), Lines{"a > X 60 (60): X 60"}); }

TEST(Control, TellsOrganisationsOnlyWhereAsked) {
  const World world = World().share("a", "X", "60").share("X", "Y", "60");
  const Question any{.on = day("2020-01-01"), .holders = Holders::any};
  EXPECT_EQ(world.told(any), (Lines{"a > X 60 (60): X 60", "X > Y 60 (60): Y 60", "a > Y 60 (36): X 60 Y 60"}));
  EXPECT_EQ(world.told(), (Lines{"a > X 60 (60): X 60", "a > Y 60 (36): X 60 Y 60"}));
}

// Whose kind nobody recorded is told: unknown is not "no". But who is held by somebody is no person.
TEST(Control, TellsHoldersOfUnknownKind) {
  Shareholdings in;
  in.parties = {{"E1", std::nullopt}, {"X", std::nullopt}, {"Y", std::nullopt}};
  in.rows = {{0, 1, Decimal::from_integer(60), {}}, {1, 2, Decimal::from_integer(60), {}}};
  const Control found = find_control(in, {.on = day("2020-01-01")});
  ASSERT_EQ(found.candidates.size(), 2U);
  EXPECT_EQ(found.candidates[0].holder, 0U);
  EXPECT_EQ(found.candidates[1].holder, 0U);
}

TEST(Control, TellsWhatIsWrongWithTheShares) {
  const World world = World().share("a", "X", "60").share("b", "X", "40.01").share("c", "Y", "").share("a", "Y", "100");
  const Control found = world.control();
  ASSERT_EQ(found.oversubscribed.size(), 1U);
  EXPECT_EQ(world.name(found.oversubscribed[0].organisation), "X");
  EXPECT_EQ(found.oversubscribed[0].total.text(), "100.01");
  ASSERT_EQ(found.unstated.size(), 1U);
  EXPECT_EQ(world.name(found.unstated[0].holder) + world.name(found.unstated[0].organisation), "cY");
  EXPECT_EQ(found.candidates.size(), 2U);
  EXPECT_TRUE(world.control({.on = day("2020-01-01"), .threshold = Decimal::from_integer(100)}).candidates.empty());
}

// Two million shares: 20,000 persons with a tree of 49 organisations each, and 49 % of every organisation held by the next one.
// Each share is looked at once; were all of them looked at for every holder, the minute would not do.
TEST(Control, GoesThroughTwoMillionShares) {
  constexpr uint32_t kTrees = 20'000, kNodes = 50;
  std::deque<std::string> names;
  Shareholdings in;
  for (uint32_t i = 0; i < kTrees * kNodes; ++i) {
    in.parties.push_back({names.emplace_back(std::to_string(i)), i % kNodes == 0 ? PartyKind::person : PartyKind::organisation});
    if (i % kNodes != 0) in.rows.push_back({i / kNodes * kNodes + (i % kNodes - 1) / 2, i, Decimal::from_integer(51), {}});
    if (i % kNodes > 1) in.rows.push_back({i, i - 1, Decimal::from_integer(49), {}});
  }
  const auto begin = std::chrono::steady_clock::now();
  const Control found = find_control(in, {.on = day("2020-01-01")});
  const auto seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  EXPECT_EQ(in.rows.size(), 1'940'000U);
  EXPECT_EQ(found.candidates.size(), size_t{kTrees} * (kNodes - 1));
  EXPECT_LT(seconds, 60);
}

}  // namespace
}  // namespace plumb::control
