// With AVX-512 (F, BW, DQ, VL, VBMI2, VPOPCNTDQ): values are put side by side in registers. This file alone is compiled for it.
#include <immintrin.h>

#include "runtime/rows/lane_templates.hpp"

namespace plumb::rows {

namespace {

struct Avx512 {
  static uint32_t popcount(uint64_t word) { return static_cast<uint32_t>(_mm_popcnt_u64(word)); }
  static uint64_t extract(uint64_t word, uint64_t mask) { return _pext_u64(word, mask); }

  // Put side by side in a register and then stored whole: storing through a mask is slow on some CPUs.
  static void compress(const uint8_t* values, uint64_t mask, uint8_t* out) {
    _mm512_storeu_si512(out, _mm512_maskz_compress_epi8(mask, _mm512_loadu_si512(values)));
  }
  static void compress(const uint16_t* values, uint64_t mask, uint16_t* out) {
    for (uint32_t i = 0; i < 64; i += 32, mask >>= 32) {
      const auto part = static_cast<__mmask32>(mask);
      _mm512_storeu_si512(out, _mm512_maskz_compress_epi16(part, _mm512_loadu_si512(values + i)));
      out += _mm_popcnt_u32(part);
    }
  }
  static void compress(const uint32_t* values, uint64_t mask, uint32_t* out) {
    for (uint32_t i = 0; i < 64; i += 16, mask >>= 16) {
      const auto part = static_cast<__mmask16>(mask);
      _mm512_storeu_si512(out, _mm512_maskz_compress_epi32(part, _mm512_loadu_si512(values + i)));
      out += _mm_popcnt_u32(part);
    }
  }
  static void compress(const uint64_t* values, uint64_t mask, uint64_t* out) {
    for (uint32_t i = 0; i < 64; i += 8, mask >>= 8) {
      const auto part = static_cast<__mmask8>(mask);
      _mm512_storeu_si512(out, _mm512_maskz_compress_epi64(part, _mm512_loadu_si512(values + i)));
      out += _mm_popcnt_u32(part);
    }
  }

  static uint64_t among(const uint64_t* plane, const uint32_t* parties) {
    return among_half(plane, parties) | uint64_t{among_half(plane, parties + kHalf)} << kHalf;
  }

  static uint64_t flagged(const uint64_t* words, uint64_t flag) {
    const __m512i wanted = _mm512_set1_epi64(static_cast<long long>(flag));
    uint64_t bits = 0;
    for (uint32_t i = 0; i < 64; i += 8) bits |= uint64_t{_mm512_test_epi64_mask(_mm512_loadu_si512(words + i), wanted)} << i;
    return bits;
  }

 private:
  static constexpr int kPiece = 16, kWindow = 1024, kTurns = 4;
  static constexpr uint32_t kHalf = 32;

  // 1024 parties' bits lie in two registers of sixteen-bit pieces, from which 32 rows take theirs without going to memory. Rows
  // whose parties lie further on come with the next two. Few rows a register, or zeros after the last: one by one.
  static uint32_t among_half(const uint64_t* plane, const uint32_t* parties) {
    uint32_t found = 0, row = 0;
    const __m512i first_rows = _mm512_loadu_si512(parties), last_rows = _mm512_loadu_si512(parties + 16);
    for (int turns = 0; turns < kTurns && row < kHalf; ++turns) {
      const uint32_t first = parties[row] / kPiece * kPiece;
      const uint16_t* const pieces = reinterpret_cast<const uint16_t*>(plane) + first / kPiece;
      const __m512i low = _mm512_loadu_si512(pieces), high = _mm512_loadu_si512(pieces + kHalf);
      const __m512i begin = _mm512_set1_epi32(static_cast<int>(first));
      const __m512i a = _mm512_sub_epi32(first_rows, begin), b = _mm512_sub_epi32(last_rows, begin);
      // Saturated, so that what is far away stays so.
      const __m512i apart = _mm512_inserti64x4(_mm512_castsi256_si512(_mm512_cvtusepi32_epi16(a)), _mm512_cvtusepi32_epi16(b), 1);
      const __m512i piece = _mm512_permutex2var_epi16(low, _mm512_srli_epi16(apart, 4), high);
      const __m512i bit = _mm512_sllv_epi16(_mm512_set1_epi16(1), _mm512_and_si512(apart, _mm512_set1_epi16(kPiece - 1)));
      const uint32_t within = _mm512_cmplt_epu16_mask(apart, _mm512_set1_epi16(kWindow));
      found |= within & _mm512_test_epi16_mask(piece, bit);
      const uint32_t after = ~within & ~uint32_t{0} << row;
      row = after == 0 ? kHalf : static_cast<uint32_t>(__builtin_ctz(after));
    }
    for (; row < kHalf; ++row) found |= static_cast<uint32_t>(plane[parties[row] / 64] >> (parties[row] % 64) & 1) << row;
    return found;
  }
};

}  // namespace

constexpr Lanes kAvx512Lanes = LaneLoops<Avx512>::kTable;

}  // namespace plumb::rows
