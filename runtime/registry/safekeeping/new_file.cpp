#include "runtime/registry/safekeeping/new_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <string>
#include <system_error>
#include <utility>

#include "runtime/registry/failure.hpp"

namespace plumb::registry::safekeeping {

namespace fs = std::filesystem;

namespace {

constexpr mode_t kOwnerAlone = 0600;

Error write_error(const fs::path& path, int reason) { return failure("safekeeping.write", path.string() + ": " + std::generic_category().message(reason)); }

bool is_there(const fs::path& path) {
  struct stat status{};
  return ::lstat(path.c_str(), &status) == 0;
}

// Renames unless something stands there. Where a file system cannot tell the two apart in one step, a second name does.
int rename_to_free(const fs::path& from, const fs::path& to) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return 0;
  if (errno != EINVAL && errno != ENOSYS) return errno;
  if (::link(from.c_str(), to.c_str()) != 0) return errno;
  return ::unlink(from.c_str()) == 0 ? 0 : errno;
}

}  // namespace

NewFile::NewFile(fs::path place, fs::path written_to, int descriptor, Between between)
    : place_(std::move(place)), written_to_(std::move(written_to)), descriptor_(descriptor), between_(std::move(between)) {
  if (!between_) between_ = [] {};
}

NewFile::NewFile(NewFile&& other) noexcept
    : place_(std::move(other.place_)),
      written_to_(std::move(other.written_to_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      named_(std::exchange(other.named_, false)),
      between_(std::move(other.between_)) {}

NewFile::~NewFile() {
  if (named_) ::unlink(written_to_.c_str());
  if (descriptor_ >= 0) ::close(descriptor_);
}

Error NewFile::failed(int reason) const { return write_error(place_, reason); }

Result<NewFile> NewFile::beside(const fs::path& place, Between between, bool place_is_free) {
  if (place.empty() || place.filename().empty()) return failure("safekeeping.place", place.string());
  if (place_is_free && is_there(place)) return failure("safekeeping.place", place.string());
  constexpr int kAttempts = 100;
  for (int i = 0; i < kAttempts; ++i) {
    const fs::path written_to = place.string() + ".part-" + std::to_string(::getpid()) + "-" + std::to_string(i);
    const int descriptor = ::open(written_to.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, kOwnerAlone);
    if (descriptor >= 0) return NewFile(place, written_to, descriptor, std::move(between));
    if (errno != EEXIST) break;
  }
  return write_error(place, errno);
}

Result<void> NewFile::write(std::span<const unsigned char> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return failed(written < 0 ? errno : ENOSPC);
    bytes = bytes.subspan(static_cast<size_t>(written));
  }
  return {};
}

Result<bool> NewFile::publish(const Access& access) {
  between_();
  uint32_t permissions = access.permissions;
  const auto give = [&](uid_t owner, gid_t group) { return ::fchown(descriptor_, owner, group) == 0; };
  constexpr uid_t kAsItIs = static_cast<uid_t>(-1);
  const gid_t group = access.group.value_or(static_cast<gid_t>(-1));
  const bool is_given = give(access.owner.value_or(kAsItIs), group);
  if (!is_given && !give(kAsItIs, group)) permissions &= ~static_cast<uint32_t>(S_IRWXG);
  if (::fchmod(descriptor_, permissions) != 0 || ::fsync(descriptor_) != 0) return failed(errno);
  // Closed before its place is free for others: a process that closes a file on which it holds SQLite's locks loses them all (POSIX).
  if (::close(std::exchange(descriptor_, -1)) != 0) return failed(errno);
  between_();
  const int reason = rename_to_free(written_to_, place_);
  if (reason == EEXIST) return failure("safekeeping.place", place_.string());
  if (reason != 0) return failed(reason);
  named_ = false;
  between_();
  if (!sync_folder(place_)) return failed(errno);
  between_();
  return is_given;
}

Result<void> NewFile::hide() {
  if (::unlink(written_to_.c_str()) != 0) return failed(errno);
  const int empty = ::open(written_to_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kOwnerAlone);
  if (empty < 0) {
    named_ = false;
    return failed(errno);
  }
  ::close(empty);
  return {};
}

std::optional<Access> access_of(const fs::path& file) {
  struct stat status{};
  if (::stat(file.c_str(), &status) != 0) return std::nullopt;
  return Access{status.st_mode & 0777U, status.st_uid, status.st_gid};
}

bool sync_folder(const fs::path& file) {
  const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return false;
  const bool done = ::fsync(descriptor) == 0;
  ::close(descriptor);
  return done;
}

}  // namespace plumb::registry::safekeeping
