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

inline PlaneBits decide(const PlumbTableEntry& entry, Date date, const RandomRow& row) {
  PlaneBits planes(ir::plane_words(entry.measure_count));
  const PlumbRow view = row.packed.view();
  entry.predicate(entry.context, date.days, &view, &row.words, planes.view());
  return planes;
}

}  // namespace plumb::testing
