// Rows of one rule set's matters, laid out for going through all of them: one partition a matter and stage, its rows in the
// order of their parties, in morsels of up to 4096 rows whose columns lie together.
//
// Column values are kept narrower than evaluators read them: a column of a morsel is one piece, the difference to the
// morsel's least value divided by what all differences have in common, in one, two or four bytes; what never varies takes
// none. widen() and gather() give rows in ir::ColumnFormat, a column that already lies so without copying. Every array
// starts on 64 bytes and is zero up to the end of its last block of 64 rows.
//
// Made by RowTableBuilder (row_builder.hpp) from typed columns, or by read_rows (read_rows.hpp) from holdings. Immutable;
// any thread; each brings its own MorselScratch.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/date.hpp"
#include "compiler/ir/columns.hpp"
#include "compiler/ir/program.hpp"
#include "runtime/rows/lanes.hpp"
#include "runtime/snapshot/snapshot.hpp"

namespace plumb::rows {

// How the values of one column of one morsel lie. Encoded ones stand for base + scale * stored, modulo 2^64.
enum class Storage : uint32_t { constant, u8, u16, u32, raw64, raw128, bits };

struct Piece {
  static constexpr uint64_t kAllKnown = ~uint64_t{0};
  static constexpr uint64_t kNoneKnown = ~uint64_t{1};
  uint64_t values = 0;         // offset in the table's bytes; of a constant nothing
  uint64_t valid = kAllKnown;  // offset of a bit plane, or one of the above
  int64_t base = 0;
  int64_t scale = 1;
  Storage storage = Storage::constant;
  uint32_t reserved = 0;
};

struct MorselHead {
  uint64_t first_piece = 0;  // parties, from, until, holdings, then one a field
  uint32_t rows = 0;
  uint32_t reserved = 0;
};

struct PartitionHead {
  uint32_t matter = 0;
  uint32_t stage = 0;
  uint32_t first_morsel = 0;
  uint32_t morsels = 0;
  uint64_t rows = 0;
  uint32_t fields = 0;
  uint32_t reserved = 0;
};

class MorselScratch;
class RowTable;

// Rows of a morsel, as a plane and by their numbers, ascending: what gather() takes.
struct Selection {
  // The rows of a plane, which the caller has filled: bits past the morsel's last block are not looked at.
  void number(uint32_t of_blocks) {
    blocks = of_blocks;
    count = lanes().rows_of_plane(plane.data(), blocks, rows.data());
  }

  alignas(PLUMB_ALIGNMENT) std::array<uint64_t, PLUMB_MORSEL_ROWS / PLUMB_BLOCK_ROWS> plane;
  alignas(PLUMB_ALIGNMENT) std::array<uint16_t, PLUMB_MORSEL_ROWS + kSlackRows> rows;
  uint32_t blocks = 0, count = 0;
};

// A view; valid as long as its table.
class Partition {
 public:
  Partition(const RowTable& table, const PartitionHead& head) : table_(&table), head_(&head) {}

  ir::MatterId matter() const { return ir::MatterId(head_->matter); }
  Stage stage() const { return static_cast<Stage>(head_->stage); }
  uint64_t row_count() const { return head_->rows; }
  uint32_t morsel_count() const { return head_->morsels; }

  // REQUIRES here and below: morsel < morsel_count(), row < rows(morsel).
  uint32_t rows(uint32_t morsel) const { return head(morsel).rows; }
  // Dense party numbers (snapshot::PartyIndex), ascending over the whole partition; zeros follow to the end of the block.
  std::span<const uint32_t> parties(uint32_t morsel) const;
  // Which rows hold on the date: writes one bit a row, (rows + 63) / 64 words, and returns whether all do.
  bool held(uint32_t morsel, Date d, uint64_t* plane) const;
  // The holding that a row was read from; invalid where rows are of no holdings.
  snapshot::HoldingIndex holding(uint32_t morsel, uint32_t row) const;
  // One row's fields as values.
  std::vector<std::optional<ir::Value>> row(const ir::Program& program, uint32_t morsel, uint32_t row) const;

  // The fields of all rows, or of the selected ones (each below rows(morsel), at least one), into the scratch.
  // `needed`: bit f of it says that field f is read; others are left unknown. Empty: all. The party's part of the morsel is
  // for the caller to fill. The result is valid until the scratch is used again.
  PlumbMorsel widen(uint32_t morsel, MorselScratch& scratch, std::span<const uint64_t> needed = {}) const;
  PlumbMorsel gather(uint32_t morsel, const Selection& selected, MorselScratch& scratch, std::span<const uint64_t> needed = {}) const;

 private:
  const MorselHead& head(uint32_t morsel) const;
  const Piece& piece(uint32_t morsel, uint32_t column) const;

  const RowTable* table_;
  const PartitionHead* head_;
};

// Columns of one morsel in the formats that evaluators read, and the party's part of it. One thread; may be used for any
// partition of a table that was laid out for the program.
class MorselScratch {
 public:
  explicit MorselScratch(const ir::Program& program);
  ~MorselScratch();
  MorselScratch(MorselScratch&&) noexcept;
  MorselScratch& operator=(MorselScratch&&) noexcept;

  // The party's part, one an output row up to the end of the last block, with room for kSlackRows more: widen() and gather()
  // leave it alone. Names and ids are in a morsel that was made after they were first asked for here.
  uint64_t* certain();
  uint64_t* uncertain();
  uint8_t* kind();
  uint8_t* sector();
  PlumbText* names();
  PlumbText* ids();

 private:
  friend class Partition;
  struct Arrays;
  std::unique_ptr<Arrays> arrays_;
};

class RowTable {
 public:
  struct Columns {
    snapshot::Column<PartitionHead> partitions;  // by matter, then stage; those without rows are absent
    snapshot::Column<MorselHead> morsels;
    snapshot::Column<Piece> pieces;
    snapshot::Column<std::byte> bytes;
    snapshot::Column<uint64_t> text_begins;  // one more than there are texts; text columns hold their numbers
    snapshot::Column<char> text_chars;
    snapshot::Column<uint32_t> refused;  // holdings that the rule set cannot be asked about, ascending
  };

  RowTable() = default;
  // REQUIRES: as the builder makes them for a program of that layout digest.
  RowTable(std::string layout_digest, Columns columns) : layout_digest_(std::move(layout_digest)), columns_(std::move(columns)) {}

  // ir::layout_digest of the program that the rows were laid out for; no other may be asked about them.
  const std::string& layout_digest() const { return layout_digest_; }
  uint32_t partition_count() const { return static_cast<uint32_t>(columns_.partitions.size()); }
  Partition partition(uint32_t i) const { return {*this, columns_.partitions[i]}; }
  std::optional<Partition> find(ir::MatterId matter, Stage stage) const;
  // Holdings that have no row: no such matter or stage, or fields that do not fit. decide::read_holding says why.
  std::span<const uint32_t> refused() const { return columns_.refused.span(); }
  uint64_t row_count() const;

  std::string_view text(uint64_t number) const {
    return {columns_.text_chars.data() + columns_.text_begins[number], columns_.text_begins[number + 1] - columns_.text_begins[number]};
  }
  const Columns& columns() const { return columns_; }

 private:
  std::string layout_digest_;
  Columns columns_;
};

}  // namespace plumb::rows
