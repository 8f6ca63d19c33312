// Which rows belong to which owner, where few owners have any: one bit an owner, and lists for those alone.
//
// Built once from (owner, item) pairs, linear in their number; keeps the order in which the pairs came. A look-up that finds
// nothing reads one bit; others count the bits before it within its word. An eighth of a byte an owner and half as much for
// the counts, where a beginning for each owner (Adjacency) would be four bytes. No pairs at all take nothing. Immutable
// afterwards; any thread.
#pragma once

#include <bit>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "runtime/snapshot/column.hpp"

namespace plumb::snapshot {

template <typename Item>
class SparseAdjacency {
 public:
  static constexpr size_t kBits = 64;

  SparseAdjacency() = default;
  SparseAdjacency(size_t owners, const std::vector<std::pair<uint32_t, Item>>& pairs) {
    if (pairs.empty()) return;
    ColumnBuffer<uint64_t> marked((owners + kBits - 1) / kBits, 0);
    for (const auto& [owner, item] : pairs) marked[owner / kBits] |= uint64_t{1} << (owner % kBits);
    ColumnBuffer<uint32_t> before(marked.size());
    uint32_t lists = 0;
    for (size_t word = 0; word < marked.size(); ++word) {
      before[word] = lists;
      lists += static_cast<uint32_t>(std::popcount(marked[word]));
    }
    bits = std::move(marked);
    ranks = std::move(before);

    ColumnBuffer<uint32_t> counted(size_t{lists} + 1, 0);
    ColumnBuffer<Item> placed(pairs.size());
    for (const auto& [owner, item] : pairs) ++counted[rank(owner) + 1];
    for (size_t i = 1; i < counted.size(); ++i) counted[i] += counted[i - 1];
    std::vector<uint32_t> next(counted.begin(), counted.end());
    for (const auto& [owner, item] : pairs) placed[next[rank(owner)]++] = item;
    begins = std::move(counted);
    items = std::move(placed);
  }

  // REQUIRES: owner < owners.
  std::span<const Item> operator[](size_t owner) const {
    if (bits.empty() || (bits[owner / kBits] >> (owner % kBits) & 1) == 0) return {};
    const size_t list = rank(owner);
    return items.span().subspan(begins[list], begins[list + 1] - begins[list]);
  }

  Column<uint64_t> bits;    // one an owner, set where it has items; zero past the last owner
  Column<uint32_t> ranks;   // for each word of bits, how many are set before it
  Column<uint32_t> begins;  // one more than bits are set
  Column<Item> items;

 private:
  // How many owners before it have items. REQUIRES: it has some itself.
  size_t rank(size_t owner) const {
    const uint64_t below = (uint64_t{1} << (owner % kBits)) - 1;
    return ranks[owner / kBits] + static_cast<size_t>(std::popcount(bits[owner / kBits] & below));
  }
};

}  // namespace plumb::snapshot
