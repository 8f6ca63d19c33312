// Texts of which many are empty, as the fields of an entry are: a bit tells which are not, and only those are kept.
//
// All empty take nothing. Immutable; any thread.
#pragma once

#include <string_view>
#include <utility>

#include "runtime/snapshot/ranked_bits.hpp"
#include "runtime/snapshot/text_column.hpp"

namespace plumb::snapshot {

class SparseTextColumn {
 public:
  std::string_view operator[](size_t i) const { return marks.empty() || !marks[i] ? std::string_view() : texts[marks.rank(i)]; }

  RankedBits marks;  // set for texts that are not empty
  TextColumn texts;  // those
};

class SparseTextColumnBuilder {
 public:
  void add(std::string_view text) {
    if (count_ % RankedBits::kBits == 0) marked_.push_back(0);
    if (!text.empty()) {
      marked_.back() |= uint64_t{1} << (count_ % RankedBits::kBits);
      texts_.add(text);
    }
    ++count_;
  }
  SparseTextColumn take() {
    SparseTextColumn out;
    out.texts = texts_.take();
    if (!out.texts.begins.empty()) out.marks = RankedBits(std::move(marked_));
    return out;
  }

 private:
  size_t count_ = 0;
  ColumnBuffer<uint64_t> marked_;
  TextColumnBuilder texts_;
};

}  // namespace plumb::snapshot
