#include "runtime/registry/file_bytes.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <memory>
#include <string_view>

#include "runtime/registry/failure.hpp"

namespace plumb::registry {

namespace {

namespace fs = std::filesystem;

constexpr uintmax_t kMostReserved = uintmax_t{4} << 30;  // what claims to be longer has to show it

Result<std::string> bytes_of(const fs::path& path, std::string_view unreadable) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return failure(unreadable, path.string());
  // In blocks: an iterator over the stream asks for each byte. A file is as long as it says, or nearly; of a pipe nobody knows.
  std::string bytes;
  std::error_code failed;
  const uintmax_t size = fs::is_regular_file(path, failed) ? fs::file_size(path, failed) : 0;
  if (!failed && size <= kMostReserved) bytes.reserve(static_cast<size_t>(size));
  std::array<char, 1 << 16> block;
  while (in.read(block.data(), block.size()) || in.gcount() > 0) bytes.append(block.data(), static_cast<size_t>(in.gcount()));
  if (in.bad()) return failure(unreadable, path.string());
  return bytes;
}

// What spreadsheet programs save unless told otherwise: .xlsx and .ods are ZIP archives, .xls an OLE file. No text begins so.
bool is_workbook(std::string_view bytes) { return bytes.starts_with("PK\x03\x04") || bytes.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"); }

}  // namespace

Result<void> ordinary(const fs::path& path) {
  std::error_code ignored;
  const auto found = fs::status(path, ignored);
  return fs::exists(found) && !fs::is_regular_file(found) ? failure("file.kind", path.string()) : Result<void>();
}

Result<std::string> ordinary_bytes(const fs::path& path, std::string_view unreadable) {
  if (auto is = ordinary(path); !is) return is.error();
  return bytes_of(path, unreadable);
}

Result<std::string> read_bytes(const fs::path& path) {
  std::error_code ignored;
  // A pipe is whatever another program gives.
  if (fs::status(path, ignored).type() != fs::file_type::fifo) {
    if (auto is = ordinary(path); !is) return is.error();
  }
  auto bytes = bytes_of(path, "import.unreadable");
  if (bytes && is_workbook(*bytes)) return failure("import.workbook", path.string());
  return bytes;
}

std::string first_bytes(const std::filesystem::path& path, size_t size) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored)) return {};
  const uintmax_t length = std::filesystem::file_size(path, ignored);
  if (ignored) return {};
  sqlite3* opened = nullptr;
  const int status = sqlite3_open_v2(path.c_str(), &opened, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nullptr);
  const std::unique_ptr<sqlite3, int (*)(sqlite3*)> owner(opened, &sqlite3_close_v2);
  sqlite3_file* file = nullptr;
  if (status != SQLITE_OK || sqlite3_file_control(opened, "main", SQLITE_FCNTL_FILE_POINTER, static_cast<void*>(&file)) != SQLITE_OK) return {};
  std::string bytes(static_cast<size_t>(std::min<uintmax_t>(length, size)), '\0');
  if (file == nullptr || file->pMethods == nullptr || file->pMethods->xRead(file, bytes.data(), static_cast<int>(bytes.size()), 0) != SQLITE_OK) return {};
  return bytes;
}

bool is_database(const std::filesystem::path& path) {
  constexpr std::string_view kMagic("SQLite format 3\0", 16);
  return first_bytes(path, kMagic.size()) == kMagic;
}

bool same_file(const std::filesystem::path& a, const std::filesystem::path& b) {
  std::error_code ignored;
  return std::filesystem::equivalent(a, b, ignored);
}

}  // namespace plumb::registry
