// The reference table's planes say what evaluate() says, row by row, in every epoch.
#include <gtest/gtest.h>

#include "compiler/backends/reference/table.hpp"
#include "compiler/ir/layout.hpp"
#include "tests/property/random_program.hpp"

namespace plumb::reference {
namespace {

using testing::Random;

uint64_t random_word(Random& random) { return random.bits() & random.bits() & ((uint64_t{1} << (1 + 2 * PLUMB_ROLE_CAPACITY)) - 1); }

// Triggers that give the measure the reach that the words say.
std::vector<Trigger> triggers_of(uint64_t mask, uint64_t certain, uint64_t uncertain) {
  std::vector<Trigger> triggers;
  if ((mask & certain) != 0) triggers.emplace_back();
  if ((mask & uncertain) != 0) triggers.emplace_back().unknown_because = "entry.expires_on";
  return triggers;
}

// Said here a second time, and not by ir::looks(): every evaluator takes that, so that they cannot check it by one another.
bool asks_triggers(const ir::Program& program, const ir::Measure& m, Date date) {
  const auto asks = [&](ir::NodeId node) { return node.valid() && (ir::asks_trigger(program, node) || ir::has_quantifier(program, node)); };
  bool any = asks(m.condition);
  for (const ir::Exception& e : m.exceptions) any = any || (asks(e.condition) && (e.basis.empty() || ir::cites_document_in_force(program, e.basis, date)));
  return any;
}

class Table : public ::testing::TestWithParam<uint64_t> {};

TEST_P(Table, AgreesWithEvaluate) {
  Random random(GetParam());
  const auto program = std::make_shared<const ir::Program>(testing::random_program(random, {70, 3}));
  const PredicateTable owner(program);
  const PlumbPredicateTable& table = owner.table();
  EXPECT_EQ(table.layout_digest, ir::layout_digest(*program));
  for (int round = 0; round < 60; ++round) {
    const ir::MatterId matter(static_cast<uint32_t>(random.below(2)));
    const Stage stage = random.chance(60) ? Stage::application : Stage::holding;
    const Date date = testing::random_date(random);
    const PlumbTableEntry* entry = ir::find_entry(table, matter.value, static_cast<uint32_t>(stage), date.days);
    ASSERT_NE(entry, nullptr);
    const Row row = testing::random_row(random, *program, matter);
    const ir::PackedRow packed(ir::layout_of(program->matters[matter]), row);
    const PlumbRow view = packed.view();
    const Party party = testing::random_party(random);
    PlumbParty words{random_word(random),
                     random_word(random),
                     party.kind ? static_cast<uint8_t>(*party.kind) : uint8_t{PLUMB_UNKNOWN},
                     party.sector ? static_cast<uint8_t>(*party.sector) : uint8_t{PLUMB_UNKNOWN},
                     {},
                     {}};
    if (party.name) words.name = {party.name->data(), party.name->size()};
    if (party.id) words.id = {party.id->data(), party.id->size()};
    std::vector<uint64_t> t(ir::plane_words(entry->measure_count)), f(t.size()), l(t.size());
    entry->predicate(entry->context, date.days, &view, &words, {t.data(), f.data(), l.data()});

    size_t next = 0;
    for (uint32_t m = 0; m < program->measures.size(); ++m) {
      const ir::Measure& measure = program->measures[ir::MeasureId(m)];
      if (measure.matter != matter || measure.stage != stage || !ir::in_force(*program, measure, date)) continue;
      ASSERT_LT(next, entry->measure_count);
      ASSERT_EQ(entry->measures[next], m);
      const size_t i = next++;
      const uint64_t mask = ir::reach_mask(measure.reach);
      const bool ruled_out = measure.party && party.kind && *party.kind != *measure.party;
      const bool look = (mask & (words.certain | words.uncertain)) != 0 && !ruled_out && asks_triggers(*program, measure, date);
      EXPECT_EQ(ir::plane_bit(l.data(), i), look);
      if (look) {
        EXPECT_FALSE(ir::plane_bit(t.data(), i) || ir::plane_bit(f.data(), i));
        continue;
      }
      const auto triggers = triggers_of(mask, words.certain, words.uncertain);
      const Outcome outcome = evaluate({program.get(), date, &row, party, triggers, {}}, ir::MeasureId(m));
      EXPECT_EQ(ir::plane_bit(t.data(), i), outcome.value == Truth::is_true) << measure.name.alias;
      EXPECT_EQ(ir::plane_bit(f.data(), i), outcome.value == Truth::is_false) << measure.name.alias;
    }
    EXPECT_EQ(next, entry->measure_count);
  }
}

TEST_P(Table, RowsComeBackFromTheirCells) {
  Random random(GetParam());
  const ir::Program program = testing::declarations();
  for (int i = 0; i < 50; ++i) {
    const ir::MatterId matter(static_cast<uint32_t>(random.below(2)));
    const ir::Layout layout = ir::layout_of(program.matters[matter]);
    const Row row = testing::random_row(random, program, matter);
    const ir::PackedRow packed(layout, row);
    EXPECT_EQ(ir::unpack(program.matters[matter], layout, packed.view()), row);
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, Table, ::testing::Range<uint64_t>(0, 25));

}  // namespace
}  // namespace plumb::reference
