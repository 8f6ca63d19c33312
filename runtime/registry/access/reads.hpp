// Who looked at what → a line of an append-only file of its own, each chained to the line before; and such a file → the first
// line that was altered, removed, moved or added.
//
// A line is JSON: line, at, by, for, what, party, purpose, chain. `party` is masked as for output. `chain` is
// BLAKE2b-256(the chain before ‖ the line's text up to its chain). Any number of processes may append to one file; each waits for
// the others. A last line that was not written whole belongs to an answer that nobody got, and is cut off by the next append. Who
// can write the file can write it anew from some line on: keep it where others cannot, or keep the head that verify_reads tells.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/result.hpp"
#include "runtime/seal/digest.hpp"

namespace plumb::registry::access {

struct Read {
  std::string at;       // canonical moment
  std::string by;       // who really acted
  std::string acts_as;  // in whose name; empty: their own
  std::string what;     // decide, ask, sweep, history
  std::string party;    // identifier in normal form; empty: everybody
  std::string purpose;
};

class ReadJournal {
 public:
  // Makes the file where it is missing, for its owner alone. Errors: reads.unwritable, reads.foreign, file.kind.
  static Result<ReadJournal> open(const std::filesystem::path& path);
  ReadJournal(ReadJournal&& other) noexcept;
  ReadJournal& operator=(ReadJournal&& other) noexcept;
  ~ReadJournal();

  // Lines after all others, in one go. `durable`: on the disk when this returns. Errors: reads.unwritable, reads.foreign.
  Result<void> append(const std::vector<Read>& reads, bool durable);

 private:
  ReadJournal(int file, std::string name) : file_(file), name_(std::move(name)) {}
  int file_ = -1;
  std::string name_;
};

// Whether a journal stands there or could be begun, as far as who asks can tell; makes nothing. Errors: reads.folder, reads.foreign, file.kind.
Result<void> room_for_reads(const std::filesystem::path& path);

struct ReadsVerification {
  enum class Fault : uint8_t { altered, removed, moved, added, unfinished };
  uint64_t lines = 0;          // whole ones before the first fault
  seal::Digest head{};         // the chain after them
  std::optional<Fault> fault;  // of the line after those
};

const char* fault_code(ReadsVerification::Fault fault);  // "altered"

// Errors: reads.missing, reads.unreadable, file.kind.
Result<ReadsVerification> verify_reads(const std::filesystem::path& path);

}  // namespace plumb::registry::access
