#include "compiler/backends/native/emit/perf_dump.hpp"

#include <fcntl.h>
#include <llvm/ExecutionEngine/Orc/Debugging/PerfSupportPlugin.h>
#include <llvm/ExecutionEngine/Orc/Shared/PerfSharedStructs.h>
#include <llvm/ExecutionEngine/Orc/Shared/WrapperFunctionUtils.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::native {

namespace orc = llvm::orc;

namespace {

// Of a record or the file's header, as they lie in the file: the machine's byte order.
class Bytes {
 public:
  void u32(uint32_t value) { append(&value, sizeof value); }
  void u64(uint64_t value) { append(&value, sizeof value); }
  void text(const std::string& value) { append(value.c_str(), value.size() + 1); }
  void append(const void* from, size_t size) { bytes_.append(static_cast<const char*>(from), size); }
  const std::string& all() const { return bytes_; }

 private:
  std::string bytes_;
};

// perf sorts records and samples by this clock (`perf record -k mono`).
uint64_t now() {
  timespec time{};
  ::clock_gettime(CLOCK_MONOTONIC, &time);
  return static_cast<uint64_t>(time.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(time.tv_nsec);
}

class Dump {
 public:
  Result<void> open(const std::filesystem::path& below) {
    const std::lock_guard lock(mutex_);
    if (file_ >= 0) return {};
    std::error_code failed;
    std::filesystem::create_directories(below, failed);
    if (failed) return cannot(below, failed.value());
    std::string folder = below / "plumb-XXXXXX";
    if (!::mkdtemp(folder.data())) return cannot(below, errno);
    const std::string path = folder + "/jit-" + std::to_string(::getpid()) + ".dump";
    const int file = ::open(path.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
    if (file < 0) return cannot(path, errno);
    if (!begin(file)) {
      const int why = errno;
      ::close(file);
      return cannot(path, why);
    }
    file_ = file;
    end_ = ::lseek(file, 0, SEEK_CUR);
    path_ = path;
    return {};
  }

  // Lines of a function stand before it: perf gives a function those that it read last. (LLVM 19's own writer has all lines of an
  // object first, so that at most one function has any, and leaves flags in the header that perf refuses.)
  Result<void> write(const orc::PerfJITRecordBatch& batch) {
    const std::lock_guard lock(mutex_);
    for (const orc::PerfJITCodeLoadRecord& code : batch.CodeLoadRecords) {
      for (const orc::PerfJITDebugInfoRecord& lines : batch.DebugInfoRecords) {
        if (lines.CodeAddr == code.CodeAddr && !put(record_of(lines, code.CodeSize))) return cannot(path_, errno);
      }
      if (!put(record_of(code))) return cannot(path_, errno);
    }
    return {};
  }

 private:
  enum class Kind : uint32_t { code_load = 0, debug_info = 2 };

  static Error cannot(const std::filesystem::path& path, int why) { return {"native.link", "no dump for perf: " + path.string() + ": " + std::strerror(why)}; }

  // perf records that this page was mapped with leave to execute, and finds the file by it.
  bool begin(int file) {
    Bytes header;
    constexpr uint32_t kMagic = 0x4A695444, kVersion = 1, kSize = 40, kMachine = 62;
    for (const uint32_t word : {kMagic, kVersion, kSize, kMachine, 0U, static_cast<uint32_t>(::getpid())}) header.u32(word);
    header.u64(now());
    header.u64(0);  // no flags
    const std::string& all = header.all();
    if (::write(file, all.data(), all.size()) != static_cast<ssize_t>(all.size())) return false;
    return ::mmap(nullptr, static_cast<size_t>(::sysconf(_SC_PAGESIZE)), PROT_READ | PROT_EXEC, MAP_PRIVATE, file, 0) != MAP_FAILED;
  }

  static std::string record(Kind kind, const Bytes& body) {
    Bytes out;
    out.u32(static_cast<uint32_t>(kind));
    out.u32(static_cast<uint32_t>(16 + body.all().size()));
    out.u64(now());
    return out.all() + body.all();
  }

  // A last entry ends the function: perf shows no line past the last. Addresses are as the specification has them; the plugin adds the size of an ELF header, which earlier versions of perf took away.
  static std::string record_of(const orc::PerfJITDebugInfoRecord& lines, uint64_t code_size) {
    std::vector<orc::PerfJITDebugEntry> entries = lines.Entries;
    std::erase_if(entries, [](const orc::PerfJITDebugEntry& entry) { return entry.Lineno == 0; });  // goes with the line before
    constexpr uint64_t kAdded = 64;
    if (!entries.empty()) {
      entries.push_back(entries.back());
      entries.back().Addr = lines.CodeAddr + code_size + kAdded;
    }
    Bytes body;
    body.u64(lines.CodeAddr);
    body.u64(entries.size());
    for (const orc::PerfJITDebugEntry& entry : entries) {
      body.u64(entry.Addr - kAdded);
      body.u32(entry.Lineno);
      body.u32(entry.Discrim);
      body.text(entry.Name);
    }
    return record(Kind::debug_info, body);
  }

  std::string record_of(const orc::PerfJITCodeLoadRecord& code) {
    Bytes body;
    body.u32(static_cast<uint32_t>(::getpid()));
    body.u32(static_cast<uint32_t>(::syscall(SYS_gettid)));
    body.u64(code.CodeAddr);
    body.u64(code.CodeAddr);
    body.u64(code.CodeSize);
    body.u64(functions_++);
    body.text(code.Name);
    body.append(reinterpret_cast<const void*>(code.CodeAddr), code.CodeSize);
    return record(Kind::code_load, body);
  }

  // All of it or nothing, so that perf can read the file whatever happens.
  bool put(const std::string& record) {
    for (std::string_view left = record; !left.empty();) {
      const ssize_t written = ::write(file_, left.data(), left.size());
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) {
        const int why = errno;
        (void)(::ftruncate(file_, end_) == 0 && ::lseek(file_, end_, SEEK_SET) == end_);
        errno = why;
        return false;
      }
      left.remove_prefix(static_cast<size_t>(written));
    }
    end_ += static_cast<off_t>(record.size());
    return true;
  }

  std::mutex mutex_;
  int file_ = -1;
  std::string path_;
  off_t end_ = 0;
  uint64_t functions_ = 0;
};

Dump& dump() {
  static auto& kDump = *new Dump;
  return kDump;
}

// What the plugin calls.
orc::shared::CWrapperFunctionResult begin_or_end(const char*, uint64_t) { return orc::shared::WrapperFunctionResult().release(); }

orc::shared::CWrapperFunctionResult write(const char* data, uint64_t size) {
  const auto written = [](const orc::PerfJITRecordBatch& batch) {
    const Result<void> done = dump().write(batch);
    return done ? llvm::Error::success() : llvm::createStringError(done.error().message);
  };
  using orc::shared::SPSError;
  return orc::shared::WrapperFunction<SPSError(orc::shared::SPSPerfJITRecordBatch)>::handle(data, size, written).release();
}

}  // namespace

Result<std::shared_ptr<orc::ObjectLinkingLayer::Plugin>> perf_dump(const std::string& folder, orc::ExecutorProcessControl& process) {
  if (auto opened = dump().open(folder); !opened) return opened.error();
  const auto nothing = orc::ExecutorAddr::fromPtr(&begin_or_end);
  return std::shared_ptr<orc::ObjectLinkingLayer::Plugin>(
      std::make_shared<orc::PerfSupportPlugin>(process, nothing, nothing, orc::ExecutorAddr::fromPtr(&write), true, false));
}

}  // namespace plumb::native
