#include "runtime/seal/sign.hpp"

#include <sodium.h>

#include "compiler/base/check.hpp"
#include "runtime/seal/sodium_ready.hpp"

namespace plumb::seal {

Signature sign(const PrivateKey& key, std::string_view text) {
  check(key.purpose() == Purpose::signing, "a text is signed with a signing key");
  sodium_ready();
  std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> public_half;
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> expanded;
  crypto_sign_seed_keypair(public_half.data(), expanded.data(), key.bytes().data());
  Signature out;
  static_assert(out.size() == crypto_sign_BYTES);
  crypto_sign_detached(out.data(), nullptr, reinterpret_cast<const unsigned char*>(text.data()), text.size(), expanded.data());
  sodium_memzero(expanded.data(), expanded.size());
  return out;
}

bool signature_holds(const PublicKey& key, std::string_view text, const Signature& signature) {
  check(key.purpose == Purpose::signing, "a signature is checked with a signing key");
  sodium_ready();
  return crypto_sign_verify_detached(signature.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size(), key.bytes.data()) == 0;
}

}  // namespace plumb::seal
