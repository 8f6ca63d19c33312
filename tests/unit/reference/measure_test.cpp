// A measure as a whole: force, kind, reach and its triggers, exceptions, arguments; and the tree that explains it.
#include <gtest/gtest.h>

#include "tests/unit/reference/setting.hpp"

namespace plumb::reference {
namespace {

using ir::ListingField;
using ir::TypeKind;

TEST(Measure, IsFalseWhenNotInForce) {
  Setting s;
  EXPECT_EQ(s.evaluate_it().value, kTrue);
  s.date = day("2019-05-29");
  const Outcome outcome = s.evaluate_it();
  EXPECT_EQ(outcome.value, kFalse);
  EXPECT_TRUE(outcome.true_triggers.empty());
  EXPECT_EQ(s.explain_it().children.size(), 1u);
}

TEST(Measure, AsksThePartysKind) {
  Setting s;
  s.measure.party = PartyKind::person;
  EXPECT_EQ(s.evaluate_it().value, kTrue);
  s.measure.party = PartyKind::organisation;
  EXPECT_EQ(s.evaluate_it().value, kFalse);
  s.party.kind.reset();
  EXPECT_EQ(s.evaluate_it().missing, Names{"party.kind"});
  s.measure.party.reset();
  EXPECT_EQ(s.evaluate_it().value, kTrue);
}

TEST(Reach, IsTheDisjunctionOfTriggers) {
  Setting s;
  s.triggers.clear();
  EXPECT_EQ(s.evaluate_it().value, kFalse);
  s.add_trigger().unknown_because = "entry.expires_on";
  Outcome outcome = s.evaluate_it();
  EXPECT_EQ(outcome.value, kUnknown);
  EXPECT_EQ(outcome.reach, kUnknown);
  EXPECT_EQ(outcome.missing, Names{"entry.expires_on"});
  EXPECT_EQ(outcome.unknown_triggers, std::vector<uint32_t>{0});
  s.add_trigger();
  outcome = s.evaluate_it();
  EXPECT_EQ(outcome.value, kTrue);
  EXPECT_TRUE(outcome.missing.empty());
  EXPECT_EQ(outcome.true_triggers, std::vector<uint32_t>{1});
  EXPECT_EQ(outcome.unknown_triggers, std::vector<uint32_t>{0});
}

// The same trigger must satisfy all that is asked of it.
TEST(Reach, AsksEveryPartOfOneTrigger) {
  Setting s;
  s.triggers[0].publishable = false;
  s.add_trigger().case_no = "甲";
  const auto publishable = s.b.listing_field(ListingField::publishable);
  const auto first = s.b.binary(ir::Op::equal, s.b.listing_field(ListingField::case_no), s.b.text("（2019）豫0323执12号"));
  EXPECT_EQ(s.ask(publishable).true_triggers, std::vector<uint32_t>{1});
  EXPECT_EQ(s.ask(first).true_triggers, std::vector<uint32_t>{0});
  EXPECT_EQ(s.ask(s.b.logical_and({publishable, first})).value, kFalse);
  EXPECT_EQ(s.ask(s.b.logical_and({s.b.exists(publishable), s.b.exists(first)})).value, kTrue);
}

// A true trigger silences the unknown ones, but not the party's condition.
TEST(Reach, MissesNothingOnceATriggerIsTrue) {
  Setting s;
  s.add_trigger().unknown_because = "party.id";
  EXPECT_EQ(s.ask(s.flag()).missing, Names{"lodging.flag"});
  s.triggers.erase(s.triggers.begin());
  EXPECT_EQ(s.ask(s.flag()).missing, (Names{"lodging.flag", "party.id"}));
}

TEST(Reach, IsUnknownWhenTheListIsNotLookedAt) {
  Setting s;
  s.reach_unknown = {"registry"};
  Outcome outcome = s.ask(s.b.listed_on(s.field({TypeKind::date})));
  EXPECT_EQ(outcome.value, kUnknown);
  EXPECT_EQ(outcome.missing, Names{"registry"});
  EXPECT_TRUE(outcome.true_triggers.empty() && outcome.unknown_triggers.empty());
  EXPECT_EQ(s.ask(s.b.boolean(false)).value, kFalse);
  EXPECT_EQ(s.ask(s.b.exists(s.b.boolean(true))).missing, Names{"registry"});
  s.measure.reach = {};
  s.measure.reach.anyone = true;
  EXPECT_EQ(s.ask(s.b.boolean(true)).value, kTrue);
}

TEST(Anyone, NeedsNoTrigger) {
  Setting s;
  s.measure.reach = {};
  s.measure.reach.anyone = true;
  s.triggers.clear();
  const Outcome outcome = s.evaluate_it();
  EXPECT_EQ(outcome.value, kTrue);
  EXPECT_EQ(outcome.reach, kTrue);
}

TEST(Exceptions, TakeBackWhatIsTrue) {
  Setting s;
  const auto with = [&](ir::NodeId exception) {
    s.measure.exceptions = {{exception, {{world::kNotice, 0, UINT32_MAX}}}};
    return s.evaluate_it();
  };
  EXPECT_EQ(with(s.b.boolean(true)).value, kFalse);
  EXPECT_EQ(with(s.b.boolean(false)).value, kTrue);
  const Outcome open = with(s.flag());
  EXPECT_EQ(open.value, kUnknown);
  EXPECT_EQ(open.missing, Names{"lodging.flag"});
  s.triggers.clear();
  EXPECT_EQ(with(s.flag()).value, kFalse);
}

TEST(Exceptions, ExcuseTheTriggersThatTheyNameAlone) {
  Setting s;
  s.add_trigger().publishable = false;
  s.measure.exceptions = {{s.b.logical_not(s.b.listing_field(ListingField::publishable)), {}}};
  Outcome outcome = s.evaluate_it();
  EXPECT_EQ(outcome.value, kTrue);
  EXPECT_EQ(outcome.true_triggers, std::vector<uint32_t>{0});
  s.triggers.erase(s.triggers.begin());
  EXPECT_EQ(s.evaluate_it().value, kFalse);
}

TEST(Exceptions, AreNotThereWhenTheirDocumentsAreOutOfForce) {
  Setting s;
  s.measure.exceptions = {{s.b.boolean(true), {{world::kOld, 0, UINT32_MAX}}}};
  EXPECT_EQ(s.evaluate_it().value, kFalse);
  s.date = day("2021-01-01");
  EXPECT_EQ(s.evaluate_it().value, kTrue);
}

TEST(Arguments, NeverDecide) {
  Setting s;
  s.measure.effect = world::kCap;
  s.measure.arguments = {s.b.parameter(testing::parameter_of(s.program, {TypeKind::money}))};
  EXPECT_TRUE(s.evaluate_it().arguments.at(0).has_value());
  s.date = day("2022-03-01");
  const Outcome outcome = s.evaluate_it();
  EXPECT_EQ(outcome.value, kTrue);
  EXPECT_EQ(outcome.arguments, std::vector<std::optional<ir::Value>>{std::nullopt});
  EXPECT_EQ(outcome.unset, Names{"p_amount"});
  EXPECT_TRUE(outcome.missing.empty());
}

TEST(Explanation, IsATreeOfWhatWasAsked) {
  using Kind = Explanation::Kind;
  Setting s;
  s.measure.party = PartyKind::person;
  s.add_trigger().publishable = false;
  s.measure.exceptions = {{s.flag_b(), {}}};
  s.measure.condition =
      s.b.logical_and({s.b.binary(ir::Op::at_least, s.field({TypeKind::integer}), s.b.integer(4)), s.b.listing_field(ListingField::publishable)});
  s.set(ir::integer_value(5));
  const Explanation tree = s.explain_it();
  EXPECT_EQ(tree.truth, kUnknown);
  EXPECT_EQ(tree.missing, Names{"lodging.flag_b"});
  ASSERT_EQ(tree.children.size(), 5u);
  EXPECT_EQ(tree.children[0].kind, Kind::in_force);
  EXPECT_EQ(tree.children[1].kind, Kind::party_kind);
  const Explanation& reach = tree.children[2];
  EXPECT_EQ(reach.kind, Kind::reach);
  EXPECT_EQ(reach.truth, kTrue);
  ASSERT_EQ(reach.children.size(), 2u);
  EXPECT_EQ(reach.children[1].kind, Kind::trigger);
  EXPECT_EQ(reach.children[1].index, 1u);
  EXPECT_EQ(reach.children[1].truth, kFalse);
  ASSERT_EQ(reach.children[1].children.size(), 1u);
  EXPECT_EQ(reach.children[1].children[0].kind, Kind::condition);
  const Explanation& stars = tree.children[3];
  EXPECT_EQ(stars.kind, Kind::condition);
  EXPECT_EQ(stars.truth, kTrue);
  ASSERT_EQ(stars.children.size(), 2u);
  EXPECT_EQ(stars.children[0].value, ir::integer_value(5));
  EXPECT_EQ(tree.children[4].kind, Kind::exception);
  EXPECT_EQ(tree.children[4].index, 0u);
  EXPECT_EQ(tree.children[4].truth, kUnknown);
}

}  // namespace
}  // namespace plumb::reference
