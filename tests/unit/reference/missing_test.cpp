// What is missing: a table of cases by hand. Constants simplify; nothing else does.
#include <gtest/gtest.h>

#include "tests/unit/reference/setting.hpp"

namespace plumb::reference {
namespace {

using ir::NodeId;
using ir::Op;
using ir::TypeKind;

struct Case {
  const char* what;
  NodeId (*condition)(Setting&);
  Truth value;
  Names missing;
};

NodeId a(Setting& s) { return s.flag(); }
NodeId b(Setting& s) { return s.flag_b(); }
NodeId yes(Setting& s) { return s.b.boolean(true); }
NodeId no(Setting& s) { return s.b.boolean(false); }
NodeId and_(Setting& s, std::vector<NodeId> xs) { return s.b.logical_and(std::move(xs)); }
NodeId or_(Setting& s, std::vector<NodeId> xs) { return s.b.logical_or(std::move(xs)); }

const Names kA = {"lodging.flag"}, kB = {"lodging.flag_b"}, kBoth = {"lodging.flag", "lodging.flag_b"};

const Case kCases[] = {
    {"a field", [](Setting& s) { return a(s); }, kUnknown, kA},
    {"a true conjunct goes", [](Setting& s) { return and_(s, {yes(s), a(s)}); }, kUnknown, kA},
    {"a false conjunct takes its neighbours", [](Setting& s) { return and_(s, {a(s), no(s), b(s)}); }, kFalse, {}},
    {"a true disjunct takes its neighbours", [](Setting& s) { return or_(s, {a(s), yes(s), b(s)}); }, kTrue, {}},
    {"a false disjunct goes", [](Setting& s) { return or_(s, {no(s), b(s)}); }, kUnknown, kB},
    {"sorted and once", [](Setting& s) { return and_(s, {b(s), a(s), b(s)}); }, kUnknown, kBoth},
    {"simplified within", [](Setting& s) { return or_(s, {and_(s, {a(s), no(s)}), b(s)}); }, kUnknown, kB},
    {"no absorption", [](Setting& s) { return or_(s, {a(s), and_(s, {a(s), b(s)})}); }, kUnknown, kBoth},
    {"no algebra: a or not a", [](Setting& s) { return or_(s, {a(s), s.b.logical_not(a(s))}); }, kUnknown, kA},
    {"no algebra: a = a", [](Setting& s) { return s.b.binary(Op::equal, a(s), a(s)); }, kUnknown, kA},
    {"negation keeps it", [](Setting& s) { return s.b.logical_not(a(s)); }, kUnknown, kA},
    {"known asks and is told", [](Setting& s) { return s.b.known(a(s)); }, kFalse, {}},
    {"known guards", [](Setting& s) { return and_(s, {s.b.known(a(s)), a(s)}); }, kFalse, {}},
    {"boolean choice with an unknown condition", [](Setting& s) { return s.b.select(a(s), b(s), no(s)); }, kUnknown, kBoth},
    {"choice takes one branch", [](Setting& s) { return s.b.select(yes(s), b(s), a(s)); }, kUnknown, kB},
    {"a choice of numbers misses both branches",
     [](Setting& s) { return s.b.binary(Op::above, s.b.select(a(s), s.field({TypeKind::integer}), s.b.integer(1)), s.b.integer(0)); },
     kUnknown,
     {"lodging.flag", "lodging.number"}},
    {"an unset parameter",
     [](Setting& s) {
       s.date = day("2022-03-01");
       return s.b.parameter(testing::parameter_of(s.program, {TypeKind::boolean}));
     },
     kUnknown,
     {"parameter.p_flag"}},
    {"party fields",
     [](Setting& s) {
       s.party = {};
       const auto text = [&](ir::PartyField f) { return s.b.binary(Op::equal, s.b.party_field(f), s.b.text("甲")); };
       return and_(s, {text(ir::PartyField::name), text(ir::PartyField::id), s.b.in_set(s.b.party_field(ir::PartyField::sector), s.b.set(ir::kSectorEnum, 1))});
     },
     kUnknown,
     {"party.id", "party.name", "party.sector"}},
    {"a fault beside a field",
     [](Setting& s) { return s.b.binary(Op::equal, s.b.binary(Op::divide, s.b.integer(1), s.b.integer(0)), s.field({TypeKind::decimal})); },
     kUnknown,
     {"fault.rule", "lodging.decimal"}},
    {"a field of the entry",
     [](Setting& s) { return s.b.binary(Op::above, s.b.listing_field(ir::ListingField::filed_on), s.b.date(Date{0})); },
     kUnknown,
     {"entry.filed_on"}},
    {"trigger part and the rest",
     [](Setting& s) { return and_(s, {s.b.listed_on(s.field({TypeKind::date})), a(s)}); },
     kUnknown,
     {"lodging.day", "lodging.flag"}},
    {"a false trigger part ends it", [](Setting& s) { return and_(s, {s.b.logical_not(s.b.listing_field(ir::ListingField::publishable)), a(s)}); }, kFalse, {}},
};

class MissingTest : public ::testing::TestWithParam<Case> {};

TEST_P(MissingTest, IsExactlyThis) {
  Setting s;
  const Outcome outcome = s.ask(GetParam().condition(s));
  EXPECT_EQ(outcome.value, GetParam().value);
  EXPECT_EQ(outcome.missing, GetParam().missing);
}

INSTANTIATE_TEST_SUITE_P(Cases, MissingTest, ::testing::ValuesIn(kCases), [](const auto& test) {
  std::string name;
  for (const char* c = test.param.what; *c; ++c) name.push_back(std::isalnum(static_cast<unsigned char>(*c)) ? *c : '_');
  return name;
});

}  // namespace
}  // namespace plumb::reference
