// A row table → its morsels: the pieces of work that threads share. Pure.
//
// In the order of their first parties, whatever partition they are of: what is known of those parties, their ways and papers
// are then in cache for all partitions, in place of coming from memory once for each.
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "runtime/rows/row_table.hpp"

namespace plumb::sweep {

struct Piece {
  uint32_t partition, morsel;
};

inline std::vector<Piece> pieces_of(const rows::RowTable& rows) {
  std::vector<Piece> pieces;
  for (uint32_t p = 0; p < rows.partition_count(); ++p) {
    for (uint32_t m = 0; m < rows.partition(p).morsel_count(); ++m) pieces.push_back({p, m});
  }
  const auto first = [&](const Piece& piece) { return rows.partition(piece.partition).parties(piece.morsel).front(); };
  std::vector<std::pair<uint32_t, Piece>> by_party;
  for (const Piece& piece : pieces) by_party.emplace_back(first(piece), piece);
  std::stable_sort(by_party.begin(), by_party.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::transform(by_party.begin(), by_party.end(), pieces.begin(), [](const auto& one) { return one.second; });
  return pieces;
}

}  // namespace plumb::sweep
