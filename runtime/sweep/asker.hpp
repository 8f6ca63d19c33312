// A morsel of a partition → the planes of its measures for the rows about which there is anything to ask.
//
// Rows that do not hold on the date, and rows of parties that the list cannot reach, are left out before their columns are
// read; where a measure looks at no list, every row that holds is asked. What is asked goes through the predicate table's
// `batch`, or row by row where a table has none. One thread each; what it was made of outlives it.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <vector>

#include "compiler/ir/columns.hpp"
#include "runtime/rows/row_table.hpp"
#include "runtime/sweep/touched.hpp"

namespace plumb::sweep {

inline constexpr uint32_t kMorselBlocks = PLUMB_MORSEL_ROWS / PLUMB_BLOCK_ROWS;

// The planes of one measure over the rows asked: neither true, false nor look is unknown.
struct MeasurePlanes {
  const uint64_t *is_true, *is_false, *look;
};

class Asker {
 public:
  // REQUIRES: the partition's table was laid out for the context's rules.
  Asker(const decide::Context& context, const Touched& touched, rows::Partition partition, Date d);
  ~Asker();
  Asker(Asker&&) noexcept;

  // The measures of the partition's matter and stage that are in force on the date.
  uint32_t measure_count() const { return entry_ ? entry_->measure_count : 0; }
  std::span<const uint32_t> measures() const { return {entry_->measures, entry_->measure_count}; }
  // REQUIRES, here and above: measure_count() is not 0.
  const PlumbTableEntry& entry() const { return *entry_; }

  // Asks; returns how many rows were asked, 0 when there was nothing to ask. What it came to is below, until the next call.
  uint32_t ask(uint32_t morsel);
  const PlumbMorsel& asked() const { return asked_; }
  // How many of the morsel's rows hold on the date, asked or not.
  uint32_t held() const { return held_; }
  // Row of the partition's morsel, and its party, at position i of those asked.
  uint16_t row(uint32_t i) const { return selected_[i]; }
  uint32_t party(uint32_t i) const { return parties_[selected_[i]]; }
  MeasurePlanes planes(uint32_t measure) const;
  // One bit a row asked: its party is to be decided alone, whatever the planes say. And: the row was asked.
  const uint64_t* alone() const { return alone_.data(); }
  // One bit a row asked: its party has permits, and is not alone.
  const uint64_t* permits() const { return permits_.data(); }
  uint64_t live(uint32_t block) const;

 private:
  void select(uint32_t morsel);
  void fill_parties();
  void fill_traits(bool asked, int part, uint8_t* out);
  void decide_rows(PlumbMorselPlanes planes);

  const decide::Context& context_;
  const Touched& touched_;
  rows::Partition partition_;
  Date date_;
  const PlumbTableEntry* entry_;
  bool anyone_ = false;                                       // some measure looks at no list
  bool kind_ = false, sector_ = false, party_texts_ = false;  // some measure asks for the party's; texts are name and id
  std::vector<uint64_t> needed_;
  std::optional<rows::MorselScratch> scratch_;
  std::optional<ir::MorselRow> one_row_;
  std::vector<uint64_t> planes_;
  void* evaluator_scratch_ = nullptr;

  std::array<uint16_t, PLUMB_MORSEL_ROWS> selected_{};
  uint32_t count_ = 0, held_ = 0;
  std::span<const uint32_t> parties_;
  PlumbMorsel asked_{};
  std::array<uint64_t, kMorselBlocks> alone_{}, permits_{};
};

}  // namespace plumb::sweep
