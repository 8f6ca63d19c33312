// How a field's values lie in a column: type → width and alignment of one cell, by convention 5 of predicate_table.h.
//
// Shared by whoever lays rows out in columns (the snapshot, tests) and by every back end that reads them. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "compiler/ir/predicate_table.h"
#include "compiler/ir/program.hpp"

namespace plumb::ir {

// bits: booleans, one bit a row. u8 … u64: enumerators, sets and codes, in the narrowest that holds every value of the type.
// i32: dates. i64: integers, money, durations (as Value::number). i128: decimals and ratios. u32 serves texts too: an index
// into the morsel's texts.
enum class ColumnFormat : uint8_t { bits, u8, u16, u32, u64, i32, i64, i128 };

ColumnFormat format_of(const Program& program, Type type);
// Bytes of one value; of a whole block of 64 for `bits` it is 8 in all, so 0 here.
constexpr size_t value_bytes(ColumnFormat format) {
  switch (format) {
    case ColumnFormat::bits:
      return 0;
    case ColumnFormat::u8:
      return 1;
    case ColumnFormat::u16:
      return 2;
    case ColumnFormat::u32:
    case ColumnFormat::i32:
      return 4;
    case ColumnFormat::u64:
    case ColumnFormat::i64:
      return 8;
    case ColumnFormat::i128:
      return 16;
  }
  return 0;
}
// Bytes of the values of one block of PLUMB_BLOCK_ROWS rows.
constexpr size_t block_bytes(ColumnFormat format) { return format == ColumnFormat::bits ? sizeof(uint64_t) : value_bytes(format) * PLUMB_BLOCK_ROWS; }

// A morsel that owns its columns: rows go in one at a time, packed, and come out in columns. view() points into it: valid
// until it is changed or destroyed. One thread.
class MorselBuffer {
 public:
  // REQUIRES: the program outlives this object.
  MorselBuffer(const Program& program, MatterId matter);
  ~MorselBuffer();
  MorselBuffer(MorselBuffer&&) noexcept;
  MorselBuffer& operator=(MorselBuffer&&) noexcept;

  uint32_t row_count() const;
  bool full() const { return row_count() == PLUMB_MORSEL_ROWS; }
  void clear();
  // REQUIRES: not full; `row` has the layout of the matter. Texts are copied.
  void append(const PlumbRow& row, const PlumbParty& party);
  PlumbMorsel view();

 private:
  struct Columns;
  std::unique_ptr<Columns> columns_;
};

// The way back: one row of a morsel as a packed row, for whoever decides rows one by one. One thread.
class MorselRow {
 public:
  // REQUIRES: the program outlives this object.
  MorselRow(const Program& program, MatterId matter);
  // REQUIRES: a morsel of the matter, row < its row_count. The row is valid until the next call, and as long as the morsel.
  PlumbRow read(const PlumbMorsel& morsel, uint32_t row);
  static PlumbParty party(const PlumbMorsel& morsel, uint32_t row);

 private:
  std::vector<ColumnFormat> formats_;
  std::vector<uint32_t> slots_;  // of each field's first cell
  std::vector<int64_t> cells_;
  std::vector<uint64_t> valid_;
};

}  // namespace plumb::ir
