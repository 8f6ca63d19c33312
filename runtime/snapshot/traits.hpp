// Kind and sector of a party in one byte of a column. Pure.
#pragma once

#include <cstdint>

namespace plumb::snapshot {

// What is recorded of a party and what its id says, in one byte: two bits each, 3 being nothing.
struct Traits {
  static constexpr uint8_t kNone = 3;
  static constexpr int kRecordedKind = 0, kSector = 2, kKind = 4;
  static uint8_t part(uint8_t traits, int at) { return traits >> at & kNone; }
};

}  // namespace plumb::snapshot
