#include "runtime/snapshot/checksum.hpp"

#include <bit>
#include <cstring>

namespace plumb::snapshot {

namespace {

constexpr uint64_t kFactor = 0x9FB21C651E98DF25ULL;  // odd, so that multiplying can be undone
constexpr int kTurn = 29;
constexpr size_t kLanes = Checksum::kLine / sizeof(uint64_t);

using Lanes = std::array<uint64_t, kLanes>;

// Lanes in variables of their own, or the compiler keeps them in memory.
void add_by_words(Lanes& lanes, const std::byte* at, size_t lines) {
  auto [a, b, c, d, e, f, g, h] = lanes;
  for (const std::byte* const end = at + lines * Checksum::kLine; at != end; at += Checksum::kLine) {
    Lanes words;
    std::memcpy(words.data(), at, sizeof(words));
    a = std::rotl(a ^ words[0], kTurn) * kFactor;
    b = std::rotl(b ^ words[1], kTurn) * kFactor;
    c = std::rotl(c ^ words[2], kTurn) * kFactor;
    d = std::rotl(d ^ words[3], kTurn) * kFactor;
    e = std::rotl(e ^ words[4], kTurn) * kFactor;
    f = std::rotl(f ^ words[5], kTurn) * kFactor;
    g = std::rotl(g ^ words[6], kTurn) * kFactor;
    h = std::rotl(h ^ words[7], kTurn) * kFactor;
  }
  lanes = {a, b, c, d, e, f, g, h};
}

#if defined(__x86_64__)
bool has_wide_multiply() {
  static const bool has = __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512dq") != 0;
  return has;
}

__attribute__((target("avx512f,avx512dq"))) void add_by_lines(Lanes& lanes, const std::byte* at, size_t lines) {
  using Line = uint64_t __attribute__((vector_size(Checksum::kLine)));
  Line sum;
  std::memcpy(&sum, lanes.data(), sizeof(sum));
  for (const std::byte* const end = at + lines * Checksum::kLine; at != end; at += Checksum::kLine) {
    Line words;
    std::memcpy(&words, at, sizeof(words));
    sum ^= words;
    sum = (sum << kTurn) | (sum >> (64 - kTurn));
    sum *= kFactor;
  }
  std::memcpy(lanes.data(), &sum, sizeof(sum));
}
#else
bool has_wide_multiply() { return false; }
void add_by_lines(Lanes& lanes, const std::byte* at, size_t lines) { add_by_words(lanes, at, lines); }
#endif

}  // namespace

void Checksum::add(std::span<const std::byte> bytes) {
  const size_t lines = bytes.size() / kLine;
  if (lines == 0) return;
  has_wide_multiply() ? add_by_lines(lanes_, bytes.data(), lines) : add_by_words(lanes_, bytes.data(), lines);
  lines_ += lines;
}

uint64_t Checksum::value() const {
  uint64_t out = lines_ * kFactor;
  for (const uint64_t lane : lanes_) {
    out = (out ^ lane) * kFactor;
    out ^= out >> 32;
  }
  return out;
}

}  // namespace plumb::snapshot
