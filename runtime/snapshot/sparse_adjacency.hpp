// Which rows belong to which owner, where few owners have any: one bit an owner, and lists for those alone.
//
// Built once from (owner, item) pairs, linear in their number; keeps the order in which the pairs came. A look-up that finds
// nothing reads one bit. Where Adjacency keeps four bytes for every owner, this keeps three sixteenths of one. No pairs at all
// take nothing. Immutable afterwards; any thread.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "runtime/snapshot/ranked_bits.hpp"

namespace plumb::snapshot {

template <typename Item>
class SparseAdjacency {
 public:
  SparseAdjacency() = default;
  SparseAdjacency(size_t owners, const std::vector<std::pair<uint32_t, Item>>& pairs) {
    if (pairs.empty()) return;
    ColumnBuffer<uint64_t> marked(RankedBits::words_for(owners), 0);
    for (const auto& [owner, item] : pairs) marked[owner / RankedBits::kBits] |= uint64_t{1} << (owner % RankedBits::kBits);
    marks = RankedBits(std::move(marked));

    ColumnBuffer<uint32_t> counted(size_t{marks.count()} + 1, 0);
    ColumnBuffer<Item> placed(pairs.size());
    for (const auto& [owner, item] : pairs) ++counted[marks.rank(owner) + 1];
    for (size_t i = 1; i < counted.size(); ++i) counted[i] += counted[i - 1];
    std::vector<uint32_t> next(counted.begin(), counted.end());
    for (const auto& [owner, item] : pairs) placed[next[marks.rank(owner)]++] = item;
    begins = std::move(counted);
    items = std::move(placed);
  }

  // REQUIRES: owner < owners.
  std::span<const Item> operator[](size_t owner) const {
    if (marks.empty() || !marks[owner]) return {};
    const size_t list = marks.rank(owner);
    return items.span().subspan(begins[list], begins[list + 1] - begins[list]);
  }

  RankedBits marks;         // set for owners that have items
  Column<uint32_t> begins;  // one more than bits are set
  Column<Item> items;
};

}  // namespace plumb::snapshot
