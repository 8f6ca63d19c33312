// A snapshot ↔ the bytes of one file, which is read where it lies.
//
// Layout: a header of 64 bytes, a table of sections, then the sections, each one column, on 64 bytes and zero up to the next.
// The header says which format and byte order, how long the file is, and the checksum of the table; the table says of each
// section its number, place, length and checksum, which covers the zeros after it. So every byte of a file is under a
// checksum or compared, and a file with any byte changed is refused before anything is told from it: all but the holdings' sections
// when it is read, those by complete(). What the numbers in columns point to is checked then as well, since the bytes could
// have come from anywhere. Pure: whoever opens files (runtime/mapping) brings the bytes.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "compiler/base/result.hpp"
#include "runtime/snapshot/snapshot.hpp"

namespace plumb::snapshot {

inline constexpr std::array<char, 8> kFileMagic = {'P', 'l', 'u', 'm', 'b', 'S', 'n', '\n'};
inline constexpr uint32_t kFileVersion = 6;

// A column under its number, as it goes into a file.
struct Section {
  uint32_t number = 0;
  std::span<const std::byte> bytes;
};

// Errors here have the codes snapshot.foreign, .newer, .byte_order and .damaged; their message says no more than where, since
// sentences are made by whoever knows the file's name.

// Calls `write` with the file's bytes, in order, and whole. `extra`: sections of others, numbered from kOthers on.
inline constexpr uint32_t kOthers = 2000;
bool write_file(const Snapshot& snapshot, std::span<const Section> extra, const std::function<bool(std::span<const std::byte>)>& write);

// What a file holds: where its sections are, and which of them were found whole. Any thread.
class File {
 public:
  // Checks header and table alone. REQUIRES: `bytes` start on 64 bytes and live as long as what is read from them.
  static Result<File> parse(std::span<const std::byte> bytes);

  // Empty for a section that the file does not have.
  std::span<const std::byte> section(uint32_t number) const;
  // Told of each part of a section, with the zeros after it, right after it was read, which is before it is known to be whole; on any thread.
  using Passing = std::function<void(uint32_t number, std::span<const std::byte> part)>;
  // Whether the sections with numbers from `first` to before `last` are as they were written; uses up to `threads` threads.
  Result<void> verify(uint32_t first, uint32_t last, unsigned threads, const Passing& passing = {}) const;

 private:
  // As it lies in the table.
  struct Place {
    uint32_t number;
    uint32_t reserved;
    uint64_t offset, size;
    uint64_t checksum;
  };
  struct Reading;
  friend bool write_file(const Snapshot&, std::span<const Section>, const std::function<bool(std::span<const std::byte>)>&);

  std::span<const std::byte> bytes_;
  std::vector<Place> places_;
};

// The snapshot in a file; its holdings wait for complete(). `keeper` keeps the bytes alive.
Result<std::shared_ptr<const Snapshot>> read_file(const File& file, std::shared_ptr<const void> keeper, unsigned threads = 1);

}  // namespace plumb::snapshot
