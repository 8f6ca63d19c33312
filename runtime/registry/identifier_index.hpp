// An identifier in normal form → its number, as a unique index of texts would give it, but at a cost of what is added.
//
// New identifiers come in no order. In one index a call's would meet every leaf of it, each to be read, changed, logged and written, and the
// leaves are the more the more the registry knows. So their codes (64 bits, seal::code_of) are kept back until the transaction commits, or until
// there are very many, and written in order as a run of their own (identifier_runs.hpp). Two texts may have one code: what a code finds counts
// once the row has the text.
//
// Each connection has one (Database::identifiers), and SQL asks it as identifier_number(text): null where the text has none. One thread.
#pragma once

#include <sqlite3.h>

#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "runtime/registry/held_codes.hpp"
#include "runtime/registry/identifier_runs.hpp"

namespace plumb::registry {

class IdentifierIndex {
 public:
  struct Held {
    int64_t number = 0;                      // 0: the registry does not hold the text
    bool erased = false;                     // its key is destroyed
    std::array<unsigned char, 16> key = {};  // by which its personal values are bound (journal/content.hpp)
  };

  // Gives the connection its function; both outlive what is prepared here, which goes with this object.
  static int attach(sqlite3* database, std::unique_ptr<IdentifierIndex>& out);
  IdentifierIndex(const IdentifierIndex&) = delete;
  IdentifierIndex& operator=(const IdentifierIndex&) = delete;
  ~IdentifierIndex();

  // As result codes of SQLite, whose error is the connection's; SQLITE_CORRUPT also where what is stored cannot be read.
  int find(std::string_view id, Held& out);
  // For a connection that will look for many: once it has looked for as many as there are blocks, it reads all of them and needs none any
  // more, where they take no more than a sixteenth of the memory that there is; until its transaction ends. REQUIRES: it is in one.
  void expect_many() { may_hold_ = expects_many_ = true; }
  // A row that was inserted with this text. REQUIRES: none had it.
  int add(std::string_view id, int64_t number);
  // The row's text has become another.
  int respell(std::string_view from, std::string_view to, int64_t number);
  // Before a transaction commits. Once it has failed it does until the transaction ends, since runs may have gone that were to be merged.
  int write_pending();
  // Whatever became of it: nothing of it waits, nor is held.
  void end_transaction();
  // Makes all of it anew from the table.
  int rebuild();

  // For tests.
  bool holds() const { return holds_; }
  void set_most_pending(size_t codes) { most_pending_ = codes; }

 private:
  struct Prepared;
  explicit IdentifierIndex(sqlite3* database);
  void forget_pending();
  // What was read of runs that may change; where many are expected, it is read anew in time.
  void let_go_of_held();
  int find_row(int64_t number, std::string_view id, Held& out);
  int find_in_runs(uint64_t code, std::string_view id, Held& out);
  int look_in_blocks(uint64_t code);
  int hold_if_worth_it();

  sqlite3* database_;
  std::unique_ptr<Prepared> prepared_;
  boost::unordered_flat_map<uint64_t, int64_t> pending_;
  std::vector<IdentifierCode> twins_;  // pending, too, of codes that another one pending has
  size_t most_pending_ = size_t{1} << 20;
  int broken_ = SQLITE_OK;  // what writing them came to
  bool expects_many_ = false, may_hold_ = false, holds_ = false;
  int64_t looks_ = 0;  // since it may
  HeldCodes held_;     // of all runs, if holds_
};

}  // namespace plumb::registry
