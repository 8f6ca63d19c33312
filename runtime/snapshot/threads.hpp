// Pieces of work → done on several threads, in no order.
//
// Results do not hang on the number of threads as long as pieces do not hang on one another. What work throws reaches the
// caller, once no other thread is left. For this folder.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>

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

}  // namespace plumb::snapshot
