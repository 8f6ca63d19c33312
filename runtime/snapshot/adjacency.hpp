// Which rows belong to which owner, as two flat arrays: rows of owner i are items[begins[i]] … items[begins[i + 1]].
//
// Built once from (owner, item) pairs in two passes, linear in their number; keeps the order in which the pairs came.
// Immutable afterwards; any thread.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace plumb::snapshot {

template <typename Item>
class Adjacency {
 public:
  Adjacency() = default;
  Adjacency(size_t owners, const std::vector<std::pair<uint32_t, Item>>& pairs) : begins_(owners + 1, 0), items_(pairs.size()) {
    for (const auto& [owner, item] : pairs) ++begins_[owner + 1];
    for (size_t i = 1; i < begins_.size(); ++i) begins_[i] += begins_[i - 1];
    std::vector<uint32_t> next(begins_.begin(), begins_.end());
    for (const auto& [owner, item] : pairs) items_[next[owner]++] = item;
  }

  // REQUIRES: owner < owners.
  std::span<const Item> operator[](size_t owner) const { return std::span(items_).subspan(begins_[owner], begins_[owner + 1] - begins_[owner]); }

 private:
  std::vector<uint32_t> begins_;
  std::vector<Item> items_;
};

}  // namespace plumb::snapshot
