// Rows found by codes: sorted runs of codes, as the file keeps them, each cut into blocks of one page.
//
// Blocks (place → entries): a place is the run in its upper 8 bits, and below them 55 bits that stand between the first ones of the
// codes before the block and of its own, and are 0 in a run's first block, so that the last block at or before a code's place is the one
// that can have it. Entries of equal first 55 bits are never parted. Runs (run → how many codes it has). An entry is 16 bytes, code and
// number of the row, little-endian, in the order of codes, then of numbers. Also a run without entries has a first block. Nothing here is a fact: all of it follows from the rows.
//
// Calls give SQLite's result codes, or SQLITE_CORRUPT where what is stored has not this form. In the caller's transaction; one thread.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <tuple>
#include <vector>

namespace plumb::registry {

class Statement;

struct RowCode {
  uint64_t code = 0;
  int64_t number = 0;
  friend bool operator<(const RowCode& a, const RowCode& b) { return std::tie(a.code, a.number) < std::tie(b.code, b.number); }
  friend bool operator==(const RowCode&, const RowCode&) = default;
};

namespace runs {

// Where an index keeps them: the connection and its two tables.
struct Store {
  sqlite3* database;
  const char *runs, *blocks;
};

constexpr size_t kEntryBytes = 16;
constexpr size_t kEntriesOfBlock = 250;  // 4000 bytes, so that row and page are one

// How far up a code stands in its run's range of places.
constexpr int64_t offset_of(uint64_t code) { return static_cast<int64_t>(code >> 9); }
constexpr int64_t first_place(int64_t run) { return static_cast<int64_t>(static_cast<uint64_t>(run) << 55); }

// Block → whether its size is that of whole entries; then they can be read.
inline bool is_whole(std::string_view block) { return block.size() % kEntryBytes == 0; }
inline size_t count(std::string_view block) { return block.size() / kEntryBytes; }
// Whether what stands in it can be: numbers of rows, in the order of codes, at or after its place. REQUIRES: is_whole(block).
bool is_in_order(std::string_view block, int64_t place);
// REQUIRES: i < count(block).
RowCode entry(std::string_view block, size_t i);
// Where entries of this code begin, or would.
size_t lower_bound(std::string_view block, uint64_t code);

// Writes these as a run, and with them the runs that have at most half as many again as all that are merged so far, the smallest first. So
// a code is written again only when what it lies among has nearly doubled, and there are about as many runs as doublings; calls that bring
// somewhat fewer each time are merged too. Sorts `added`.
int add(const Store& store, std::vector<RowCode>& added);
// Takes out the entry, if a run has it.
int remove(const Store& store, const RowCode& entry);
// How many entries there are.
int count_all(const Store& store, int64_t& out);
// each(entry) for every run's entries, in the order that each run has, until it says false; SQLITE_CORRUPT where one has no order. REQUIRES: `each` does not throw.
int for_each(const Store& store, const std::function<bool(const RowCode&)>& each);
// Every run's entries from one code up to another, which look no farther than for them.
int between(const Store& store, uint64_t from, uint64_t upto, std::vector<RowCode>& out);
// Takes out all of them.
int clear(const Store& store);
// A statement that gives, for an offset as its only value, each run's block that can have a code of it, its place, and how many codes the run is
// told to have: null where it has no block.
int prepare_look(const Store& store, std::optional<Statement>& statement);
// The entries of all runs from one code up to another, run by run. SQLITE_CORRUPT too where a look would not come upon one of them: one that
// is out of order or in another block's place, a run that is not told of or has another number of them.
int read(const Store& store, uint64_t from, uint64_t upto, std::vector<RowCode>& out);

}  // namespace runs

}  // namespace plumb::registry
