// A row table → its morsels one after another: the pieces of work that threads share. Pure.
#pragma once

#include <cstdint>
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
  return pieces;
}

}  // namespace plumb::sweep
