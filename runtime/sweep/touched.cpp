#include "runtime/sweep/touched.hpp"

namespace plumb::sweep {

using snapshot::PackedReach;
using snapshot::Traits;

Touched::Touched(const Snapshot& snapshot, Date d, bool stale, unsigned threads) : stale_(stale), snapshot_(snapshot) {
  if (!stale) words_ = snapshot.reach().project(d, threads);
}

uint64_t Touched::packed(uint32_t party) const {
  if (!stale_) return words_.packed(party);
  // Nobody is surely reached and nobody surely not; what a retention holds is as unknown as the rest.
  const snapshot::ReachIndex& reach = snapshot_.reach();
  const uint8_t traits = snapshot_.columns().traits[party];
  return PackedReach::kCertainWays << PackedReach::kUncertain | uint64_t{Traits::part(traits, Traits::kKind)} << PackedReach::kKind |
         uint64_t{Traits::part(traits, Traits::kSector)} << PackedReach::kSector | uint64_t{reach.permits()[party]} << PackedReach::kPermits |
         uint64_t{reach.masked()[party]} << PackedReach::kIdentity;
}

}  // namespace plumb::sweep
