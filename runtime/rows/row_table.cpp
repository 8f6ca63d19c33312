#include "runtime/rows/row_table.hpp"

#include <algorithm>
#include <cstring>

#include "compiler/base/check.hpp"
#include "compiler/ir/predicate_table.hpp"

namespace plumb::rows {

namespace {

using ir::ColumnFormat;

constexpr uint32_t kBlock = PLUMB_BLOCK_ROWS;
constexpr size_t kMorselWords = PLUMB_MORSEL_ROWS / PLUMB_BLOCK_ROWS;
constexpr uint32_t kParties = 0, kFrom = 1, kUntil = 2, kHoldings = 3, kFields = 4;

// What a column reads that is zero, or unknown, in every row.
alignas(PLUMB_ALIGNMENT) constexpr std::array<std::byte, PLUMB_MORSEL_ROWS * 16> kZeros{};

uint32_t blocks_of(uint32_t rows) { return (rows + kBlock - 1) / kBlock; }

// Bits of the first `rows` rows.
void first_rows(uint64_t* plane, uint32_t rows) {
  std::fill_n(plane, rows / kBlock, ~uint64_t{0});
  if (rows % kBlock != 0) plane[rows / kBlock] = (uint64_t{1} << (rows % kBlock)) - 1;
}

uint32_t stored_bytes(Storage storage) {
  switch (storage) {
    case Storage::u8:
      return 1;
    case Storage::u16:
      return 2;
    case Storage::u32:
      return 4;
    case Storage::raw64:
      return 8;
    case Storage::constant:
    case Storage::raw128:
    case Storage::bits:
      break;
  }
  check(false, "numbers are stored as numbers");
  return 0;
}

// Of all rows, or of the selected ones.
struct Wanted {
  const Selection* selected;
  uint32_t blocks, count;
  const uint64_t* plane() const { return selected ? selected->plane.data() : nullptr; }
  uint32_t operator[](uint32_t r) const { return selected ? selected->rows[r] : r; }
};

// Numbers of up to 64 bits, as Out; zeros follow to the end of the block.
template <typename Out>
void decode_numbers(const Piece& piece, const std::byte* bytes, Out* out, void* room, const Wanted& wanted) {
  if (piece.storage == Storage::constant) {
    std::fill_n(out, wanted.count, static_cast<Out>(piece.base));
    std::fill(out + wanted.count, out + size_t{blocks_of(wanted.count)} * kBlock, Out{});
    return;
  }
  lanes().numbers(bytes + piece.values, stored_bytes(piece.storage), static_cast<uint64_t>(piece.base), static_cast<uint64_t>(piece.scale), wanted.plane(),
                  wanted.blocks, wanted.count, room, out, sizeof(Out));
}

void decode_wide(const Piece& piece, const std::byte* bytes, int64_t* out, int64_t* numbers, void* room, const Wanted& wanted) {
  if (piece.storage == Storage::raw128) {
    const auto* stored = reinterpret_cast<const int64_t*>(bytes + piece.values);
    for (uint32_t r = 0; r < wanted.count; ++r) {
      out[2 * r] = stored[2 * size_t{wanted[r]}];
      out[2 * r + 1] = stored[2 * size_t{wanted[r]} + 1];
    }
  } else {
    decode_numbers(piece, bytes, numbers, room, wanted);
    for (uint32_t r = 0; r < wanted.count; ++r) {
      out[2 * r] = numbers[r];
      out[2 * r + 1] = numbers[r] < 0 ? -1 : 0;
    }
  }
  std::fill(out + 2 * size_t{wanted.count}, out + 2 * size_t{blocks_of(wanted.count)} * kBlock, 0);
}

uint64_t stored_number(const Piece& piece, const std::byte* bytes, uint32_t row) {
  const auto at = [&]<typename T>(T) {
    T stored{};
    std::memcpy(&stored, bytes + piece.values + row * sizeof(T), sizeof(T));
    return static_cast<uint64_t>(piece.base) + static_cast<uint64_t>(piece.scale) * stored;
  };
  switch (piece.storage) {
    case Storage::constant:
      return static_cast<uint64_t>(piece.base);
    case Storage::u8:
      return at(uint8_t{});
    case Storage::u16:
      return at(uint16_t{});
    case Storage::u32:
      return at(uint32_t{});
    case Storage::raw64:
      return at(uint64_t{});
    case Storage::raw128:
    case Storage::bits:
      break;
  }
  check(false, "numbers are stored as numbers");
  return 0;
}

bool lies_as(const Piece& piece, ColumnFormat format) {
  if (piece.base != 0 || piece.scale != 1) return false;
  switch (format) {
    case ColumnFormat::u8:
      return piece.storage == Storage::u8;
    case ColumnFormat::u16:
      return piece.storage == Storage::u16;
    case ColumnFormat::u32:
    case ColumnFormat::i32:
      return piece.storage == Storage::u32;
    case ColumnFormat::u64:
    case ColumnFormat::i64:
      return piece.storage == Storage::raw64;
    case ColumnFormat::i128:
      return piece.storage == Storage::raw128;
    case ColumnFormat::bits:
      return piece.storage == Storage::bits;
  }
  return false;
}

// Clears the bits of rows whose stored value does not hold; whether all do. `holds` compares within Stored.
template <typename Stored, typename Holds>
bool keep(const std::byte* values, uint32_t rows, uint64_t* plane, Holds holds) {
  const auto* stored = reinterpret_cast<const Stored*>(values);
  bool all = true;
  for (uint32_t block = 0; block < blocks_of(rows); ++block) {
    // Values are there to the end of the block. Eight bytes of 0 or 1 become eight bits by one multiplication.
    alignas(8) std::array<uint8_t, kBlock> is;
    for (uint32_t i = 0; i < kBlock; ++i) is[i] = holds(stored[size_t{block} * kBlock + i]);
    uint64_t word = 0;
    for (uint32_t i = 0; i < 8; ++i) {
      uint64_t eight = 0;
      std::memcpy(&eight, is.data() + i * size_t{8}, sizeof(eight));
      word |= (eight * 0x0102040810204080ULL >> 56) << (8 * i);
    }
    const uint64_t before = plane[block];
    plane[block] = before & word;
    all &= plane[block] == before;
  }
  return all;
}

// Those that have begun: stored <= day, zero being open.
template <typename Stored>
bool keep_begun(const std::byte* values, uint32_t rows, uint64_t* plane, int64_t day) {
  const auto limit = static_cast<Stored>(std::clamp<int64_t>(day, 0, std::numeric_limits<Stored>::max()));
  return keep<Stored>(values, rows, plane, [=](Stored stored) { return static_cast<uint8_t>(stored <= limit); });
}

// Those that have not ended: stored > day; an open end, zero, wraps around to the largest.
template <typename Stored>
bool keep_unended(const std::byte* values, uint32_t rows, uint64_t* plane, int64_t day) {
  const auto limit = static_cast<Stored>(std::clamp<int64_t>(day, 0, std::numeric_limits<Stored>::max()));
  return keep<Stored>(values, rows, plane, [=](Stored stored) { return static_cast<uint8_t>(static_cast<Stored>(stored - 1) >= limit); });
}

}  // namespace

struct MorselScratch::Arrays {
  // Of one matter's fields.
  struct Fields {
    std::vector<ColumnFormat> formats;
    std::vector<bool> is_text;
  };

  explicit Arrays(const ir::Program& program) {
    for (const ir::Matter& matter : program.matters) {
      Fields& of = matters.emplace_back();
      for (size_t f = 0; f < matter.fields.size(); ++f) {
        const ir::Type type = matter.fields[f].type;
        of.formats.push_back(ir::format_of(program, type));
        of.is_text.push_back(type.kind == ir::TypeKind::text);
        const size_t bytes = ir::block_bytes(of.formats.back()) * kMorselWords + kSlackRows * ir::value_bytes(of.formats.back());
        if (f == values.size()) values.emplace_back(), valid.emplace_back(kMorselWords);
        if (values[f].size() < bytes) values[f].resize(bytes);
      }
    }
    columns.resize(values.size());
  }

  std::vector<Fields> matters;
  std::vector<snapshot::ColumnBuffer<std::byte>> values;
  std::vector<snapshot::ColumnBuffer<uint64_t>> valid;
  std::vector<PlumbColumn> columns;
  std::vector<PlumbText> texts;
  snapshot::ColumnBuffer<uint64_t> all_known = snapshot::ColumnBuffer<uint64_t>(kMorselWords);
  static constexpr size_t kRoom = PLUMB_MORSEL_ROWS + kSlackRows;
  snapshot::ColumnBuffer<int64_t> room = snapshot::ColumnBuffer<int64_t>(kRoom), low_words = snapshot::ColumnBuffer<int64_t>(kRoom);
  snapshot::ColumnBuffer<uint64_t> certain = snapshot::ColumnBuffer<uint64_t>(kRoom), uncertain = snapshot::ColumnBuffer<uint64_t>(kRoom);
  snapshot::ColumnBuffer<uint8_t> kind = snapshot::ColumnBuffer<uint8_t>(kRoom), sector = snapshot::ColumnBuffer<uint8_t>(kRoom);
  snapshot::ColumnBuffer<PlumbText> names, ids;  // none until they are asked for

  // Says that all rows are known, for a morsel of `rows`.
  void begin(uint32_t rows) {
    texts.clear();
    first_rows(all_known.data(), rows);
  }

  PlumbMorsel view(uint32_t rows) const {
    return {rows,
            columns.data(),
            certain.data(),
            uncertain.data(),
            kind.data(),
            sector.data(),
            names.empty() ? nullptr : names.data(),
            ids.empty() ? nullptr : ids.data(),
            texts.data()};
  }

  template <typename T>
  T* cells(size_t field) {
    return reinterpret_cast<T*>(values[field].data());
  }

  void fill(const Fields& of, size_t field, const Piece& piece, const RowTable& table, const Wanted& wanted) {
    const std::byte* bytes = table.columns().bytes.data();
    columns[field].values = values[field].data();
    switch (of.formats[field]) {
      case ColumnFormat::u8:
        return decode_numbers(piece, bytes, cells<uint8_t>(field), room.data(), wanted);
      case ColumnFormat::u16:
        return decode_numbers(piece, bytes, cells<uint16_t>(field), room.data(), wanted);
      case ColumnFormat::u32:
        decode_numbers(piece, bytes, cells<uint32_t>(field), room.data(), wanted);
        if (of.is_text[field]) number_texts(field, table, wanted.count);
        return;
      case ColumnFormat::i32:
        return decode_numbers(piece, bytes, cells<int32_t>(field), room.data(), wanted);
      case ColumnFormat::u64:
      case ColumnFormat::i64:
        return decode_numbers(piece, bytes, cells<int64_t>(field), room.data(), wanted);
      case ColumnFormat::i128:
        return decode_wide(piece, bytes, cells<int64_t>(field), low_words.data(), room.data(), wanted);
      case ColumnFormat::bits:
        check(false, "bits are taken a plane at a time");
    }
  }

  // The table's numbers of texts → numbers among the morsel's; unknown cells keep zero.
  void number_texts(size_t field, const RowTable& table, uint32_t rows) {
    auto* numbers = cells<uint32_t>(field);
    for (uint32_t r = 0; r < rows; ++r) {
      if (!ir::plane_bit(columns[field].valid, r)) continue;
      const std::string_view text = table.text(numbers[r]);
      numbers[r] = static_cast<uint32_t>(texts.size());
      texts.push_back({text.data(), text.size()});
    }
  }
};

MorselScratch::MorselScratch(const ir::Program& program) : arrays_(std::make_unique<Arrays>(program)) {}
MorselScratch::~MorselScratch() = default;
MorselScratch::MorselScratch(MorselScratch&&) noexcept = default;
MorselScratch& MorselScratch::operator=(MorselScratch&&) noexcept = default;
uint64_t* MorselScratch::certain() { return arrays_->certain.data(); }
uint64_t* MorselScratch::uncertain() { return arrays_->uncertain.data(); }
uint8_t* MorselScratch::kind() { return arrays_->kind.data(); }
uint8_t* MorselScratch::sector() { return arrays_->sector.data(); }
PlumbText* MorselScratch::names() {
  arrays_->names.resize(PLUMB_MORSEL_ROWS);
  return arrays_->names.data();
}
PlumbText* MorselScratch::ids() {
  arrays_->ids.resize(PLUMB_MORSEL_ROWS);
  return arrays_->ids.data();
}

const MorselHead& Partition::head(uint32_t morsel) const { return table_->columns().morsels[size_t{head_->first_morsel} + morsel]; }
const Piece& Partition::piece(uint32_t morsel, uint32_t column) const { return table_->columns().pieces[head(morsel).first_piece + column]; }

std::span<const uint32_t> Partition::parties(uint32_t morsel) const {
  return {reinterpret_cast<const uint32_t*>(table_->columns().bytes.data() + piece(morsel, kParties).values), rows(morsel)};
}

// Stored ends count from the day before the least one, zero being open (row_builder.cpp).
bool Partition::held(uint32_t morsel, Date d, uint64_t* plane) const {
  const uint32_t count = rows(morsel);
  first_rows(plane, count);
  bool all = true;
  for (const uint32_t end : {kFrom, kUntil}) {
    const Piece& at = piece(morsel, end);
    const std::byte* values = table_->columns().bytes.data() + at.values;
    const int64_t day = d.days - at.base;
    switch (at.storage) {
      case Storage::constant:
        // The end of time is open: what holds until then holds on every day.
        if (end == kFrom ? day < 0 : day >= 0 && at.base != std::numeric_limits<int32_t>::max()) {
          std::fill_n(plane, blocks_of(count), 0);
          return false;
        }
        break;
      case Storage::u8:
        all &= end == kFrom ? keep_begun<uint8_t>(values, count, plane, day) : keep_unended<uint8_t>(values, count, plane, day);
        break;
      case Storage::u16:
        all &= end == kFrom ? keep_begun<uint16_t>(values, count, plane, day) : keep_unended<uint16_t>(values, count, plane, day);
        break;
      case Storage::u32:
        all &= end == kFrom ? keep_begun<uint32_t>(values, count, plane, day) : keep_unended<uint32_t>(values, count, plane, day);
        break;
      case Storage::raw64:
      case Storage::raw128:
      case Storage::bits:
        check(false, "days are stored in up to four bytes");
    }
  }
  return all;
}

snapshot::HoldingIndex Partition::holding(uint32_t morsel, uint32_t row) const {
  const Piece& piece_of = piece(morsel, kHoldings);
  if (piece_of.valid == Piece::kNoneKnown) return {};
  return snapshot::HoldingIndex(static_cast<uint32_t>(stored_number(piece_of, table_->columns().bytes.data(), row)));
}

std::vector<std::optional<ir::Value>> Partition::row(const ir::Program& program, uint32_t morsel, uint32_t row) const {
  const auto& fields = program.matters[matter()].fields;
  const std::byte* bytes = table_->columns().bytes.data();
  std::vector<std::optional<ir::Value>> out(fields.size());
  for (uint32_t f = 0; f < fields.size(); ++f) {
    const Piece& at = piece(morsel, kFields + f);
    if (at.valid == Piece::kNoneKnown) continue;
    if (at.valid != Piece::kAllKnown && !ir::plane_bit(reinterpret_cast<const uint64_t*>(bytes + at.valid), row)) continue;
    ir::Value value{fields[f].type, 0, {}};
    if (at.storage == Storage::bits) {
      value.number = ir::plane_bit(reinterpret_cast<const uint64_t*>(bytes + at.values), row) ? 1 : 0;
    } else if (at.storage == Storage::raw128) {
      std::memcpy(&value.number, bytes + at.values + size_t{row} * sizeof(int128), sizeof(int128));
    } else if (value.type.kind == ir::TypeKind::text) {
      value.text = table_->text(stored_number(at, bytes, row));
    } else if (value.type.kind == ir::TypeKind::set) {
      value.number = static_cast<int128>(stored_number(at, bytes, row));
    } else {
      value.number = static_cast<int64_t>(stored_number(at, bytes, row));
    }
    out[f] = std::move(value);
  }
  return out;
}

namespace {

bool is_needed(std::span<const uint64_t> needed, uint32_t field) { return needed.empty() || ir::plane_bit(needed.data(), field); }

}  // namespace

PlumbMorsel Partition::widen(uint32_t morsel, MorselScratch& scratch, std::span<const uint64_t> needed) const {
  MorselScratch::Arrays& arrays = *scratch.arrays_;
  check(head_->matter < arrays.matters.size() && arrays.matters[head_->matter].formats.size() == head_->fields, "the scratch is for the matter's rows");
  const auto& of = arrays.matters[head_->matter];
  const std::byte* bytes = table_->columns().bytes.data();
  const uint32_t count = rows(morsel);
  arrays.begin(count);
  for (uint32_t f = 0; f < head_->fields; ++f) {
    const Piece& at = piece(morsel, kFields + f);
    PlumbColumn& column = arrays.columns[f];
    column = {kZeros.data(), reinterpret_cast<const uint64_t*>(kZeros.data())};
    if (at.valid == Piece::kNoneKnown || !is_needed(needed, f)) continue;
    column.valid = at.valid == Piece::kAllKnown ? arrays.all_known.data() : reinterpret_cast<const uint64_t*>(bytes + at.valid);
    if (lies_as(at, of.formats[f]) && !of.is_text[f]) {
      column.values = bytes + at.values;
    } else if (at.storage != Storage::constant || at.base != 0 || of.is_text[f]) {
      arrays.fill(of, f, at, *table_, {nullptr, blocks_of(count), count});
    }
  }
  return arrays.view(count);
}

PlumbMorsel Partition::gather(uint32_t morsel, const Selection& selected, MorselScratch& scratch, std::span<const uint64_t> needed) const {
  MorselScratch::Arrays& arrays = *scratch.arrays_;
  check(head_->matter < arrays.matters.size() && arrays.matters[head_->matter].formats.size() == head_->fields, "the scratch is for the matter's rows");
  const auto& of = arrays.matters[head_->matter];
  const std::byte* bytes = table_->columns().bytes.data();
  const uint32_t count = selected.count;
  const Wanted wanted{&selected, selected.blocks, count};
  arrays.begin(count);
  for (uint32_t f = 0; f < head_->fields; ++f) {
    const Piece& at = piece(morsel, kFields + f);
    PlumbColumn& column = arrays.columns[f];
    column = {kZeros.data(), reinterpret_cast<const uint64_t*>(kZeros.data())};
    if (at.valid == Piece::kNoneKnown || !is_needed(needed, f)) continue;
    column.valid = arrays.all_known.data();
    if (at.valid != Piece::kAllKnown) {
      lanes().bits(reinterpret_cast<const uint64_t*>(bytes + at.valid), selected.plane.data(), selected.blocks, arrays.valid[f].data());
      column.valid = arrays.valid[f].data();
    }
    if (at.storage == Storage::bits) {
      lanes().bits(reinterpret_cast<const uint64_t*>(bytes + at.values), selected.plane.data(), selected.blocks, arrays.cells<uint64_t>(f));
      column.values = arrays.values[f].data();
    } else if (at.storage != Storage::constant || at.base != 0 || of.is_text[f]) {
      arrays.fill(of, f, at, *table_, wanted);
    }
  }
  return arrays.view(count);
}

std::optional<Partition> RowTable::find(ir::MatterId matter, Stage stage) const {
  for (uint32_t i = 0; i < partition_count(); ++i) {
    const PartitionHead& head = columns_.partitions[i];
    if (head.matter == matter.value && head.stage == static_cast<uint32_t>(stage)) return partition(i);
  }
  return std::nullopt;
}

uint64_t RowTable::row_count() const {
  uint64_t count = 0;
  for (const PartitionHead& head : columns_.partitions) count += head.rows;
  return count;
}

}  // namespace plumb::rows
