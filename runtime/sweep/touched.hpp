// A date → whom the list can reach on it, and whom its words alone do not settle.
//
// Most parties of a county are touched by no entry; a sweep asks nothing about their rows but what looks at no list. Immutable;
// any thread. The snapshot outlives it.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/decide/decide.hpp"
#include "runtime/snapshot/reach_words.hpp"

namespace plumb::sweep {

class Touched {
 public:
  // `stale`: the list is not looked at; it may reach everybody.
  Touched(const Snapshot& snapshot, Date d, bool stale, unsigned threads);

  bool stale() const { return stale_; }
  // One bit a party: some measure that looks at the list may be other than false. REQUIRES: not stale, as for words().
  const uint64_t* plane() const { return words_.listed_plane(); }
  // What is known of each of those; it says who is alone and who has permits.
  const snapshot::ReachWords& words() const { return words_; }
  // REQUIRES, here and below: party < party_count().
  bool any(uint32_t party) const { return stale_ || words_.listed(party); }
  // Of a party of a stale list as well: permits and masked identifiers are recorded all the same, and a retention keeps nothing of
  // which such a list could tell.
  uint64_t packed(uint32_t party) const;

 private:
  bool stale_;
  const Snapshot& snapshot_;
  snapshot::ReachWords words_;
};

}  // namespace plumb::sweep
