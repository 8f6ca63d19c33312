#include "runtime/snapshot/checksum.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace plumb::snapshot {

namespace {

constexpr uint64_t kFactor = 0x9FB21C651E98DF25ULL;  // odd, so that multiplying can be undone
constexpr int kTurn = 29;
constexpr size_t kLanes = Checksum::kLine / sizeof(uint64_t);

using Lanes = std::array<uint64_t, kLanes>;

// A part of one file's bytes, as many lines as the other part that is taken beside it.
struct Part {
  Lanes& lanes;
  const std::byte* at;
};

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

// Each line waits for the one before it, and a multiplication takes its time: two parts in turn wait half as long.
__attribute__((target("avx512f,avx512dq"))) void add_by_lines(Part one, Part other, size_t lines) {
  using Line = uint64_t __attribute__((vector_size(Checksum::kLine)));
  Line sum, beside;
  std::memcpy(&sum, one.lanes.data(), sizeof(sum));
  std::memcpy(&beside, other.lanes.data(), sizeof(beside));
  for (size_t byte = 0; byte != lines * Checksum::kLine; byte += Checksum::kLine) {
    Line words, words_beside;
    std::memcpy(&words, one.at + byte, sizeof(words));
    std::memcpy(&words_beside, other.at + byte, sizeof(words_beside));
    sum ^= words;
    beside ^= words_beside;
    sum = (sum << kTurn) | (sum >> (64 - kTurn));
    beside = (beside << kTurn) | (beside >> (64 - kTurn));
    sum *= kFactor;
    beside *= kFactor;
  }
  std::memcpy(one.lanes.data(), &sum, sizeof(sum));
  std::memcpy(other.lanes.data(), &beside, sizeof(beside));
}
#else
bool has_wide_multiply() { return false; }
void add_by_lines(Lanes& lanes, const std::byte* at, size_t lines) { add_by_words(lanes, at, lines); }
void add_by_lines(Part one, Part other, size_t lines) {
  add_by_words(one.lanes, one.at, lines);
  add_by_words(other.lanes, other.at, lines);
}
#endif

}  // namespace

void Checksum::add(std::span<const std::byte> bytes) {
  const size_t lines = bytes.size() / kLine;
  if (lines == 0) return;
  has_wide_multiply() ? add_by_lines(lanes_, bytes.data(), lines) : add_by_words(lanes_, bytes.data(), lines);
  lines_ += lines;
}

void Checksum::add(std::span<const std::byte> bytes, Checksum& other, std::span<const std::byte> beside) {
  const size_t both = has_wide_multiply() ? std::min(bytes.size(), beside.size()) / kLine : 0;
  if (both != 0) {
    add_by_lines({lanes_, bytes.data()}, {other.lanes_, beside.data()}, both);
    lines_ += both;
    other.lines_ += both;
  }
  add(bytes.subspan(both * kLine));
  other.add(beside.subspan(both * kLine));
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
