// Many short texts as one run of characters and where each begins; four bytes a text besides its own.
//
// Beginnings are kept relative to those of every 65536th text, so that characters may pass 4 GiB. A column whose texts are
// all empty takes nothing. Immutable; any thread.
#pragma once

#include <string_view>

#include "runtime/snapshot/column.hpp"

namespace plumb::snapshot {

class TextColumn {
 public:
  static constexpr size_t kStride = 1 << 16;

  std::string_view operator[](size_t i) const {
    if (begins.empty()) return {};
    const uint64_t begin = begin_of(i);
    return {chars.data() + begin, begin_of(i + 1) - begin};
  }
  // REQUIRES: i <= the number of texts; not all are empty.
  uint64_t begin_of(size_t i) const { return bases[i / kStride] + begins[i]; }

  Column<uint64_t> bases;   // one for every kStride beginnings, begun or whole
  Column<uint32_t> begins;  // one more than texts, or none where all are empty
  Column<char> chars;
};

class TextColumnBuilder {
 public:
  void reserve(size_t texts) { begins_.reserve(texts + 1); }
  void add(std::string_view text) {
    begin();
    chars_.insert(chars_.end(), text.begin(), text.end());
  }
  TextColumn take() {
    if (chars_.empty()) return {};
    begin();
    TextColumn out;
    out.bases = std::move(bases_);
    out.begins = std::move(begins_);
    out.chars = std::move(chars_);
    return out;
  }

 private:
  void begin() {
    if (begins_.size() % TextColumn::kStride == 0) bases_.push_back(chars_.size());
    begins_.push_back(static_cast<uint32_t>(chars_.size() - bases_.back()));
  }
  ColumnBuffer<uint64_t> bases_;
  ColumnBuffer<uint32_t> begins_;
  ColumnBuffer<char> chars_;
};

}  // namespace plumb::snapshot
