// A party's reach words, its kind and sector, and what its words leave out, in eight bytes: what a sweep reads of a party.
//
// Ways are numbered without the gap that reach words keep for roles to come (compiler/ir/predicate_table.h, convention 2): its
// own entry, a role of its, a role at it. Pure.
#pragma once

#include <cstdint>

#include "compiler/base/vocabulary.hpp"
#include "compiler/ir/reach_bits.hpp"
#include "runtime/snapshot/reach_word.hpp"
#include "runtime/snapshot/traits.hpp"

namespace plumb::snapshot {

struct PackedReach {
  static constexpr int kWayCount = 1 + 2 * kRoleCount, kUncertain = kWayCount;
  static constexpr uint64_t kCertainWays = (uint64_t{1} << kWayCount) - 1;
  static constexpr uint64_t kWays = kCertainWays | kCertainWays << kUncertain;
  // Two bits each, side by side as in Traits: 3 being nothing.
  static constexpr int kSector = 2 * kWayCount, kKind = kSector + 2;
  static constexpr uint64_t kNoTraits = uint64_t{15} << kSector;
  static constexpr uint64_t traits(uint8_t traits) { return uint64_t{static_cast<uint8_t>(traits >> Traits::kSector & 15)} << kSector; }
  // Permits, where there is something to permit; retentions; a masked id, or one that a masked id could mean.
  static constexpr int kPermits = kKind + 2, kRetentions = kPermits + 1, kIdentity = kRetentions + 1;
  static_assert(kIdentity < 64 && Traits::kKind == Traits::kSector + 2);

  // Its own entry and roles of its lie as in a reach word; roles at it follow at once.
  static constexpr int kOwnWays = 1 + kRoleCount, kGap = PLUMB_ROLE_CAPACITY - kRoleCount;
  static constexpr uint64_t spread(uint64_t ways) {
    constexpr uint64_t kLow = (uint64_t{1} << kOwnWays) - 1;
    return (ways & kLow) | (ways & kCertainWays & ~kLow) << kGap;
  }
  // The number of a way's bit in a reach word → its number here; of a bit that no role has, kWayCount.
  static constexpr int way(int bit) {
    if (bit < kOwnWays) return bit;
    const int own = bit - kGap;
    return own >= kOwnWays && own < kWayCount ? own : kWayCount;
  }
  static constexpr ReachWord word(uint64_t packed) { return {spread(packed), spread(packed >> kUncertain)}; }
};
static_assert(PackedReach::spread(PackedReach::kCertainWays) ==
              (ir::own_bit(Role::shareholder) * 2 - 1 - ((uint64_t{1} << (1 + PLUMB_ROLE_CAPACITY)) - 1) + (uint64_t{1} << PackedReach::kOwnWays) - 1));

}  // namespace plumb::snapshot
