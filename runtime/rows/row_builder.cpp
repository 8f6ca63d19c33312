#include "runtime/rows/row_builder.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <numeric>

#include "compiler/base/check.hpp"
#include "compiler/ir/layout.hpp"
#include "compiler/ir/predicate_table.hpp"

namespace plumb::rows {

namespace {

using ir::ColumnFormat;

constexpr size_t padded(size_t bytes) { return (bytes + PLUMB_ALIGNMENT - 1) / PLUMB_ALIGNMENT * PLUMB_ALIGNMENT; }
constexpr size_t words_of(uint32_t rows) { return (size_t{rows} + PLUMB_BLOCK_ROWS - 1) / PLUMB_BLOCK_ROWS; }
constexpr size_t rows_padded(uint32_t rows) { return words_of(rows) * PLUMB_BLOCK_ROWS; }

using Plane = std::array<uint64_t, PLUMB_MORSEL_ROWS / PLUMB_BLOCK_ROWS>;
using Numbers = std::array<int64_t, PLUMB_MORSEL_ROWS>;

// The bits of the first `rows` rows, and zeros.
Plane first_bits(const uint64_t* bits, uint32_t rows) {
  Plane plane{};
  std::copy_n(bits, words_of(rows), plane.begin());
  if (rows % PLUMB_BLOCK_ROWS != 0) plane[rows / PLUMB_BLOCK_ROWS] &= (uint64_t{1} << (rows % PLUMB_BLOCK_ROWS)) - 1;
  return plane;
}

bool is_known(const Plane& plane, uint32_t row) { return (plane[row / PLUMB_BLOCK_ROWS] >> (row % PLUMB_BLOCK_ROWS) & 1) != 0; }

uint32_t count(const Plane& plane) {
  uint32_t out = 0;
  for (const uint64_t word : plane) out += static_cast<uint32_t>(__builtin_popcountll(word));
  return out;
}

Storage storage_for(uint64_t largest) {
  if (largest == 0) return Storage::constant;
  if (largest <= UINT8_MAX) return Storage::u8;
  if (largest <= UINT16_MAX) return Storage::u16;
  return largest <= UINT32_MAX ? Storage::u32 : Storage::raw64;
}

size_t width_of(Storage storage) {
  switch (storage) {
    case Storage::u8:
      return 1;
    case Storage::u16:
      return 2;
    case Storage::u32:
      return 4;
    case Storage::raw64:
      return 8;
    case Storage::raw128:
      return 16;
    case Storage::constant:
    case Storage::bits:
      break;
  }
  return 0;
}

template <typename T>
void widen_into(Numbers& out, const void* values, uint32_t rows) {
  std::copy_n(static_cast<const T*>(values), rows, out.begin());
}

void read_numbers(Numbers& out, const void* values, ColumnFormat format, uint32_t rows) {
  switch (format) {
    case ColumnFormat::u8:
      return widen_into<uint8_t>(out, values, rows);
    case ColumnFormat::u16:
      return widen_into<uint16_t>(out, values, rows);
    case ColumnFormat::u32:
      return widen_into<uint32_t>(out, values, rows);
    case ColumnFormat::i32:
      return widen_into<int32_t>(out, values, rows);
    case ColumnFormat::u64:
    case ColumnFormat::i64:
      return widen_into<int64_t>(out, values, rows);
    case ColumnFormat::bits:
    case ColumnFormat::i128:
      break;
  }
  check(false, "bits and 128-bit cells are read elsewhere");
}

// What all differences to `base` have in common; 1 where they are all zero.
uint64_t common_factor(std::span<const int64_t> numbers, int64_t base) {
  uint64_t factor = 0;
  for (const int64_t number : numbers) {
    const uint64_t difference = static_cast<uint64_t>(number) - static_cast<uint64_t>(base);
    if (factor != 0 && difference % factor == 0) continue;
    factor = std::gcd(factor, difference);
    if (factor == 1) break;
  }
  return factor == 0 ? 1 : factor;
}

// How numbers are written: from which base, in which steps, in which width.
struct Code {
  int64_t base = 0;
  uint64_t step = 1;
  Storage storage = Storage::constant;
};

Code code_from(std::span<const int64_t> numbers, int64_t base, int64_t largest, bool steps) {
  const uint64_t range = static_cast<uint64_t>(largest) - static_cast<uint64_t>(base);
  Code code{base, 1, storage_for(range)};
  if (steps && width_of(code.storage) > 1) {
    const uint64_t step = common_factor(numbers, base);
    if (storage_for(range / step) != code.storage) code = {base, step, storage_for(range / step)};
  }
  if (code.storage == Storage::raw64) code = {0, 1, Storage::raw64};
  return code;
}

Code narrowest(std::span<const int64_t> numbers, bool steps) {
  const auto [least, largest] = std::minmax_element(numbers.begin(), numbers.end());
  const Code code = code_from(numbers, *least, *largest, steps);
  if (*least < 0 || code.storage == Storage::constant) return code;
  // From zero where that is as narrow: such values are read without an addition, or where they lie.
  const Code plain = code_from(numbers, 0, *largest, steps);
  return width_of(plain.storage) <= width_of(code.storage) ? plain : code;
}

}  // namespace

uint64_t RowTableBuilder::put(const void* values, size_t bytes, size_t padded_bytes) {
  const size_t at = bytes_.size();
  bytes_.resize(at + padded(padded_bytes), std::byte{0});
  if (bytes != 0) std::memcpy(bytes_.data() + at, values, bytes);
  return at;
}

Piece RowTableBuilder::encode_numbers(std::span<const int64_t> numbers, ColumnFormat format) {
  const Code code = narrowest(numbers, format == ColumnFormat::i64 || format == ColumnFormat::i128);
  Piece piece;
  piece.base = code.base;
  piece.scale = static_cast<int64_t>(code.step);
  piece.storage = code.storage;
  if (code.storage == Storage::constant) return piece;
  const size_t width = width_of(code.storage);
  const size_t padded_rows = rows_padded(static_cast<uint32_t>(numbers.size()));
  piece.values = put(nullptr, 0, padded_rows * width);
  std::byte* out = bytes_.data() + piece.values;
  for (const int64_t number : numbers) {
    const uint64_t stored = (static_cast<uint64_t>(number) - static_cast<uint64_t>(code.base)) / code.step;
    std::memcpy(out, &stored, width);  // little-endian: the low bytes come first
    out += width;
  }
  return piece;
}

uint64_t RowTableBuilder::text_number(const PlumbText& text) {
  const auto [found, fresh] = texts_.emplace(std::string(text.data, text.size), texts_.size());
  if (fresh) {
    text_chars_.insert(text_chars_.end(), text.data, text.data + text.size);
    text_begins_.push_back(text_chars_.size());
  }
  return found->second;
}

Piece RowTableBuilder::encode(const PlumbColumn& column, ColumnFormat format, uint32_t rows) {
  const Plane valid = first_bits(column.valid, rows);
  const uint32_t known = count(valid);
  Piece piece;
  piece.valid = Piece::kNoneKnown;
  if (known == 0) return piece;
  if (format == ColumnFormat::bits) {
    const Plane bits = first_bits(static_cast<const uint64_t*>(column.values), rows);
    if (count(bits) != 0) {
      piece.storage = Storage::bits;
      piece.values = put(bits.data(), words_of(rows) * sizeof(uint64_t), words_of(rows) * sizeof(uint64_t));
    }
  } else {
    Numbers numbers{};
    bool wide = false;
    if (format == ColumnFormat::i128) {
      const auto* cells = static_cast<const int64_t*>(column.values);
      for (uint32_t r = 0; r < rows; ++r) {
        numbers[r] = cells[2 * r];
        wide |= is_known(valid, r) && cells[2 * r + 1] != (cells[2 * r] < 0 ? -1 : 0);
      }
    } else {
      read_numbers(numbers, column.values, format, rows);
    }
    if (wide) {
      piece.storage = Storage::raw128;
      piece.values = put(column.values, size_t{rows} * 16, rows_padded(rows) * 16);
    } else {
      for (uint32_t r = 0; r < rows; ++r) numbers[r] = is_known(valid, r) ? numbers[r] : 0;
      piece = encode_numbers(std::span(numbers).first(rows), format);
    }
  }
  piece.valid = Piece::kAllKnown;
  if (known != rows) piece.valid = put(valid.data(), words_of(rows) * sizeof(uint64_t), words_of(rows) * sizeof(uint64_t));
  return piece;
}

namespace {

// Ends of periods as numbers after the least day that any row has, zero where a row's is open; all alike stay as they are.
struct Ends {
  bool alike = true;
  int64_t base = 0;
  Numbers numbers{};
};

Ends ends_of(const int32_t* days, uint32_t rows, int32_t open) {
  Ends ends;
  int64_t least = std::numeric_limits<int64_t>::max();
  for (uint32_t r = 0; r < rows; ++r) {
    ends.alike &= days[r] == days[0];
    if (days[r] != open) least = std::min<int64_t>(least, days[r]);
  }
  ends.base = ends.alike ? days[0] : least - 1;
  if (ends.alike) return ends;
  for (uint32_t r = 0; r < rows; ++r) ends.numbers[r] = days[r] == open ? 0 : days[r] - ends.base;
  return ends;
}

}  // namespace

void RowTableBuilder::append(ir::MatterId matter, Stage stage, const TypedRows& rows) {
  check(rows.row_count > 0 && rows.row_count <= PLUMB_MORSEL_ROWS, "a morsel has rows, and room for them");
  Growing& partition = partitions_[{matter.value, static_cast<uint32_t>(stage)}];
  check(partition.last_party <= rows.parties[0] && std::is_sorted(rows.parties, rows.parties + rows.row_count), "rows come in the order of their parties");
  partition.last_party = rows.parties[rows.row_count - 1];
  partition.rows += rows.row_count;
  partition.morsels.push_back({pieces_.size(), rows.row_count, 0});

  const size_t party_bytes = size_t{rows.row_count} * sizeof(uint32_t);
  Piece parties;
  parties.storage = Storage::u32;
  parties.values = put(rows.parties, party_bytes, rows_padded(rows.row_count) * sizeof(uint32_t));
  pieces_.push_back(parties);
  for (const auto& [days, open] : {std::pair(rows.from, kAlways), std::pair(rows.until, kNever)}) {
    Piece piece;
    piece.base = open;
    if (days) {
      const Ends ends = ends_of(days, rows.row_count, open);
      if (!ends.alike) {
        // Four bytes at the widest, since days lie in 32 bits; never in steps, since zero has a meaning of its own.
        piece.storage = storage_for(static_cast<uint64_t>(*std::max_element(ends.numbers.begin(), ends.numbers.begin() + rows.row_count)));
        const size_t width = width_of(piece.storage);
        piece.values = put(nullptr, 0, rows_padded(rows.row_count) * width);
        for (uint32_t r = 0; r < rows.row_count; ++r) std::memcpy(bytes_.data() + piece.values + r * width, &ends.numbers[r], width);
      }
      piece.base = ends.base;
    }
    pieces_.push_back(piece);
  }
  Piece holdings;
  holdings.valid = rows.holdings ? Piece::kAllKnown : Piece::kNoneKnown;
  if (rows.holdings) {
    Numbers numbers{};
    std::copy_n(rows.holdings, rows.row_count, numbers.begin());
    holdings = encode_numbers(std::span(numbers).first(rows.row_count), ColumnFormat::u32);
  }
  pieces_.push_back(holdings);

  const auto& fields = program_.matters[matter].fields;
  std::array<uint32_t, PLUMB_MORSEL_ROWS> texts;
  for (size_t f = 0; f < fields.size(); ++f) {
    PlumbColumn column = rows.columns[f];
    if (fields[f].type.kind == ir::TypeKind::text) {
      const auto* cells = static_cast<const uint32_t*>(column.values);
      for (uint32_t r = 0; r < rows.row_count; ++r) {
        const bool known = ir::plane_bit(column.valid, r);
        texts[r] = known ? static_cast<uint32_t>(text_number(rows.texts[cells[r]])) : 0;
      }
      column.values = texts.data();
    }
    pieces_.push_back(encode(column, ir::format_of(program_, fields[f].type), rows.row_count));
  }
}

RowTable RowTableBuilder::take() {
  snapshot::ColumnBuffer<PartitionHead> partitions;
  snapshot::ColumnBuffer<MorselHead> morsels;
  for (const auto& [key, partition] : partitions_) {
    PartitionHead head;
    head.matter = key.first;
    head.stage = key.second;
    head.first_morsel = static_cast<uint32_t>(morsels.size());
    head.morsels = static_cast<uint32_t>(partition.morsels.size());
    head.rows = partition.rows;
    head.fields = static_cast<uint32_t>(program_.matters[ir::MatterId(key.first)].fields.size());
    partitions.push_back(head);
    morsels.insert(morsels.end(), partition.morsels.begin(), partition.morsels.end());
  }
  partitions_.clear();
  texts_.clear();
  RowTable::Columns columns{std::move(partitions),   std::move(morsels),     std::move(pieces_), std::move(bytes_),
                            std::move(text_begins_), std::move(text_chars_), std::move(refused_)};
  return RowTable(ir::layout_digest(program_), std::move(columns));
}

}  // namespace plumb::rows
