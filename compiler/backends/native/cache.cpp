#include "compiler/backends/native/cache.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <utility>

#include "compiler/base/sha256.hpp"

namespace plumb::native {

namespace {

// By kind. All of one length.
constexpr std::string_view kMagics[] = {"plumb object 1\n", "plumb rules  1\n"};
constexpr size_t kMagic = kMagics[0].size(), kDigest = 64;
static_assert(kMagics[1].size() == kMagic);
// magic, key, proof, hash of both and of the bytes, bytes
constexpr size_t kHeader = kMagic + 3 * kDigest;
constexpr off_t kLargest = off_t{1} << 30;

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  int number() const { return number_; }
  bool open() const { return number_ >= 0; }

 private:
  int number_;
};

bool is_ours_alone(const struct stat& of) { return of.st_uid == ::geteuid() && (of.st_mode & (S_IRWXG | S_IRWXO)) == 0; }

Error because_of_errno(const char* code, const std::string& what) { return {code, what + ": " + std::strerror(errno)}; }

Result<Descriptor> open_folder(const std::string& folder) {
  Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!opened.open()) return because_of_errno(errno == ENOENT ? "cache.none" : "cache.folder", folder);
  struct stat found{};
  if (::fstat(opened.number(), &found) != 0) return because_of_errno("cache.folder", folder);
  if (!is_ours_alone(found)) return Error{"cache.folder", folder + ": others may enter this folder, or it is theirs; chmod 700 it"};
  return opened;
}

Result<std::string> read_all(const Descriptor& file, size_t size) {
  std::string bytes(size, 0);
  for (size_t at = 0; at < size;) {
    const ssize_t got = ::read(file.number(), bytes.data() + at, size - at);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return Error{"cache.short", "the file ended while it was read"};
    at += static_cast<size_t>(got);
  }
  return bytes;
}

bool write_all(const Descriptor& file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t put = ::write(file.number(), bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(put));
  }
  return true;
}

std::string hash_of(std::string_view key, std::string_view proof, std::string_view bytes) {
  std::string all;
  all.append(key).append(proof).append(bytes);
  return sha256_hex(all);
}

}  // namespace

std::string PrivateCache::file(std::string_view key) const { return std::string(key) + (kind_ == Kind::object ? ".o" : ".rules"); }

Result<Kept> PrivateCache::load(const std::string& key) const {
  if (folder_.empty()) return Error{"cache.none", "no cache"};
  const auto folder = open_folder(folder_);
  if (!folder) return folder.error();
  const std::string name = file(key);
  const Descriptor opened(::openat(folder->number(), name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (!opened.open()) return because_of_errno(errno == ENOENT ? "cache.none" : "cache.file", name);
  struct stat found{};
  if (::fstat(opened.number(), &found) != 0) return because_of_errno("cache.file", name);
  if (!S_ISREG(found.st_mode) || !is_ours_alone(found) || found.st_nlink != 1 || found.st_size > kLargest) {
    return Error{"cache.file", name + ": not a private file of this user"};
  }
  const auto bytes = read_all(opened, static_cast<size_t>(found.st_size));
  if (!bytes) return bytes.error();
  std::string_view rest = *bytes;
  if (rest.size() <= kHeader) return Error{"cache.short", name};
  const auto take = [&](size_t size) {
    const std::string_view taken = rest.substr(0, size);
    rest.remove_prefix(size);
    return taken;
  };
  if (take(kMagic) != kMagics[static_cast<size_t>(kind_)]) return Error{"cache.format", name};
  const std::string_view stored_key = take(kDigest), proof = take(kDigest), hash = take(kDigest);
  if (stored_key != key) return Error{"cache.key", name + ": holds something else"};
  if (hash_of(stored_key, proof, rest) != hash) return Error{"cache.hash", name + ": is not as it was written"};
  return Kept{std::string(rest), std::string(proof)};
}

Result<void> PrivateCache::store(const std::string& key, const Kept& kept) const {
  if (folder_.empty()) return {};
  if (::mkdir(folder_.c_str(), S_IRWXU) != 0 && errno != EEXIST) return because_of_errno("cache.folder", folder_);
  const auto folder = open_folder(folder_);
  if (!folder) return folder.error();
  // Written under a name of its own and then renamed: no reader sees half of it, and two writers do not meet.
  static std::atomic<uint64_t> count = 0;
  const std::string name = file(key);
  std::string draft;
  {
    // A writer that was killed may have left its draft, and another process may have its number by now.
    constexpr int kTries = 100;
    int number = -1;
    for (int tries = 0; number < 0 && tries < kTries; ++tries) {
      draft = name + "." + std::to_string(::getpid()) + "." + std::to_string(count++);
      number = ::openat(folder->number(), draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR);
      if (number < 0 && errno != EEXIST) break;
    }
    const Descriptor opened(number);
    if (!opened.open()) return because_of_errno("cache.write", draft);
    std::string header(kMagics[static_cast<size_t>(kind_)]);
    header.append(key).append(kept.proof).append(hash_of(key, kept.proof, kept.bytes));
    if (!write_all(opened, header) || !write_all(opened, kept.bytes)) {
      const Error error = because_of_errno("cache.write", draft);
      ::unlinkat(folder->number(), draft.c_str(), 0);
      return error;
    }
  }
  if (::renameat(folder->number(), draft.c_str(), folder->number(), name.c_str()) == 0) return {};
  const Error error = because_of_errno("cache.write", name);
  ::unlinkat(folder->number(), draft.c_str(), 0);
  return error;
}

}  // namespace plumb::native
