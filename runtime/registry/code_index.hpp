// A code of a row's key → the rows that may have it, as an index would give them, but at a cost of what is added.
//
// New rows' keys come in no order. In one index a call's would meet every leaf of it, each to be read, changed, logged and written, and the
// leaves are the more the more the registry knows. So their codes are kept back until the transaction commits, or until there are very many,
// and written in order as a run of their own (code_runs.hpp). Two keys may have one code: what a code finds counts once the row has the key.
//
// Calls give SQLite's result codes, whose error is the connection's; SQLITE_CORRUPT also where what is stored cannot be read. One thread.
#pragma once

#include <sqlite3.h>

#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

#include "runtime/registry/code_runs.hpp"
#include "runtime/registry/held_codes.hpp"

namespace plumb::registry {

class CodeIndex {
 public:
  explicit CodeIndex(const runs::Store& store);
  CodeIndex(const CodeIndex&) = delete;
  CodeIndex& operator=(const CodeIndex&) = delete;
  ~CodeIndex();

  // Asks is_it(number, found), which gives a result code, of rows that may have the code, the newest first, until `found` is true: first of those
  // that wait, then of those in runs.
  template <typename IsIt>
  int find(uint64_t code, const IsIt& is_it) {
    bool found = false;
    for (const auto candidates : {&CodeIndex::look_in_pending, &CodeIndex::look_in_runs}) {
      found_.clear();
      if (const int status = (this->*candidates)(code); status != SQLITE_OK) return status;
      std::sort(found_.begin(), found_.end());
      for (; !found_.empty(); found_.pop_back()) {
        if (const int status = is_it(found_.back(), found); status != SQLITE_OK || found) return status;
      }
    }
    return SQLITE_OK;
  }
  // The numbers of all rows with codes from one up to another, in no order, through all that wait: not for many looks.
  int find_all(uint64_t from, uint64_t upto, std::vector<int64_t>& out);

  // For a connection that will look for many: once it has looked for as many as there are blocks, it reads all of them and needs none any
  // more, where they take no more than a sixteenth of the memory that there is, each index; until its transaction ends. REQUIRES: it is in one.
  void expect_many() { may_hold_ = expects_many_ = true; }
  // Whether it has no code at all, of those that wait neither.
  int is_empty(bool& out);
  // Whether a row with this code waits.
  bool waits(uint64_t code) const { return pending_.contains(code); }
  // A row that was inserted with this code.
  int add(uint64_t code, int64_t number);
  // The row's code has become another.
  int replace(uint64_t from, uint64_t to, int64_t number);
  // Before a transaction commits. Once it has failed it does until the transaction ends, since runs may have gone that were to be merged.
  int write_pending();
  // Whatever became of it: nothing of it waits, nor is held.
  void end_transaction();
  // Takes out all of it.
  int clear();

  // For tests.
  bool holds() const { return holds_; }
  void set_most_pending(size_t codes) { most_pending_ = codes; }

 private:
  struct Prepared;
  void forget_pending();
  // What was read of runs that may change; where many are expected, it is read anew in time.
  void let_go_of_held();
  // Each adds what it finds to found_.
  int look_in_pending(uint64_t code);
  int look_in_runs(uint64_t code);
  int look_in_blocks(uint64_t code);
  int hold_if_worth_it();

  runs::Store store_;
  std::unique_ptr<Prepared> prepared_;
  std::vector<int64_t> found_;
  boost::unordered_flat_map<uint64_t, int64_t> pending_;
  std::unordered_multimap<uint64_t, int64_t> twins_;  // pending, too, of codes that another one pending has
  size_t most_pending_ = size_t{1} << 20;
  int broken_ = SQLITE_OK;  // what writing them came to
  bool expects_many_ = false, may_hold_ = false, holds_ = false;
  int64_t looks_ = 0;  // since it may
  HeldCodes held_;     // of all runs, if holds_
};

}  // namespace plumb::registry
