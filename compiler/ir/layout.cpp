#include "compiler/ir/layout.hpp"

#include "compiler/base/check.hpp"
#include "compiler/base/sha256.hpp"

namespace plumb::ir {

namespace {

bool is_wide(TypeKind kind) { return kind == TypeKind::decimal || kind == TypeKind::ratio; }

void append(std::string& out, const std::string& text) { out += std::to_string(text.size()) + ":" + text; }
void append(std::string& out, uint64_t number) { out += std::to_string(number) + ","; }
void append(std::string& out, const Name& name) {
  append(out, name.zh);
  append(out, name.alias);
}

void append(std::string& out, const Program& program, Type type) {
  append(out, static_cast<uint64_t>(type.kind));
  if (type.kind == TypeKind::enumeration || type.kind == TypeKind::set) {
    const EnumType& e = program.enums[EnumId(type.ref)];
    append(out, e.values.size());
    for (const Name& value : e.values) append(out, value);
  } else if (type.kind == TypeKind::code) {
    const Taxonomy& t = program.taxonomies[TaxonomyId(type.ref)];
    append(out, t.codes.size());
    for (const Code& code : t.codes) {
      append(out, code.code);
      append(out, code.name);  // requests and holdings may name it so
    }
  }
}

}  // namespace

Layout layout_of(const Matter& matter) {
  Layout layout;
  for (const Field& field : matter.fields) {
    const uint32_t width = is_wide(field.type.kind) ? 2 : 1;
    layout.slots.push_back({layout.cell_count, width});
    layout.cell_count += width;
  }
  layout.valid_words = static_cast<uint32_t>((matter.fields.size() + 63) / 64);
  return layout;
}

std::string layout_digest(const Program& program) {
  std::string text = "plumb layout 2;";
  for (uint32_t i = 0; i < kFixedEnumCount; ++i) {
    append(text, program.enums[EnumId(i)].values.size());
    for (const Name& value : program.enums[EnumId(i)].values) append(text, value.alias);
  }
  append(text, program.matters.size());
  for (const Matter& matter : program.matters) {
    append(text, matter.name);
    append(text, matter.stages.size());
    for (const Stage stage : matter.stages) append(text, static_cast<uint64_t>(stage));
    append(text, matter.fields.size());
    for (const Field& field : matter.fields) {
      append(text, field.name);
      append(text, program, field.type);
    }
  }
  append(text, program.measures.size());
  for (const Measure& measure : program.measures) append(text, measure.name);
  return sha256_hex(text);
}

PackedRow::PackedRow(const Layout& layout, std::span<const std::optional<Value>> values) {
  check(values.size() == layout.slots.size(), "one value a field");
  cells_.resize(layout.cell_count);
  valid_.resize(layout.valid_words);
  for (size_t f = 0; f < values.size(); ++f) {
    if (!values[f]) continue;
    const Value& value = *values[f];
    const Slot slot = layout.slots[f];
    valid_[f / 64] |= uint64_t{1} << (f % 64);
    if (value.type.kind == TypeKind::text) {
      cells_[slot.cell] = static_cast<int64_t>(texts_.size());
      texts_.push_back(value.text);
      continue;
    }
    cells_[slot.cell] = static_cast<int64_t>(static_cast<uint64_t>(value.number));
    if (slot.width == 2) cells_[slot.cell + 1] = static_cast<int64_t>(value.number >> 64);
  }
  for (const std::string& text : texts_) views_.push_back({text.data(), text.size()});
}

std::vector<std::optional<Value>> unpack(const Matter& matter, const Layout& layout, const PlumbRow& row) {
  std::vector<std::optional<Value>> values(matter.fields.size());
  for (size_t f = 0; f < values.size(); ++f) {
    if ((row.valid[f / 64] >> (f % 64) & 1) == 0) continue;
    const Type type = matter.fields[f].type;
    const Slot slot = layout.slots[f];
    const int64_t cell = row.cells[slot.cell];
    Value value{type, cell, {}};
    if (type.kind == TypeKind::text) {
      const PlumbText& text = row.texts[static_cast<size_t>(cell)];
      value = {type, 0, std::string(text.data, text.size)};
    } else if (type.kind == TypeKind::set) {
      value.number = static_cast<int128>(static_cast<uint64_t>(cell));
    } else if (slot.width == 2) {
      const uint128 high = static_cast<uint128>(static_cast<int128>(row.cells[slot.cell + 1])) << 64;
      value.number = static_cast<int128>(high | static_cast<uint64_t>(cell));
    }
    values[f] = std::move(value);
  }
  return values;
}

}  // namespace plumb::ir
