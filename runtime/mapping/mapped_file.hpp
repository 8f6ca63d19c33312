// A file → its bytes, mapped for reading only and shared by every process that maps it; bytes → a file, all of it or none.
//
// The one room of the runtime besides the registry's that opens files. A file is replaced by renaming a finished one over it,
// so that a mapping made before keeps the bytes that it had. Whoever cuts a mapped file short behind its readers' backs ends
// them with a bus error: files are to be replaced, never written into. Any thread.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "compiler/base/result.hpp"

namespace plumb::mapping {

class MappedFile {
 public:
  // Errors: snapshot.missing, snapshot.unreadable; the message is the path.
  static Result<std::shared_ptr<const MappedFile>> open(const std::string& path);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  // Starts on a page. Empty for an empty file.
  std::span<const std::byte> bytes() const { return bytes_; }

 private:
  explicit MappedFile(std::span<const std::byte> bytes) : bytes_(bytes) {}
  std::span<const std::byte> bytes_;
};

// Whether the file begins with those bytes; false as well where it cannot be read.
bool begins_with(const std::string& path, std::span<const char> bytes);

// Whether something stands at `path` that a snapshot must not take the place of: anything but an ordinary file that is empty or
// begins with those bytes, and what SQLite keeps beside a database (-wal, -shm, -journal). A link is what it points to.
bool is_taken(const std::string& path, std::span<const char> bytes);

using Write = std::function<bool(std::span<const std::byte>)>;
// Calls `fill` with what appends to a new file beside `path`, then puts that in its place. `fill` returns false to give up.
// Error: snapshot.write, the message being the path and the system's reason; then `path` is as it was. The new file is
// whose the old one was and for whom, as far as this process may give it away; where there was none, its owner's alone.
Result<void> replace_file(const std::string& path, const std::function<bool(const Write&)>& fill);

}  // namespace plumb::mapping
