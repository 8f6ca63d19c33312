// What the tests of the native evaluator feed to two tables: a packed row and a party with random reach words.
#pragma once

#include <string>
#include <vector>

#include "compiler/ir/layout.hpp"
#include "compiler/ir/predicate_table.hpp"
#include "tests/property/random_program.hpp"

namespace plumb::testing {

inline uint64_t random_word(Random& random) { return random.bits() & random.bits() & ((uint64_t{1} << (1 + 2 * PLUMB_ROLE_CAPACITY)) - 1); }

// A row with its party; owns what the views point to.
struct RandomRow {
  RandomRow(Random& random, const ir::Program& program, ir::MatterId matter)
      : values(random_row(random, program, matter)), party(random_party(random)), packed(ir::layout_of(program.matters[matter]), values) {
    words = {random_word(random),
             random_word(random),
             party.kind ? static_cast<uint8_t>(*party.kind) : uint8_t{PLUMB_UNKNOWN},
             party.sector ? static_cast<uint8_t>(*party.sector) : uint8_t{PLUMB_UNKNOWN},
             {},
             {}};
    if (party.name) words.name = {party.name->data(), party.name->size()};
    if (party.id) words.id = {party.id->data(), party.id->size()};
  }
  RandomRow(const RandomRow&) = delete;
  RandomRow& operator=(const RandomRow&) = delete;

  reference::Row values;
  reference::Party party;
  ir::PackedRow packed;
  PlumbParty words{};
};

struct PlaneBits {
  explicit PlaneBits(size_t words) : is_true(words), is_false(words), look(words) {}
  PlumbPlanes view() { return {is_true.data(), is_false.data(), look.data()}; }
  std::vector<uint64_t> is_true, is_false, look;
  friend bool operator==(const PlaneBits&, const PlaneBits&) = default;
};

// Pairs of random ways, most of them certain; the case number is one of two.
inline std::vector<PlumbTrigger> random_pairs(Random& random) {
  const auto date = [&](uint64_t percent) { return random.chance(percent) ? random_date(random).days : int32_t{PLUMB_NO_DATE}; };
  std::vector<PlumbTrigger> out(random.below(4));
  for (PlumbTrigger& pair : out) {
    pair.bit = uint64_t{1} << random.below(1 + 2 * PLUMB_ROLE_CAPACITY);
    if (random.chance(50)) pair.bit = 1;
    pair.certain = random.chance(70) ? 1 : 0;
    pair.role = random.chance(70) ? static_cast<uint8_t>(random.below(kRoleCount)) : uint8_t{PLUMB_UNKNOWN};
    pair.state = static_cast<uint8_t>(random.below(4));
    pair.publishable = random.chance(50) ? 1 : 0;
    pair.by_relation = random.chance(50) ? 1 : 0;
    pair.has_performed = random.chance(50) ? 1 : 0;
    pair.has_unperformed = random.chance(50) ? 1 : 0;
    pair.published_on = random_date(random).days;
    pair.expires_on = date(70);
    pair.ground_on = date(50);
    pair.removed_on = date(50);
    pair.filed_on = date(50);
    pair.relation_from = date(50);
    pair.relation_to = date(50);
    pair.performed_fen = static_cast<int64_t>(random.below(7)) - 3;
    pair.unperformed_fen = static_cast<int64_t>(random.bits());
    const std::string_view case_no = random.chance(50) ? "甲" : "乙";
    pair.case_no = {case_no.data(), case_no.size()};
  }
  return out;
}

inline PlaneBits decide(const PlumbTableEntry& entry, Date date, const RandomRow& row) {
  PlaneBits planes(ir::plane_words(entry.measure_count));
  const PlumbRow view = row.packed.view();
  entry.predicate(entry.context, date.days, &view, &row.words, planes.view());
  return planes;
}

}  // namespace plumb::testing
