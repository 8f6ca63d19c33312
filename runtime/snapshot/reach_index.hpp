// Entries and relations → for each party that an entry can touch, when and how; and for a date, everybody's reach words.
//
// A way is kept as the days on which it holds: from publication or the beginning of the role, until removal, expiry or the
// role's end. Only parties that some entry could touch are in the index, so the words of a date are one pass over those, and
// agree with reach_word(collect_ways(…)) for every party and date. What words leave out is told by four planes over all
// parties, which hang on no date: permits, retentions, masked ids, and exact ids that a touched masked record could mean. A
// party with none of the four is settled by its words alone. Immutable; any thread.
#pragma once

#include <cstdint>
#include <span>

#include "compiler/base/date.hpp"
#include "runtime/snapshot/column.hpp"
#include "runtime/snapshot/views.hpp"

namespace plumb {
class Snapshot;
}

namespace plumb::snapshot {

// One bit a party: bit p % 64 of word p / 64, (parties + 63) / 64 words; bits past the last party are zero. A view.
class PartyPlane {
 public:
  explicit PartyPlane(const Column<uint64_t>& words) : words_(words.span()) {}
  bool operator[](uint32_t party) const { return (words_[party / 64] >> (party % 64) & 1) != 0; }
  std::span<const uint64_t> words() const { return words_; }

 private:
  std::span<const uint64_t> words_;
};

class ReachWords;

class ReachIndex {
 public:
  // Days on which a way holds, from <= D < until; one party's are from begins[i] to begins[i + 1].
  struct Columns {
    Column<uint32_t> parties;  // ascending: those with any interval
    Column<uint32_t> begins;   // one more than parties
    Column<int32_t> from, until;
    Column<uint8_t> way;                                  // bit of the word; plus kUncertain where the entry has expired, kLast of a party
    Column<uint64_t> permits, retentions, masked, twins;  // planes over all parties
    Column<EntryIndex> entry;                             // whose way it is
    Column<RelationIndex> relation;                       // the role that is one; invalid for self and for directly_responsible
  };
  static constexpr uint8_t kUncertain = 64, kLast = 128;

  // `traits`: of every party (columns.hpp). REQUIRES: the columns stay where they are for as long as the index lives.
  ReachIndex(const Columns& columns, const Column<uint8_t>& traits) : columns_(&columns), traits_(&traits) {}
  static constexpr uint32_t kNowhere = ~uint32_t{0};
  // Calls take(way's bit in a reach word, whether it is uncertain, entry, relation) for each way that holds on the date, of the
  // party at that position of the index: those of collect_ways() but for removed entries, in their order.
  template <typename Take>
  void ways_at(uint32_t position, Date d, Take take) const {
    if (position == kNowhere) return;
    const Columns& c = *columns_;
    for (uint32_t s = c.begins[position]; s < c.begins[position + 1]; ++s) {
      if (c.from[s] <= d.days && d.days < c.until[s]) take(uint64_t{1} << (c.way[s] % kUncertain), (c.way[s] & kUncertain) != 0, c.entry[s], c.relation[s]);
    }
  }

  // REQUIRES: all but reach() of the snapshot is there. Uses up to `threads` threads; the columns do not hang on their number.
  static Columns build(const Snapshot& snapshot, unsigned threads = 1);

  // Uses up to `threads` threads; the words do not hang on their number.
  ReachWords project(Date d, unsigned threads = 1) const;

  PartyPlane permits() const { return PartyPlane(columns_->permits); }
  PartyPlane retentions() const { return PartyPlane(columns_->retentions); }
  // Records whose own id hides places: their words say what touches the record, which never reaches anybody for certain.
  PartyPlane masked() const { return PartyPlane(columns_->masked); }
  // Parties with an exact id that agrees with a masked one that entries touch on some date.
  PartyPlane twins() const { return PartyPlane(columns_->twins); }

 private:
  // What project() does for a range of blocks: `party` is the first of theirs in the index, `at` where their words go.
  void project(Date d, size_t first_block, size_t last_block, size_t party, size_t at, ReachWords& out) const;

  const Columns* columns_;
  const Column<uint8_t>* traits_;
};

}  // namespace plumb::snapshot
