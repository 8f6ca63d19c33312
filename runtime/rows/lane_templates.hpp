// The loops behind `Lanes`, over the few operations in which instruction sets differ. Included by one file for each set.
//
// Set has: popcount(word), extract(word, mask) (bits of `word` where `mask` has one, side by side), compress(values, mask, out)
// (the values of 64 rows where it has one; may write 64 all the same), among(plane, parties) (one bit for each of 64 rows,
// whose parties ascend but for zeros at the end), flagged(words, flag) (one bit for each of 64 words that has the flag).
// It is a type of an anonymous namespace, so that no other file gets to these functions; they call nothing of the standard
// library, whose functions the linker might take from here.
#pragma once

#include <stddef.h>

#include "runtime/rows/lane_sets.hpp"
#include "runtime/snapshot/packed_reach.hpp"

namespace plumb::rows {

// What a set without an instruction for it does; `Set` names the file whose code it is.
template <typename Set>
struct PlainLoops {
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

template <typename Set>
struct LaneLoops {
  static constexpr uint32_t kBlock = 64;

  static void keep_among(const uint64_t* plane, const uint32_t* parties, uint32_t blocks, uint64_t* wanted) {
    for (uint32_t b = 0; b < blocks; ++b) {
      if (wanted[b] != 0) wanted[b] &= Set::among(plane, parties + size_t{b} * kBlock);
    }
  }

  static uint32_t rows_of_plane(const uint64_t* plane, uint32_t blocks, uint16_t* rows) {
    struct {
      alignas(64) uint16_t of[kBlock];
    } numbers;
    for (uint32_t i = 0; i < kBlock; ++i) numbers.of[i] = static_cast<uint16_t>(i);
    uint32_t count = 0;
    for (uint32_t b = 0; b < blocks; ++b) {
      Set::compress(numbers.of, plane[b], rows + count);
      count += Set::popcount(plane[b]);
      for (uint32_t i = 0; i < kBlock; ++i) numbers.of[i] = static_cast<uint16_t>(numbers.of[i] + kBlock);
    }
    return count;
  }

  template <typename T>
  static void compress_all(const T* stored, const uint64_t* wanted, uint32_t blocks, T* out) {
    for (uint32_t b = 0; b < blocks; ++b) {
      if (wanted[b] == 0) continue;
      Set::compress(stored + size_t{b} * kBlock, wanted[b], out);
      out += Set::popcount(wanted[b]);
    }
  }

  template <typename Stored, typename Out>
  static void numbers_as(const Stored* stored, uint64_t base, uint64_t scale, const uint64_t* wanted, uint32_t blocks, uint32_t count, void* room, Out* out) {
    if (wanted != nullptr) {
      if (sizeof(Stored) == sizeof(Out) && base == 0 && scale == 1) {
        compress_all(stored, wanted, blocks, reinterpret_cast<Stored*>(out));
        return zero_tail(out, count);
      }
      compress_all(stored, wanted, blocks, static_cast<Stored*>(room));
      stored = static_cast<const Stored*>(room);
    }
    // Modulo the width of Out all along: the same as in 64 bits, cut off.
    const auto from = static_cast<Out>(base), step = static_cast<Out>(scale);
    if (step == 1) {
      for (uint32_t r = 0; r < count; ++r) out[r] = static_cast<Out>(from + static_cast<Out>(stored[r]));
    } else {
      for (uint32_t r = 0; r < count; ++r) out[r] = static_cast<Out>(from + static_cast<Out>(step * static_cast<Out>(stored[r])));
    }
    zero_tail(out, count);
  }

  template <typename Out>
  static void zero_tail(Out* out, uint32_t count) {
    for (uint32_t r = count; r % kBlock != 0; ++r) out[r] = 0;
  }

  template <typename Out>
  static void numbers_to(const void* stored, uint32_t stored_bytes, uint64_t base, uint64_t scale, const uint64_t* wanted, uint32_t blocks, uint32_t count,
                         void* room, Out* out) {
    switch (stored_bytes) {
      case 1:
        return numbers_as(static_cast<const uint8_t*>(stored), base, scale, wanted, blocks, count, room, out);
      case 2:
        return numbers_as(static_cast<const uint16_t*>(stored), base, scale, wanted, blocks, count, room, out);
      case 4:
        return numbers_as(static_cast<const uint32_t*>(stored), base, scale, wanted, blocks, count, room, out);
      default:
        return numbers_as(static_cast<const uint64_t*>(stored), base, scale, wanted, blocks, count, room, out);
    }
  }

  static void numbers(const void* stored, uint32_t stored_bytes, uint64_t base, uint64_t scale, const uint64_t* wanted, uint32_t blocks, uint32_t count,
                      void* room, void* out, uint32_t out_bytes) {
    switch (out_bytes) {
      case 1:
        return numbers_to(stored, stored_bytes, base, scale, wanted, blocks, count, room, static_cast<uint8_t*>(out));
      case 2:
        return numbers_to(stored, stored_bytes, base, scale, wanted, blocks, count, room, static_cast<uint16_t*>(out));
      case 4:
        return numbers_to(stored, stored_bytes, base, scale, wanted, blocks, count, room, static_cast<uint32_t*>(out));
      default:
        return numbers_to(stored, stored_bytes, base, scale, wanted, blocks, count, room, static_cast<uint64_t*>(out));
    }
  }

  static void bits(const uint64_t* stored, const uint64_t* wanted, uint32_t blocks, uint64_t* out) {
    uint64_t word = 0;
    uint32_t filled = 0;  // bits of it; never all
    for (uint32_t b = 0; b < blocks; ++b) {
      const uint64_t taken = Set::extract(stored[b], wanted[b]);
      word |= taken << filled;
      const uint32_t more = Set::popcount(wanted[b]);
      if (filled + more >= kBlock) {
        *out++ = word;
        word = filled == 0 ? 0 : taken >> (kBlock - filled);
        filled += more - kBlock;
      } else {
        filled += more;
      }
    }
    if (filled != 0) *out = word;
  }

  static void packed(const uint64_t* listed, const uint32_t* ranks, const uint64_t* words, const uint32_t* parties, uint32_t count, uint64_t* out) {
    for (uint32_t i = 0; i < count; ++i) {
      const uint32_t party = parties[i], bit = party % kBlock;
      const uint64_t block = listed[party / kBlock];
      const uint64_t is_listed = block >> bit & 1;
      // One who is not listed takes the word of whoever comes first, of which nothing is left.
      const uint32_t before = Set::popcount(block & ((uint64_t{1} << bit) - 1) & (0 - is_listed));
      const uint64_t word = words[ranks[party / kBlock] + before];
      out[i] = is_listed != 0 ? word : snapshot::PackedReach::kNoTraits;
    }
  }

  static uint8_t trait(uint64_t packed, int at) {
    const auto part = static_cast<uint8_t>(packed >> at & 3);
    return static_cast<uint8_t>(part | (part == 3 ? 0xFF : 0));
  }
  static uint64_t ways(uint64_t packed) {
    using P = snapshot::PackedReach;
    constexpr uint64_t kLow = (uint64_t{1} << P::kOwnWays) - 1, kHigh = P::kCertainWays & ~kLow;
    return (packed & kLow) | (packed & kHigh) << P::kGap;
  }
  static void spread(const uint64_t* packed, uint32_t count, uint64_t* certain, uint64_t* uncertain, uint8_t* kind, uint8_t* sector) {
    using P = snapshot::PackedReach;
    for (uint32_t i = 0; i < count; ++i) certain[i] = ways(packed[i]);
    for (uint32_t i = 0; i < count; ++i) uncertain[i] = ways(packed[i] >> P::kUncertain);
    for (uint32_t i = 0; i < count; ++i) kind[i] = trait(packed[i], P::kKind);
    for (uint32_t i = 0; i < count; ++i) sector[i] = trait(packed[i], P::kSector);
    zero_tail(certain, count);
    zero_tail(uncertain, count);
    zero_tail(kind, count);
    zero_tail(sector, count);
  }

  static void flags(const uint64_t* packed, uint32_t count, uint32_t bit, uint64_t* plane) {
    const uint64_t flag = uint64_t{1} << bit;
    uint32_t b = 0;
    for (; (b + 1) * kBlock <= count; ++b) plane[b] = Set::flagged(packed + size_t{b} * kBlock, flag);
    if (b * kBlock == count) return;
    uint64_t word = 0;
    for (uint32_t i = b * kBlock; i < count; ++i) word |= (packed[i] >> bit & 1) << (i % kBlock);
    plane[b] = word;
  }

  static uint64_t count_both(const uint64_t* a, const uint64_t* b, uint32_t blocks) {
    uint64_t count = 0;
    for (uint32_t i = 0; i < blocks; ++i) count += Set::popcount(a[i] & b[i]);
    return count;
  }
  static uint64_t count_none(const uint64_t* a, const uint64_t* b, const uint64_t* c, const uint64_t* among, uint32_t blocks) {
    uint64_t count = 0;
    for (uint32_t i = 0; i < blocks; ++i) count += Set::popcount(~(a[i] | b[i] | c[i]) & among[i]);
    return count;
  }

  static constexpr Lanes kTable{keep_among, rows_of_plane, numbers, bits, packed, spread, flags, count_both, count_none};
};

}  // namespace plumb::rows
