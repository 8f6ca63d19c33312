// How a matter's row lies in memory: values → cells and back, by the conventions of predicate_table.h.
//
// Shared by the runtime, which packs requests and holdings, and by every back end that reads rows. Pure.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "compiler/ir/predicate_table.h"
#include "compiler/ir/program.hpp"

namespace plumb::ir {

// Where a field's value lies: `cell` is the index of its first int64; decimal and ratio take two (low, high). A text's
// cell holds an index into the row's texts.
struct Slot {
  uint32_t cell = 0;
  uint32_t width = 1;
};

struct Layout {
  std::vector<Slot> slots;  // one a field, in declared order
  uint32_t cell_count = 0;
  uint32_t valid_words = 0;  // (fields + 63) / 64
};
Layout layout_of(const Matter& matter);

// SHA-256 of everything that gives a row's cells and a table's indices their meaning: the vocabulary, each matter's name,
// stages and fields, enumerators and codes in order, measures' names in order. A table built for another digest is refused.
std::string layout_digest(const Program& program);

// A row that owns its cells. view() points into it: valid until it is changed or destroyed.
class PackedRow {
 public:
  PackedRow() = default;
  // REQUIRES: one value a field, of the field's type.
  PackedRow(const Layout& layout, std::span<const std::optional<Value>> values);
  PlumbRow view() const { return {cells_.data(), valid_.data(), views_.data()}; }

  PackedRow(PackedRow&&) = default;
  PackedRow& operator=(PackedRow&&) = default;
  PackedRow(const PackedRow&) = delete;
  PackedRow& operator=(const PackedRow&) = delete;

 private:
  std::vector<int64_t> cells_;
  std::vector<uint64_t> valid_;
  std::vector<std::string> texts_;
  std::vector<PlumbText> views_;
};

// REQUIRES: the row was packed for this matter.
std::vector<std::optional<Value>> unpack(const Matter& matter, const Layout& layout, const PlumbRow& row);

}  // namespace plumb::ir
