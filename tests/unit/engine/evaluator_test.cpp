// An engine decides by one rule set: an evaluator of another, be it laid out alike, is refused.
#include <gtest/gtest.h>

#include <stdexcept>

#include "compiler/backends/reference/table.hpp"
#include "compiler/base/check.hpp"
#include "compiler/ir/encoding.hpp"
#include "compiler/ir/layout.hpp"
#include "plumb/plumb.hpp"
#include "tests/unit/decide/world.hpp"

namespace plumb::test {

namespace {

RuleSet rules() { return RuleSet(small_rules()); }
// Another meaning, and a table of the same layout.
RuleSet other_rules() { return RuleSet(small_rules_with_limit({Duration::Unit::day, 30})); }

std::string decided(const Engine& engine) {
  return engine.decide(R"({"party":")" + person(1) + R"(","matter":"lodging","date":"2019-07-01","fields":{"star_rating":4}})", {}).json;
}

}  // namespace

TEST(RuleSet, OfBytesThatAreNoneSaysSoInBothLanguages) {
  const auto none = RuleSet::decode("no rules");
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, "ruleset.malformed");
  EXPECT_EQ(message(none.error(), Language::zh), "这些字节不是规则集，或已损坏，请重新编译");
  EXPECT_EQ(message(none.error(), Language::en), "these bytes are no rule set, or are damaged; compile it again");
}

TEST(Evaluator, IsMadeForItsRules) {
  const RuleSet again = RuleSet::decode(ir::encode(*small_rules())).value();
  for (const Evaluator& evaluator : {Evaluator::reference(rules()), Evaluator::columnar(rules())}) {
    EXPECT_TRUE(evaluator.made_for(rules())) << evaluator.name();
    EXPECT_TRUE(evaluator.made_for(again)) << evaluator.name();
    EXPECT_FALSE(evaluator.made_for(other_rules())) << evaluator.name();
  }
}

TEST(Evaluator, IsRefusedATableOfAnotherMeaning) {
  const auto owner = std::make_shared<const reference::PredicateTable>(other_rules().share());
  const std::shared_ptr<const PlumbPredicateTable> table(owner, &owner->table());
  EXPECT_EQ(table->layout_digest, ir::layout_digest(*small_rules()));
  const auto refused = Evaluator::of(rules(), "another", table);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "evaluator.meaning");
  EXPECT_TRUE(Evaluator::of(other_rules(), "another", table));
}

TEST(Engine, RefusesAnEvaluatorOfOtherRules) {
  World world;
  world.list(person(1), "2019-06-01");
  EXPECT_THROW(Engine(rules(), Evaluator::reference(other_rules()), world.snapshot()), InternalError);
  Engine engine(rules(), world.snapshot());
  const std::string before = decided(engine);
  EXPECT_NE(before.find(R"("outcome":"restrict")"), std::string::npos) << before;
  EXPECT_THROW(engine.replace(other_rules(), Evaluator::columnar(rules()), world.snapshot()), InternalError);
  EXPECT_EQ(decided(engine), before);
}

TEST(Engine, FailsASweepWhoseCallbackFails) {
  World world;
  for (int n = 1; n <= 5000; ++n) world.list(person(n), "2019-06-01");
  const Engine engine(rules(), world.snapshot());
  for (const unsigned threads : {1U, 3U}) {
    DecideOptions options;
    options.threads = threads;
    const auto line = [](const std::string&) { throw std::runtime_error("the disk is full"); };
    EXPECT_THROW((void)engine.sweep("2019-07-01", options, line, {}), std::runtime_error);
    uint64_t lines = 0;
    ASSERT_TRUE(engine.sweep("2019-07-01", options, [&](const std::string&) { ++lines; }, {}));
    EXPECT_EQ(lines, 5000U);
  }
}

}  // namespace plumb::test
