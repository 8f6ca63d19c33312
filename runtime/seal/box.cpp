#include "runtime/seal/box.hpp"

#include <sodium.h>

#include <algorithm>
#include <string>
#include <vector>

#include "compiler/base/check.hpp"
#include "runtime/seal/digest.hpp"
#include "runtime/seal/sodium_ready.hpp"

namespace plumb::seal {

namespace {

constexpr std::string_view kMagic = "plumb sealed 1\n";  // and the zero byte that ends it
static_assert(kMagic.size() + 1 == kSealedMagicBytes);
constexpr std::string_view kAnyVersion = "plumb sealed ";
constexpr size_t kKeyNameBytes = 8;
constexpr size_t kPieceBytes = 65'536;
constexpr size_t kStreamKeyBytes = crypto_secretstream_xchacha20poly1305_KEYBYTES;
constexpr size_t kBoxBytes = kStreamKeyBytes + crypto_box_SEALBYTES;
constexpr size_t kStreamHeaderBytes = crypto_secretstream_xchacha20poly1305_HEADERBYTES;
constexpr size_t kHeadBytes = kSealedMagicBytes + kKeyNameBytes + kBoxBytes + kStreamHeaderBytes;
constexpr size_t kTagBytes = crypto_secretstream_xchacha20poly1305_ABYTES;

using Head = std::array<unsigned char, kHeadBytes>;

unsigned char* key_name_in(Head& head) { return head.data() + kSealedMagicBytes; }
unsigned char* box_in(Head& head) { return key_name_in(head) + kKeyNameBytes; }
unsigned char* stream_header_in(Head& head) { return box_in(head) + kBoxBytes; }

void name_key(const PublicKey& key, unsigned char* out) {
  const Digest digest_of_key = digest({reinterpret_cast<const char*>(key.bytes.data()), key.bytes.size()});
  std::copy_n(digest_of_key.begin(), kKeyNameBytes, out);
}

// A key of one stream, and libsodium's state made of it; both wiped when they go.
struct Stream {
  std::array<unsigned char, kStreamKeyBytes> key{};
  crypto_secretstream_xchacha20poly1305_state state{};
  Stream() = default;
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  ~Stream() {
    sodium_memzero(key.data(), key.size());
    sodium_memzero(&state, sizeof state);
  }
};

// The head is bound to every piece, so that none can be moved to another stream.
Result<void> push_pieces(Stream& stream, const Head& head, const Source& source, const Sink& sink) {
  std::vector<unsigned char> plain(kPieceBytes);
  std::vector<unsigned char> next(kPieceBytes);
  std::vector<unsigned char> sealed(kPieceBytes + kTagBytes);
  auto size = source(plain);
  if (!size) return size.error();
  for (bool last = false; !last;) {
    // Whether a full piece is the last shows only in that nothing follows.
    size_t following = 0;
    if (*size == kPieceBytes) {
      auto read = source(next);
      if (!read) return read.error();
      following = *read;
    }
    last = following == 0;
    const unsigned char tag = last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;
    crypto_secretstream_xchacha20poly1305_push(&stream.state, sealed.data(), nullptr, plain.data(), *size, head.data(), head.size(), tag);
    if (auto done = sink(std::span(sealed).first(*size + kTagBytes)); !done) return done;
    plain.swap(next);
    *size = following;
  }
  return {};
}

Error damaged() { return {"seal.damaged", ""}; }

Result<void> pull_pieces(Stream& stream, const Head& head, const Source& source, const Sink& sink) {
  std::vector<unsigned char> sealed(kPieceBytes + kTagBytes);
  std::vector<unsigned char> plain(kPieceBytes);
  for (unsigned char tag = 0; tag != crypto_secretstream_xchacha20poly1305_TAG_FINAL;) {
    auto size = source(sealed);
    if (!size) return size.error();
    if (*size < kTagBytes) return damaged();
    if (crypto_secretstream_xchacha20poly1305_pull(&stream.state, plain.data(), nullptr, &tag, sealed.data(), *size, head.data(), head.size()) != 0)
      return damaged();
    if (auto done = sink(std::span(plain).first(*size - kTagBytes)); !done) return done;
  }
  auto after = source(std::span(sealed).first(1));
  if (!after) return after.error();
  if (*after != 0) return damaged();
  return {};
}

}  // namespace

Result<void> seal_stream(const PublicKey& to, const Source& source, const Sink& sink) {
  check(to.purpose == Purpose::sealing, "a stream is sealed to a sealing key");
  sodium_ready();
  Head head;
  std::copy(kMagic.begin(), kMagic.end(), head.begin());
  head[kMagic.size()] = 0;
  name_key(to, key_name_in(head));
  Stream stream;
  crypto_secretstream_xchacha20poly1305_keygen(stream.key.data());
  check(crypto_box_seal(box_in(head), stream.key.data(), stream.key.size(), to.bytes.data()) == 0, "a key can be sealed to every public key");
  crypto_secretstream_xchacha20poly1305_init_push(&stream.state, stream_header_in(head), stream.key.data());
  if (auto done = sink(head); !done) return done;
  return push_pieces(stream, head, source, sink);
}

Result<void> open_stream(const PrivateKey& key, const Source& source, const Sink& sink) {
  check(key.purpose() == Purpose::sealing, "a stream is opened with a sealing key");
  sodium_ready();
  Head head{};
  auto size = source(head);
  if (!size) return size.error();
  const std::string_view first(reinterpret_cast<const char*>(head.data()), std::min(*size, kSealedMagicBytes));
  if (!is_sealed(first)) return Error{"seal.foreign", ""};
  if (first.size() < kSealedMagicBytes) return damaged();
  if (first.substr(0, kMagic.size()) != kMagic || first.back() != '\0') return Error{"seal.newer", ""};
  if (*size < kHeadBytes) return damaged();
  const PublicKey own = public_key_of(key);
  std::array<unsigned char, kKeyNameBytes> own_name;
  name_key(own, own_name.data());
  if (!std::equal(own_name.begin(), own_name.end(), key_name_in(head))) return Error{"seal.other_key", ""};
  Stream stream;
  if (crypto_box_seal_open(stream.key.data(), box_in(head), kBoxBytes, own.bytes.data(), key.bytes().data()) != 0) return damaged();
  if (crypto_secretstream_xchacha20poly1305_init_pull(&stream.state, stream_header_in(head), stream.key.data()) != 0) return damaged();
  return pull_pieces(stream, head, source, sink);
}

bool is_sealed(std::string_view first_bytes) { return first_bytes.starts_with(kAnyVersion); }

}  // namespace plumb::seal
