#include "runtime/snapshot/text_numbers.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace plumb::snapshot {

namespace {

uint64_t word_at(std::string_view text, size_t at) {
  uint64_t word = 0;
  if (at + sizeof(word) <= text.size()) {
    std::memcpy(&word, text.data() + at, sizeof(word));
  } else if (at < text.size()) {
    std::memcpy(&word, text.data() + at, text.size() - at);
  }
  return std::endian::native == std::endian::little ? __builtin_bswap64(word) : word;
}

// The bits of the word that the mask has, side by side at the low end.
uint64_t extract(uint64_t word, uint64_t mask) {
  uint64_t out = 0;
  for (int to = 0; mask != 0; mask &= mask - 1, ++to) out |= ((word >> std::countr_zero(mask)) & 1) << to;
  return out;
}

#if defined(__x86_64__)
bool has_extract() {
  static const bool has = __builtin_cpu_supports("bmi2") != 0;
  return has;
}
__attribute__((target("bmi2"))) uint128 by_instruction(const Beginning& words, const Beginning& bits, const std::array<int, kWords>& widths) {
  uint128 number = 0;
  for (size_t i = 0; i < kWords; ++i) number = (number << widths[i]) | _pext_u64(words[i], bits[i]);
  return number;
}
#endif

}  // namespace

Beginning beginning_of(std::string_view text) { return {word_at(text, 0), word_at(text, 8), word_at(text, 16)}; }

void DifferingBits::add(std::string_view text) {
  const Beginning words = beginning_of(text);
  if (!one_) one_ = words;
  for (size_t i = 0; i < kWords; ++i) bits_[i] |= words[i] ^ (*one_)[i];
}

void DifferingBits::add(const DifferingBits& others) {
  if (!others.one_) return;
  if (!one_) one_ = others.one_;
  for (size_t i = 0; i < kWords; ++i) bits_[i] |= others.bits_[i] | ((*one_)[i] ^ (*others.one_)[i]);
}

Beginning DifferingBits::first(int most) const {
  Beginning out = bits_;
  for (uint64_t& word : out) {
    while (std::popcount(word) > most) word &= word - 1;
    most -= std::popcount(word);
  }
  return out;
}

TextNumbers::TextNumbers(const Beginning& bits) : bits_(bits), widths_{std::popcount(bits[0]), std::popcount(bits[1]), std::popcount(bits[2])} {}

uint128 TextNumbers::operator()(std::string_view text) const {
#if defined(__x86_64__)
  if (has_extract()) return by_instruction(beginning_of(text), bits_, widths_);
#endif
  return bit_by_bit(text);
}

uint128 TextNumbers::bit_by_bit(std::string_view text) const {
  const Beginning words = beginning_of(text);
  uint128 number = 0;
  for (size_t i = 0; i < kWords; ++i) number = (number << widths_[i]) | extract(words[i], bits_[i]);
  return number;
}

}  // namespace plumb::snapshot
