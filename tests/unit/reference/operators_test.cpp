// Comparison, membership, selection, dates, quantifiers and leaves, with known and with unknown operands.
#include <gtest/gtest.h>

#include "tests/unit/reference/setting.hpp"

namespace plumb::reference {
namespace {

using ir::ListingField;
using ir::NodeId;
using ir::Op;
using ir::Type;
using ir::TypeKind;
using ir::Value;

TEST(Comparison, OrdersEveryOrderedType) {
  const std::pair<Value, Value> pairs[] = {
      {ir::integer_value(-1), ir::integer_value(2)},   {ir::decimal_value({-1}), ir::decimal_value({1})},   {ir::ratio_value({1}), ir::ratio_value({2})},
      {ir::money_value({99}), ir::money_value({100})}, {ir::date_value(Date{-1}), ir::date_value(Date{0})},
  };
  for (const auto& [small, large] : pairs) {
    Setting s;
    const NodeId a = s.b.constant(small), c = s.b.constant(large);
    const auto row = [&](Op op) {
      return std::vector{s.ask(s.b.binary(op, a, c)).value, s.ask(s.b.binary(op, a, a)).value, s.ask(s.b.binary(op, c, a)).value};
    };
    EXPECT_EQ(row(Op::below), (std::vector{kTrue, kFalse, kFalse}));
    EXPECT_EQ(row(Op::at_most), (std::vector{kTrue, kTrue, kFalse}));
    EXPECT_EQ(row(Op::above), (std::vector{kFalse, kFalse, kTrue}));
    EXPECT_EQ(row(Op::at_least), (std::vector{kFalse, kTrue, kTrue}));
    EXPECT_EQ(row(Op::equal), (std::vector{kFalse, kTrue, kFalse}));
    EXPECT_EQ(row(Op::not_equal), (std::vector{kTrue, kFalse, kTrue}));
  }
}

// Every comparison of every type it takes, with its field absent on either side.
TEST(Comparison, IsUnknownWithAnUnknownOperand) {
  for (const Type type : testing::all_types()) {
    if (type.kind == TypeKind::duration) continue;
    for (const Op op : {Op::equal, Op::not_equal, Op::below, Op::at_most, Op::above, Op::at_least}) {
      if (op != Op::equal && op != Op::not_equal &&
          !(type.kind == TypeKind::integer || type.kind == TypeKind::decimal || type.kind == TypeKind::money || type.kind == TypeKind::ratio ||
            type.kind == TypeKind::date)) {
        continue;
      }
      Setting s;
      testing::Random random(3);
      const NodeId known = s.b.constant(testing::random_value(random, s.program, type)), absent = s.field(type);
      EXPECT_EQ(s.ask(s.b.binary(op, known, absent)).value, kUnknown);
      EXPECT_EQ(s.ask(s.b.binary(op, absent, known)).value, kUnknown);
      EXPECT_EQ(s.ask(s.b.binary(op, absent, absent)).value, kUnknown);
    }
  }
}

TEST(Membership, OfEnumerationsSetsAndCodes) {
  Setting s;
  const auto colour = [&](uint32_t i) { return s.b.enumerator(world::kColour, i); };
  EXPECT_EQ(s.ask(s.b.in_set(colour(2), s.b.set(world::kColour, 0b101))).value, kTrue);
  EXPECT_EQ(s.ask(s.b.in_set(colour(1), s.b.set(world::kColour, 0b101))).value, kFalse);
  EXPECT_EQ(s.ask(s.b.in_set(s.b.enumerator(world::kWide, 63), s.b.set(world::kWide, uint64_t{1} << 63))).value, kTrue);
  EXPECT_EQ(s.ask(s.b.in_set(s.field({TypeKind::enumeration, world::kColour.value}), s.b.set(world::kColour, 0))).value, kUnknown);

  const auto set = [&](uint64_t mask) { return s.b.set(world::kColour, mask); };
  EXPECT_EQ(s.ask(s.b.has_any(set(0b011), set(0b110))).value, kTrue);
  EXPECT_EQ(s.ask(s.b.has_any(set(0b001), set(0b110))).value, kFalse);
  EXPECT_EQ(s.ask(s.b.has_all(set(0b111), set(0b110))).value, kTrue);
  EXPECT_EQ(s.ask(s.b.has_all(set(0b011), set(0b110))).value, kFalse);
  EXPECT_EQ(s.ask(s.b.has_all(set(0), set(0))).value, kTrue);
  EXPECT_EQ(s.ask(s.b.has_any(set(0), set(0))).value, kFalse);
  EXPECT_EQ(s.ask(s.b.has_any(s.field({TypeKind::set, world::kColour.value}), set(1))).value, kUnknown);

  // A (A1 (A11 A12) A2) B
  const auto code = [&](uint32_t i) { return s.b.code(world::kIndustry, i); };
  EXPECT_EQ(s.ask(s.b.in_codes(code(1), {code(1)})).value, kTrue);
  EXPECT_EQ(s.ask(s.b.in_codes(code(3), {code(1)})).value, kTrue);
  EXPECT_EQ(s.ask(s.b.in_codes(code(4), {code(1)})).value, kFalse);
  EXPECT_EQ(s.ask(s.b.in_codes(code(0), {code(1)})).value, kFalse);
  EXPECT_EQ(s.ask(s.b.in_codes(code(5), {code(1), code(5)})).value, kTrue);
  EXPECT_EQ(s.ask(s.b.in_codes(s.field({TypeKind::code, 0}), {code(0)})).value, kUnknown);
}

TEST(Selection, TakesTheBranchOfAKnownCondition) {
  Setting s;
  const NodeId one = s.b.integer(1), absent = s.field({TypeKind::integer});
  EXPECT_EQ(s.value(s.b.select(s.b.boolean(true), one, absent)), ir::integer_value(1));
  EXPECT_EQ(s.value(s.b.select(s.b.boolean(false), absent, one)), ir::integer_value(1));
  EXPECT_EQ(s.value(s.b.select(s.b.boolean(true), absent, one)), std::nullopt);
  EXPECT_EQ(s.value(s.b.select(s.flag(), one, one)), std::nullopt);
}

TEST(Dates, AddTermsAndCountDays) {
  Setting s;
  const NodeId start = s.b.date(day("2019-01-31"));
  const auto plus = [&](Duration::Unit unit, int32_t n) { return s.value(s.b.date_add(start, s.b.duration({unit, n}), world::kCalendar)); };
  EXPECT_EQ(plus(Duration::Unit::month, 1), ir::date_value(day("2019-02-28")));
  EXPECT_EQ(plus(Duration::Unit::day, 1), ir::date_value(day("2019-02-01")));
  EXPECT_EQ(plus(Duration::Unit::working_day, 2), ir::date_value(day("2019-02-04")));
  EXPECT_EQ(s.value(s.b.date_subtract(start, s.b.duration({Duration::Unit::month, 2}), {})), ir::date_value(day("2018-11-30")));
  EXPECT_EQ(s.value(s.b.days_between(s.b.decision_date(), s.b.date(day("2019-06-01")))), ir::integer_value(30));
  EXPECT_EQ(s.value(s.b.days_between(s.b.date(day("2019-06-01")), s.b.decision_date())), ir::integer_value(-30));
  EXPECT_EQ(s.value(s.b.days_between(s.b.decision_date(), s.field({TypeKind::date}))), std::nullopt);
}

TEST(Dates, BeyondTheCalendarAreFaults) {
  Setting s;
  const NodeId beyond = s.b.date_add(s.b.date(day("2021-12-31")), s.b.duration({Duration::Unit::working_day, 1}), world::kCalendar);
  EXPECT_EQ(s.ask(s.b.binary(Op::above, beyond, s.b.date(Date{0}))).missing, Names{"fault.rule"});
  const NodeId uncounted = s.b.date_add(s.b.date(day("2019-12-31")), s.b.duration({Duration::Unit::working_day, 1}), {});
  EXPECT_EQ(s.ask(s.b.binary(Op::above, uncounted, s.b.date(Date{0}))).missing, Names{"fault.rule"});
}

TEST(Leaves, OfTheParty) {
  Setting s;
  EXPECT_EQ(s.value(s.b.party_field(ir::PartyField::kind)), ir::enumerator_value(ir::kPartyKindEnum, 0));
  EXPECT_EQ(s.value(s.b.party_field(ir::PartyField::sector)), ir::enumerator_value(ir::kSectorEnum, 2));
  EXPECT_EQ(s.value(s.b.party_field(ir::PartyField::name)), ir::text_value("甲"));
  EXPECT_EQ(s.value(s.b.party_field(ir::PartyField::id)), ir::text_value("410399198503121236"));
}

TEST(Leaves, OfTheEntry) {
  Setting s;
  Trigger& t = s.triggers[0];
  t.role = Role::director;
  t.state = EntryState::removal_due;
  t.expires_on = day("2021-06-01");
  t.filed_on = day("2019-05-01");
  t.performed_amount = Money{100};
  const auto holds = [&](ListingField field, Value value) {
    return s.ask(s.b.binary(Op::equal, s.b.listing_field(field), s.b.constant(std::move(value)))).value;
  };
  EXPECT_EQ(holds(ListingField::published_on, ir::date_value(day("2019-06-01"))), kTrue);
  EXPECT_EQ(holds(ListingField::expires_on, ir::date_value(day("2021-06-01"))), kTrue);
  EXPECT_EQ(holds(ListingField::filed_on, ir::date_value(day("2019-05-01"))), kTrue);
  EXPECT_EQ(holds(ListingField::case_no, ir::text_value("（2019）豫0323执12号")), kTrue);
  EXPECT_EQ(holds(ListingField::publishable, ir::boolean_value(true)), kTrue);
  EXPECT_EQ(holds(ListingField::role, ir::enumerator_value(ir::kRoleEnum, 3)), kTrue);
  EXPECT_EQ(holds(ListingField::state, ir::enumerator_value(ir::kEntryStateEnum, 1)), kTrue);
  EXPECT_EQ(holds(ListingField::performed_amount, ir::money_value({100})), kTrue);
  EXPECT_EQ(s.ask(s.b.binary(Op::above, s.b.listing_field(ListingField::unperformed_amount), s.b.money({1}))).missing, Names{"entry.unperformed_amount"});
  EXPECT_EQ(s.ask(s.b.binary(Op::above, s.b.listing_field(ListingField::ground_on), s.b.date(Date{0}))).missing, Names{"entry.ground_on"});
  EXPECT_EQ(s.ask(s.b.binary(Op::above, s.b.listing_field(ListingField::removed_on), s.b.date(Date{0}))).missing, Names{"entry.removed_on"});
}

TEST(Quantifiers, RangeOverPairsWithTheirTruth) {
  Setting s;
  const NodeId publishable = s.b.listing_field(ListingField::publishable);
  const auto row = [&] {
    const NodeId n = s.b.count(publishable);
    return std::tuple(s.ask(s.b.exists(publishable)).value, s.ask(s.b.every(publishable)).value, s.value(n));
  };
  EXPECT_EQ(row(), std::tuple(kTrue, kTrue, ir::integer_value(1)));
  s.add_trigger().publishable = false;
  EXPECT_EQ(row(), std::tuple(kTrue, kFalse, ir::integer_value(1)));
  s.triggers[0].unknown_because = "entry.expires_on";
  EXPECT_EQ(row(), std::tuple(kUnknown, kFalse, std::optional<Value>()));
}

TEST(Quantifiers, NameWhatTheirUnknownPairsMiss) {
  Setting s;
  s.triggers[0].unknown_because = "entry.expires_on";
  s.add_trigger().publishable = false;
  const NodeId publishable = s.b.listing_field(ListingField::publishable);
  EXPECT_EQ(s.ask(s.b.exists(publishable)).missing, Names{"entry.expires_on"});
  EXPECT_EQ(s.ask(s.b.known(s.b.count(publishable))).value, kFalse);
  EXPECT_EQ(s.ask(s.b.exists(s.b.logical_not(publishable))).value, kTrue);
  EXPECT_EQ(s.ask(s.b.every(publishable)).value, kFalse);
  // A pair that is unknown satisfies `every` by the condition alone.
  EXPECT_EQ(s.ask(s.b.every(s.b.boolean(true))).value, kTrue);
}

TEST(ListedOn, IsThePairOnThatDay) {
  const auto on = [](
                      const char* x, void (*shape)(Trigger&) = [](Trigger&) {}) {
    Setting s;
    shape(s.triggers[0]);
    return s.ask(s.b.listed_on(s.b.date(day(x)))).value;
  };
  EXPECT_EQ(on("2019-06-01"), kFalse);  // published on the day itself
  EXPECT_EQ(on("2019-06-02"), kTrue);
  const auto removed = [](Trigger& t) { t.removed_on = day("2019-06-10"); };
  EXPECT_EQ(on("2019-06-09", removed), kTrue);
  EXPECT_EQ(on("2019-06-10", removed), kFalse);
  const auto held = [](Trigger& t) {
    t.role = Role::director;
    t.by_relation = true;
    t.relation_from = day("2019-06-05");
    t.relation_to = day("2019-06-08");
  };
  EXPECT_EQ(on("2019-06-04", held), kFalse);
  EXPECT_EQ(on("2019-06-05", held), kTrue);
  EXPECT_EQ(on("2019-06-07", held), kTrue);
  EXPECT_EQ(on("2019-06-08", held), kFalse);
  const auto named = [](Trigger& t) {
    t.role = Role::directly_responsible;
    t.relation_from = day("2030-01-01");  // not by a relation: no such period counts
  };
  EXPECT_EQ(on("2019-06-05", named), kTrue);
  Setting s;
  EXPECT_EQ(s.ask(s.b.listed_on(s.field({TypeKind::date}))).missing, Names{"lodging.day"});
}

}  // namespace
}  // namespace plumb::reference
