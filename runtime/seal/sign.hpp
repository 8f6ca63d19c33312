// A text and a private signing key → an Ed25519 signature (RFC 8032), kept apart from the text; and whether one holds.
//
// Pure: the same text and key give the same signature. Any thread.
#pragma once

#include <array>
#include <string_view>

#include "runtime/seal/key_file.hpp"

namespace plumb::seal {

using Signature = std::array<unsigned char, 64>;

// REQUIRES: a key for signing, here and below.
Signature sign(const PrivateKey& key, std::string_view text);
// False for any other text, signature or key; also for the weak keys and signatures that RFC 8032 lets a verifier refuse.
bool signature_holds(const PublicKey& key, std::string_view text, const Signature& signature);

}  // namespace plumb::seal
