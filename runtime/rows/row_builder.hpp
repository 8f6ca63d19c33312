// Typed columns, up to a morsel at a time → a RowTable. Whoever has rows (read_rows from holdings, a bench from its seed)
// brings them in ir::ColumnFormat, as predicate_table.h describes a morsel; what is narrowest is found here.
#pragma once

#include <limits>
#include <map>
#include <unordered_map>

#include "runtime/rows/row_table.hpp"

namespace plumb::rows {

// Ends of a period that is open there.
inline constexpr int32_t kAlways = std::numeric_limits<int32_t>::min();
inline constexpr int32_t kNever = std::numeric_limits<int32_t>::max();

// Up to PLUMB_MORSEL_ROWS rows. Arrays are read up to `row_count` only; the rest of a block need not be there.
struct TypedRows {
  uint32_t row_count = 0;
  const uint32_t* parties = nullptr;  // ascending
  const int32_t* from = nullptr;      // days; holds from <= D < until. Null: all rows hold on every date
  const int32_t* until = nullptr;
  const uint32_t* holdings = nullptr;    // null: rows of no holding
  const PlumbColumn* columns = nullptr;  // one a field of the matter; values of unknown cells are zero
  const PlumbText* texts = nullptr;      // what cells of text columns index
};

// One thread.
class RowTableBuilder {
 public:
  // REQUIRES: the program outlives this object.
  explicit RowTableBuilder(const ir::Program& program) : program_(program) {}

  // Room for that many bytes of columns, so that none are moved while they grow.
  void reserve(size_t bytes) { bytes_.reserve(bytes); }
  // Each call makes one morsel. REQUIRES: at least one row; parties not before those that the partition has.
  void append(ir::MatterId matter, Stage stage, const TypedRows& rows);
  // REQUIRES: ascending.
  void refuse(snapshot::HoldingIndex holding) { refused_.push_back(holding.value); }

  // The builder is spent.
  RowTable take();

 private:
  struct Growing {
    uint64_t rows = 0;
    uint32_t last_party = 0;
    std::vector<MorselHead> morsels;
  };
  uint64_t put(const void* values, size_t bytes, size_t padded_bytes);
  Piece encode(const PlumbColumn& column, ir::ColumnFormat format, uint32_t rows);
  Piece encode_numbers(std::span<const int64_t> numbers, ir::ColumnFormat format);
  uint64_t text_number(const PlumbText& text);

  const ir::Program& program_;
  std::map<std::pair<uint32_t, uint32_t>, Growing> partitions_;
  snapshot::ColumnBuffer<Piece> pieces_;
  snapshot::ColumnBuffer<std::byte> bytes_;
  std::unordered_map<std::string, uint64_t> texts_;
  snapshot::ColumnBuffer<uint64_t> text_begins_{0};
  snapshot::ColumnBuffer<char> text_chars_;
  snapshot::ColumnBuffer<uint32_t> refused_;
};

}  // namespace plumb::rows
