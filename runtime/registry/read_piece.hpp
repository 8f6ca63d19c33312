// A table's rows cut into pieces that threads read side by side, and what each is read into. For read.cpp alone.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/facts/fact_columns.hpp"

namespace plumb::registry {

// Rows `first` to `last` of a table, by their numbers in the database.
struct Piece {
  int64_t first = 0, last = -1;
  uint64_t rows() const { return static_cast<uint64_t>(last) - static_cast<uint64_t>(first) + 1; }
  // For how many rows room is made before they are read: the numbers of a database that others wrote may be far apart.
  size_t room() const { return std::min(rows(), uint64_t{1} << 20); }
  std::string within(const std::string& column) const { return column + " BETWEEN " + std::to_string(first) + " AND " + std::to_string(last); }
};

// The cutting does not hang on the number of threads, and nothing that is read hangs on the cutting.
inline std::vector<Piece> cut(Piece all) {
  constexpr uint64_t kRows = uint64_t{1} << 16, kMostPieces = 512;
  std::vector<Piece> out;
  if (all.last < all.first) return out;
  const uint64_t each = std::max(kRows, (static_cast<uint64_t>(all.last) - static_cast<uint64_t>(all.first)) / kMostPieces + 1);
  for (int64_t first = all.first;; first += static_cast<int64_t>(each)) {
    if (static_cast<uint64_t>(all.last) - static_cast<uint64_t>(first) < each) {
      out.push_back({first, all.last});
      return out;
    }
    out.push_back({first, first + static_cast<int64_t>(each) - 1});
  }
}

// The matters of a part of the holdings → their numbers there. They are few, so that those met last are nearly all.
class MatterNumbers {
 public:
  uint32_t number(std::string_view matter, facts::Texts& matters) {
    const auto at = [&](size_t i) { return i < matter.size() ? static_cast<uint8_t>(matter[i]) : size_t{0}; };
    uint32_t& last = last_[(matter.size() + at(0) * 7 + at(matter.size() / 2) * 31 + at(matter.size() - 1) * 5) % last_.size()];
    if (last < matters.size() && matters[last] == matter) return last;
    const auto [found, fresh] = numbers_.emplace(matter, static_cast<uint32_t>(numbers_.size()));
    if (fresh) matters.add(matter);
    return last = found->second;
  }

 private:
  std::map<std::string, uint32_t, std::less<>> numbers_;
  std::array<uint32_t, 64> last_{};
};

// Room for as many rows as a piece has at most.
inline void expect(facts::RelationColumns& part, size_t rows) {
  part.holder.reserve(rows);
  part.role.reserve(rows);
  part.organisation.reserve(rows);
  part.from.reserve(rows);
  part.to.reserve(rows);
  part.shares.expect(rows);
}
inline void expect(facts::HoldingColumns& part, size_t rows) {
  part.ids.expect(rows);
  part.party.reserve(rows);
  part.matter.reserve(rows);
  part.from.reserve(rows);
  part.to.reserve(rows);
  part.fields.expect(rows);
}
inline void expect(facts::PartyColumns& part, size_t rows) {
  part.party.reserve(rows);
  part.kind.reserve(rows);
  part.names.expect(rows);
  part.sector.reserve(rows);
}
// Few, with texts of their own.
template <typename Part>
inline void expect(Part&, size_t) {}

}  // namespace plumb::registry
