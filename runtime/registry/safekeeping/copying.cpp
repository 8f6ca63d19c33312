#include "runtime/registry/safekeeping/copying.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>
#include <vector>

#include "runtime/registry/failure.hpp"

namespace plumb::registry::safekeeping {

namespace {

constexpr size_t kBlockBytes = size_t{1} << 16;

Error read_error(const std::filesystem::path& path, int reason) {
  return failure("safekeeping.read", path.string() + ": " + std::generic_category().message(reason));
}

// The room of seals tells only what is wrong; here it is known with which file.
Result<void> with_path(Result<void> done, const std::filesystem::path& path) {
  if (done || !done.error().message.empty()) return done;
  return failure(done.error().code, path.string());
}

seal::Sink sink_into(NewFile& out) {
  return [&out](std::span<const unsigned char> bytes) { return out.write(bytes); };
}

}  // namespace

Result<OpenFile> OpenFile::open(const std::filesystem::path& path) {
  // A pipe that somebody named in place of a file would keep its opener waiting.
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) return errno == ENOENT ? failure("safekeeping.missing", path.string()) : read_error(path, errno);
  OpenFile file(descriptor, path);
  file.closes_ = std::shared_ptr<const void>(nullptr, [descriptor](const void*) { ::close(descriptor); });
  struct stat status{};
  if (::fstat(descriptor, &status) != 0) return read_error(path, errno);
  if (!S_ISREG(status.st_mode)) return failure("file.kind", path.string());
  return file;
}

Result<size_t> OpenFile::read(std::span<unsigned char> room) {
  size_t filled = 0;
  while (filled < room.size()) {
    const ssize_t got = ::read(descriptor_, room.data() + filled, room.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return read_error(path_, errno);
    if (got == 0) break;
    filled += static_cast<size_t>(got);
  }
  return filled;
}

Result<bool> OpenFile::is_sealed() {
  std::array<unsigned char, seal::kSealedMagicBytes> first{};
  auto size = read(first);
  if (!size) return size.error();
  if (::lseek(descriptor_, 0, SEEK_SET) != 0) return read_error(path_, errno);
  return seal::is_sealed({reinterpret_cast<const char*>(first.data()), *size});
}

Result<void> OpenFile::copy_to(NewFile& out) {
  std::vector<unsigned char> block(kBlockBytes);
  for (;;) {
    auto size = read(block);
    if (!size) return size.error();
    if (*size == 0) return {};
    if (auto done = out.write(std::span(block).first(*size)); !done) return done;
  }
}

Result<void> OpenFile::seal_to(const seal::PublicKey& key, NewFile& out) {
  return with_path(seal::seal_stream(key, [this](std::span<unsigned char> room) { return read(room); }, sink_into(out)), path_);
}

Result<void> OpenFile::open_to(const seal::PrivateKey& key, NewFile& out) {
  return with_path(seal::open_stream(key, [this](std::span<unsigned char> room) { return read(room); }, sink_into(out)), path_);
}

Result<void> seal_file(const std::filesystem::path& file, const seal::PublicKey& to, const std::filesystem::path& out) {
  auto in = OpenFile::open(file);
  if (!in) return in.error();
  auto made = NewFile::beside(out);
  if (!made) return made.error();
  if (auto done = in->seal_to(to, *made); !done) return done;
  if (auto done = made->publish(); !done) return done.error();
  return {};
}

Result<void> unseal_file(const std::filesystem::path& file, const seal::PrivateKey& key, const std::filesystem::path& out) {
  auto in = OpenFile::open(file);
  if (!in) return in.error();
  auto made = NewFile::beside(out);
  if (!made) return made.error();
  if (auto done = in->open_to(key, *made); !done) return done;
  if (auto done = made->publish(); !done) return done.error();
  return {};
}

}  // namespace plumb::registry::safekeeping
