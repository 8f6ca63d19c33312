// Random programs, rows, parties and triggers: type-directed, so that every instruction meets every type it takes. One
// seed gives one program on every machine. Used by the property tests and by whatever compares evaluators.
#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include "compiler/backends/reference/evaluate.hpp"
#include "compiler/ir/program.hpp"

namespace plumb::testing {

class Random {
 public:
  explicit Random(uint64_t seed) : engine_(seed) {}
  // 0 … n-1. REQUIRES: n > 0.
  uint64_t below(uint64_t n) { return engine_() % n; }
  bool chance(uint64_t percent) { return below(100) < percent; }
  uint64_t bits() { return engine_(); }
  template <typename T>
  const T& pick(const std::vector<T>& from) {
    return from[below(from.size())];
  }

 private:
  std::mt19937_64 engine_;
};

// The declarations that every random program has; unit tests build their own measures on them.
namespace world {
inline constexpr ir::EnumId kColour{4};                                      // 3 values
inline constexpr ir::EnumId kWide{5};                                        // 64 values
inline constexpr ir::EnumId kTen{6}, kTwenty{7}, kMany{8};                   // 10, 20 and 300 values; kMany has no sets
inline constexpr ir::TaxonomyId kIndustry{0};                                // A (A1 (A11 A12) A2) B
inline constexpr ir::TaxonomyId kProducts{1};                                // 300 codes in tens: 0 (1 … 9) 10 (11 … 19) …
inline constexpr ir::MatterId kLodging{0}, kCredit{1};                       // both with three fields of every type, in different orders
inline constexpr ir::EffectId kRestrict{0}, kCap{1}, kWatch{2}, kInform{3};  // (), (money), (ratio, duration), ()
inline constexpr ir::DocumentId kNotice{0}, kOld{1};                         // from 2019-05-30; 2018-01-01 to 2021-01-01
inline constexpr ir::CalendarId kCalendar{0};                                // 2019-01-01 to 2021-12-31
}  // namespace world

// Every type that a field may have, sets and codes included, and every width of a column but codes of 32 bits.
std::vector<ir::Type> all_types();
// Declarations without measures.
ir::Program declarations();
// The first field of that type in the matter. REQUIRES: the matter is of declarations().
uint32_t field_of(const ir::Program& program, ir::MatterId matter, ir::Type type);
// The parameter of that type: unset before 2019-01-01, set from then on, unset again from 2022-01-01.
ir::ParameterId parameter_of(const ir::Program& program, ir::Type type);

struct Shape {
  uint32_t measures = 8;
  uint32_t depth = 4;
};
// Verified; meaning digest not filled in.
ir::Program random_program(Random& random, Shape shape = {});

ir::Value random_value(Random& random, const ir::Program& program, ir::Type type);
// About a fifth of the fields absent.
reference::Row random_row(Random& random, const ir::Program& program, ir::MatterId matter);
reference::Party random_party(Random& random);
// Triggers of ways that the reach admits; none for `anyone`.
std::vector<reference::Trigger> random_triggers(Random& random, const ir::Reach& reach);
// Between 2017 and 2023, often a boundary of the documents, versions and calendar above.
Date random_date(Random& random);

}  // namespace plumb::testing
