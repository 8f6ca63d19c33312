// The definition's planes over one morsel, and every contestant's beside them: to the bit, nothing beyond the last row,
// nothing written elsewhere.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/ir/predicate_table.hpp"
#include "tests/differential/agreement/rows.hpp"

namespace plumb::agreement {

enum class Plane : uint8_t { is_true, is_false, look };
const char* name(Plane plane);

// Bits of one plane, laid out as predicate_table.h says: word b of measure i is [i * stride + b].
struct Planes {
  uint32_t measures = 0, stride = 0;
  std::vector<uint64_t> words[3];

  bool bit(Plane plane, uint32_t measure, uint32_t row) const {
    return (words[static_cast<size_t>(plane)][size_t{measure} * stride + row / 64] >> (row % 64) & 1) != 0;
  }
};

// Where a contestant differs from the definition first.
struct Disagreement {
  std::string contestant;
  std::string how;       // "one row", "morsel", "writes beyond the planes", …
  uint32_t measure = 0;  // index within the entry
  uint32_t row = 0;
  Plane plane = Plane::is_true;
  bool expected = false;
};

// settled: one row, and then its triggers.
enum class Way : uint8_t { one_row, morsel, settled };
inline constexpr Way kWays[] = {Way::one_row, Way::morsel, Way::settled};
const char* name(Way way);  // point, batch, settle
// What the entry lacks, or has too much, of what predicate_table.h and the contestant promise beside the definition's entry: "lacks
// batch". Nothing when every way that there should be is there.
std::optional<std::string> breach(const PlumbTableEntry& entry, const PlumbTableEntry& definition, bool has_batch);
// Whether the entry can be asked in that way over those rows.
bool offers(const PlumbTableEntry& entry, Way way, const Rows& rows);

// What the entry answers, words past the morsel's blocks aside; or what it did that no callee may do.
struct Answers {
  std::optional<Planes> planes;
  const char* fault = nullptr;
};
// REQUIRES: it offers the way.
Answers answers(const PlumbTableEntry& entry, Way way, int32_t date_days, const Rows& rows);

// The definition: row by row through the entry of the reference evaluator's table. A morsel's planes are its rows'.
Planes defined(const PlumbTableEntry& entry, Way way, int32_t date_days, const Rows& rows);

// Nothing when the entry's answers are those of `expected`. REQUIRES: it offers the way.
std::optional<Disagreement> differs(const PlumbTableEntry& entry, Way way, int32_t date_days, const Rows& rows, const Planes& expected);

}  // namespace plumb::agreement
