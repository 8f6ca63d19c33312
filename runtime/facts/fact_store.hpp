// The interface through which a store (SQLite, or any other) serves the facts that were known at one moment.
//
// Everything above (snapshot, decide, sweep, explain) sees facts only through it; only runtime/registry knows SQLite.
// Implementations are used by one thread at a time, whatever threads they use themselves.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "compiler/base/result.hpp"
#include "runtime/facts/fact_columns.hpp"

namespace plumb::facts {

struct ReadOptions {
  std::optional<std::string> known_at = std::nullopt;  // RFC 3339 UTC; nothing: now
  std::optional<uint64_t> revision = std::nullopt;     // or what this revision knew; REQUIRES: not both
  unsigned threads = 1;                                // at most; what is read does not hang on it
  // Called on the caller's thread with rows of tables gone through, live or not. May be empty.
  std::function<void(uint64_t done, uint64_t total)> progress = {};
};

class FactStore {
 public:
  virtual ~FactStore() = default;
  // The live facts as known at a moment, in one consistent view. Entries on a minor are not among them.
  virtual Result<FactColumns> read_columns(const ReadOptions& options) = 0;
  // The same as plain facts, each table in the order of its identifying columns.
  Result<Facts> read(std::optional<std::string> known_at = std::nullopt) {
    auto columns = read_columns({.known_at = std::move(known_at)});
    if (!columns) return columns.error();
    return facts_of(*std::move(columns));
  }
  // Where the store can tell, the revision without reading everything.
  virtual Result<uint64_t> revision() = 0;
};

}  // namespace plumb::facts
