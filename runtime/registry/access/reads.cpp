#include "runtime/registry/access/reads.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <cerrno>
#include <fstream>
#include <utility>

#include "runtime/identity/mask.hpp"
#include "runtime/registry/failure.hpp"
#include "runtime/registry/file_bytes.hpp"
#include "runtime/registry/safekeeping/new_file.hpp"

namespace plumb::registry::access {

namespace {

constexpr std::string_view kChain = ",\"chain\":\"";
constexpr size_t kHexDigits = 2 * seal::kDigestBytes;
constexpr size_t kLongestLine = 1 << 16;

std::string quoted(std::string_view text) { return text.empty() ? "null" : boost::json::serialize(boost::json::string(text)); }

// A line up to its chain.
std::string text_of(uint64_t line, const Read& read) {
  std::string out = "{\"line\":" + std::to_string(line);
  const std::string party = read.party.empty() ? std::string() : identity::masked_for_display(read.party);
  for (const auto& [name, value] : {std::pair<const char*, std::string_view>{"at", read.at},
                                    {"by", read.by},
                                    {"for", read.acts_as},
                                    {"what", read.what},
                                    {"party", party},
                                    {"purpose", read.purpose}}) {
    out.append(",\"").append(name).append("\":").append(quoted(value));
  }
  return out;
}

seal::Digest chained(const seal::Digest& before, std::string_view text) { return seal::Hasher().add(seal::bytes_of(before)).add(text).finish(); }

// A line of a file, taken apart; nothing where it is none.
struct Line {
  uint64_t number = 0;
  std::string_view text;  // up to the chain
  std::string_view chain;
};

std::optional<Line> read_line(std::string_view line) {
  constexpr std::string_view kBegin = "{\"line\":", kEnd = "\"}";
  const size_t chain = line.rfind(kChain);
  if (!line.starts_with(kBegin) || !line.ends_with(kEnd) || chain == std::string_view::npos) return std::nullopt;
  Line out;
  out.text = line.substr(0, chain);
  out.chain = line.substr(chain + kChain.size());
  out.chain.remove_suffix(kEnd.size());
  if (out.chain.size() != kHexDigits) return std::nullopt;
  size_t at = kBegin.size();
  for (; at < line.size() && line[at] >= '0' && line[at] <= '9' && at < kBegin.size() + 18; ++at)
    out.number = out.number * 10 + static_cast<uint64_t>(line[at] - '0');
  return at != kBegin.size() && line[at] == ',' ? std::optional(out) : std::nullopt;
}

std::optional<seal::Digest> from_hex(std::string_view text) {
  const auto digit = [](char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1; };
  seal::Digest out{};
  for (size_t i = 0; i < out.size(); ++i) {
    const int high = digit(text[2 * i]), low = digit(text[2 * i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    out[i] = static_cast<unsigned char>(high * 16 + low);
  }
  return out;
}

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

// Held while one process appends.
class Lock {
 public:
  explicit Lock(int file) : file_(file) {
    while ((held_ = ::flock(file, LOCK_EX) == 0) == false && errno == EINTR) {
    }
  }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;
  ~Lock() {
    if (held_) ::flock(file_, LOCK_UN);
  }
  bool held() const { return held_; }

 private:
  int file_;
  bool held_ = false;
};

// Where the next line goes: after the last whole one.
struct End {
  uint64_t lines = 0;
  seal::Digest chain{};
  off_t offset = 0;
};

// Nothing: the file does not end as one of these does.
std::optional<End> end_of(int file) {
  struct stat about{};
  if (::fstat(file, &about) != 0 || !S_ISREG(about.st_mode)) return std::nullopt;
  // Two lines are the most that need to be seen: one that is not whole, and the one before.
  const off_t from = about.st_size > static_cast<off_t>(2 * kLongestLine) ? about.st_size - static_cast<off_t>(2 * kLongestLine) : 0;
  std::string tail(static_cast<size_t>(about.st_size - from), '\0');
  for (size_t got = 0; got < tail.size();) {
    const ssize_t bytes = ::pread(file, tail.data() + got, tail.size() - got, from + static_cast<off_t>(got));
    if (bytes < 0 && errno == EINTR) continue;
    if (bytes <= 0) return std::nullopt;
    got += static_cast<size_t>(bytes);
  }
  const size_t end = tail.rfind('\n');
  // No whole line: a new file, or the beginning of its first line.
  if (end == std::string::npos) {
    return from == 0 && std::string_view("{\"line\":1,").starts_with(std::string_view(tail).substr(0, 10)) ? std::optional(End{}) : std::nullopt;
  }
  const size_t before = end == 0 ? std::string::npos : tail.rfind('\n', end - 1);
  if (before == std::string::npos && from != 0) return std::nullopt;
  const size_t begin = before == std::string::npos ? 0 : before + 1;
  const auto last = read_line(std::string_view(tail).substr(begin, end - begin));
  const auto chain = last ? from_hex(last->chain) : std::nullopt;
  if (!chain) return std::nullopt;
  return End{last->number, *chain, from + static_cast<off_t>(end) + 1};
}

}  // namespace

Result<void> room_for_reads(const std::filesystem::path& path) {
  if (auto is = ordinary(path); !is) return is;
  std::error_code ignored;
  const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
  if (!std::filesystem::is_directory(folder, ignored)) return failure("reads.folder", path.string());
  if (!std::filesystem::exists(path, ignored)) return {};
  // Not writable for whoever keeps the registry, it may yet be for those who read.
  const auto journal = ReadJournal::open(path);
  return journal || journal.error().code == "reads.unwritable" ? Result<void>() : journal.error();
}

Result<ReadJournal> ReadJournal::open(const std::filesystem::path& path) {
  if (auto is = ordinary(path); !is) return is.error();
  if (is_database(path)) return failure("reads.foreign", path.string());
  std::error_code ignored;
  const bool is_new = !std::filesystem::exists(path, ignored);
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) return failure("reads.unwritable", path.string());
  ReadJournal journal(file, path.string());
  // Its name too must outlive a power cut, or lines that were on the disk are nobody's.
  if (is_new && !safekeeping::sync_folder(path)) return failure("reads.unwritable", path.string());
  if (const Lock lock(file); !lock.held() || !end_of(file)) return failure("reads.foreign", path.string());
  return journal;
}

ReadJournal::ReadJournal(ReadJournal&& other) noexcept : file_(std::exchange(other.file_, -1)), name_(std::move(other.name_)) {}

ReadJournal& ReadJournal::operator=(ReadJournal&& other) noexcept {
  std::swap(file_, other.file_);
  std::swap(name_, other.name_);
  return *this;
}

ReadJournal::~ReadJournal() {
  if (file_ >= 0) ::close(file_);
}

Result<void> ReadJournal::append(const std::vector<Read>& reads, bool durable) {
  if (reads.empty()) return {};
  const Lock lock(file_);
  if (!lock.held()) return failure("reads.unwritable", name_);
  auto end = end_of(file_);
  if (!end) return failure("reads.foreign", name_);
  if (::ftruncate(file_, end->offset) != 0) return failure("reads.unwritable", name_);
  std::string lines;
  for (const Read& read : reads) {
    const std::string text = text_of(++end->lines, read);
    if (text.size() > kLongestLine - 2 * kHexDigits) return failure("reads.long");
    end->chain = chained(end->chain, text);
    lines.append(text).append(kChain).append(seal::hex(seal::bytes_of(end->chain))).append("\"}\n");
  }
  if (!write_all(file_, lines) || (durable && ::fsync(file_) != 0)) {
    (void)!::ftruncate(file_, end->offset);  // as if nothing had been said; what stays is cut off next time
    return failure("reads.unwritable", name_);
  }
  return {};
}

const char* fault_code(ReadsVerification::Fault fault) {
  switch (fault) {
    case ReadsVerification::Fault::altered:
      return "altered";
    case ReadsVerification::Fault::removed:
      return "removed";
    case ReadsVerification::Fault::moved:
      return "moved";
    case ReadsVerification::Fault::added:
      return "added";
    case ReadsVerification::Fault::unfinished:
      return "unfinished";
  }
  return "";
}

Result<ReadsVerification> verify_reads(const std::filesystem::path& path) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return failure("reads.missing", path.string());
  if (auto is = ordinary(path); !is) return is.error();
  std::ifstream in(path, std::ios::binary);
  if (!in) return failure("reads.unreadable", path.string());
  ReadsVerification out;
  std::string text;
  std::optional<uint64_t> missing;  // the line whose place another has taken
  while (std::getline(in, text)) {
    const auto line = read_line(text);
    if (missing) {  // moved, where it turns up later
      if (line && line->number == *missing) out.fault = ReadsVerification::Fault::moved;
      continue;
    }
    if (in.eof()) {
      out.fault = ReadsVerification::Fault::unfinished;
      break;
    }
    const uint64_t expected = out.lines + 1;
    if (!line) {
      out.fault = ReadsVerification::Fault::altered;
      break;
    }
    if (line->number < expected) {
      out.fault = ReadsVerification::Fault::added;
      break;
    }
    if (line->number > expected) {
      out.fault = ReadsVerification::Fault::removed;
      missing = expected;
      continue;
    }
    const seal::Digest chain = chained(out.head, line->text);
    if (from_hex(line->chain) != chain) {
      out.fault = ReadsVerification::Fault::altered;
      break;
    }
    out.head = chain;
    ++out.lines;
  }
  if (in.bad()) return failure("reads.unreadable", path.string());
  return out;
}

}  // namespace plumb::registry::access
