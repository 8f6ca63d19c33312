// Bytes → 64 bits that tell whether any of them was changed: what guards a snapshot's file against damage.
//
// Eight lanes, each taking every eighth word of 64 bits: lane = rotate(lane ^ word, 29) * factor, the factor odd. Each step can
// be undone, so a change within one word always shows; others pass once in 2^64. Part of the file's format: the same value on
// every machine. No help against somebody who forges files. As fast as memory is read: 512 bits at a time where the processor
// can multiply them. Pure; any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace plumb::snapshot {

class Checksum {
 public:
  static constexpr size_t kLine = 64;  // bytes that are taken at once

  // Goes on where it stopped. REQUIRES: a multiple of kLine bytes.
  void add(std::span<const std::byte> lines);
  // The same, and beside it another sum's lines: in less time than both take one after the other. REQUIRES: `other` is another.
  void add(std::span<const std::byte> lines, Checksum& other, std::span<const std::byte> beside);
  uint64_t value() const;

 private:
  std::array<uint64_t, kLine / sizeof(uint64_t)> lanes_{1, 2, 3, 4, 5, 6, 7, 8};
  uint64_t lines_ = 0;
};

// REQUIRES: a multiple of Checksum::kLine bytes.
inline uint64_t checksum(std::span<const std::byte> bytes) {
  Checksum sum;
  sum.add(bytes);
  return sum.value();
}

}  // namespace plumb::snapshot
