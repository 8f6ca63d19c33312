#include "runtime/registry/held_codes.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

namespace plumb::registry {

namespace {

constexpr uint64_t kLargePage = uint64_t{2} << 20;

// At most half of the slots are taken. At least two, so that one is always free.
uint64_t slots_of(uint64_t codes) { return std::bit_ceil(std::max(2 * codes, uint64_t{2})); }

}  // namespace

uint64_t HeldCodes::bytes_of(uint64_t codes) { return slots_of(codes) * sizeof(Slot); }

bool HeldCodes::reserve(uint64_t codes) {
  clear();
  const uint64_t slots = slots_of(codes), bytes = slots * sizeof(Slot);
  // In large pages, where the system has them: a look goes anywhere.
  void* const memory = bytes < kLargePage ? std::malloc(bytes) : std::aligned_alloc(kLargePage, bytes);
  if (memory == nullptr) return false;
  if (bytes >= kLargePage) (void)::madvise(memory, bytes, MADV_HUGEPAGE);
  std::memset(memory, 0, bytes);
  slots_.reset(static_cast<Slot*>(memory));
  mask_ = slots - 1;
  left_ = slots / 2;
  shift_ = 64 - std::countr_zero(slots);
  return true;
}

bool HeldCodes::add(const IdentifierCode& entry) {
  if (left_ == 0 || entry.number > std::numeric_limits<uint32_t>::max()) return false;
  uint64_t at = place_of(entry.code);
  while (slots_[at].number != 0) at = (at + 1) & mask_;
  slots_[at] = {static_cast<uint32_t>(entry.code), static_cast<uint32_t>(entry.number)};
  --left_;
  return true;
}

}  // namespace plumb::registry
