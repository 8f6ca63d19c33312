// An identifier → the party that bears it; a masked identifier → the parties that it could mean.
//
// Exact look-up is an open-addressing table whose slots hold a party and a few bits of the hash: one slot and one id are
// read in nearly all cases. For masked ones, exact parties are bucketed by their last four places and found by their first
// places through the order of ids (what public lists leave visible); masked records are a list of their own. A look-up reads
// one bucket or run, and everything only where neither end is visible. All of it lies in columns, so that a mapped file is
// looked up in as it is. Immutable; any thread.
#pragma once

#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "compiler/base/ids.hpp"
#include "runtime/snapshot/adjacency.hpp"

namespace plumb::snapshot {

using PartyIndex = Id<struct PartyIndexTag>;

// Identifiers in ascending order, each in a slot of 18 bytes, which is what nearly all of them have; of others the slot says
// where in `others` they stand.
class IdColumn {
 public:
  static constexpr size_t kWidth = 18;
  static constexpr char kElsewhere = '\xff';  // no identifier begins so: UTF-8 never holds this byte

  size_t size() const { return slots.size() / kWidth; }
  std::string_view operator[](size_t i) const {
    const char* slot = slots.data() + i * kWidth;
    if (*slot != kElsewhere) return {slot, kWidth};
    const Place place = place_of(slot);
    return {others.data() + place.begin, place.length};
  }
  bool equals(size_t i, std::string_view id) const {
    const char* slot = slots.data() + i * kWidth;
    if (id.size() == kWidth && *slot != kElsewhere) return std::memcmp(slot, id.data(), kWidth) == 0;
    return (*this)[i] == id;
  }
  // Asks for the slot's memory.
  void prefetch(size_t i) const {
    const char* slot = slots.data() + i * kWidth;
    __builtin_prefetch(slot);
    __builtin_prefetch(slot + kWidth - 1);  // one in four lies on two lines
  }
  // First of those that are not less than `id`.
  uint32_t lower_bound(std::string_view id) const;

  struct Place {
    uint64_t begin;
    uint32_t length;
  };
  // REQUIRES: the slot begins with kElsewhere.
  static Place place_of(const char* slot);

  Column<char> slots;
  Column<char> others;
};

// ascending(i): the identifier of party i, for i < count; asked for once, by any thread.
IdColumn id_column(size_t count, unsigned threads, const std::function<std::string_view(size_t)>& ascending);

class IdentifierIndex {
 public:
  struct Columns {
    Column<uint32_t> table;  // slots; kFree, or a party and above it bits of its hash
    Column<PartyIndex> masked;
    Adjacency<PartyIndex> by_tail;
    Adjacency<PartyIndex> masked_by_head;  // masked records that show their first six places
    Column<PartyIndex> masked_headless;    // and those that do not
  };
  static constexpr uint32_t kFree = ~uint32_t{0};

  IdentifierIndex() = default;
  // Normal forms, unique, ascending; position i is party i. REQUIRES: `ids` stays where it is for as long as the index lives.
  static Columns build(const IdColumn& ids);
  // Its two halves, which two threads may make at once: what find() and masked records need; and by_tail.
  static void build_table(const IdColumn& ids, Columns& out, unsigned threads = 1);
  static void build_tails(const IdColumn& ids, Columns& out);
  IdentifierIndex(const IdColumn& ids, const Columns& columns) : ids_(&ids), columns_(&columns) {}

  std::optional<PartyIndex> find(std::string_view id) const;
  // As find() of each, invalid where there is none; in steps over several at a time, so that they wait for memory together.
  // REQUIRES: `out` is as long as `ids`.
  void find_all(std::span<const std::string_view> ids, std::span<PartyIndex> out) const;
  // Every party, exact or masked, whose id agrees with `masked` in each place that both show; ascending.
  std::vector<PartyIndex> agreeing(std::string_view masked) const;
  // Those of them with an exact id: what a look-up for each of many masked records needs, without going through all of those.
  std::vector<PartyIndex> exact_agreeing(std::string_view masked) const;
  // Masked records that agree with an exact id; ascending.
  std::vector<PartyIndex> masked_records_of(std::string_view exact) const;

 private:
  PartyIndex find(std::string_view id, uint64_t hash) const;

  const IdColumn* ids_ = nullptr;
  const Columns* columns_ = nullptr;
};

}  // namespace plumb::snapshot
