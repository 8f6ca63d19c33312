// A date → whom the list can reach on it, and whom its words alone do not settle.
//
// Most parties of a county are touched by no entry; a sweep asks nothing about their rows but what looks at no list. Immutable;
// any thread. The snapshot outlives it.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/decide/decide.hpp"
#include "runtime/snapshot/reach_index.hpp"

namespace plumb::sweep {

class Touched {
 public:
  // `stale`: the list is not looked at; it may reach everybody.
  Touched(const Snapshot& snapshot, Date d, bool stale, unsigned threads);

  bool stale() const { return stale_; }
  // Some measure that looks at the list may be other than false. REQUIRES, here and below: party < party_count().
  bool any(uint32_t party) const { return (touched_[party / 64] >> (party % 64) & 1) != 0; }
  // One bit a party.
  const std::vector<uint64_t>& plane() const { return touched_; }
  // Retentions or masked identifiers have a say: to be decided one by one.
  bool alone(uint32_t party) const { return (alone_[party / 64] >> (party % 64) & 1) != 0; }
  // A court may have allowed something that the list would bar.
  bool permits(uint32_t party) const { return (permits_[party / 64] >> (party % 64) & 1) != 0; }
  snapshot::ReachWord word(uint32_t party) const { return stale_ ? snapshot::ReachWord{0, ~uint64_t{0}} : words_.word(party); }

 private:
  bool stale_;
  snapshot::ReachWords words_;
  std::vector<uint64_t> touched_, alone_, permits_;
};

}  // namespace plumb::sweep
