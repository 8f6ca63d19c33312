// Which rows belong to which owner, as two flat arrays: rows of owner i are items[begins[i]] … items[begins[i + 1]].
//
// Built once from (owner, item) pairs in two passes, linear in their number; keeps the order in which the pairs came. No
// pairs at all take nothing. Immutable afterwards; any thread.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "runtime/snapshot/column.hpp"
#include "runtime/snapshot/threads.hpp"

namespace plumb::snapshot {

template <typename Item>
class Adjacency {
 public:
  Adjacency() = default;
  Adjacency(size_t owners, const std::vector<std::pair<uint32_t, Item>>& pairs) {
    if (pairs.empty()) return;
    ColumnBuffer<uint32_t> counted(owners + 1, 0);
    ColumnBuffer<Item> placed(pairs.size());
    for (const auto& [owner, item] : pairs) ++counted[owner + 1];
    for (size_t i = 1; i < counted.size(); ++i) counted[i] += counted[i - 1];
    std::vector<uint32_t> next(counted.begin(), counted.end());
    for (const auto& [owner, item] : pairs) placed[next[owner]++] = item;
    begins = std::move(counted);
    items = std::move(placed);
  }

  // The items 0, 1, 2 … of these owners. Each thread goes through all, and takes those of a range of owners. REQUIRES: each below `owners`.
  template <typename Owner>
  static Adjacency of_owners(size_t owners, std::span<const Owner> owner_of, unsigned threads = 1) {
    Adjacency out;
    if (owner_of.empty()) return out;
    ColumnBuffer<uint32_t> counted(owners + 1, 0);
    Unfilled<Item> placed(owner_of.size());
    const size_t each = owners / std::max(threads, 1U) + 1, ranges = (owners + each - 1) / each;
    each_piece(ranges, threads, [&](size_t range) {
      for (const Owner owner : owner_of) {
        if (owner.value - range * each < each) ++counted[owner.value + 1];
      }
    });
    for (size_t i = 1; i < counted.size(); ++i) counted[i] += counted[i - 1];
    std::vector<uint32_t> next(counted.begin(), counted.end());
    each_piece(ranges, threads, [&](size_t range) {
      for (uint32_t i = 0; i < owner_of.size(); ++i) {
        const uint32_t owner = owner_of[i].value;
        if (owner - range * each < each) placed[next[owner]++] = Item(i);
      }
    });
    out.begins = std::move(counted);
    out.items = std::move(placed);
    return out;
  }

  // REQUIRES: owner < owners.
  std::span<const Item> operator[](size_t owner) const {
    if (begins.empty()) return {};
    return items.span().subspan(begins[owner], begins[owner + 1] - begins[owner]);
  }

  Column<uint32_t> begins;  // one more than owners, or none
  Column<Item> items;
};

}  // namespace plumb::snapshot
