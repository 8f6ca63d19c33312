// Bytes → BLAKE2b-256 (RFC 7693), with or without a key; at once or piece by piece.
//
// A keyed digest is a commitment: who does not hold the key cannot try values until one fits, and when the key is destroyed the
// digest says nothing any more. Pure; any thread, one Hasher being used by one thread at a time.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace plumb::seal {

constexpr size_t kDigestBytes = 32;
constexpr size_t kLeastKeyBytes = 16;
constexpr size_t kMostKeyBytes = 64;

using Digest = std::array<unsigned char, kDigestBytes>;

class Hasher {
 public:
  // An empty key: none. REQUIRES: otherwise kLeastKeyBytes to kMostKeyBytes of it.
  explicit Hasher(std::string_view key = {});
  Hasher& add(std::string_view bytes);
  // REQUIRES: called once, last.
  Digest finish();

 private:
  // libsodium's state, whose header shows in digest.cpp alone.
  alignas(64) std::array<unsigned char, 384> state_;
};

Digest digest(std::string_view bytes);
// REQUIRES: kLeastKeyBytes to kMostKeyBytes of key.
Digest keyed_digest(std::string_view key, std::string_view bytes);

// SipHash-2-4 under a fixed key, for tables that are looked into: the same on every machine and in every version. Several texts may have
// one; whoever asks has to look at the text, and nobody can make many that do. It hides nothing.
uint64_t code_of(std::string_view text);

// The digest's 32 bytes, valid as long as it lives.
std::string_view bytes_of(const Digest& digest);
// Lower-case hexadecimal digits, two a byte.
std::string hex(std::string_view bytes);

// `size` bytes that nobody can foretell. Any thread.
std::string random_bytes(size_t size);

}  // namespace plumb::seal
