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

// Those pieces, some in a row for one thread to take at once: a range of parties through all partitions, so that threads do not
// load the same; towards the end fewer, so that none is left waiting. Where each share begins, and the end of the last.
inline std::vector<size_t> shares_of(size_t pieces, size_t partitions, unsigned threads) {
  std::vector<size_t> begins{0};
  while (begins.back() < pieces) {
    const size_t left = pieces - begins.back();
    begins.push_back(begins.back() + std::clamp<size_t>(left / (size_t{4} * std::max(threads, 1U)), 1, std::max<size_t>(partitions, 1)));
  }
  return begins;
}

}  // namespace plumb::sweep
