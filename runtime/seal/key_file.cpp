#include "runtime/seal/key_file.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <string>
#include <string_view>

#include "compiler/base/check.hpp"
#include "runtime/seal/digest.hpp"
#include "runtime/seal/sodium_ready.hpp"

namespace plumb::seal {

namespace {

using Bytes = std::array<unsigned char, 32>;

enum class Half : uint8_t { private_half, public_half };

std::string_view title(Purpose purpose, Half half) {
  const bool secret = half == Half::private_half;
  switch (purpose) {
    case Purpose::signing:
      return secret ? "plumb private signing key, Ed25519" : "plumb public signing key, Ed25519";
    case Purpose::sealing:
      return secret ? "plumb private sealing key, X25519" : "plumb public sealing key, X25519";
  }
  return {};
}

// What a key's file says that it holds; nothing: it is none.
std::optional<std::string_view> title_of(std::string_view text) {
  for (const Purpose purpose : {Purpose::signing, Purpose::sealing}) {
    for (const Half half : {Half::private_half, Half::public_half}) {
      const std::string_view one = title(purpose, half);
      if (text.starts_with(one)) return one;
    }
  }
  return std::nullopt;
}

std::string file_text(Purpose purpose, Half half, const Bytes& bytes) {
  std::string text(title(purpose, half));
  text.append("\n").append(hex({reinterpret_cast<const char*>(bytes.data()), bytes.size()})).append("\n");
  return text;
}

bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

Result<void> write_new(const std::filesystem::path& path, std::string_view text, mode_t mode) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
  if (file < 0) return Error{errno == EEXIST ? "seal.key_place" : "seal.write", path.string()};
  bool done = write_all(file, text) && ::fsync(file) == 0;
  done = ::close(file) == 0 && done;
  if (done) return {};
  ::unlink(path.c_str());
  return Error{"seal.write", path.string()};
}

// More than a key's file has: one that fills this is none.
constexpr size_t kMostFileBytes = 256;

Result<std::string> read_text(const std::filesystem::path& path, bool secret) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) return Error{errno == ENOENT ? "seal.key_missing" : "seal.key_unreadable", path.string()};
  struct stat status{};
  std::string text(kMostFileBytes, '\0');
  std::string_view code;
  if (::fstat(file, &status) != 0) {
    code = "seal.key_unreadable";
  } else if (!S_ISREG(status.st_mode)) {
    code = "file.kind";
  } else if (const ssize_t size = ::read(file, text.data(), text.size()); size < 0) {
    code = "seal.key_unreadable";
  } else if (static_cast<size_t>(size) == text.size()) {
    code = "seal.key_kind";
  } else {
    text.resize(static_cast<size_t>(size));
    // A public key may be read by everybody, and is told to be one.
    if (secret && (status.st_mode & 077) != 0 && !text.starts_with("plumb public ")) code = "seal.key_exposed";
  }
  ::close(file);
  if (code.empty()) return text;
  sodium_memzero(text.data(), text.size());
  return Error{std::string(code), path.string()};
}

Result<Bytes> read_key(const std::filesystem::path& path, Purpose purpose, Half half) {
  sodium_ready();
  auto text = read_text(path, half == Half::private_half);
  if (!text) return text.error();
  std::string_view rest = *text;
  while (rest.ends_with('\n') || rest.ends_with('\r')) rest.remove_suffix(1);
  const std::string_view first = title(purpose, half);
  const Error no_key{"seal.key_kind", path.string()};
  if (const auto held = title_of(rest); held && *held != first)
    return Error{"seal.key_other", path.string() + ": " + std::string(*held) + " ≠ " + std::string(first)};
  if (!rest.starts_with(first)) return no_key;
  rest.remove_prefix(first.size());
  if (rest.starts_with('\r')) rest.remove_prefix(1);
  if (!rest.starts_with('\n')) return no_key;
  rest.remove_prefix(1);
  Bytes bytes{};
  size_t size = 0;
  const char* end = nullptr;
  const bool read = sodium_hex2bin(bytes.data(), bytes.size(), rest.data(), rest.size(), nullptr, &size, &end) == 0;
  const bool whole = read && size == bytes.size() && end == rest.data() + rest.size();
  sodium_memzero(text->data(), text->size());
  if (!whole) return no_key;
  return bytes;
}

}  // namespace

PrivateKey::~PrivateKey() { sodium_memzero(bytes_.data(), bytes_.size()); }

PrivateKey make_key(Purpose purpose) {
  sodium_ready();
  Bytes bytes;
  randombytes_buf(bytes.data(), bytes.size());
  PrivateKey key(purpose, bytes);
  sodium_memzero(bytes.data(), bytes.size());
  return key;
}

PublicKey public_key_of(const PrivateKey& key) {
  sodium_ready();
  PublicKey out{key.purpose(), {}};
  if (key.purpose() == Purpose::sealing) {
    check(crypto_scalarmult_base(out.bytes.data(), key.bytes().data()) == 0, "every private key has a public one");
    return out;
  }
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> expanded;
  crypto_sign_seed_keypair(out.bytes.data(), expanded.data(), key.bytes().data());
  sodium_memzero(expanded.data(), expanded.size());
  return out;
}

Result<void> write_keys(const PrivateKey& key, const std::filesystem::path& private_file, const std::filesystem::path& public_file) {
  std::string secret = file_text(key.purpose(), Half::private_half, key.bytes());
  auto done = write_new(private_file, secret, 0600);
  sodium_memzero(secret.data(), secret.size());
  if (!done) return done;
  done = write_new(public_file, file_text(key.purpose(), Half::public_half, public_key_of(key).bytes), 0644);
  if (!done) ::unlink(private_file.c_str());
  return done;
}

Result<PrivateKey> read_private_key(const std::filesystem::path& file, Purpose purpose) {
  auto bytes = read_key(file, purpose, Half::private_half);
  if (!bytes) return bytes.error();
  PrivateKey key(purpose, *bytes);
  sodium_memzero(bytes->data(), bytes->size());
  return key;
}

Result<PublicKey> read_public_key(const std::filesystem::path& file, Purpose purpose) {
  auto bytes = read_key(file, purpose, Half::public_half);
  if (!bytes) return bytes.error();
  return PublicKey{purpose, *bytes};
}

}  // namespace plumb::seal
