#include "runtime/snapshot/key_sort.hpp"

#include <array>
#include <utility>

namespace plumb::snapshot {

namespace {

constexpr int kDigitBits = 8;
constexpr size_t kDigits = size_t{1} << kDigitBits;

size_t digit(uint128 key, int at) { return static_cast<size_t>(key >> at) & (kDigits - 1); }

}  // namespace

std::vector<int> differing_digits(std::span<const uint128> keys) {
  uint128 differing = 0;
  for (const uint128 key : keys) differing |= key ^ keys.front();
  std::vector<int> out;
  for (int at = kPlaceBits; at < kPlaceBits + kNumberBits; at += kDigitBits) {
    if (digit(differing, at) != 0) out.push_back(at);
  }
  return out;
}

void sort_by_digits(std::span<uint128> keys, std::span<uint128> other, std::span<const int> digits) {
  // How many have which digit does not hang on their order.
  std::vector<std::array<size_t, kDigits>> begins(digits.size());
  for (const uint128 key : keys) {
    for (size_t d = 0; d < digits.size(); ++d) ++begins[d][digit(key, digits[d])];
  }
  for (size_t d = 0; d < digits.size(); ++d) {
    size_t begin = 0;
    for (size_t& one : begins[d]) begin += std::exchange(one, begin);
    for (const uint128 key : keys) other[begins[d][digit(key, digits[d])]++] = key;
    std::swap(keys, other);
  }
}

}  // namespace plumb::snapshot
