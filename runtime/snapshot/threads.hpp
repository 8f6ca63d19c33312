// Pieces of work → done on several threads, in no order; and values put in order on several threads.
//
// Results do not hang on the number of threads as long as pieces do not hang on one another. What work throws reaches the
// caller, once no other thread is left. For this folder.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>

#include "runtime/snapshot/column.hpp"
#include "runtime/threads/crew.hpp"

namespace plumb::snapshot {

// work(piece) for every piece, each once.
template <typename Work>
void each_piece(size_t pieces, unsigned threads, const Work& work) {
  threads::in_any_order(pieces, threads, [&](unsigned, uint64_t piece) { work(static_cast<size_t>(piece)); });
}

// work(begin, end) for consecutive ranges of `count` rows that together are all of them.
template <typename Work>
void each_range(size_t count, unsigned threads, const Work& work) {
  constexpr size_t kRows = size_t{1} << 16;
  each_piece((count + kRows - 1) / kRows, threads, [&](size_t piece) { work(piece * kRows, std::min((piece + 1) * kRows, count)); });
}

// Tasks that do not wait for one another, the longest first.
template <typename... Tasks>
void at_once(unsigned threads, const Tasks&... tasks) {
  const std::array<std::function<void()>, sizeof...(tasks)> all{tasks...};
  each_piece(all.size(), threads, [&](size_t i) { all[i](); });
}

// As std::sort. REQUIRES: `less` tells any two values apart, or they are the same in every byte.
template <typename Value, typename Less>
void sort_on(unsigned threads, Unfilled<Value>& values, const Less& less) {
  constexpr size_t kWorthAThread = size_t{1} << 15;
  if (std::is_sorted(values.begin(), values.end(), less)) return;
  const size_t runs = std::min<size_t>(threads, values.size() / kWorthAThread);
  if (runs < 2) return std::sort(values.begin(), values.end(), less);
  const auto at = [&](size_t run) { return values.begin() + values.size() * run / runs; };
  each_piece(runs, threads, [&](size_t run) { std::sort(at(run), at(run + 1), less); });
  Unfilled<Value> merged(values.size());
  for (size_t width = 1; width < runs; width *= 2) {
    // Two runs merge in two halves: what is less than the middle of the first, and the rest.
    each_piece((runs + 2 * width - 1) / (2 * width) * 2, threads, [&](size_t half) {
      const size_t run = half / 2 * 2 * width;
      Value *const first = at(run), *const middle = at(std::min(run + width, runs)), *const last = at(std::min(run + 2 * width, runs));
      Value* const split = first + (middle - first) / 2;
      Value* const other = split == middle ? last : std::lower_bound(middle, last, *split, less);
      Value* const out = merged.begin() + (first - values.begin());
      if (half % 2 == 0) {
        std::merge(first, split, middle, other, out, less);
      } else {
        std::merge(split, middle, other, last, out + (split - first) + (other - middle), less);
      }
    });
    values.swap(merged);
  }
}

}  // namespace plumb::snapshot
