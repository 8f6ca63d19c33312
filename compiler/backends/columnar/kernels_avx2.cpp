// Kernels in AVX2: comparisons give whole lanes, whose top bits are gathered. This file alone is compiled for it.
#include <immintrin.h>

#include "compiler/backends/columnar/kernel_templates.hpp"

namespace plumb::columnar {

namespace {

// What all widths share; the lanes' arithmetic follows. There are no unsigned comparisons: a <= b is min(a, b) == a.
struct Wide {
  using Register = __m256i;
  static Register load(const void* rows) { return _mm256_loadu_si256(static_cast<const __m256i*>(rows)); }
  static Register both(Register a, Register b) { return _mm256_and_si256(a, b); }
};

uint64_t byte_bits(__m256i lanes) { return static_cast<uint32_t>(_mm256_movemask_epi8(lanes)); }
uint64_t word_bits(__m256i lanes) {
  const __m128i narrow = _mm_packs_epi16(_mm256_castsi256_si128(lanes), _mm256_extracti128_si256(lanes, 1));
  return static_cast<uint32_t>(_mm_movemask_epi8(narrow));
}
uint64_t dword_bits(__m256i lanes) { return static_cast<uint32_t>(_mm256_movemask_ps(_mm256_castsi256_ps(lanes))); }
uint64_t qword_bits(__m256i lanes) { return static_cast<uint32_t>(_mm256_movemask_pd(_mm256_castsi256_pd(lanes))); }

template <typename T>
struct Lanes;

template <>
struct Lanes<uint8_t> : Wide {
  static constexpr size_t kLanes = 32;
  static Register splat(uint8_t v) { return _mm256_set1_epi8(static_cast<char>(v)); }
  static Register subtract(Register a, Register b) { return _mm256_sub_epi8(a, b); }
  static uint64_t at_most(Register a, Register b) { return equal(_mm256_min_epu8(a, b), a); }
  static uint64_t equal(Register a, Register b) { return byte_bits(_mm256_cmpeq_epi8(a, b)); }
};

template <>
struct Lanes<uint16_t> : Wide {
  static constexpr size_t kLanes = 16;
  static Register splat(uint16_t v) { return _mm256_set1_epi16(static_cast<short>(v)); }
  static Register subtract(Register a, Register b) { return _mm256_sub_epi16(a, b); }
  static uint64_t at_most(Register a, Register b) { return equal(_mm256_min_epu16(a, b), a); }
  static uint64_t equal(Register a, Register b) { return word_bits(_mm256_cmpeq_epi16(a, b)); }
};

template <>
struct Lanes<uint32_t> : Wide {
  static constexpr size_t kLanes = 8;
  static Register splat(uint32_t v) { return _mm256_set1_epi32(static_cast<int>(v)); }
  static Register subtract(Register a, Register b) { return _mm256_sub_epi32(a, b); }
  static uint64_t at_most(Register a, Register b) { return equal(_mm256_min_epu32(a, b), a); }
  static uint64_t equal(Register a, Register b) { return dword_bits(_mm256_cmpeq_epi32(a, b)); }
  static uint64_t below(Register a, Register b) { return dword_bits(_mm256_cmpgt_epi32(b, a)); }
};

template <>
struct Lanes<uint64_t> : Wide {
  static constexpr size_t kLanes = 4;
  static Register splat(uint64_t v) { return _mm256_set1_epi64x(static_cast<long long>(v)); }
  static Register subtract(Register a, Register b) { return _mm256_sub_epi64(a, b); }
  // Nor is there a minimum of 64 bits: with the top bit flipped, unsigned order is signed order.
  static uint64_t at_most(Register a, Register b) {
    const Register top = splat(uint64_t{1} << 63);
    return below(_mm256_xor_si256(b, top), _mm256_xor_si256(a, top)) ^ 15u;
  }
  static uint64_t equal(Register a, Register b) { return qword_bits(_mm256_cmpeq_epi64(a, b)); }
  static uint64_t below(Register a, Register b) { return qword_bits(_mm256_cmpgt_epi64(b, a)); }
};

struct Avx2 {
  template <typename T>
  using Of = Lanes<T>;

  // Byte v >> 3 of the set, and its bit v & 7: two look-ups within 16 bytes.
  static __m256i byte_set(uint64_t set) { return _mm256_set1_epi64x(static_cast<long long>(set)); }
  static uint64_t bytes_among(__m256i v, __m256i set) {
    const __m256i bits = _mm256_set1_epi64x(static_cast<long long>(0x8040201008040201u));
    const __m256i low = _mm256_set1_epi8(7);
    const __m256i byte = _mm256_shuffle_epi8(set, _mm256_and_si256(_mm256_srli_epi16(v, 3), low));
    const __m256i bit = _mm256_shuffle_epi8(bits, _mm256_and_si256(v, low));
    return byte_bits(_mm256_cmpeq_epi8(_mm256_and_si256(byte, bit), bit));
  }
};

}  // namespace

const Kernels kAvx2Kernels = KernelTemplates<Avx2>::table();

}  // namespace plumb::columnar
