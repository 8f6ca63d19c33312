// Keys ↔ files of two lines: what the key is, and its bytes in hexadecimal digits.
//
// A private key's file is made with mode 0600 and refused where its group or others may read it; no file is ever made over
// another. Errors are a code and the path: seal.key_missing, seal.key_unreadable, seal.key_exposed (others may read it),
// seal.key_kind (no key of the kind asked for), seal.key_place (something stands there already), seal.write. Any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>

#include "compiler/base/result.hpp"

namespace plumb::seal {

enum class Purpose : uint8_t { signing, sealing };

// 32 bytes: an Ed25519 or X25519 public key. They may be shown to anybody.
struct PublicKey {
  Purpose purpose = Purpose::signing;
  std::array<unsigned char, 32> bytes{};
  friend bool operator==(const PublicKey&, const PublicKey&) = default;
};

// 32 bytes: an Ed25519 seed or an X25519 private key. Wiped when it goes.
class PrivateKey {
 public:
  PrivateKey(Purpose purpose, const std::array<unsigned char, 32>& bytes) : purpose_(purpose), bytes_(bytes) {}
  PrivateKey(const PrivateKey&) = default;
  PrivateKey& operator=(const PrivateKey&) = default;
  ~PrivateKey();
  Purpose purpose() const { return purpose_; }
  const std::array<unsigned char, 32>& bytes() const { return bytes_; }

 private:
  Purpose purpose_;
  std::array<unsigned char, 32> bytes_;
};

PrivateKey make_key(Purpose purpose);
PublicKey public_key_of(const PrivateKey& key);

// Both files or none: where the second cannot be made, the first goes again.
Result<void> write_keys(const PrivateKey& key, const std::filesystem::path& private_file, const std::filesystem::path& public_file);
Result<PrivateKey> read_private_key(const std::filesystem::path& file, Purpose purpose);
Result<PublicKey> read_public_key(const std::filesystem::path& file, Purpose purpose);

}  // namespace plumb::seal
