// One bit for each of many, and how many are set before a given one: what is kept for few is found at its rank.
//
// An eighth of a byte for each, and half as much for the counts. Asking for a bit reads one word; a rank counts the bits
// before it within its word. Nobody's bit set at all takes nothing. Immutable once made; any thread.
#pragma once

#include <bit>
#include <cstdint>
#include <utility>

#include "runtime/snapshot/column.hpp"

namespace plumb::snapshot {

class RankedBits {
 public:
  static constexpr size_t kBits = 64;

  RankedBits() = default;
  // Bit i % 64 of word i / 64; zeros past the last.
  explicit RankedBits(ColumnBuffer<uint64_t> marked) {
    ColumnBuffer<uint32_t> before(marked.size());
    for (size_t word = 0; word < marked.size(); ++word) {
      before[word] = count_;
      count_ += static_cast<uint32_t>(std::popcount(marked[word]));
    }
    bits = std::move(marked);
    ranks = std::move(before);
  }
  static size_t words_for(size_t many) { return (many + kBits - 1) / kBits; }

  bool empty() const { return bits.empty(); }
  // How many are set; known where it was made, not where it was read from a file.
  uint32_t count() const { return count_; }
  // REQUIRES: not empty, i within.
  bool operator[](size_t i) const { return (bits[i / kBits] >> (i % kBits) & 1) != 0; }
  // How many before i are set. REQUIRES: the same.
  size_t rank(size_t i) const {
    const uint64_t before = (uint64_t{1} << (i % kBits)) - 1;
    return ranks[i / kBits] + static_cast<size_t>(std::popcount(bits[i / kBits] & before));
  }

  Column<uint64_t> bits;
  Column<uint32_t> ranks;  // for each word, how many bits are set before it

 private:
  uint32_t count_ = 0;
};

}  // namespace plumb::snapshot
