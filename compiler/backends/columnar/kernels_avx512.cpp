// Kernels in AVX-512 (F, BW, DQ, VL): comparisons give bits at once. This file alone is compiled for it.
#include <immintrin.h>

#include "compiler/backends/columnar/kernel_templates.hpp"

namespace plumb::columnar {

namespace {

// What all widths share; the lanes' arithmetic follows.
struct Wide {
  using Register = __m512i;
  static Register load(const void* rows) { return _mm512_loadu_si512(rows); }
  static Register both(Register a, Register b) { return _mm512_and_si512(a, b); }
};

template <typename T>
struct Lanes;

template <>
struct Lanes<uint8_t> : Wide {
  static constexpr size_t kLanes = 64;
  static Register splat(uint8_t v) { return _mm512_set1_epi8(static_cast<char>(v)); }
  static Register subtract(Register a, Register b) { return _mm512_sub_epi8(a, b); }
  static uint64_t at_most(Register a, Register b) { return _mm512_cmple_epu8_mask(a, b); }
  static uint64_t equal(Register a, Register b) { return _mm512_cmpeq_epi8_mask(a, b); }
};

template <>
struct Lanes<uint16_t> : Wide {
  static constexpr size_t kLanes = 32;
  static Register splat(uint16_t v) { return _mm512_set1_epi16(static_cast<short>(v)); }
  static Register subtract(Register a, Register b) { return _mm512_sub_epi16(a, b); }
  static uint64_t at_most(Register a, Register b) { return _mm512_cmple_epu16_mask(a, b); }
  static uint64_t equal(Register a, Register b) { return _mm512_cmpeq_epi16_mask(a, b); }
};

template <>
struct Lanes<uint32_t> : Wide {
  static constexpr size_t kLanes = 16;
  static Register splat(uint32_t v) { return _mm512_set1_epi32(static_cast<int>(v)); }
  static Register subtract(Register a, Register b) { return _mm512_sub_epi32(a, b); }
  static uint64_t at_most(Register a, Register b) { return _mm512_cmple_epu32_mask(a, b); }
  static uint64_t equal(Register a, Register b) { return _mm512_cmpeq_epi32_mask(a, b); }
  static uint64_t below(Register a, Register b) { return _mm512_cmplt_epi32_mask(a, b); }
};

template <>
struct Lanes<uint64_t> : Wide {
  static constexpr size_t kLanes = 8;
  static Register splat(uint64_t v) { return _mm512_set1_epi64(static_cast<long long>(v)); }
  static Register subtract(Register a, Register b) { return _mm512_sub_epi64(a, b); }
  static uint64_t at_most(Register a, Register b) { return _mm512_cmple_epu64_mask(a, b); }
  static uint64_t equal(Register a, Register b) { return _mm512_cmpeq_epi64_mask(a, b); }
  static uint64_t below(Register a, Register b) { return _mm512_cmplt_epi64_mask(a, b); }
};

struct Avx512 {
  template <typename T>
  using Of = Lanes<T>;

  // Byte v >> 3 of the set, and its bit v & 7: two look-ups within 16 bytes.
  static __m512i byte_set(uint64_t set) { return _mm512_set1_epi64(static_cast<long long>(set)); }
  static uint64_t bytes_among(__m512i v, __m512i set) {
    const __m512i bits = _mm512_set1_epi64(static_cast<long long>(0x8040201008040201u));
    const __m512i low = _mm512_set1_epi8(7);
    const __m512i byte = _mm512_shuffle_epi8(set, _mm512_and_si512(_mm512_srli_epi16(v, 3), low));
    return _mm512_test_epi8_mask(byte, _mm512_shuffle_epi8(bits, _mm512_and_si512(v, low)));
  }
};

}  // namespace

const Kernels kAvx512Kernels = KernelTemplates<Avx512>::table();

}  // namespace plumb::columnar
