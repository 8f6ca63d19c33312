#include "runtime/sweep/touched.hpp"

namespace plumb::sweep {

Touched::Touched(const Snapshot& snapshot, Date d, bool stale, unsigned threads) : stale_(stale) {
  const snapshot::ReachIndex& reach = snapshot.reach();
  const size_t words = (snapshot.party_count() + 63) / 64;
  touched_.resize(words, ~uint64_t{0});
  alone_.resize(words);
  permits_.resize(words);
  if (words != 0 && snapshot.party_count() % 64 != 0) touched_.back() = (uint64_t{1} << (snapshot.party_count() % 64)) - 1;
  const auto word_of = [](const snapshot::PartyPlane& plane, size_t i) { return plane.words()[i]; };
  if (stale) {
    for (size_t i = 0; i < words; ++i) {
      alone_[i] = word_of(reach.masked(), i);
      permits_[i] = word_of(reach.permits(), i);
    }
    return;
  }
  words_ = reach.project(d, threads);
  for (size_t i = 0; i < words; ++i) {
    const uint64_t beside_words = word_of(reach.retentions(), i) | word_of(reach.masked(), i) | word_of(reach.twins(), i);
    touched_[i] = words_.blocks()[i].any | beside_words;
    alone_[i] = beside_words;
    // A permit matters only where there is something to permit.
    permits_[i] = word_of(reach.permits(), i) & words_.blocks()[i].any;
  }
}

}  // namespace plumb::sweep
