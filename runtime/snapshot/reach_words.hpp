// Everybody's reach on one date, as ReachIndex::project() makes it: eight bytes for each party that has any, and a plane that
// says who that is.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>

#include "runtime/snapshot/packed_reach.hpp"

namespace plumb::snapshot {

// The reach of one date, for the parties that have any bit or that one of the planes speaks of: those are listed. Owns what it
// holds; any thread.
class ReachWords {
 public:
  ReachWords() = default;
  // `blocks` words of 64 parties, and room for that many listed parties; all to be filled by the maker.
  ReachWords(size_t blocks, size_t room)
      : blocks_(blocks), listed_(new uint64_t[blocks + kPadding]), ranks_(new uint32_t[blocks]), packed_(new uint64_t[room]), positions_(new uint32_t[room]) {
    std::fill_n(listed_.get() + blocks, kPadding, 0);
  }

  // REQUIRES: party < the snapshot's party_count(), here and below.
  bool listed(uint32_t party) const { return (listed_[party / 64] >> (party % 64) & 1) != 0; }
  // As PackedReach says; of a party that is not listed, nothing at all.
  uint64_t packed(uint32_t party) const { return listed(party) ? packed_[place(party)] : PackedReach::kNoTraits; }
  // Where the index has the ways of a listed party; ReachIndex::kNowhere where it has none.
  uint32_t position(uint32_t party) const { return positions_[place(party)]; }
  bool any(uint32_t party) const { return (packed(party) & PackedReach::kWays) != 0; }
  ReachWord word(uint32_t party) const { return PackedReach::word(packed(party)); }

  // One bit a party; where its block's first listed party lies in the packed words; those, with gaps where threads met.
  size_t blocks() const { return blocks_; }
  static constexpr size_t kPadding = 16;  // zero words after the plane, for who reads whole registers
  uint64_t* listed_plane() { return listed_.get(); }
  const uint64_t* listed_plane() const { return listed_.get(); }
  uint32_t* ranks() { return ranks_.get(); }
  const uint32_t* ranks() const { return ranks_.get(); }
  uint64_t* packed_words() { return packed_.get(); }
  uint32_t* positions() { return positions_.get(); }
  const uint32_t* positions() const { return positions_.get(); }
  // Where the packed words and the positions have a party. REQUIRES: it is listed.
  uint32_t place(uint32_t party) const {
    const uint64_t before = listed_[party / 64] & ((uint64_t{1} << (party % 64)) - 1);
    return ranks_[party / 64] + static_cast<uint32_t>(__builtin_popcountll(before));
  }
  const uint64_t* packed_words() const { return packed_.get(); }

 private:
  // Not vectors, which would touch every page on one thread before others fill them.
  size_t blocks_ = 0;
  std::unique_ptr<uint64_t[]> listed_;
  std::unique_ptr<uint32_t[]> ranks_;
  std::unique_ptr<uint64_t[]> packed_;
  std::unique_ptr<uint32_t[]> positions_;
};

}  // namespace plumb::snapshot
