// All codes of an index in memory, for many looks: one place in it for each, most of which take one miss of the caches whatever the number.
//
// A code's first bits say where it stands, or behind what stands there, so that runs, which are in the order of codes, are put in from beginning
// to end; of its other bits 32 are kept. Whoever finds a number compares the row's key, so those that agree in all these cost a row more.
// One thread.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <memory>

#include "runtime/registry/code_runs.hpp"

namespace plumb::registry {

class HeldCodes {
 public:
  // How many bytes so many codes take.
  static uint64_t bytes_of(uint64_t codes);

  // Nothing yet, with room for so many. False: there is no memory for them, or they are more than 2^31.
  bool reserve(uint64_t codes);
  // Frees all of it.
  void clear() { *this = {}; }
  // False: no room is left, too many codes have one place, or the number is none of 32 bits. REQUIRES: it is above 0.
  bool add(const RowCode& entry);
  // each(number) for what may have the code. REQUIRES: reserve() gave room.
  template <typename Each>
  void find(uint64_t code, const Each& each) const {
    for (uint64_t at = place_of(code); slots_[at].number != 0; at = next(at)) {
      if (slots_[at].rest == static_cast<uint32_t>(code)) each(int64_t{slots_[at].number});
    }
  }

 private:
  struct Slot {
    uint32_t rest, number;  // of no number: free
  };
  struct Free {
    void operator()(Slot* slots) const { std::free(slots); }
  };
  // As far from the beginning as the code is among all.
  uint64_t place_of(uint64_t code) const { return (code >> 32) * count_ >> 32; }
  uint64_t next(uint64_t at) const { return at + 1 == count_ ? 0 : at + 1; }

  std::unique_ptr<Slot[], Free> slots_;
  uint64_t count_ = 0, room_ = 0;  // slots, below 2^32; how many more may be taken
};

}  // namespace plumb::registry
