// The journal of reads: who looked at what, for which purpose, in an append-only file of its own whose lines are chained.
//
// An answer that must be journalled is given out only when `append` has returned. Nothing here reads a clock.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/result.hpp"
#include "plumb/rights.hpp"

namespace plumb {

struct ReadRecord {
  std::string at;  // RFC 3339
  Actor actor;
  std::string what;   // decide, ask, sweep, history
  std::string party;  // an identifier, in any spelling; kept masked. Empty: everybody
  std::string purpose;
};

// One thread at a time; any number of processes append to one file, each waiting for the others.
// Errors: reads.unwritable, .foreign (no journal of reads, or its end was altered), .long; registry.time.
class ReadJournal {
 public:
  // Made where it is missing, for its owner alone.
  static Result<ReadJournal> open(const std::string& path);
  ReadJournal(ReadJournal&&) noexcept;
  ReadJournal& operator=(ReadJournal&&) noexcept;
  ~ReadJournal();

  // All or none. `durable`: they are on the disk when this returns.
  Result<void> append(const std::vector<ReadRecord>& reads, bool durable);

 private:
  struct State;
  explicit ReadJournal(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

struct ReadsVerification {
  uint64_t lines = 0;  // that stand as they were written, from the first on
  std::string head;    // the chain after them, hexadecimal; kept elsewhere, it shows a tail that was cut
  std::string fault;   // of the next line: altered, removed, moved, added, unfinished; empty: there is none
};

// Errors: reads.missing, reads.unreadable.
Result<ReadsVerification> verify_reads(const std::string& path);

// The identifier that a request line asks about; empty where it tells none.
std::string party_of_request(std::string_view request);

}  // namespace plumb
