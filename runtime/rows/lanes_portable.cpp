// In plain C++, for any CPU: what every other set is compared with.
#include "runtime/rows/lane_templates.hpp"

namespace plumb::rows {

namespace {

struct Portable {
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
  template <typename T>
  static void compress(const T* values, uint64_t mask, T* out) {
    for (; mask != 0; mask &= mask - 1) *out++ = values[__builtin_ctzll(mask)];
  }
  static uint64_t among(const uint64_t* plane, const uint32_t* parties) {
    uint64_t bits = 0;
    for (uint32_t r = 0; r < 64; ++r) bits |= (plane[parties[r] / 64] >> (parties[r] % 64) & 1) << r;
    return bits;
  }
  static uint64_t flagged(const uint64_t* words, uint64_t flag) {
    uint64_t bits = 0;
    for (uint32_t i = 0; i < 64; ++i) bits |= static_cast<uint64_t>((words[i] & flag) != 0) << i;
    return bits;
  }
};

}  // namespace

constexpr Lanes kPortableLanes = LaneLoops<Portable>::kTable;

}  // namespace plumb::rows
