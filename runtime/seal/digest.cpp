#include "runtime/seal/digest.hpp"

#include <sodium.h>

#include <boost/endian/conversion.hpp>

#include "compiler/base/check.hpp"
#include "runtime/seal/sodium_ready.hpp"

namespace plumb::seal {

namespace {

const unsigned char* unsigned_bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

}  // namespace

Hasher::Hasher(std::string_view key) {
  static_assert(sizeof(state_) == sizeof(crypto_generichash_state) && alignof(crypto_generichash_state) <= 64);
  check(key.empty() || (key.size() >= kLeastKeyBytes && key.size() <= kMostKeyBytes), "a digest's key has 16 to 64 bytes");
  sodium_ready();
  crypto_generichash_init(reinterpret_cast<crypto_generichash_state*>(state_.data()), key.empty() ? nullptr : unsigned_bytes(key), key.size(), kDigestBytes);
}

Hasher& Hasher::add(std::string_view bytes) {
  crypto_generichash_update(reinterpret_cast<crypto_generichash_state*>(state_.data()), unsigned_bytes(bytes), bytes.size());
  return *this;
}

Digest Hasher::finish() {
  Digest out;
  const int status = crypto_generichash_final(reinterpret_cast<crypto_generichash_state*>(state_.data()), out.data(), out.size());
  check(status == 0, "a digest is finished once");
  return out;
}

Digest digest(std::string_view bytes) { return Hasher().add(bytes).finish(); }

Digest keyed_digest(std::string_view key, std::string_view bytes) {
  check(!key.empty(), "a keyed digest has a key");
  return Hasher(key).add(bytes).finish();
}

uint64_t code_of(std::string_view text) {
  constexpr unsigned char kKey[crypto_shorthash_siphash24_KEYBYTES] = {'p', 'l', 'u', 'm', 'b', ' ', 'i', 'd', 'e', 'n', 't', 'i', 'f', 'i', 'e', 'r'};
  std::array<unsigned char, crypto_shorthash_siphash24_BYTES> bytes;
  crypto_shorthash_siphash24(bytes.data(), unsigned_bytes(text), text.size(), kKey);
  return boost::endian::load_little_u64(bytes.data());
}

std::string_view bytes_of(const Digest& digest) { return {reinterpret_cast<const char*>(digest.data()), digest.size()}; }

std::string hex(std::string_view bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out.push_back(kDigits[byte >> 4]);
    out.push_back(kDigits[byte & 15]);
  }
  return out;
}

std::string random_bytes(size_t size) {
  sodium_ready();
  std::string out(size, '\0');
  randombytes_buf(out.data(), out.size());
  return out;
}

void sodium_ready() {
  static const bool kReady = sodium_init() >= 0;
  check(kReady, "libsodium finds a source of randomness");
}

}  // namespace plumb::seal
