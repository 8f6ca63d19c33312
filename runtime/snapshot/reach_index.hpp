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
#include "runtime/snapshot/reach_word.hpp"

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

// The reach words of one date, for the parties that have any bit. Owns what it holds; any thread.
class ReachWords {
 public:
  // 64 parties: who of them has any bit set, and how many have among all parties before them.
  struct Block {
    uint64_t any = 0;
    uint64_t rank = 0;
  };

  ReachWords() = default;
  ReachWords(ColumnBuffer<Block> blocks, ColumnBuffer<uint64_t> certain, ColumnBuffer<uint64_t> uncertain)
      : blocks_(std::move(blocks)), certain_(std::move(certain)), uncertain_(std::move(uncertain)) {}

  // REQUIRES: party < the snapshot's party_count(), here and below.
  bool any(uint32_t party) const { return (blocks_[party / 64].any >> (party % 64) & 1) != 0; }
  // Position in certain() and uncertain(). REQUIRES: any(party).
  uint64_t rank(uint32_t party) const {
    const Block& block = blocks_[party / 64];
    return block.rank + static_cast<uint64_t>(__builtin_popcountll(block.any & ((uint64_t{1} << (party % 64)) - 1)));
  }
  ReachWord word(uint32_t party) const {
    if (!any(party)) return {};
    const uint64_t i = rank(party);
    return {certain_[i], uncertain_[i]};
  }

  const Column<Block>& blocks() const { return blocks_; }
  const Column<uint64_t>& certain() const { return certain_; }
  const Column<uint64_t>& uncertain() const { return uncertain_; }

 private:
  Column<Block> blocks_;
  Column<uint64_t> certain_, uncertain_;
};

class ReachIndex {
 public:
  // Days on which a way holds, from <= D < until; one party's are from begins[i] to begins[i + 1].
  struct Columns {
    Column<uint32_t> parties;  // ascending: those with any interval
    Column<uint32_t> begins;   // one more than parties
    Column<int32_t> from, until;
    Column<uint8_t> way;                                  // bit of the word; plus kUncertain where the entry has expired
    Column<uint64_t> permits, retentions, masked, twins;  // planes over all parties
  };
  static constexpr uint8_t kUncertain = 64;

  // REQUIRES: the columns stay where they are for as long as the index lives.
  explicit ReachIndex(const Columns& columns) : columns_(&columns) {}
  // REQUIRES: all but reach() of the snapshot is there.
  static Columns build(const Snapshot& snapshot);

  // Uses up to `threads` threads; the words do not hang on their number.
  ReachWords project(Date d, unsigned threads = 1) const;

  PartyPlane permits() const { return PartyPlane(columns_->permits); }
  PartyPlane retentions() const { return PartyPlane(columns_->retentions); }
  // Records whose own id hides places: their words say what touches the record, which never reaches anybody for certain.
  PartyPlane masked() const { return PartyPlane(columns_->masked); }
  // Parties with an exact id that agrees with a masked one that entries touch on some date.
  PartyPlane twins() const { return PartyPlane(columns_->twins); }

 private:
  const Columns* columns_;
};

}  // namespace plumb::snapshot
