// With AVX2, BMI2 and POPCNT. This file alone is compiled for them.
#include <immintrin.h>

#include "runtime/rows/lane_templates.hpp"

namespace plumb::rows {

namespace {

struct Avx2 : PlainLoops<Avx2> {
  static uint32_t popcount(uint64_t word) { return static_cast<uint32_t>(_mm_popcnt_u64(word)); }
  static uint64_t extract(uint64_t word, uint64_t mask) { return _pext_u64(word, mask); }
};

}  // namespace

constexpr Lanes kAvx2Lanes = LaneLoops<Avx2>::kTable;

}  // namespace plumb::rows
