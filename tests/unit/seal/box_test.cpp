#include "runtime/seal/box.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <string>

namespace plumb::seal {
namespace {

constexpr size_t kPiece = 65'536;
constexpr size_t kSealedPiece = kPiece + 17;
constexpr size_t kHead = 128;

Source source_of(const std::string& text) {
  return [&text, at = size_t{0}](std::span<unsigned char> room) mutable -> Result<size_t> {
    const size_t size = std::min(room.size(), text.size() - at);
    std::memcpy(room.data(), text.data() + at, size);
    at += size;
    return size;
  };
}

Sink sink_into(std::string& out) {
  return [&out](std::span<const unsigned char> bytes) -> Result<void> {
    out.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    return {};
  };
}

class Boxes : public ::testing::Test {
 protected:
  std::string sealed(const std::string& text) const {
    std::string out;
    EXPECT_TRUE(seal_stream(public_key_of(key_), source_of(text), sink_into(out)));
    return out;
  }
  // What comes out, or the error's code.
  std::string opened(const std::string& bytes) const { return opened(bytes, key_); }
  static std::string opened(const std::string& bytes, const PrivateKey& key) {
    std::string out;
    const auto done = open_stream(key, source_of(bytes), sink_into(out));
    return done ? out : done.error().code;
  }
  static std::string text_of(size_t size) {
    std::string text(size, '\0');
    for (size_t i = 0; i < size; ++i) text[i] = static_cast<char>(i * 31 + i / 251);
    return text;
  }
  PrivateKey key_ = make_key(Purpose::sealing);
};

TEST_F(Boxes, GiveBackWhatWasSealed) {
  for (const size_t size : {size_t{0}, size_t{1}, kPiece - 1, kPiece, kPiece + 1, 2 * kPiece, 3 * kPiece + 77}) {
    const std::string text = text_of(size);
    const std::string bytes = sealed(text);
    EXPECT_EQ(bytes.size(), kHead + size + 17 * std::max<size_t>(1, (size + kPiece - 1) / kPiece)) << size;
    EXPECT_TRUE(is_sealed(bytes));
    EXPECT_TRUE(opened(bytes) == text) << size;
  }
}

TEST_F(Boxes, OfTheSameTextDiffer) { EXPECT_NE(sealed("entries"), sealed("entries")); }

TEST_F(Boxes, RefuseEveryChangedBit) {
  const std::string bytes = sealed("一人一案");
  for (size_t i = 0; i < bytes.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string other = bytes;
      other[i] = static_cast<char>(other[i] ^ (1 << bit));
      ASSERT_TRUE(opened(other).starts_with("seal.")) << "byte " << i << " bit " << bit;
    }
  }
}

TEST_F(Boxes, RefuseEveryShorterAndEveryLongerFile) {
  const std::string bytes = sealed("一人一案");
  for (size_t size = 0; size < bytes.size(); ++size) {
    const std::string code = opened(bytes.substr(0, size));
    ASSERT_EQ(code, size < std::strlen("plumb sealed ") ? "seal.foreign" : "seal.damaged") << size;
  }
  EXPECT_EQ(opened(bytes + '\0'), "seal.damaged");
}

TEST_F(Boxes, RefuseALongFileCutBetweenItsPieces) {
  const std::string bytes = sealed(text_of(3 * kPiece));
  for (const size_t pieces : {0U, 1U, 2U}) EXPECT_EQ(opened(bytes.substr(0, kHead + pieces * kSealedPiece)), "seal.damaged") << pieces;
}

TEST_F(Boxes, RefusePiecesOfAnotherOrder) {
  const std::string bytes = sealed(text_of(3 * kPiece));
  std::string swapped = bytes;
  std::swap_ranges(swapped.begin() + kHead, swapped.begin() + kHead + kSealedPiece, swapped.begin() + kHead + kSealedPiece);
  EXPECT_EQ(opened(swapped), "seal.damaged");
  EXPECT_EQ(opened(bytes.substr(0, kHead) + bytes.substr(kHead + kSealedPiece)), "seal.damaged");  // the first one gone
  std::string twice = bytes;
  twice.insert(kHead, bytes.substr(kHead, kSealedPiece));
  EXPECT_EQ(opened(twice), "seal.damaged");
}

TEST_F(Boxes, RefuseAPieceOfAnotherFile) {
  const std::string one = sealed(text_of(2 * kPiece));
  const std::string two = sealed(text_of(2 * kPiece));
  EXPECT_EQ(opened(one.substr(0, kHead + kSealedPiece) + two.substr(kHead + kSealedPiece)), "seal.damaged");
}

TEST_F(Boxes, SayWhatIsWrong) {
  const std::string bytes = sealed("entries");
  EXPECT_EQ(opened(bytes, make_key(Purpose::sealing)), "seal.other_key");
  EXPECT_EQ(opened("SQLite format 3"), "seal.foreign");
  std::string newer = bytes;
  newer[std::strlen("plumb sealed ")] = '2';
  EXPECT_EQ(opened(newer), "seal.newer");
}

TEST_F(Boxes, PassOnWhatSourceAndSinkComplainOf) {
  const Sink full = [](std::span<const unsigned char>) -> Result<void> { return Error{"disk.full", "x"}; };
  const Source broken = [](std::span<unsigned char>) -> Result<size_t> { return Error{"disk.broken", "x"}; };
  const std::string text = "entries";
  std::string out;
  EXPECT_EQ(seal_stream(public_key_of(key_), source_of(text), full).error().code, "disk.full");
  EXPECT_EQ(seal_stream(public_key_of(key_), broken, sink_into(out)).error().code, "disk.broken");
  const std::string bytes = sealed(text);
  EXPECT_EQ(open_stream(key_, source_of(bytes), full).error().code, "disk.full");
  EXPECT_EQ(open_stream(key_, broken, sink_into(out)).error().code, "disk.broken");
}

}  // namespace
}  // namespace plumb::seal
