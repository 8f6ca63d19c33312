#include "runtime/registry/mapped_file.hpp"

#include <sqlite3.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <mutex>
#include <new>
#include <string_view>
#include <utility>

namespace plumb::registry {

namespace {

constexpr const char* kName = "plumb-mapped";

// SQLite tells nobody the descriptor of a file that it opened, and one of our own must not be closed: with it all locks would go that the process
// has on the file. So the call by which it opens files notes what it gave.
using Open = int (*)(const char* path, int flags, int mode);
std::atomic<Open> system_open = nullptr;
thread_local int last_opened = -1;

int open_and_note(const char* path, int flags, int mode) { return last_opened = system_open.load()(path, flags, mode); }

sqlite3_vfs* system_vfs = nullptr;

// A descriptor, and the file that it was of.
struct Descriptor {
  int number = -1;
  int access = 0;  // SQLite's flags: to read, or to write too
  dev_t device{};
  ino_t inode{};

  bool is_still_it() const {
    struct stat status{};
    return number >= 0 && ::fstat(number, &status) == 0 && status.st_dev == device && status.st_ino == inode;
  }
};

// While the process has locks on a file SQLite keeps descriptors of it that were closed, and takes up the last one of the same access for the next
// connection, without a call to open it.
// Of a fixed size, and with nothing to be destroyed: it is asked within SQLite's calls, which let no exception through, and while the process ends.
class KeptDescriptors {
 public:
  void put(const Descriptor& closed) {
    const std::scoped_lock alone(mutex_);
    if (closed.is_still_it()) kept_[next_++ % kept_.size()] = closed;
  }
  // None where nothing is kept, or so many were put since that it is forgotten.
  Descriptor take(const Descriptor& wanted) {
    const std::scoped_lock alone(mutex_);
    for (size_t back = 1; back <= kept_.size(); ++back) {
      Descriptor& one = kept_[(next_ + kept_.size() - back) % kept_.size()];
      const bool is_it = one.access == wanted.access && one.device == wanted.device && one.inode == wanted.inode && one.is_still_it();
      if (is_it) return std::exchange(one, Descriptor());
    }
    return {};
  }

 private:
  std::mutex mutex_;
  std::array<Descriptor, 64> kept_;
  size_t next_ = 0;
};

KeptDescriptors& kept() {
  static KeptDescriptors kept;
  return kept;
}

// Stands behind SQLite's own file object, in the room that it gives for both.
struct Mapping {
  const sqlite3_io_methods* underlying = nullptr;  // what else is done with the file
  sqlite3_io_methods methods{};
  Descriptor descriptor;  // SQLite's
  int64_t limit = 0;      // as SQLite was told for this connection; 0: nothing is mapped
  std::byte* begin = nullptr;
  int64_t size = 0;        // of the mapping
  int64_t valid_size = 0;  // of it what the file has, after this connection cut it short
  int64_t in_use = 0;      // pages that SQLite holds
  bool cannot_map = false;
};

constexpr int rounded_up(int size) { return (size + int{alignof(Mapping)} - 1) / int{alignof(Mapping)} * int{alignof(Mapping)}; }

Mapping& mapping_of(sqlite3_file* file) {
  return *std::launder(reinterpret_cast<Mapping*>(reinterpret_cast<std::byte*>(file) + rounded_up(system_vfs->szOsFile)));
}

void unmap(Mapping& mapping) {
  if (mapping.begin != nullptr) ::munmap(mapping.begin, static_cast<size_t>(mapping.size));
  mapping.begin = nullptr;
  mapping.size = mapping.valid_size = 0;
}

// Where the process may have only so many addresses, they are needed for memory.
bool addresses_are_limited() {
  struct rlimit limit{};
  return ::getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur != RLIM_INFINITY;
}

void map_file(Mapping& mapping) {
  struct stat status{};
  mapping.cannot_map = addresses_are_limited() || !mapping.descriptor.is_still_it() || ::fstat(mapping.descriptor.number, &status) != 0;
  if (mapping.cannot_map || status.st_size == 0) return;
  void* const begin = ::mmap(nullptr, static_cast<size_t>(status.st_size), PROT_READ, MAP_SHARED, mapping.descriptor.number, 0);
  mapping.cannot_map = begin == MAP_FAILED;
  if (mapping.cannot_map) return;
  (void)::madvise(begin, static_cast<size_t>(status.st_size), MADV_RANDOM);  // what lies beside a page is not asked for next
  mapping.begin = static_cast<std::byte*>(begin);
  mapping.size = mapping.valid_size = status.st_size;
}

// Of a damaged page SQLite may look at some bytes behind its end, as it does in memory of its own, which goes on there. So the last page is not
// given.
constexpr int64_t kBehindPage = 256;

// What is not given SQLite reads.
int fetch(sqlite3_file* file, sqlite3_int64 offset, int size, void** out) {
  Mapping& mapping = mapping_of(file);
  *out = nullptr;
  if (mapping.limit == 0) return SQLITE_OK;
  if (mapping.begin == nullptr && !mapping.cannot_map) map_file(mapping);
  if (offset + size + kBehindPage > mapping.valid_size) return SQLITE_OK;
  ++mapping.in_use;
  *out = mapping.begin + offset;
  return SQLITE_OK;
}

// `page` null: another connection changed the file, and nothing of the mapping is held any more.
int give_back(sqlite3_file* file, sqlite3_int64, void* page) {
  Mapping& mapping = mapping_of(file);
  if (page != nullptr) --mapping.in_use;
  if (mapping.in_use == 0 && (page == nullptr || mapping.limit == 0)) unmap(mapping);
  return SQLITE_OK;
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  Mapping& mapping = mapping_of(file);
  mapping.valid_size = std::min<int64_t>(mapping.valid_size, size);
  return mapping.underlying->xTruncate(file, size);
}

// SQLite's own mapping, which has an upper limit, stays off beside this one. It says how much may be mapped from now on, or asks, with less than 0;
// it is told what held before.
int control_file(sqlite3_file* file, int operation, void* argument) {
  Mapping& mapping = mapping_of(file);
  if (operation != SQLITE_FCNTL_MMAP_SIZE) return mapping.underlying->xFileControl(file, operation, argument);
  auto& limit = *static_cast<sqlite3_int64*>(argument);
  const int64_t before = mapping.limit;
  if (limit >= 0) mapping.limit = limit;
  if (mapping.in_use == 0 && mapping.limit != before) unmap(mapping);
  limit = before;
  return SQLITE_OK;
}

int close_file(sqlite3_file* file) {
  Mapping& mapping = mapping_of(file);
  const Descriptor descriptor = mapping.descriptor;
  unmap(mapping);
  file->pMethods = mapping.underlying;
  mapping.~Mapping();
  const int status = file->pMethods->xClose(file);
  kept().put(descriptor);
  return status;
}

// The descriptor that this thread's call to open the file gave, or the one that SQLite had kept.
Descriptor descriptor_of(const char* path, int flags) {
  struct stat status{};
  if (::stat(path, &status) != 0) return {};
  const Descriptor descriptor = {last_opened, flags & (SQLITE_OPEN_READONLY | SQLITE_OPEN_READWRITE), status.st_dev, status.st_ino};
  return descriptor.number < 0 ? kept().take(descriptor) : descriptor.is_still_it() ? descriptor : Descriptor();
}

int open_file(sqlite3_vfs*, const char* path, sqlite3_file* file, int flags, int* given_flags) {
  last_opened = -1;
  const int status = system_vfs->xOpen(system_vfs, path, file, flags, given_flags);
  if (status != SQLITE_OK || (flags & SQLITE_OPEN_MAIN_DB) == 0 || path == nullptr || file->pMethods->iVersion < 3) return status;
  auto* const mapping = new (reinterpret_cast<std::byte*>(file) + rounded_up(system_vfs->szOsFile)) Mapping;
  mapping->underlying = file->pMethods;
  mapping->descriptor = descriptor_of(path, flags);
  mapping->methods = *file->pMethods;
  mapping->methods.xFetch = fetch;
  mapping->methods.xUnfetch = give_back;
  mapping->methods.xTruncate = truncate_file;
  mapping->methods.xFileControl = control_file;
  mapping->methods.xClose = close_file;
  file->pMethods = &mapping->methods;
  return status;
}

const char* registered() {
  system_vfs = sqlite3_vfs_find(nullptr);
  if (system_vfs == nullptr || std::string_view(system_vfs->zName) != "unix" || system_vfs->iVersion < 3) return nullptr;
  const sqlite3_syscall_ptr opens = system_vfs->xGetSystemCall(system_vfs, "open");
  if (opens == nullptr) return nullptr;
  system_open = reinterpret_cast<Open>(opens);
  static sqlite3_vfs vfs = *system_vfs;
  vfs.pNext = nullptr;
  vfs.zName = kName;
  vfs.szOsFile = rounded_up(system_vfs->szOsFile) + int{sizeof(Mapping)};
  vfs.xOpen = open_file;
  const auto noting = reinterpret_cast<sqlite3_syscall_ptr>(open_and_note);
  if (system_vfs->xSetSystemCall(system_vfs, "open", noting) != SQLITE_OK) return nullptr;
  if (sqlite3_vfs_register(&vfs, 0) == SQLITE_OK) return kName;
  system_vfs->xSetSystemCall(system_vfs, "open", opens);
  return nullptr;
}

}  // namespace

const char* mapping_vfs() {
  static const char* const kRegistered = registered();
  return kRegistered != nullptr && sqlite3_vfs_find(nullptr) == system_vfs ? kRegistered : nullptr;
}

}  // namespace plumb::registry
