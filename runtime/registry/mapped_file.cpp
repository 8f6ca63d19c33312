#include "runtime/registry/mapped_file.hpp"

#include <sqlite3.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstddef>
#include <new>
#include <string_view>

namespace plumb::registry {

namespace {

constexpr const char* kName = "plumb-mapped";

// SQLite tells nobody the descriptor of a file that it opened, and one of our own must not be closed: with it all locks would go that the process
// has on the file. So the call by which it opens files notes what it gave.
using Open = int (*)(const char* path, int flags, int mode);
Open system_open = nullptr;
thread_local int last_opened = -1;

int open_and_note(const char* path, int flags, int mode) { return last_opened = system_open(path, flags, mode); }

sqlite3_vfs* system_vfs = nullptr;

// Stands behind SQLite's own file object, in the room that it gives for both.
struct Mapping {
  const sqlite3_io_methods* system = nullptr;  // what else is done with the file
  sqlite3_io_methods methods{};
  int descriptor = -1;  // SQLite's
  std::byte* begin = nullptr;
  int64_t size = 0;         // of the mapping
  int64_t there = 0;        // bytes of it that the file has, after this connection cut it short
  int64_t in_use = 0;       // pages that SQLite holds
  bool is_refused = false;  // the system maps no such file
};

constexpr int rounded_up(int size) { return (size + int{alignof(Mapping)} - 1) / int{alignof(Mapping)} * int{alignof(Mapping)}; }

Mapping& mapping_of(sqlite3_file* file) {
  return *std::launder(reinterpret_cast<Mapping*>(reinterpret_cast<std::byte*>(file) + rounded_up(system_vfs->szOsFile)));
}

void unmap(Mapping& mapping) {
  if (mapping.begin != nullptr) ::munmap(mapping.begin, static_cast<size_t>(mapping.size));
  mapping.begin = nullptr;
  mapping.size = mapping.there = 0;
}

void map(Mapping& mapping) {
  struct stat status{};
  if (::fstat(mapping.descriptor, &status) != 0 || status.st_size == 0) return;
  void* const begin = ::mmap(nullptr, static_cast<size_t>(status.st_size), PROT_READ, MAP_SHARED, mapping.descriptor, 0);
  mapping.is_refused = begin == MAP_FAILED;
  if (mapping.is_refused) return;
  (void)::madvise(begin, static_cast<size_t>(status.st_size), MADV_RANDOM);  // what lies beside a page is not asked for next
  mapping.begin = static_cast<std::byte*>(begin);
  mapping.size = mapping.there = status.st_size;
}

// Of a damaged page SQLite may look at some bytes behind its end, as it does in memory of its own, which goes on there. So the last page is not
// given; SQLite's own way of mapping keeps as many bytes.
constexpr int64_t kBehindPage = 256;

// What is not in the mapping SQLite reads.
int fetch(sqlite3_file* file, sqlite3_int64 offset, int size, void** out) {
  Mapping& mapping = mapping_of(file);
  *out = nullptr;
  if (mapping.begin == nullptr && !mapping.is_refused) map(mapping);
  if (offset + size + kBehindPage > mapping.there) return SQLITE_OK;
  ++mapping.in_use;
  *out = mapping.begin + offset;
  return SQLITE_OK;
}

// `page` null: another connection changed the file, and nothing of the mapping is held any more.
int give_back(sqlite3_file* file, sqlite3_int64, void* page) {
  Mapping& mapping = mapping_of(file);
  if (page != nullptr)
    --mapping.in_use;
  else if (mapping.in_use == 0)
    unmap(mapping);
  return SQLITE_OK;
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
  Mapping& mapping = mapping_of(file);
  mapping.there = std::min<int64_t>(mapping.there, size);
  return mapping.system->xTruncate(file, size);
}

// SQLite's own mapping, which has a limit, stays off beside this one. It says how much may be mapped from now on, or asks, with less than 0.
int control(sqlite3_file* file, int operation, void* argument) {
  Mapping& mapping = mapping_of(file);
  if (operation != SQLITE_FCNTL_MMAP_SIZE) return mapping.system->xFileControl(file, operation, argument);
  if (*static_cast<sqlite3_int64*>(argument) == 0 && mapping.in_use == 0) unmap(mapping);
  return SQLITE_OK;
}

int close(sqlite3_file* file) {
  Mapping& mapping = mapping_of(file);
  unmap(mapping);
  file->pMethods = mapping.system;
  mapping.~Mapping();
  return file->pMethods->xClose(file);
}

// The descriptor that this thread's call to open the file gave; none where SQLite took up one that it had kept.
int descriptor_of(const char* path) {
  struct stat opened{}, named{};
  const bool is_it =
      last_opened >= 0 && ::fstat(last_opened, &opened) == 0 && ::stat(path, &named) == 0 && opened.st_dev == named.st_dev && opened.st_ino == named.st_ino;
  return is_it ? last_opened : -1;
}

int open(sqlite3_vfs*, const char* path, sqlite3_file* file, int flags, int* given_flags) {
  last_opened = -1;
  const int status = system_vfs->xOpen(system_vfs, path, file, flags, given_flags);
  if (status != SQLITE_OK || (flags & SQLITE_OPEN_MAIN_DB) == 0 || path == nullptr || file->pMethods->iVersion < 3) return status;
  const int descriptor = descriptor_of(path);
  if (descriptor < 0) return status;
  auto* const mapping = new (reinterpret_cast<std::byte*>(file) + rounded_up(system_vfs->szOsFile)) Mapping;
  mapping->system = file->pMethods;
  mapping->descriptor = descriptor;
  mapping->methods = *file->pMethods;
  mapping->methods.xFetch = fetch;
  mapping->methods.xUnfetch = give_back;
  mapping->methods.xTruncate = truncate;
  mapping->methods.xFileControl = control;
  mapping->methods.xClose = close;
  file->pMethods = &mapping->methods;
  return status;
}

const char* registered() {
  system_vfs = sqlite3_vfs_find(nullptr);
  if (system_vfs == nullptr || std::string_view(system_vfs->zName) != "unix" || system_vfs->iVersion < 3) return nullptr;
  system_open = reinterpret_cast<Open>(system_vfs->xGetSystemCall(system_vfs, "open"));
  const auto noting = reinterpret_cast<sqlite3_syscall_ptr>(open_and_note);
  if (system_open == nullptr || system_vfs->xSetSystemCall(system_vfs, "open", noting) != SQLITE_OK) return nullptr;
  static sqlite3_vfs vfs = *system_vfs;
  vfs.pNext = nullptr;
  vfs.zName = kName;
  vfs.szOsFile = rounded_up(system_vfs->szOsFile) + int{sizeof(Mapping)};
  vfs.xOpen = open;
  return sqlite3_vfs_register(&vfs, 0) == SQLITE_OK ? kName : nullptr;
}

}  // namespace

const char* mapping_vfs() {
  static const char* const kRegistered = registered();
  return kRegistered;
}

}  // namespace plumb::registry
