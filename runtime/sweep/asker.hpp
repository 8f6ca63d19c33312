// A morsel of a partition → the planes of its measures for the rows about which there is anything to ask.
//
// Rows that do not hold on the date, and rows of parties that the list cannot reach, are left out before their columns are
// read; where a measure looks at no list, every row that holds is asked. What is asked goes through the predicate table's
// `batch`, or row by row where a table has none. One for all partitions, so that what it works in stays in cache. One thread
// each; what it was made of outlives it.
#pragma once

#include <array>
#include <span>
#include <vector>

#include "compiler/ir/columns.hpp"
#include "runtime/rows/row_table.hpp"
#include "runtime/sweep/fields_read.hpp"
#include "runtime/sweep/touched.hpp"

namespace plumb::sweep {

inline constexpr uint32_t kMorselBlocks = PLUMB_MORSEL_ROWS / PLUMB_BLOCK_ROWS;

// The planes of one measure over the rows asked: neither true, false nor look is unknown.
struct MeasurePlanes {
  const uint64_t *is_true, *is_false, *look;
};

class Asker {
 public:
  // REQUIRES: the table was laid out for the context's rules.
  Asker(const decide::Context& context, const Touched& touched, const rows::RowTable& rows, Date d);
  ~Asker();
  Asker(const Asker&) = delete;
  Asker& operator=(const Asker&) = delete;

  // What is below is about this partition, until the next call.
  void turn_to(uint32_t partition) { at_ = &parts_[partition]; }
  const rows::Partition& partition() const { return at_->partition; }
  // The measures of the partition's matter and stage that are in force on the date.
  uint32_t measure_count() const { return at_->entry ? at_->entry->measure_count : 0; }
  std::span<const uint32_t> measures() const { return measures(*at_); }
  // REQUIRES, here and above: measure_count() is not 0.
  const PlumbTableEntry& entry() const { return *at_->entry; }

  // Asks; returns how many rows were asked, 0 when there was nothing to ask. What it came to is below, until the next call.
  uint32_t ask(uint32_t morsel);
  const PlumbMorsel& asked() const { return asked_; }
  // How many of the morsel's rows hold on the date, asked or not.
  uint32_t held() const { return held_; }
  // Row of the partition's morsel, and its party, at position i of those asked.
  uint16_t row(uint32_t i) const { return selected_.rows[i]; }
  uint32_t party(uint32_t i) const { return parties_[i]; }
  MeasurePlanes planes(uint32_t measure) const;
  // One bit a row asked: masked identifiers have a say in who its party is, so that it is to be decided in whole. Its party has
  // retentions; it has permits, where its words leave something to permit. And: the row was asked.
  const uint64_t* identity() const { return identity_.data(); }
  const uint64_t* retentions() const { return retentions_.data(); }
  const uint64_t* permits() const { return permits_.data(); }
  uint64_t live(uint32_t block) const;

 private:
  void select(uint32_t morsel);
  void fill_parties();
  void fill_traits(bool asked, int part, uint8_t* out);
  void decide_rows(PlumbMorselPlanes planes);

  struct Part {
    rows::Partition partition;
    const PlumbTableEntry* entry = nullptr;
    bool anyone = false;  // some measure looks at no list
    FieldsRead read;
  };
  static std::span<const uint32_t> measures(const Part& part) { return {part.entry->measures, part.entry->measure_count}; }

  const decide::Context& context_;
  const Touched& touched_;
  Date date_;
  std::vector<Part> parts_;
  const Part* at_ = nullptr;
  rows::MorselScratch scratch_;
  void* evaluator_scratch_ = nullptr;

  template <typename T>
  using Rows = snapshot::ColumnBuffer<T>;
  Rows<uint64_t> planes_;
  static constexpr size_t kRoom = PLUMB_MORSEL_ROWS + rows::kSlackRows;
  rows::Selection selected_;
  uint32_t count_ = 0, held_ = 0;
  Rows<uint32_t> room_ = Rows<uint32_t>(kRoom), parties_ = Rows<uint32_t>(kRoom);  // parties of the rows asked
  Rows<uint64_t> packed_ = Rows<uint64_t>(kRoom);                                  // and what is known of each
  PlumbMorsel asked_{};
  std::array<uint64_t, kMorselBlocks> identity_{}, retentions_{}, permits_{};
};

}  // namespace plumb::sweep
