// Texts → numbers that compare as they do, made of the bits in which any two of them differ. For row_order.cpp.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "compiler/base/decimal.hpp"

namespace plumb::snapshot {

// The beginnings of texts, eight characters a word, the first highest; zeros behind the end.
inline constexpr size_t kWords = 3;
using Beginning = std::array<uint64_t, kWords>;
Beginning beginning_of(std::string_view text);

// In which bits the beginnings of texts differ.
class DifferingBits {
 public:
  void add(std::string_view text);
  void add(const DifferingBits& others);
  // Those that come first, at most `most`.
  Beginning first(int most) const;

 private:
  std::optional<Beginning> one_;  // of the texts
  Beginning bits_{};
};

// Of two texts whose numbers differ the one that comes before has the smaller. REQUIRES: both are among those whose differing bits these
// are; at most 128 bits. Immutable; any thread.
class TextNumbers {
 public:
  explicit TextNumbers(const Beginning& bits);
  uint128 operator()(std::string_view text) const;
  // The same, on any processor.
  uint128 bit_by_bit(std::string_view text) const;

 private:
  Beginning bits_;
  std::array<int, kWords> widths_;  // how many bits of each word
};

}  // namespace plumb::snapshot
