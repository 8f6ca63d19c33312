#include "runtime/registry/held_codes.hpp"

#include <sys/mman.h>

#include <cstring>
#include <limits>

namespace plumb::registry {

namespace {

constexpr uint64_t kLargePage = uint64_t{2} << 20, kMostCodes = uint64_t{1} << 31;
// How far from its place one may stand, which chance comes nowhere near: of very many with equal first bits each look would go through all.
constexpr uint64_t kFarthest = 1 << 14;

// At most two thirds of the slots are taken, and one is always free.
uint64_t slots_of(uint64_t codes) { return codes + codes / 2 + 2; }

}  // namespace

uint64_t HeldCodes::bytes_of(uint64_t codes) { return slots_of(codes) * sizeof(Slot); }

bool HeldCodes::reserve(uint64_t codes) {
  clear();
  if (codes > kMostCodes) return false;
  const uint64_t bytes = bytes_of(codes);
  // In large pages, where the system has them: a look goes anywhere.
  const bool is_large = bytes >= kLargePage;
  const uint64_t taken = is_large ? (bytes + kLargePage - 1) / kLargePage * kLargePage : bytes;
  void* const memory = is_large ? std::aligned_alloc(kLargePage, taken) : std::malloc(taken);
  if (memory == nullptr) return false;
  if (is_large) (void)::madvise(memory, taken, MADV_HUGEPAGE);
  std::memset(memory, 0, bytes);
  slots_.reset(static_cast<Slot*>(memory));
  count_ = slots_of(codes);
  room_ = codes;
  return true;
}

bool HeldCodes::add(const RowCode& entry) {
  if (room_ == 0 || entry.number > std::numeric_limits<uint32_t>::max()) return false;
  uint64_t at = place_of(entry.code);
  for (uint64_t steps = 0; slots_[at].number != 0; at = next(at)) {
    if (++steps > kFarthest) return false;
  }
  slots_[at] = {static_cast<uint32_t>(entry.code), static_cast<uint32_t>(entry.number)};
  --room_;
  return true;
}

}  // namespace plumb::registry
