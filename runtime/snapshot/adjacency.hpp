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

  // The items 0, 1, 2 … of these owners. REQUIRES: each below `owners`.
  template <typename Owner>
  static Adjacency of_owners(size_t owners, std::span<const Owner> owner_of) {
    Adjacency out;
    if (owner_of.empty()) return out;
    ColumnBuffer<uint32_t> counted(owners + 1, 0);
    ColumnBuffer<Item> placed(owner_of.size());
    for (const Owner owner : owner_of) ++counted[owner.value + 1];
    for (size_t i = 1; i < counted.size(); ++i) counted[i] += counted[i - 1];
    std::vector<uint32_t> next(counted.begin(), counted.end());
    for (uint32_t i = 0; i < owner_of.size(); ++i) placed[next[owner_of[i].value]++] = Item(i);
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
