#include "runtime/seal/digest.hpp"

#include <gtest/gtest.h>
#include <sodium.h>

#include <cstdint>
#include <vector>

#include "compiler/base/check.hpp"

namespace plumb::seal {
namespace {

std::string counting(size_t size) {
  std::string out;
  for (size_t i = 0; i < size; ++i) out.push_back(static_cast<char>(i));
  return out;
}

TEST(Digests, AreWhatAnotherProgramComputes) {  // Python's hashlib.blake2b
  EXPECT_EQ(hex(bytes_of(digest(""))), "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
  EXPECT_EQ(hex(bytes_of(digest("abc"))), "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
  EXPECT_EQ(hex(bytes_of(keyed_digest(counting(16), "abc"))), "3fd8fd31501cdbe942607b204368e3dc4ebce5744de1a955a6025f5c9848bb20");
  EXPECT_EQ(hex(bytes_of(keyed_digest(counting(64), "abc"))), "dff38c978666dff5631db35ca15535520d134f5c8060ea569c6a178ad393719f");
}

// RFC 7693, appendix E: one digest over digests of many lengths, of inputs of many lengths, with and without a key. Those that
// are not of 32 bytes are made by the library directly.
std::string sequence(size_t size, uint32_t seed) {
  uint32_t a = 0xDEAD4BAD * seed;
  uint32_t b = 1;
  std::string out;
  for (size_t i = 0; i < size; ++i) {
    const uint32_t t = a + b;
    a = b;
    b = t;
    out.push_back(static_cast<char>(t >> 24));
  }
  return out;
}

std::string digest_of_length(size_t length, const std::string& in, const std::string& key) {
  if (length == kDigestBytes) return std::string(bytes_of(key.empty() ? digest(in) : keyed_digest(key, in)));
  std::string out(length, '\0');
  const auto* bytes = reinterpret_cast<const unsigned char*>(in.data());
  const auto* key_bytes = reinterpret_cast<const unsigned char*>(key.data());
  crypto_generichash(reinterpret_cast<unsigned char*>(out.data()), length, bytes, in.size(), key_bytes, key.size());
  return out;
}

TEST(Digests, PassTheSelfTestOfRfc7693) {
  Hasher all;
  for (const size_t length : {20U, 32U, 48U, 64U}) {
    for (const size_t size : {0U, 3U, 128U, 129U, 255U, 1024U}) {
      const std::string in = sequence(size, static_cast<uint32_t>(size));
      all.add(digest_of_length(length, in, ""));
      all.add(digest_of_length(length, in, sequence(length, static_cast<uint32_t>(length))));
    }
  }
  EXPECT_EQ(hex(bytes_of(all.finish())), "c23a7800d98123bd10f506c61e29da5603d763b8bbad2e737f5e765a7bccd475");
}

TEST(Digests, DoNotDependOnHowTheBytesArriveInPieces) {
  const std::string text = sequence(1000, 7);
  for (size_t cut = 0; cut <= text.size(); cut += 37) {
    Hasher pieces;
    pieces.add(std::string_view(text).substr(0, cut)).add("").add(std::string_view(text).substr(cut));
    ASSERT_EQ(pieces.finish(), digest(text)) << cut;
  }
}

TEST(Digests, RefuseAKeyThatIsNone) {
  EXPECT_THROW((void)keyed_digest("", "abc"), InternalError);
  EXPECT_THROW((void)keyed_digest(counting(15), "abc"), InternalError);
  EXPECT_THROW((void)keyed_digest(counting(65), "abc"), InternalError);
  EXPECT_NE(keyed_digest(counting(16), "abc"), keyed_digest(counting(17), "abc"));
}

TEST(Digests, AreFinishedOnce) {
  Hasher hasher;
  (void)hasher.add("abc").finish();
  EXPECT_THROW((void)hasher.finish(), InternalError);
}

TEST(RandomBytes, DifferEveryTime) {
  EXPECT_EQ(random_bytes(16).size(), 16U);
  EXPECT_NE(random_bytes(16), random_bytes(16));
}

}  // namespace
}  // namespace plumb::seal
