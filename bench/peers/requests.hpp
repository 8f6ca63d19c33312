// Seed → distinct requests over every matter and stage of a resolved rule set, in random order: every field is known, and
// what an entry of the list means for the party is told as reach bits. Same seed and rule set, same requests, everywhere.
//
// Used by the exporter, which writes them down for the peers, and by Plumb's driver, which makes them again. One thread.
#pragma once

#include <cstdint>
#include <vector>

#include "bench/peers/resolve.hpp"
#include "compiler/base/date.hpp"
#include "compiler/ir/layout.hpp"
#include "compiler/ir/predicate_table.hpp"

namespace plumb::bench {

// A matter at a stage: what peers index their policies by.
struct Group {
  ir::MatterId matter;
  Stage stage = Stage::application;
};

struct Request {
  uint64_t reach = 0;        // as predicate_table.h numbers the bits; all certain
  uint32_t group = 0;        // into Requests::groups
  uint32_t cells_begin = 0;  // into Requests::cells: one a field, as ir::Layout lays them
  int32_t published_on = 0;  // of the one entry that all bits stand for
  uint8_t kind = 0;
  uint8_t sector = 0;
};

struct Requests {
  Date date;
  std::vector<Group> groups;
  std::vector<Request> items;
  std::vector<int64_t> cells;
  std::vector<std::vector<uint64_t>> valid;  // one a group: every field known

  // Of the resolved rule set; its first cells are the row of the original one.
  PlumbRow row(const Request& request) const { return {cells.data() + request.cells_begin, valid[request.group].data(), nullptr}; }
  PlumbParty party(const Request& request) const { return {request.reach, 0, request.kind, request.sector, {nullptr, 0}, {nullptr, 0}}; }
};

// A quarter of the parties are touched by no entry, a quarter by their own alone, half in several ways. A person is reached
// through its roles only, an organisation also through its officers. Roles are older than the entry, so that the entry
// stood on a day for every way or for none.
// Errors: bench.inexpressible for field types that no measure of the notice asks (texts, decimals, ratios, durations, codes).
Result<Requests> make_requests(const Resolved& rules, Date date, uint64_t seed, size_t count);

}  // namespace plumb::bench
