#include "runtime/seal/sign.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "compiler/base/check.hpp"
#include "runtime/seal/digest.hpp"

namespace plumb::seal {
namespace {

std::string from_hex(std::string_view digits) {
  std::string out;
  for (size_t i = 0; i + 1 < digits.size(); i += 2) out.push_back(static_cast<char>(std::stoi(std::string(digits.substr(i, 2)), nullptr, 16)));
  return out;
}

PrivateKey key_of(std::string_view seed) {
  std::array<unsigned char, 32> bytes{};
  const std::string raw = from_hex(seed);
  std::copy(raw.begin(), raw.end(), bytes.begin());
  return {Purpose::signing, bytes};
}

template <size_t kSize>
std::string hex_of(const std::array<unsigned char, kSize>& bytes) {
  return hex({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

struct Vector {
  const char* seed;
  const char* public_key;
  const char* text;
  const char* signature;
};

// RFC 8032, 7.1: tests 1, 2 and 3.
constexpr Vector kVectors[] = {
    {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"},
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"},
    {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"},
};

TEST(Signatures, AreThoseOfRfc8032) {
  for (const Vector& vector : kVectors) {
    const PrivateKey key = key_of(vector.seed);
    const PublicKey own = public_key_of(key);
    EXPECT_EQ(hex_of(own.bytes), vector.public_key);
    const std::string text = from_hex(vector.text);
    const Signature signature = sign(key, text);
    EXPECT_EQ(hex_of(signature), vector.signature);
    EXPECT_TRUE(signature_holds(own, text, signature));
  }
}

TEST(Signatures, HoldForThatTextAndThatKeyAlone) {
  const PrivateKey key = make_key(Purpose::signing);
  const PublicKey own = public_key_of(key);
  const std::string text = "revision 17, 2026-11-26";
  const Signature signature = sign(key, text);
  ASSERT_TRUE(signature_holds(own, text, signature));
  for (size_t i = 0; i < text.size(); ++i) {
    std::string other = text;
    other[i] = static_cast<char>(other[i] ^ 1);
    EXPECT_FALSE(signature_holds(own, other, signature)) << i;
  }
  for (size_t i = 0; i < signature.size(); ++i) {
    Signature other = signature;
    other[i] ^= 1;
    EXPECT_FALSE(signature_holds(own, text, other)) << i;
  }
  EXPECT_FALSE(signature_holds(public_key_of(make_key(Purpose::signing)), text, signature));
  EXPECT_FALSE(signature_holds(own, text + " ", signature));
}

TEST(Signatures, AreNotMadeWithAKeyForSealing) {
  EXPECT_THROW((void)sign(make_key(Purpose::sealing), "text"), InternalError);
  EXPECT_THROW((void)signature_holds(public_key_of(make_key(Purpose::sealing)), "text", Signature{}), InternalError);
}

}  // namespace
}  // namespace plumb::seal
