#include "runtime/rows/row_sections.hpp"

#include <algorithm>
#include <cstring>
#include <limits>
#include <string>
#include <utility>

#include "compiler/ir/layout.hpp"

namespace plumb::rows {

namespace {

using snapshot::Column;
using snapshot::kOthers;

// Numbers are append-only. The first holds the layout digest.
template <typename Columns, typename Each>
void for_each_column(Columns& columns, Each each) {
  each(kOthers + 1, columns.partitions);
  each(kOthers + 2, columns.morsels);
  each(kOthers + 3, columns.pieces);
  each(kOthers + 4, columns.bytes);
  each(kOthers + 5, columns.text_begins);
  each(kOthers + 6, columns.text_chars);
  each(kOthers + 7, columns.refused);
}
constexpr uint32_t kEnd = kOthers + 8;

Error damaged(uint32_t section) { return {"snapshot.damaged", "section " + std::to_string(section)}; }

uint64_t bytes_of(Storage storage, uint64_t rows) {
  switch (storage) {
    case Storage::constant:
      return 0;
    case Storage::u8:
      return rows;
    case Storage::u16:
      return 2 * rows;
    case Storage::u32:
      return 4 * rows;
    case Storage::raw64:
      return 8 * rows;
    case Storage::raw128:
      return 16 * rows;
    case Storage::bits:
      return rows / 8;
  }
  return 0;
}

// Whether everything that reading a partition follows leads to where something is.
class Validator {
 public:
  Validator(const RowTable::Columns& columns, const Snapshot& snapshot, const ir::Program& program)
      : columns_(columns), snapshot_(snapshot), program_(program) {}

  std::optional<uint32_t> fault() const {
    const auto& begins = columns_.text_begins;
    if (begins.empty() || begins[0] != 0 || begins[begins.size() - 1] != columns_.text_chars.size() || !std::is_sorted(begins.begin(), begins.end())) {
      return kOthers + 5;
    }
    if (!std::all_of(columns_.refused.begin(), columns_.refused.end(), [&](uint32_t holding) { return holding < snapshot_.holding_count(); })) {
      return kOthers + 7;
    }
    const PartitionHead* before = nullptr;
    for (const PartitionHead& partition : columns_.partitions) {
      if (before ? !follows(partition, *before) : partition.first_morsel != 0) return kOthers + 1;
      before = &partition;
      if (partition.matter >= program_.matters.size() || partition.stage > static_cast<uint32_t>(Stage::status) ||
          partition.fields != program_.matters[ir::MatterId(partition.matter)].fields.size() ||
          uint64_t{partition.first_morsel} + partition.morsels > columns_.morsels.size()) {
        return kOthers + 1;
      }
      uint64_t rows = 0;
      uint32_t last_party = 0;
      for (uint32_t i = 0; i < partition.morsels; ++i) {
        const MorselHead& morsel = columns_.morsels[size_t{partition.first_morsel} + i];
        if (const auto wrong = fault_in(morsel, partition, last_party)) return wrong;
        rows += morsel.rows;
      }
      if (rows != partition.rows) return kOthers + 1;
    }
    return std::nullopt;
  }

 private:
  // The columns of a morsel before its fields: parties, from, until, holdings.
  static constexpr uint32_t kParties = 0, kHoldings = 3, kFields = 4;

  // No row is in two partitions, and no partition stands twice.
  static bool follows(const PartitionHead& partition, const PartitionHead& before) {
    return std::pair(before.matter, before.stage) < std::pair(partition.matter, partition.stage) &&
           partition.first_morsel == uint64_t{before.first_morsel} + before.morsels;
  }

  // `last_party`: of the morsel before, and then of this one.
  std::optional<uint32_t> fault_in(const MorselHead& morsel, const PartitionHead& partition, uint32_t& last_party) const {
    const size_t pieces = kFields + size_t{partition.fields};
    if (morsel.rows == 0 || morsel.rows > PLUMB_MORSEL_ROWS || morsel.first_piece > columns_.pieces.size() ||
        columns_.pieces.size() - morsel.first_piece < pieces) {
      return kOthers + 2;
    }
    const Piece* piece = columns_.pieces.data() + morsel.first_piece;
    for (size_t i = 0; i < pieces; ++i) {
      if (!is_there(piece[i], morsel.rows) || !is_suited(piece[i], i, partition)) return kOthers + 3;
    }
    if (!are_parties(piece[kParties], morsel.rows, last_party)) return kOthers + 4;
    if (piece[kHoldings].valid != Piece::kNoneKnown && largest(piece[kHoldings], morsel.rows) >= snapshot_.holding_count()) return kOthers + 4;
    const auto& fields = program_.matters[ir::MatterId(partition.matter)].fields;
    for (size_t f = 0; f < fields.size(); ++f) {
      const bool is_text = fields[f].type.kind == ir::TypeKind::text && piece[kFields + f].valid != Piece::kNoneKnown;
      if (is_text && largest(piece[kFields + f], morsel.rows) >= columns_.text_begins.size() - 1) return kOthers + 4;
    }
    return std::nullopt;
  }

  bool within(uint64_t offset, uint64_t size) const {
    return offset % PLUMB_ALIGNMENT == 0 && offset <= columns_.bytes.size() && size <= columns_.bytes.size() - offset;
  }

  // Rows with those that fill the last block, which is read whole.
  static uint32_t padded(uint32_t rows) { return (rows + PLUMB_BLOCK_ROWS - 1) / PLUMB_BLOCK_ROWS * PLUMB_BLOCK_ROWS; }

  bool is_there(const Piece& piece, uint32_t rows) const {
    if (piece.storage > Storage::bits) return false;
    if (piece.storage != Storage::constant && !within(piece.values, bytes_of(piece.storage, padded(rows)))) return false;
    return piece.valid >= Piece::kNoneKnown || (within(piece.valid, padded(rows) / 8) && ends_at(piece.valid, rows));
  }

  // No row past the last is known. REQUIRES: the plane is there.
  bool ends_at(uint64_t plane, uint32_t rows) const {
    if (rows % PLUMB_BLOCK_ROWS == 0) return true;
    uint64_t last;
    std::memcpy(&last, columns_.bytes.data() + plane + rows / PLUMB_BLOCK_ROWS * sizeof last, sizeof last);
    return last >> (rows % PLUMB_BLOCK_ROWS) == 0;
  }

  bool is_suited(const Piece& piece, size_t column, const PartitionHead& partition) const {
    if (column == kParties) return piece.storage == Storage::u32 && piece.base == 0 && piece.scale == 1;  // read as they are stored
    if (column < kFields)
      return piece.storage <= Storage::u32 && piece.base >= std::numeric_limits<int32_t>::min() - int64_t{1} &&
             piece.base <= std::numeric_limits<int32_t>::max();
    const ir::Type type = program_.matters[ir::MatterId(partition.matter)].fields[column - kFields].type;
    const ir::ColumnFormat format = ir::format_of(program_, type);
    if (piece.storage == Storage::bits) return format == ir::ColumnFormat::bits;
    if (piece.storage == Storage::raw128) return format == ir::ColumnFormat::i128;
    return format != ir::ColumnFormat::bits || (piece.storage == Storage::constant && piece.base == 0);
  }

  // Parties ascend, and zeros fill the last block: blocks are looked up whole, and from the first to the last of them.
  // REQUIRES: is_there(), is_suited().
  bool are_parties(const Piece& piece, uint32_t rows, uint32_t& last_party) const {
    const auto* party = reinterpret_cast<const uint32_t*>(columns_.bytes.data() + piece.values);
    if (party[0] < std::exchange(last_party, party[rows - 1])) return false;
    return std::is_sorted(party, party + rows) && party[rows - 1] < snapshot_.party_count() &&
           std::all_of(party + rows, party + padded(rows), [](uint32_t fill) { return fill == 0; });
  }

  // Of numbers of up to 64 bits, as they are read.
  uint64_t largest(const Piece& piece, uint32_t rows) const {
    const std::byte* values = columns_.bytes.data() + piece.values;
    uint64_t out = 0;
    const auto over = [&]<typename T>(T) {
      const auto* stored = reinterpret_cast<const T*>(values);
      for (uint32_t r = 0; r < rows; ++r) out = std::max(out, static_cast<uint64_t>(piece.base) + static_cast<uint64_t>(piece.scale) * stored[r]);
      return out;
    };
    switch (piece.storage) {
      case Storage::constant:
        return static_cast<uint64_t>(piece.base);
      case Storage::u8:
        return over(uint8_t{});
      case Storage::u16:
        return over(uint16_t{});
      case Storage::u32:
        return over(uint32_t{});
      case Storage::raw64:
        return over(uint64_t{});
      case Storage::raw128:
      case Storage::bits:
        break;
    }
    return UINT64_MAX;
  }

  const RowTable::Columns& columns_;
  const Snapshot& snapshot_;
  const ir::Program& program_;
};

}  // namespace

std::vector<snapshot::Section> sections_of(const RowTable& table) {
  std::vector<snapshot::Section> out{{kOthers, std::as_bytes(std::span(table.layout_digest()))}};
  for_each_column(table.columns(), [&](uint32_t number, const auto& column) {
    if (!column.empty()) out.push_back({number, column.bytes()});
  });
  return out;
}

Result<std::optional<RowTable>> rows_in_file(const Snapshot& snapshot, const ir::Program& program, unsigned threads) {
  const snapshot::File* file = snapshot.file();
  if (!file) return std::optional<RowTable>();
  // The digest is looked at first, but believed only when verified: a changed one must not pass for another rule set's.
  if (auto whole = file->verify(kOthers, kOthers + 1, 1); !whole) return whole.error();
  const std::span<const std::byte> digest = file->section(kOthers);
  const std::string layout(reinterpret_cast<const char*>(digest.data()), digest.size());
  if (layout != ir::layout_digest(program)) return std::optional<RowTable>();
  if (auto whole = file->verify(kOthers + 1, kEnd, threads); !whole) return whole.error();
  RowTable::Columns columns;
  std::optional<uint32_t> wrong;
  for_each_column(columns, [&]<typename T>(uint32_t number, Column<T>& column) {
    const std::span<const std::byte> bytes = file->section(number);
    if (bytes.size() % sizeof(T) != 0 && !wrong) wrong = number;
    column = Column<T>::over({reinterpret_cast<const T*>(bytes.data()), bytes.size() / sizeof(T)});
  });
  if (!wrong) wrong = Validator(columns, snapshot, program).fault();
  if (wrong) return damaged(*wrong);
  return std::optional(RowTable(layout, std::move(columns)));
}

}  // namespace plumb::rows
