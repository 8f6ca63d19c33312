// With AVX2, BMI2 and POPCNT. This file alone is compiled for them.
#include <immintrin.h>

#include "runtime/rows/lane_templates.hpp"

namespace plumb::rows {

namespace {

struct Avx2 {
  static uint32_t popcount(uint64_t word) { return static_cast<uint32_t>(_mm_popcnt_u64(word)); }
  static uint64_t extract(uint64_t word, uint64_t mask) { return _pext_u64(word, mask); }
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

constexpr Lanes kAvx2Lanes = LaneLoops<Avx2>::kTable;

}  // namespace plumb::rows
