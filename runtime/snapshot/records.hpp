// Which row of the facts records each party. For build() alone.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <optional>

#include "runtime/snapshot/column.hpp"
#include "runtime/snapshot/row_order.hpp"
#include "runtime/snapshot/threads.hpp"

namespace plumb::snapshot {

// Where the record of each party stands; of several, the first. Threads may note records at once.
class Records {
 public:
  Records(size_t parties, unsigned threads) : places_(parties) {
    each_range(parties, threads, [&](size_t first, size_t last) { std::fill(places_.begin() + first, places_.begin() + last, kNone); });
  }
  void note(uint32_t party, RowPlace at) {
    const uint64_t place = uint64_t{at.part} << 32 | at.row;
    const std::atomic_ref<uint64_t> noted(places_[party]);
    for (uint64_t before = noted.load(std::memory_order_relaxed); place < before;) {
      if (noted.compare_exchange_weak(before, place, std::memory_order_relaxed)) return;
    }
  }
  // REQUIRES: nobody notes any more.
  std::optional<RowPlace> operator[](size_t party) const {
    const uint64_t place = places_.span()[party];
    if (place == kNone) return std::nullopt;
    return RowPlace{static_cast<uint32_t>(place >> 32), static_cast<uint32_t>(place)};
  }

 private:
  static constexpr uint64_t kNone = ~uint64_t{0};
  Unfilled<uint64_t> places_;
};

}  // namespace plumb::snapshot
