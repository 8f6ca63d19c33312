#include "compiler/ir/columns.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <new>
#include <string>

#include "compiler/base/check.hpp"
#include "compiler/ir/layout.hpp"
#include "compiler/ir/predicate_table.hpp"
#include "compiler/ir/values.hpp"

namespace plumb::ir {

namespace {

ColumnFormat unsigned_for(uint64_t largest) {
  if (largest <= UINT8_MAX) return ColumnFormat::u8;
  if (largest <= UINT16_MAX) return ColumnFormat::u16;
  return largest <= UINT32_MAX ? ColumnFormat::u32 : ColumnFormat::u64;
}

constexpr size_t kMaskWords = PLUMB_MORSEL_ROWS / PLUMB_BLOCK_ROWS;

// Zeroed memory on the alignment that the conventions ask for.
class AlignedBytes {
 public:
  explicit AlignedBytes(size_t bytes) : bytes_(bytes), data_(::operator new(bytes, std::align_val_t(PLUMB_ALIGNMENT))) { zero(); }
  ~AlignedBytes() { ::operator delete(data_, std::align_val_t(PLUMB_ALIGNMENT)); }
  AlignedBytes(const AlignedBytes&) = delete;
  AlignedBytes& operator=(const AlignedBytes&) = delete;

  void zero() { std::memset(data_, 0, bytes_); }
  template <typename T>
  T* as() const {
    return static_cast<T*>(data_);
  }

 private:
  size_t bytes_;
  void* data_;
};

}  // namespace

ColumnFormat format_of(const Program& program, Type type) {
  switch (type.kind) {
    case TypeKind::boolean:
      return ColumnFormat::bits;
    case TypeKind::enumeration:
      return unsigned_for(std::max<size_t>(program.enums[EnumId(type.ref)].values.size(), 1) - 1);
    case TypeKind::set:
      return unsigned_for(full_mask(program.enums[EnumId(type.ref)]));
    case TypeKind::code:
      return unsigned_for(std::max<size_t>(program.taxonomies[TaxonomyId(type.ref)].codes.size(), 1) - 1);
    case TypeKind::date:
      return ColumnFormat::i32;
    case TypeKind::integer:
    case TypeKind::money:
    case TypeKind::duration:
      return ColumnFormat::i64;
    case TypeKind::decimal:
    case TypeKind::ratio:
      return ColumnFormat::i128;
    case TypeKind::text:
      return ColumnFormat::u32;
  }
  return ColumnFormat::i64;
}

struct MorselBuffer::Columns {
  Columns(const Program& program, MatterId matter) : layout(layout_of(program.matters[matter])) {
    for (const Field& field : program.matters[matter].fields) {
      formats.push_back(format_of(program, field.type));
      is_text.push_back(field.type.kind == TypeKind::text);
      values.emplace_back(block_bytes(formats.back()) * kMaskWords);
      valid.emplace_back(kMaskWords * sizeof(uint64_t));
    }
    for (size_t f = 0; f < formats.size(); ++f) columns.push_back({values[f].as<void>(), valid[f].as<uint64_t>()});
  }

  Layout layout;
  std::vector<ColumnFormat> formats;
  std::vector<bool> is_text;
  std::deque<AlignedBytes> values, valid;
  std::vector<PlumbColumn> columns;
  AlignedBytes certain{PLUMB_MORSEL_ROWS * sizeof(uint64_t)}, uncertain{PLUMB_MORSEL_ROWS * sizeof(uint64_t)};
  AlignedBytes kind{PLUMB_MORSEL_ROWS}, sector{PLUMB_MORSEL_ROWS};
  AlignedBytes names{PLUMB_MORSEL_ROWS * sizeof(PlumbText)}, ids{PLUMB_MORSEL_ROWS * sizeof(PlumbText)};
  std::deque<std::string> owned;  // what names, ids and texts point to
  std::vector<PlumbText> texts;
  uint32_t rows = 0;

  PlumbText own(const PlumbText& text) {
    if (!text.data) return {nullptr, 0};
    const std::string& kept = owned.emplace_back(text.data, text.size);
    return {kept.data(), kept.size()};
  }

  void put(size_t field, const PlumbRow& row) {
    const int64_t cell = row.cells[layout.slots[field].cell];
    switch (formats[field]) {
      case ColumnFormat::bits:
        if (cell != 0) set_plane_bit(values[field].as<uint64_t>(), rows);
        return;
      case ColumnFormat::u8:
        values[field].as<uint8_t>()[rows] = static_cast<uint8_t>(cell);
        return;
      case ColumnFormat::u16:
        values[field].as<uint16_t>()[rows] = static_cast<uint16_t>(cell);
        return;
      case ColumnFormat::u32:
        if (is_text[field]) {
          values[field].as<uint32_t>()[rows] = static_cast<uint32_t>(texts.size());
          texts.push_back(own(row.texts[static_cast<size_t>(cell)]));
        } else {
          values[field].as<uint32_t>()[rows] = static_cast<uint32_t>(cell);
        }
        return;
      case ColumnFormat::i32:
        values[field].as<int32_t>()[rows] = static_cast<int32_t>(cell);
        return;
      case ColumnFormat::u64:
      case ColumnFormat::i64:
        values[field].as<int64_t>()[rows] = cell;
        return;
      case ColumnFormat::i128:
        values[field].as<int64_t>()[2 * rows] = cell;
        values[field].as<int64_t>()[2 * rows + 1] = row.cells[layout.slots[field].cell + 1];
        return;
    }
  }
};

MorselBuffer::MorselBuffer(const Program& program, MatterId matter) : columns_(std::make_unique<Columns>(program, matter)) {}
MorselBuffer::~MorselBuffer() = default;
MorselBuffer::MorselBuffer(MorselBuffer&&) noexcept = default;
MorselBuffer& MorselBuffer::operator=(MorselBuffer&&) noexcept = default;

uint32_t MorselBuffer::row_count() const { return columns_->rows; }

void MorselBuffer::clear() {
  Columns& c = *columns_;
  for (AlignedBytes& bytes : c.values) bytes.zero();
  for (AlignedBytes& bytes : c.valid) bytes.zero();
  for (AlignedBytes* bytes : {&c.certain, &c.uncertain, &c.kind, &c.sector, &c.names, &c.ids}) bytes->zero();
  c.owned.clear();
  c.texts.clear();
  c.rows = 0;
}

void MorselBuffer::append(const PlumbRow& row, const PlumbParty& party) {
  check(!full(), "a morsel has room for a row");
  Columns& c = *columns_;
  for (size_t f = 0; f < c.formats.size(); ++f) {
    if (!plane_bit(row.valid, f)) continue;
    set_plane_bit(c.valid[f].as<uint64_t>(), c.rows);
    c.put(f, row);
  }
  c.certain.as<uint64_t>()[c.rows] = party.certain;
  c.uncertain.as<uint64_t>()[c.rows] = party.uncertain;
  c.kind.as<uint8_t>()[c.rows] = party.kind;
  c.sector.as<uint8_t>()[c.rows] = party.sector;
  c.names.as<PlumbText>()[c.rows] = c.own(party.name);
  c.ids.as<PlumbText>()[c.rows] = c.own(party.id);
  ++c.rows;
}

PlumbMorsel MorselBuffer::view() {
  const Columns& c = *columns_;
  return {c.rows,
          c.columns.data(),
          c.certain.as<uint64_t>(),
          c.uncertain.as<uint64_t>(),
          c.kind.as<uint8_t>(),
          c.sector.as<uint8_t>(),
          c.names.as<PlumbText>(),
          c.ids.as<PlumbText>(),
          c.texts.data()};
}

MorselRow::MorselRow(const Program& program, MatterId matter) {
  const Layout layout = layout_of(program.matters[matter]);
  for (const Field& field : program.matters[matter].fields) formats_.push_back(format_of(program, field.type));
  for (const Slot& slot : layout.slots) slots_.push_back(slot.cell);
  cells_.resize(layout.cell_count);
  valid_.resize(layout.valid_words);
}

namespace {

// The low 64 bits of one cell.
int64_t low_cell(const PlumbColumn& column, ColumnFormat format, uint32_t row) {
  const auto at = [&]<typename T>(T) { return static_cast<int64_t>(static_cast<const T*>(column.values)[row]); };
  switch (format) {
    case ColumnFormat::bits:
      return plane_bit(static_cast<const uint64_t*>(column.values), row) ? 1 : 0;
    case ColumnFormat::u8:
      return at(uint8_t{});
    case ColumnFormat::u16:
      return at(uint16_t{});
    case ColumnFormat::u32:
      return at(uint32_t{});
    case ColumnFormat::i32:
      return at(int32_t{});
    case ColumnFormat::u64:
    case ColumnFormat::i64:
      return at(int64_t{});
    case ColumnFormat::i128:
      return static_cast<const int64_t*>(column.values)[2 * size_t{row}];
  }
  return 0;
}

}  // namespace

PlumbRow MorselRow::read(const PlumbMorsel& morsel, uint32_t row) {
  std::fill(valid_.begin(), valid_.end(), 0);
  for (size_t f = 0; f < formats_.size(); ++f) {
    const PlumbColumn& column = morsel.columns[f];
    if (plane_bit(column.valid, row)) set_plane_bit(valid_.data(), f);
    cells_[slots_[f]] = low_cell(column, formats_[f], row);
    if (formats_[f] == ColumnFormat::i128) cells_[slots_[f] + 1] = static_cast<const int64_t*>(column.values)[2 * size_t{row} + 1];
  }
  return {cells_.data(), valid_.data(), morsel.texts};
}

PlumbParty MorselRow::party(const PlumbMorsel& morsel, uint32_t row) {
  constexpr PlumbText kUnknown{nullptr, 0};
  return {morsel.certain[row],
          morsel.uncertain[row],
          morsel.kind[row],
          morsel.sector[row],
          morsel.names ? morsel.names[row] : kUnknown,
          morsel.ids ? morsel.ids[row] : kUnknown};
}

}  // namespace plumb::ir
