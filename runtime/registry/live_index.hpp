// A key → its live row, as a unique index of live keys would give it (code_index.hpp), for tables whose rows name anybody in no order.
//
// Every row of the table has its code, superseded ones too, and a look goes from the newest back until a row is live: so a row that is
// superseded costs its index nothing. That no two live rows have one key is for who writes to see to, who looks first, and for
// `registry check` to tell.
//
// Each connection has one of each table (Database), and SQL asks it as live_party(party) and as live_relation(holder, role, organisation,
// valid_from): the row, or null. Looks are several statements: REQUIRES: a transaction, or a statement that reads a table, begun before. One thread.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "runtime/registry/code_index.hpp"

namespace plumb::registry {

// By numbers of identifiers.
struct PartyKey {
  static constexpr const char *kTable = "parties", *kRuns = "party_runs", *kBlocks = "party_blocks";
  int64_t party = 0;
  friend bool operator==(const PartyKey&, const PartyKey&) = default;
};
struct RelationKey {
  static constexpr const char *kTable = "relations", *kRuns = "relation_runs", *kBlocks = "relation_blocks";
  int64_t holder = 0;
  std::string_view role;
  int64_t organisation = 0;
  std::string_view from;  // empty where no day is told
  friend bool operator==(const RelationKey&, const RelationKey&) = default;
};

uint64_t code_of(const PartyKey& key);
// Its upper half goes by all but the day, its lower by the whole key: a relation is asked for whatever the day, too.
uint64_t code_of(const RelationKey& key);

template <typename Key>
class LiveIndex {
 public:
  // As IdentifierIndex's.
  static int attach(sqlite3* database, std::unique_ptr<LiveIndex>& out);
  LiveIndex(const LiveIndex&) = delete;
  LiveIndex& operator=(const LiveIndex&) = delete;
  ~LiveIndex();

  // As calls of CodeIndex. The live row of the key; 0: none.
  int find(const Key& key, int64_t& out);
  // A row that was inserted. REQUIRES: no live row has its key; SQLITE_CONSTRAINT_UNIQUE where one that waits has.
  int add(const Key& key, int64_t row);
  // Makes all of it anew from the table.
  int rebuild();

  CodeIndex& codes() { return codes_; }

 private:
  struct Prepared;
  explicit LiveIndex(sqlite3* database);

  sqlite3* database_;
  std::unique_ptr<Prepared> prepared_;
  CodeIndex codes_;
};

extern template class LiveIndex<PartyKey>;
extern template class LiveIndex<RelationKey>;
using LiveParties = LiveIndex<PartyKey>;
using LiveRelations = LiveIndex<RelationKey>;

// Rows that may be of this holder, role and organisation since whatever day, live or not; for few looks.
int find_whatever_day(LiveRelations& relations, int64_t holder, std::string_view role, int64_t organisation, std::vector<int64_t>& out);

}  // namespace plumb::registry
