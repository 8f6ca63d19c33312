// Texts that lie anywhere → a text column in a given order, on several threads. The same bytes as TextColumnBuilder's.
#pragma once

#include <algorithm>
#include <cstring>

#include "runtime/snapshot/text_column.hpp"
#include "runtime/snapshot/threads.hpp"

namespace plumb::snapshot {

// text(i): the text of row i, for i < count; asked for twice, by any thread.
template <typename Text>
TextColumn gather_texts(size_t count, unsigned threads, const Text& text) {
  // A stride has a base of its own, so strides are laid out by themselves and put one after another.
  const size_t strides = count / TextColumn::kStride + 1;
  const auto rows_of = [&](size_t stride) { return std::pair(stride * TextColumn::kStride, std::min((stride + 1) * TextColumn::kStride, count)); };
  ColumnBuffer<uint64_t> bases(strides + 1, 0);
  Unfilled<uint32_t> begins(count + 1);
  each_piece(strides, threads, [&](size_t stride) {
    uint64_t length = 0;
    const auto [first, last] = rows_of(stride);
    for (size_t i = first; i < last; ++i) {
      begins[i] = static_cast<uint32_t>(length);
      length += text(i).size();
    }
    bases[stride + 1] = length;
  });
  for (size_t stride = 0; stride < strides; ++stride) bases[stride + 1] += bases[stride];
  const uint64_t all = bases[strides];
  bases.pop_back();
  if (all == 0) return {};
  begins[count] = static_cast<uint32_t>(all - bases.back());
  Unfilled<char> chars(all);
  each_piece(strides, threads, [&](size_t stride) {
    char* to = chars.data() + bases[stride];
    const auto [first, last] = rows_of(stride);
    for (size_t i = first; i < last; ++i) {
      const std::string_view one = text(i);
      if (!one.empty()) std::memcpy(to, one.data(), one.size());
      to += one.size();
    }
  });
  TextColumn out;
  out.bases = std::move(bases);
  out.begins = std::move(begins);
  out.chars = std::move(chars);
  return out;
}

}  // namespace plumb::snapshot
