#include "runtime/mapping/mapped_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace plumb::mapping {

namespace {

// A pipe that somebody named in place of a file would keep its opener waiting.
constexpr int kReadWithoutWaiting = O_RDONLY | O_CLOEXEC | O_NONBLOCK;

// A descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }
  bool valid() const { return number_ >= 0; }
  bool close() { return ::close(std::exchange(number_, -1)) == 0; }

 private:
  int number_;
};

Error write_error(const std::string& path, int reason) { return {"snapshot.write", path + ": " + std::generic_category().message(reason)}; }

bool write_all(int file, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written == 0) errno = ENOSPC;
    if (written <= 0) return false;
    bytes = bytes.subspan(static_cast<size_t>(written));
  }
  return true;
}

}  // namespace

Result<std::shared_ptr<const MappedFile>> MappedFile::open(const std::string& path) {
  const Descriptor file(::open(path.c_str(), kReadWithoutWaiting));
  if (!file.valid()) return Error{errno == ENOENT ? "snapshot.missing" : "snapshot.unreadable", path};
  struct stat status{};
  if (::fstat(file.number(), &status) != 0) return Error{"snapshot.unreadable", path};
  if (!S_ISREG(status.st_mode)) return Error{"file.kind", path};
  const auto size = static_cast<size_t>(status.st_size);
  if (size == 0) return std::shared_ptr<const MappedFile>(new MappedFile({}));
  void* at = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, file.number(), 0);
  if (at == MAP_FAILED) return Error{"snapshot.unreadable", path};
  return std::shared_ptr<const MappedFile>(new MappedFile({static_cast<const std::byte*>(at), size}));
}

MappedFile::~MappedFile() {
  if (!bytes_.empty()) ::munmap(const_cast<std::byte*>(bytes_.data()), bytes_.size());
}

bool begins_with(const std::string& path, std::span<const char> bytes) {
  const Descriptor file(::open(path.c_str(), kReadWithoutWaiting));
  std::vector<char> found(bytes.size());
  return file.valid() && ::read(file.number(), found.data(), found.size()) == static_cast<ssize_t>(found.size()) &&
         std::equal(found.begin(), found.end(), bytes.begin());
}

bool is_taken(const std::string& path, std::span<const char> bytes) {
  struct stat status{};
  // What SQLite keeps beside a database is empty, or not there, at times.
  for (const std::string_view suffix : {"-wal", "-shm", "-journal"}) {
    if (path.ends_with(suffix) && ::stat(path.substr(0, path.size() - suffix.size()).c_str(), &status) == 0) return true;
  }
  if (::stat(path.c_str(), &status) != 0) return errno != ENOENT || ::lstat(path.c_str(), &status) == 0;
  return !S_ISREG(status.st_mode) || (status.st_size != 0 && !begins_with(path, bytes));
}

namespace {

// A new file beside `path`, its name left in `beside`; an invalid descriptor and errno otherwise.
int open_beside(const std::string& path, std::string& beside) {
  constexpr int kAttempts = 100;
  for (int i = 0; i < kAttempts; ++i) {
    beside = path + "." + std::to_string(::getpid()) + "-" + std::to_string(i);
    const int number = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (number >= 0 || errno != EEXIST) return number;
  }
  return -1;
}

// So that the new name outlives a power cut.
bool sync_folder(const std::string& path) {
  const size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return opened.valid() && ::fsync(opened.number()) == 0;
}

// Whose the old file was, and for whom. What was its group's goes to no other group.
bool give_access(int file, const struct stat& old) {
  mode_t permissions = old.st_mode & 0777;
  constexpr uid_t kAsItIs = static_cast<uid_t>(-1);
  if (::fchown(file, old.st_uid, old.st_gid) != 0 && ::fchown(file, kAsItIs, old.st_gid) != 0) permissions &= ~static_cast<mode_t>(S_IRWXG);
  return ::fchmod(file, permissions) == 0;
}

}  // namespace

Result<void> replace_file(const std::string& given, const std::function<bool(const Write&)>& fill) {
  // Where a link stands, what it points to is replaced, and the link stays.
  std::string path = given;
  if (char* const real = ::realpath(given.c_str(), nullptr)) {
    path = real;
    std::free(real);
  }
  std::string beside;
  Descriptor file(open_beside(path, beside));
  if (!file.valid()) return write_error(path, errno);
  struct stat old{};
  const bool replaces = ::stat(path.c_str(), &old) == 0;
  int reason = 0;
  const Write write = [&](std::span<const std::byte> bytes) {
    if (write_all(file.number(), bytes)) return true;
    reason = errno;
    return false;
  };
  bool done = fill(write);
  if (!done && reason == 0) reason = ECANCELED;  // `fill` gave up by itself
  if (done && ((replaces && !give_access(file.number(), old)) || ::fsync(file.number()) != 0 || !file.close() || ::rename(beside.c_str(), path.c_str()) != 0 ||
               !sync_folder(path))) {
    reason = errno;
    done = false;
  }
  if (done) return {};
  ::unlink(beside.c_str());
  return write_error(path, reason);
}

}  // namespace plumb::mapping
