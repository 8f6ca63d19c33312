#include "tests/faults/fault_disk.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <stdexcept>

namespace plumb::faults {

namespace {

namespace fs = std::filesystem;

// What a program may ask of the disk, by what can go wrong with it.
enum class Ask : uint8_t { open, read, write, truncate, sync, remove, lock, shared_memory };

bool can_strike(Fault fault, Ask ask) {
  switch (fault) {
    case Fault::none:
    case Fault::crash:
      return ask != Ask::read;  // nothing differs from before the next operation
    case Fault::full_once:
    case Fault::full:
      return ask == Ask::open || ask == Ask::write || ask == Ask::truncate || ask == Ask::shared_memory;
    case Fault::io_once:
    case Fault::io:
      return true;
  }
  return false;
}

// One step that has reached the system's cache and not the platter.
struct Pending {
  size_t offset = 0;
  std::string bytes;             // of a write
  std::optional<size_t> length;  // of a truncation
};

struct Tracked {
  bool durable = false;  // whether the name itself would be found after a crash
  std::string platter;   // the content that would be found then
  std::vector<Pending> pending;
  bool removed = false;  // with the removal still in the cache
};

void carry_out(std::string& content, const Pending& step) {
  if (step.length) {
    content.resize(*step.length);
    return;
  }
  if (content.size() < step.offset + step.bytes.size()) content.resize(step.offset + step.bytes.size());
  content.replace(step.offset, step.bytes.size(), step.bytes);
}

struct State {
  Plan plan;
  std::function<void()> after_sync;
  uint64_t operations = 0;
  bool struck = false;
  std::map<std::string, Tracked> files;
};

State& state() {
  static State the_one;
  return the_one;
}

std::string slurp(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

void rewrite(const std::string& path, const std::string& content) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out.write(content.data(), static_cast<std::streamsize>(content.size()));
}

// Leaves one file as the crash does.
void settle(const std::string& path, const Tracked& file, Kept kept, std::minstd_rand& random) {
  constexpr size_t kSector = 512;
  const auto heads = [&] { return random() % 2 == 0; };
  if (kept == Kept::all) return;                                   // the system goes on without the process
  if (!file.removed && ::access(path.c_str(), F_OK) != 0) return;  // it bears another name now, and was whole before
  const bool name_found = file.durable || (kept != Kept::none && heads());
  const bool removal_kept = file.removed && kept != Kept::none && heads();
  if (!name_found || removal_kept) {
    ::unlink(path.c_str());
    return;
  }
  std::string content = file.platter;
  if (kept == Kept::some) {
    for (const Pending& step : file.pending) {
      if (heads()) carry_out(content, step);
    }
  } else if (kept == Kept::torn) {
    // Up to a point all of it, then a part of one write, in whole sectors.
    const size_t whole = file.pending.empty() ? 0 : random() % file.pending.size();
    for (size_t i = 0; i < whole; ++i) carry_out(content, file.pending[i]);
    if (!file.pending.empty() && !file.pending[whole].length) {
      Pending part = file.pending[whole];
      part.bytes.resize(std::min(part.bytes.size(), kSector * (random() % (part.bytes.size() / kSector + 1))));
      carry_out(content, part);
    }
  }
  rewrite(path, content);
}

[[noreturn]] void crash() {
  std::minstd_rand random(state().plan.seed * 7919U + static_cast<uint32_t>(state().operations));
  for (const auto& [path, file] : state().files) settle(path, file, state().plan.kept, random);
  ::_exit(kCrashed);
}

// Counts the operation. True: it is to fail.
bool strikes(Ask ask) {
  State& now = state();
  if (!can_strike(now.plan.fault, ask)) return false;
  ++now.operations;
  const bool lasting = now.plan.fault == Fault::full || now.plan.fault == Fault::io;
  if (now.plan.fault == Fault::none || now.operations < now.plan.at || (now.operations > now.plan.at && !lasting)) return false;
  now.struck = true;
  if (now.plan.fault == Fault::crash) crash();
  return true;
}

bool is_full() { return state().plan.fault == Fault::full || state().plan.fault == Fault::full_once; }

// SQLite allocates szOsFile bytes: this, and behind it the file of the layer below.
struct File {
  sqlite3_file base;
  Tracked* tracked;
};

sqlite3_file* below(sqlite3_file* file) { return reinterpret_cast<sqlite3_file*>(reinterpret_cast<File*>(file) + 1); }
Tracked* tracked(sqlite3_file* file) { return reinterpret_cast<File*>(file)->tracked; }

int close_file(sqlite3_file* file) { return below(file)->pMethods->xClose(below(file)); }

int read_file(sqlite3_file* file, void* into, int size, sqlite3_int64 offset) {
  if (strikes(Ask::read)) return SQLITE_IOERR_READ;
  return below(file)->pMethods->xRead(below(file), into, size, offset);
}

int write_file(sqlite3_file* file, const void* from, int size, sqlite3_int64 offset) {
  if (strikes(Ask::write)) return is_full() ? SQLITE_FULL : SQLITE_IOERR_WRITE;
  const int status = below(file)->pMethods->xWrite(below(file), from, size, offset);
  if (status == SQLITE_OK && tracked(file) != nullptr)
    tracked(file)->pending.push_back({static_cast<size_t>(offset), std::string(static_cast<const char*>(from), static_cast<size_t>(size)), std::nullopt});
  return status;
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  if (strikes(Ask::truncate)) return is_full() ? SQLITE_FULL : SQLITE_IOERR_TRUNCATE;
  const int status = below(file)->pMethods->xTruncate(below(file), size);
  if (status == SQLITE_OK && tracked(file) != nullptr) tracked(file)->pending.push_back({0, {}, static_cast<size_t>(size)});
  return status;
}

// The file below is not synced: what would be on the platter is known here, and the machine that runs the tests stays up.
int sync_file(sqlite3_file* file, int /*flags*/) {
  if (strikes(Ask::sync)) return SQLITE_IOERR_FSYNC;
  if (tracked(file) == nullptr) return SQLITE_OK;
  Tracked& own = *tracked(file);
  for (const Pending& step : own.pending) carry_out(own.platter, step);
  own.pending.clear();
  own.durable = true;
  if (state().after_sync) state().after_sync();
  return SQLITE_OK;
}

int file_size(sqlite3_file* file, sqlite3_int64* size) { return below(file)->pMethods->xFileSize(below(file), size); }

int lock_file(sqlite3_file* file, int level) {
  if (strikes(Ask::lock)) return SQLITE_IOERR_LOCK;
  return below(file)->pMethods->xLock(below(file), level);
}

int unlock_file(sqlite3_file* file, int level) { return below(file)->pMethods->xUnlock(below(file), level); }
int check_reserved(sqlite3_file* file, int* out) { return below(file)->pMethods->xCheckReservedLock(below(file), out); }
int file_control(sqlite3_file* file, int what, void* with) { return below(file)->pMethods->xFileControl(below(file), what, with); }
int sector_size(sqlite3_file* file) { return below(file)->pMethods->xSectorSize(below(file)); }
int characteristics(sqlite3_file* file) { return below(file)->pMethods->xDeviceCharacteristics(below(file)); }

int map_shared(sqlite3_file* file, int region, int size, int extend, void volatile** out) {
  if (strikes(Ask::shared_memory)) return is_full() ? SQLITE_IOERR_SHMSIZE : SQLITE_IOERR_SHMMAP;
  return below(file)->pMethods->xShmMap(below(file), region, size, extend, out);
}

int lock_shared(sqlite3_file* file, int offset, int n, int flags) {
  if ((flags & SQLITE_SHM_LOCK) != 0 && strikes(Ask::lock)) return SQLITE_IOERR_SHMLOCK;
  return below(file)->pMethods->xShmLock(below(file), offset, n, flags);
}

void order_shared(sqlite3_file* file) { below(file)->pMethods->xShmBarrier(below(file)); }
int unmap_shared(sqlite3_file* file, int remove) { return below(file)->pMethods->xShmUnmap(below(file), remove); }

// Version 2: files are not mapped, so that every write passes here.
const sqlite3_io_methods kMethods = {2,           close_file,   read_file,      write_file,   truncate_file, sync_file,       file_size,
                                     lock_file,   unlock_file,  check_reserved, file_control, sector_size,   characteristics, map_shared,
                                     lock_shared, order_shared, unmap_shared,   nullptr,      nullptr};

sqlite3_vfs* under() { return sqlite3_vfs_find("unix"); }

int open_file(sqlite3_vfs*, const char* path, sqlite3_file* file, int flags, int* out_flags) {
  auto* own = reinterpret_cast<File*>(file);
  own->base.pMethods = nullptr;
  own->tracked = nullptr;
  const bool was_there = path != nullptr && ::access(path, F_OK) == 0;
  // A full disk keeps nobody from opening what is there.
  if ((!is_full() || !was_there) && strikes(Ask::open)) return is_full() ? SQLITE_FULL : SQLITE_CANTOPEN;
  const int status = under()->xOpen(under(), path, below(file), flags, out_flags);
  if (below(file)->pMethods == nullptr) return status;
  own->base.pMethods = &kMethods;
  if (status != SQLITE_OK || path == nullptr || (flags & SQLITE_OPEN_DELETEONCLOSE) != 0) return status;
  const auto [at, is_new] = state().files.try_emplace(path);
  Tracked& tracked = at->second;
  if (is_new && was_there) {
    tracked.durable = true;
    tracked.platter = slurp(path);
  } else if (tracked.removed) {
    // Made anew under a name whose removal is still in the cache: what a crash may bring back is then the old file.
    tracked.removed = false;
    tracked.pending.push_back({0, {}, 0});
  }
  own->tracked = &tracked;
  return status;
}

int remove_file(sqlite3_vfs*, const char* path, int sync_folder) {
  if (strikes(Ask::remove)) return SQLITE_IOERR_DELETE;
  const int status = under()->xDelete(under(), path, sync_folder);
  const auto at = state().files.find(path);
  if (status != SQLITE_OK || at == state().files.end()) return status;
  if (sync_folder != 0 || !at->second.durable)
    state().files.erase(at);
  else
    at->second.removed = true;
  return status;
}

}  // namespace

const char* FaultDisk::name() {
  static sqlite3_vfs vfs = [] {
    sqlite3_vfs made = *under();
    made.szOsFile = static_cast<int>(sizeof(File)) + under()->szOsFile;
    made.zName = "plumb-faults";
    made.pNext = nullptr;
    made.xOpen = open_file;
    made.xDelete = remove_file;
    return made;
  }();
  static const int kRegistered = sqlite3_vfs_register(&vfs, 0);
  if (kRegistered != SQLITE_OK) throw std::runtime_error("the failing disk cannot be registered");
  return vfs.zName;
}

void FaultDisk::begin(const Plan& plan, std::function<void()> after_sync) {
  state() = State{};
  state().plan = plan;
  state().after_sync = std::move(after_sync);
}

void FaultDisk::step() {
  if (state().plan.fault == Fault::none || state().plan.fault == Fault::crash) (void)strikes(Ask::write);
}

uint64_t FaultDisk::operations() { return state().operations; }
bool FaultDisk::struck() { return state().struck; }

}  // namespace plumb::faults
