// Random numbers that are the same on every machine: xoshiro256** (Blackman and Vigna, 2018), its state filled by
// splitmix64 from the seed. The standard library's distributions differ between implementations, so there are none here.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace plumb::generate {

class Random {
 public:
  explicit Random(uint64_t seed) {
    for (uint64_t& word : state_) {
      seed += 0x9E3779B97F4A7C15u;
      uint64_t z = seed;
      z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
      z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
      word = z ^ (z >> 31);
    }
  }

  uint64_t next() {
    const uint64_t result = rotate(state_[1] * 5, 7) * 9;
    const uint64_t t = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= t;
    state_[3] = rotate(state_[3], 45);
    return result;
  }

  // 0 … bound-1, each as likely. REQUIRES: bound > 0.
  uint64_t below(uint64_t bound) {
    const uint64_t uneven = (0 - bound) % bound;  // the lowest values that would come once too often
    while (true) {
      const uint64_t value = next();
      if (value >= uneven) return value % bound;
    }
  }
  int64_t between(int64_t first, int64_t last) { return first + static_cast<int64_t>(below(static_cast<uint64_t>(last - first) + 1)); }
  bool percent(uint64_t chance) { return below(100) < chance; }

  template <typename T>
  const T& pick(const std::vector<T>& items) {
    return items[below(items.size())];
  }

 private:
  static uint64_t rotate(uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }
  std::array<uint64_t, 4> state_{};
};

}  // namespace plumb::generate
