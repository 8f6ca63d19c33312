// The journal and every row that it binds → whether anything was altered, removed, put in between or reordered since it was
// written, and what the first such row is.
//
// The chain is computed again from its beginning, and every row of every table that it binds is read and compared. A tail that
// was cut off together with its facts leaves a shorter journal that is whole: only a checkpoint (checkpoint.hpp) shows it, and
// only a checkpoint shows somebody who altered a row and wrote the rest of the chain anew.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "runtime/registry/journal/chain.hpp"

namespace plumb::registry::journal {

enum class Tampering : uint8_t {
  altered,     // the row does not say what the journal says it said
  removed,     // the journal knows it, and it is not there
  added,       // it is there, and the journal does not know it
  unreadable,  // the file is damaged where it lies
  cut,         // the journal ends before a checkpoint, or was written anew from before it
  unfound,     // an index by code does not lead to the row, or not to it alone: nothing that the journal binds, but a person would not be found
};

struct Fault {
  Tampering kind = Tampering::altered;
  std::string table;       // "journal" itself, or one of the tables that it binds
  int64_t row = 0;         // its number there; unreadable: the last that could be read
  int64_t sequence = 0;    // of the journal's row that speaks of it; 0: none does
  std::string label = {};  // what the row is about: its key, identifiers masked; empty where there is none to read
};

// "altered"; stable.
const char* tampering_code(Tampering kind);

struct Verification {
  Head head;                  // as stored
  std::vector<Fault> faults;  // the first kMostListed, in the order in which the rows were written; then those that nobody wrote
  uint64_t fault_count = 0;
  static constexpr size_t kMostListed = 100;
  bool whole() const { return fault_count == 0; }
};

// All but the indexes by code, which the journal does not bind. In the caller's read transaction. `progress`: rows of the journal gone through, of how many. Memory: a bit for each
// superseded row. Errors: the database cannot be read at all.
Result<Verification> verify(Database& database, const std::function<void(uint64_t done, uint64_t total)>& progress = {});

}  // namespace plumb::registry::journal
