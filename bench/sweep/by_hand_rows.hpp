// The rows of one matter and stage, and one row's party, as the loops of by_hand_matters.cpp ask them.
//
// Of the hand-written peer alone. Columns are found by name once a piece of rows; then everything is inlined into the loop.
#pragma once

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "bench/sweep/by_hand_county.hpp"

namespace plumb::bench {

using enum Role;
inline constexpr uint64_t kFourKinds = kSelf | debtor(legal_representative) | debtor(principal) | debtor(actual_controller) | debtor(directly_responsible);
inline constexpr uint64_t kFiveOfficers = own(legal_representative) | own(actual_controller) | own(director) | own(supervisor) | own(senior_executive);
inline constexpr uint64_t kSixOfficers = kFiveOfficers | own(principal);

using Count = std::array<std::array<uint64_t, 3>, kMeasures>;

// ---- columns ---------------------------------------------------------------------------------------------------------------

inline bool bit(const uint64_t* words, size_t row) { return (words[row / 64] >> (row % 64) & 1) != 0; }

// An enumerator, or several.
struct Choice {
  const uint8_t* values;
  const uint64_t* valid;
  V in(size_t row, uint32_t mask) const { return bit(valid, row) ? truth((mask >> values[row] & 1) != 0) : U; }
  V any(size_t row, uint32_t mask) const { return bit(valid, row) ? truth((values[row] & mask) != 0) : U; }
};
struct Flag {
  const uint64_t* values;
  const uint64_t* valid;
  V operator[](size_t row) const { return bit(valid, row) ? truth(bit(values, row)) : U; }
};
template <typename N>
struct Number {
  const N* values;
  const uint64_t* valid;
};

template <typename... E>
constexpr uint32_t of(E... enumerators) {
  return (uint32_t{0} | ... | (uint32_t{1} << enumerators));
}

// ---- the rows of one matter and stage --------------------------------------------------------------------------------------

struct Rows {
  const HandCounty& county;
  const RawPartition& part;
  Count& count;
  size_t begin, end;

  const RawColumn& column(std::string_view name, ir::ColumnFormat format) const {
    const auto& fields = county.program.matters[part.matter].fields;
    for (size_t f = 0; f < fields.size(); ++f) {
      if (fields[f].name.alias == name && part.fields[f].format == format) return part.fields[f];
    }
    std::fprintf(stderr, "by hand: no such column as %.*s\n", static_cast<int>(name.size()), name.data());
    std::exit(3);
  }
  Choice choice(std::string_view name) const {
    const RawColumn& c = column(name, ir::ColumnFormat::u8);
    return {c.bytes(), c.valid.data()};
  }
  Flag flag(std::string_view name) const {
    const RawColumn& c = column(name, ir::ColumnFormat::bits);
    return {c.values.data(), c.valid.data()};
  }
  template <typename N>
  Number<N> number(std::string_view name, ir::ColumnFormat format) const {
    const RawColumn& c = column(name, format);
    return {reinterpret_cast<const N*>(c.values.data()), c.valid.data()};
  }
};

// One row's party, and where its answers go.
struct Asked {
  const Rows& rows;
  uint64_t w;
  uint32_t party;
  const Papers* papers;

  V reach(uint64_t ways, Measure m) const {
    V reached = (w & ways) != 0 ? T : (w >> kUncertainShift & ways) != 0 ? U : F;
    if (papers == nullptr) return reached;
    for (const Kept& kept : papers->kept) {
      if (kept.measure == m && (kept.ways & ways) != 0) reached = T;
    }
    return reached;
  }
  V is_kind(uint64_t kind) const {
    const uint64_t known = w >> kKindShift & 3;
    return known == 3 ? U : truth(known == kind);
  }
  V person() const { return is_kind(0); }
  V organisation() const { return is_kind(1); }
  V builder() const {
    const uint64_t sector = w >> kSectorShift & 3;
    return sector == 3 ? U : truth(sector <= 1);
  }
  void anyone(Measure m, V value) const {
    if (value != F) ++rows.count[m][value == T ? 0 : 1];
  }
  void tell(Measure m, V value) const {
    if (value == F) return;
    const bool permitted = papers != nullptr && (papers->all || (papers->matters >> rows.part.matter.value & 1) != 0 ||
                                                 std::find(papers->permitted.begin(), papers->permitted.end(), m) != papers->permitted.end());
    ++rows.count[m][permitted ? 2 : value == T ? 0 : 1];
  }
  void self(Measure m, V condition) const { tell(m, reach(kSelf, m) & condition); }
};

// Rows of parties whom no entry touches matter only where a measure applies to anyone.
template <bool kAnyone = false, typename Body>
void each(const Rows& rows, Body body) {
  const uint32_t* party = rows.part.party.data();
  for (size_t row = rows.begin; row < rows.end; ++row) {
    const uint64_t w = rows.county.word(party[row]);
    if (!kAnyone && (w & kTouched) == 0) continue;
    body(Asked{rows, w, party[row], (w & kPapers) != 0 ? rows.county.papers(party[row]) : nullptr}, row);
  }
}

// The loop of each matter and stage of the notice.
struct MatterLoop {
  const char* matter;
  Stage stage;
  void (*run)(const Rows&);
};

// Ends the process when there is none.
const MatterLoop& loop_of(std::string_view matter, Stage stage);

}  // namespace plumb::bench
