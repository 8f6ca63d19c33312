// In plain C++, for any CPU: what every other set is compared with.
#include "runtime/rows/lane_templates.hpp"

namespace plumb::rows {

namespace {

struct Portable : PlainLoops<Portable> {
  // By halves, quarters and so on (Warren, Hacker's Delight): a library call where no instruction is to be had is slower.
  static uint32_t popcount(uint64_t word) {
    word -= word >> 1 & 0x5555555555555555;
    word = (word & 0x3333333333333333) + (word >> 2 & 0x3333333333333333);
    word = (word + (word >> 4)) & 0x0F0F0F0F0F0F0F0F;
    return static_cast<uint32_t>(word * 0x0101010101010101 >> 56);
  }
  static uint64_t extract(uint64_t word, uint64_t mask) {
    uint64_t out = 0;
    for (uint32_t i = 0; mask != 0; mask &= mask - 1, ++i) out |= (word >> __builtin_ctzll(mask) & 1) << i;
    return out;
  }
};

}  // namespace

constexpr Lanes kPortableLanes = LaneLoops<Portable>::kTable;

}  // namespace plumb::rows
