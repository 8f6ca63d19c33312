// Rows → the order of a number each, by the number's digits rather than by comparing; on several threads. For row_order.cpp.
//
// A key: the number, above the place of the row that it is of. Rows of one number are told apart by who sorts.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "compiler/base/decimal.hpp"
#include "runtime/snapshot/column.hpp"
#include "runtime/snapshot/row_order.hpp"
#include "runtime/snapshot/threads.hpp"

namespace plumb::snapshot {

inline constexpr int kPlaceBits = 48, kNumberBits = 128 - kPlaceBits;

// REQUIRES: `number` has kNumberBits bits, `at.part` 16.
inline uint128 key_of(uint128 number, RowPlace at) { return (number << kPlaceBits) | (uint128{at.part} << 32) | at.row; }
inline uint128 number_of(uint128 key) { return key >> kPlaceBits; }
inline RowPlace place_of(uint128 key) { return {static_cast<uint32_t>(key >> 32) & 0xffff, static_cast<uint32_t>(key)}; }

// The digits, of eight bits each, in which the numbers of any two keys differ: where they stand in a key, the lowest first.
std::vector<int> differing_digits(std::span<const uint128> keys);
// The keys by these digits; those that have the same stay in their order. They lie in `other` afterwards where the digits are odd in number.
void sort_by_digits(std::span<uint128> keys, std::span<uint128> other, std::span<const int> digits);

// Keys by their numbers, those of one number as before(RowPlace, RowPlace) says. REQUIRES: rows of one number that it does not tell apart are the same.
template <typename Before>
void sort_keys(unsigned threads, Unfilled<uint128>& keys, const Before& before) {
  constexpr size_t kWorthAThread = size_t{1} << 15;
  const auto less = [&](uint128 a, uint128 b) { return number_of(a) != number_of(b) ? a < b : before(place_of(a), place_of(b)); };
  if (std::is_sorted(keys.begin(), keys.end(), less)) return;
  const size_t runs = std::max<size_t>(1, std::min<size_t>(threads, keys.size() / kWorthAThread));
  const auto at = [&](size_t run) { return keys.begin() + keys.size() * run / runs; };

  // Runs by themselves, each by the same digits, so that all lie in one place afterwards.
  Unfilled<uint128> other(keys.size());
  const std::vector<int> digits = differing_digits(keys.span());
  each_piece(runs, threads, [&](size_t run) {
    const std::span<uint128> own(at(run), at(run + 1)), room(other.begin() + (at(run) - keys.begin()), own.size());
    sort_by_digits(own, room, digits);
    const std::span<uint128> sorted = digits.size() % 2 == 0 ? own : room;
    for (auto first = sorted.begin(); first != sorted.end();) {
      const auto last = std::find_if(first + 1, sorted.end(), [&](uint128 key) { return number_of(key) != number_of(*first); });
      if (last - first > 1) std::sort(first, last, [&](uint128 a, uint128 b) { return before(place_of(a), place_of(b)); });
      first = last;
    }
  });
  if (digits.size() % 2 != 0) keys.swap(other);

  for (size_t width = 1; width < runs; width *= 2) {
    // Two runs merge in two halves: what is less than the middle of the first, and the rest.
    each_piece((runs + 2 * width - 1) / (2 * width) * 2, threads, [&](size_t half) {
      const size_t run = half / 2 * 2 * width;
      uint128 *const first = at(run), *const middle = at(std::min(run + width, runs)), *const last = at(std::min(run + 2 * width, runs));
      uint128* const split = first + (middle - first) / 2;
      uint128* const after = split == middle ? last : std::lower_bound(middle, last, *split, less);
      uint128* const out = other.begin() + (first - keys.begin());
      if (half % 2 == 0) {
        std::merge(first, split, middle, after, out, less);
      } else {
        std::merge(split, middle, after, last, out + (split - first) + (after - middle), less);
      }
    });
    keys.swap(other);
  }
}

}  // namespace plumb::snapshot
