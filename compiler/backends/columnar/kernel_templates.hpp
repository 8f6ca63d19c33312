// The kernels, written once over a handful of vector operations; each instruction set's file brings those and makes its table.
//
// `Vectors` is a type of an anonymous namespace, so every function made from these templates belongs to that one file: code
// compiled for a wider CPU never stands in for another file's. For the same reason nothing from the standard library is
// called here. `Vectors::Of<T>` has kLanes, Register, load, splat, subtract, both (bitwise and), and the comparisons
// at_most (unsigned), equal, below (signed), whose bit i is lane i; Vectors::bytes_among looks bytes up in a 64-bit set.
#pragma once

#include "compiler/backends/columnar/kernels.hpp"

namespace plumb::columnar {

template <typename Vectors>
struct KernelTemplates {
  static constexpr size_t kRows = 64;

  // Bits of 64 rows: test(vector index) gives those of one vector.
  template <typename T, typename Test>
  static uint64_t block_bits(const Test& test) {
    constexpr size_t kLanes = Vectors::template Of<T>::kLanes;
    uint64_t bits = 0;
    for (size_t i = 0; i < kRows / kLanes; ++i) bits |= test(i * kLanes) << (i * kLanes);
    return bits;
  }

  static void put(uint64_t bits, uint64_t valid, uint64_t& is_true, uint64_t& is_false) {
    is_true = bits & valid;
    is_false = ~bits & valid;
  }

  template <typename T>
  static void within(const void* values, const uint64_t* valid, size_t blocks, uint64_t low, uint64_t span, uint64_t* is_true, uint64_t* is_false) {
    using V = typename Vectors::template Of<T>;
    const auto first = V::splat(static_cast<T>(low)), width = V::splat(static_cast<T>(span));
    const T* rows = static_cast<const T*>(values);
    for (size_t b = 0; b < blocks; ++b, rows += kRows) {
      put(block_bits<T>([&](size_t at) { return V::at_most(V::subtract(V::load(rows + at), first), width); }), valid[b], is_true[b], is_false[b]);
    }
  }

  template <typename T>
  static void has_any(const void* values, const uint64_t* valid, size_t blocks, uint64_t mask, uint64_t, uint64_t* is_true, uint64_t* is_false) {
    using V = typename Vectors::template Of<T>;
    const auto wanted = V::splat(static_cast<T>(mask)), none = V::splat(0);
    const T* rows = static_cast<const T*>(values);
    for (size_t b = 0; b < blocks; ++b, rows += kRows) {
      put(~block_bits<T>([&](size_t at) { return V::equal(V::both(V::load(rows + at), wanted), none); }), valid[b], is_true[b], is_false[b]);
    }
  }

  template <typename T>
  static void has_all(const void* values, const uint64_t* valid, size_t blocks, uint64_t mask, uint64_t, uint64_t* is_true, uint64_t* is_false) {
    using V = typename Vectors::template Of<T>;
    const auto wanted = V::splat(static_cast<T>(mask));
    const T* rows = static_cast<const T*>(values);
    for (size_t b = 0; b < blocks; ++b, rows += kRows) {
      put(block_bits<T>([&](size_t at) { return V::equal(V::both(V::load(rows + at), wanted), wanted); }), valid[b], is_true[b], is_false[b]);
    }
  }

  static void among(const void* values, const uint64_t* valid, size_t blocks, uint64_t set, uint64_t, uint64_t* is_true, uint64_t* is_false) {
    using V = typename Vectors::template Of<uint8_t>;
    const auto table = Vectors::byte_set(set);
    const uint8_t* rows = static_cast<const uint8_t*>(values);
    for (size_t b = 0; b < blocks; ++b, rows += kRows) {
      put(block_bits<uint8_t>([&](size_t at) { return Vectors::bytes_among(V::load(rows + at), table); }), valid[b], is_true[b], is_false[b]);
    }
  }

  template <typename T>
  static void equal(const void* a, const uint64_t* a_valid, const void* b, const uint64_t* b_valid, size_t blocks, uint64_t* is_true, uint64_t* is_false) {
    using V = typename Vectors::template Of<T>;
    const T *left = static_cast<const T*>(a), *right = static_cast<const T*>(b);
    for (size_t i = 0; i < blocks; ++i, left += kRows, right += kRows) {
      put(block_bits<T>([&](size_t at) { return V::equal(V::load(left + at), V::load(right + at)); }), a_valid[i] & b_valid[i], is_true[i], is_false[i]);
    }
  }

  template <typename T>
  static void below(const void* a, const uint64_t* a_valid, const void* b, const uint64_t* b_valid, size_t blocks, uint64_t* is_true, uint64_t* is_false) {
    using V = typename Vectors::template Of<T>;
    const T *left = static_cast<const T*>(a), *right = static_cast<const T*>(b);
    for (size_t i = 0; i < blocks; ++i, left += kRows, right += kRows) {
      put(block_bits<T>([&](size_t at) { return V::below(V::load(left + at), V::load(right + at)); }), a_valid[i] & b_valid[i], is_true[i], is_false[i]);
    }
  }

  static void reach(const uint64_t* certain, const uint64_t* uncertain, size_t blocks, uint64_t mask, uint64_t* is_true, uint64_t* is_false) {
    using V = typename Vectors::template Of<uint64_t>;
    const auto wanted = V::splat(mask), none = V::splat(0);
    for (size_t b = 0; b < blocks; ++b, certain += kRows, uncertain += kRows) {
      const auto none_of = [&](const uint64_t* words) {
        return block_bits<uint64_t>([&](size_t at) { return V::equal(V::both(V::load(words + at), wanted), none); });
      };
      const uint64_t not_certain = none_of(certain);
      is_true[b] = ~not_certain;
      is_false[b] = not_certain & none_of(uncertain);
    }
  }

  static void both(PlanePair a, PlanePair b, size_t blocks, PlanePair out) {
    for (size_t i = 0; i < blocks; ++i) {
      out.is_true[i] = a.is_true[i] & b.is_true[i];
      out.is_false[i] = a.is_false[i] | b.is_false[i];
    }
  }
  static void either(PlanePair a, PlanePair b, size_t blocks, PlanePair out) {
    for (size_t i = 0; i < blocks; ++i) {
      out.is_true[i] = a.is_true[i] | b.is_true[i];
      out.is_false[i] = a.is_false[i] & b.is_false[i];
    }
  }
  static void same(PlanePair a, PlanePair b, size_t blocks, PlanePair out) {
    for (size_t i = 0; i < blocks; ++i) {
      const uint64_t alike = (a.is_true[i] & b.is_true[i]) | (a.is_false[i] & b.is_false[i]);
      const uint64_t unlike = (a.is_true[i] & b.is_false[i]) | (a.is_false[i] & b.is_true[i]);
      out.is_true[i] = alike;
      out.is_false[i] = unlike;
    }
  }

  static constexpr Kernels table() {
    return {{within<uint8_t>, within<uint16_t>, within<uint32_t>, within<uint64_t>},
            {has_any<uint8_t>, has_any<uint16_t>, has_any<uint32_t>, has_any<uint64_t>},
            {has_all<uint8_t>, has_all<uint16_t>, has_all<uint32_t>, has_all<uint64_t>},
            among,
            {equal<uint8_t>, equal<uint16_t>, equal<uint32_t>, equal<uint64_t>},
            below<uint32_t>,
            below<uint64_t>,
            reach,
            both,
            either,
            same};
  }
};

}  // namespace plumb::columnar
