#include "compiler/backends/reference/table.hpp"

#include <gtest/gtest.h>

#include "compiler/ir/layout.hpp"
#include "tests/unit/reference/setting.hpp"

namespace plumb::reference {
namespace {

struct Planes {
  bool is_true, is_false, look;
  friend bool operator==(const Planes&, const Planes&) = default;
};
constexpr Planes kIsTrue{true, false, false}, kIsFalse{false, true, false}, kOpen{false, false, false}, kLook{false, false, true};

Planes ask(Setting& s, uint64_t certain, uint64_t uncertain, uint8_t kind = 0) {
  auto program = std::make_shared<ir::Program>(s.program);
  program->measures.add(s.measure);
  const PredicateTable owner(program);
  const PlumbTableEntry* entry = ir::find_entry(owner.table(), s.measure.matter.value, 0, s.date.days);
  const ir::PackedRow row(ir::layout_of(program->matters[s.measure.matter]), s.row);
  const PlumbRow view = row.view();
  const PlumbParty party{certain, uncertain, kind, PLUMB_UNKNOWN, {}, {}};
  uint64_t t = 0, f = 0, l = 0;
  entry->predicate(entry->context, s.date.days, &view, &party, {&t, &f, &l});
  return {(t & 1) != 0, (f & 1) != 0, (l & 1) != 0};
}

TEST(Table, ReadsReachFromTheWords) {
  Setting s;
  EXPECT_EQ(ask(s, ir::kSelfBit, 0), kIsTrue);
  EXPECT_EQ(ask(s, 0, ir::kSelfBit), kOpen);
  EXPECT_EQ(ask(s, ir::kSelfBit, ir::kSelfBit), kIsTrue);
  EXPECT_EQ(ask(s, 0, 0), kIsFalse);
  EXPECT_EQ(ask(s, ir::debtor_bit(Role::principal), 0), kIsFalse);
  s.measure.reach.own_roles = 1u << static_cast<int>(Role::director);
  EXPECT_EQ(ask(s, ir::own_bit(Role::director), 0), kIsTrue);
}

TEST(Table, LooksWhereTheTriggersAreAsked) {
  Setting s;
  s.measure.condition = s.b.listing_field(ir::ListingField::publishable);
  EXPECT_EQ(ask(s, ir::kSelfBit, 0), kLook);
  EXPECT_EQ(ask(s, 0, ir::kSelfBit), kLook);
  EXPECT_EQ(ask(s, 0, 0), kIsFalse);
  s.measure.party = PartyKind::organisation;
  EXPECT_EQ(ask(s, ir::kSelfBit, 0), kIsFalse);
  EXPECT_EQ(ask(s, ir::kSelfBit, 0, PLUMB_UNKNOWN), kLook);
  s.measure.party.reset();
  s.measure.condition = s.b.exists(s.b.boolean(true));
  EXPECT_EQ(ask(s, ir::kSelfBit, 0), kLook);
}

TEST(Table, ReadsTheRow) {
  Setting s;
  s.measure.condition = s.flag();
  EXPECT_EQ(ask(s, ir::kSelfBit, 0), kOpen);
  s.set(ir::boolean_value(true));
  EXPECT_EQ(ask(s, ir::kSelfBit, 0), kIsTrue);
  s.set(ir::boolean_value(false));
  EXPECT_EQ(ask(s, ir::kSelfBit, 0), kIsFalse);
}

TEST(Table, HasAnEntryForEachStageOfEachMatter) {
  const auto program = std::make_shared<ir::Program>(testing::declarations());
  PredicateTable owner(program);
  EXPECT_EQ(owner.table().entry_count, 4u);
  EXPECT_EQ(owner.table().layout_digest, ir::layout_digest(*program));
  const PredicateTable moved(std::move(owner));
  EXPECT_EQ(moved.table().entry_count, 4u);
  EXPECT_EQ(ir::find_entry(moved.table(), 0, static_cast<uint32_t>(Stage::status), 18000), nullptr);
}

}  // namespace
}  // namespace plumb::reference
