#include "runtime/snapshot/reach_index.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>

#include "compiler/base/check.hpp"
#include "runtime/identity/mask.hpp"
#include "runtime/snapshot/reach.hpp"
#include "runtime/snapshot/reach_words.hpp"
#include "runtime/snapshot/snapshot.hpp"
#include "runtime/snapshot/threads.hpp"
#include "runtime/snapshot/traits.hpp"

namespace plumb::snapshot {

namespace {

constexpr int32_t kAlways = std::numeric_limits<int32_t>::min();
constexpr int32_t kNever = std::numeric_limits<int32_t>::max();

int32_t or_always(std::optional<Date> day) { return day ? day->days : kAlways; }
int32_t or_never(std::optional<Date> day) { return day ? day->days : kNever; }

class Plane {
 public:
  explicit Plane(uint32_t parties) : words_((size_t{parties} + 63) / 64, 0) {}
  void set(uint32_t party) { words_[party / 64] |= uint64_t{1} << (party % 64); }
  Column<uint64_t> take() { return std::move(words_); }

 private:
  ColumnBuffer<uint64_t> words_;
};

struct Planes {
  explicit Planes(uint32_t parties) : permits(parties), retentions(parties), masked(parties), twins(parties) {}
  Plane permits, retentions, masked, twins;
};

// What the index has of a range of parties. REQUIRES: ranges begin at multiples of 64, so that no two write a word of a plane.
class RangeBuilder {
 public:
  RangeBuilder(const Snapshot& snapshot, Planes& planes) : snapshot_(snapshot), planes_(planes) {}

  void add(uint32_t i) {
    const PartyIndex party(i);
    if (!snapshot_.permits_of(party).empty()) planes_.permits.set(i);
    if (!snapshot_.retentions_of(party).empty()) planes_.retentions.set(i);
    const size_t before = from_.size();
    const bool touched = collect(party);
    if (from_.size() > before) {
      parties_.push_back(i);
      begins_.push_back(before);
      way_.back() |= ReachIndex::kLast;
    }
    const std::string_view id = snapshot_.id(party);
    if (!identity::is_masked(id)) return;
    planes_.masked.set(i);
    // Also where no interval is left: a removed entry still touches, and a retention may hold it.
    if (!touched) return;
    for (const PartyIndex meant : snapshot_.identifiers().exact_agreeing(id)) twins_.push_back(meant.value);
  }

  size_t parties() const { return parties_.size(); }
  size_t intervals() const { return from_.size(); }
  // Of any range.
  const std::vector<uint32_t>& twins() const { return twins_; }

  struct Whole {
    Whole(size_t some, size_t intervals)
        : parties(some), begins(some + 1), from(intervals), until(intervals), way(intervals), entry(intervals), relation(intervals) {}
    Unfilled<uint32_t> parties, begins;
    Unfilled<int32_t> from, until;
    Unfilled<uint8_t> way;
    Unfilled<EntryIndex> entry;
    Unfilled<RelationIndex> relation;
  };
  void put(Whole& out, size_t first_party, size_t first_interval) const {
    std::copy(parties_.begin(), parties_.end(), out.parties.begin() + first_party);
    for (size_t i = 0; i < begins_.size(); ++i) out.begins[first_party + i] = static_cast<uint32_t>(first_interval + begins_[i]);
    std::copy(from_.begin(), from_.end(), out.from.begin() + first_interval);
    std::copy(until_.begin(), until_.end(), out.until.begin() + first_interval);
    std::copy(way_.begin(), way_.end(), out.way.begin() + first_interval);
    std::copy(entry_.begin(), entry_.end(), out.entry.begin() + first_interval);
    std::copy(relation_.begin(), relation_.end(), out.relation.begin() + first_interval);
  }

 private:
  // Whether any entry touches the party on any date, be it removed.
  bool collect(PartyIndex party) {
    bool touched = false;
    const auto add = [&](EntryIndex entry, Direction direction, std::optional<Role> role, RelationIndex relation) {
      touched = true;
      const facts::Period period = relation.valid() ? snapshot_.period(relation) : facts::Period{};
      intervals(entry, static_cast<uint8_t>(std::countr_zero(reach_bit(direction, role))), relation, period);
    };
    for (const EntryIndex entry : snapshot_.entries_of(party)) add(entry, Direction::self, std::nullopt, RelationIndex());
    for (const RelationIndex r : snapshot_.roles_at_listed(party)) {
      for (const EntryIndex entry : snapshot_.entries_of(snapshot_.organisation(r))) add(entry, Direction::debtor, snapshot_.role(r), r);
    }
    for (const EntryIndex entry : snapshot_.entries_naming(party)) add(entry, Direction::debtor, Role::directly_responsible, RelationIndex());
    for (const RelationIndex r : snapshot_.listed_officers(party)) {
      for (const EntryIndex entry : snapshot_.entries_of(snapshot_.holder(r))) add(entry, Direction::own, snapshot_.role(r), r);
    }
    return touched;
  }

  // standing_on() and Period::holds_on() as intervals: there from the later beginning until the earlier of removal and the
  // role's end, and in it uncertain from the expiry on.
  void intervals(EntryIndex entry, uint8_t bit, RelationIndex relation, const facts::Period& role) {
    const int32_t from = std::max(snapshot_.published_on(entry).days, or_always(role.from));
    const int32_t until = std::min(or_never(snapshot_.removed_on(entry)), or_never(role.to));
    const int32_t expiry = or_never(snapshot_.expires_on(entry));
    add(from, std::min(until, expiry), bit, entry, relation);
    add(std::max(from, expiry), until, bit | ReachIndex::kUncertain, entry, relation);
  }

  void add(int32_t from, int32_t until, int way, EntryIndex entry, RelationIndex relation) {
    if (from >= until) return;
    from_.push_back(from);
    until_.push_back(until);
    way_.push_back(static_cast<uint8_t>(way));
    entry_.push_back(entry);
    relation_.push_back(relation);
  }

  const Snapshot& snapshot_;
  Planes& planes_;
  std::vector<uint32_t> parties_, twins_;
  std::vector<size_t> begins_;
  std::vector<int32_t> from_, until_;
  std::vector<uint8_t> way_;
  std::vector<EntryIndex> entry_;
  std::vector<RelationIndex> relation_;
};

}  // namespace

ReachIndex::Columns ReachIndex::build(const Snapshot& snapshot, unsigned threads) {
  constexpr size_t kParties = size_t{1} << 16;
  static_assert(kParties % 64 == 0);
  const uint32_t count = snapshot.party_count();
  Planes planes(count);
  std::vector<RangeBuilder> ranges((count + kParties - 1) / kParties, RangeBuilder(snapshot, planes));
  each_piece(ranges.size(), threads, [&](size_t range) {
    const size_t last = std::min<size_t>((range + 1) * kParties, count);
    for (size_t i = range * kParties; i < last; ++i) ranges[range].add(static_cast<uint32_t>(i));
  });

  std::vector<std::pair<size_t, size_t>> begins{{0, 0}};  // of each range, among parties and intervals
  for (const RangeBuilder& range : ranges) {
    begins.emplace_back(begins.back().first + range.parties(), begins.back().second + range.intervals());
    for (const uint32_t twin : range.twins()) planes.twins.set(twin);
  }
  const auto [parties, intervals] = begins.back();
  check(intervals <= std::numeric_limits<uint32_t>::max(), "the intervals of reach are numbered by 32 bits");
  RangeBuilder::Whole whole(parties, intervals);
  each_piece(ranges.size(), threads, [&](size_t range) { ranges[range].put(whole, begins[range].first, begins[range].second); });
  whole.begins[parties] = static_cast<uint32_t>(intervals);

  // Through a document as through the party's own identifier. Few are bound, so that nobody asks whether the record touches.
  for (uint32_t i = 0; i < snapshot.columns().shape.documents; ++i) {
    const std::string_view document = snapshot.document(DocumentIndex(i));
    if (!identity::is_masked(document) && !snapshot.identifiers().masked_records_of(document).empty())
      planes.twins.set(snapshot.columns().document_party[i].value);
  }
  return {std::move(whole.parties), std::move(whole.begins), std::move(whole.from), std::move(whole.until), std::move(whole.way),     planes.permits.take(),
          planes.retentions.take(), planes.masked.take(),    planes.twins.take(),   std::move(whole.entry), std::move(whole.relation)};
}

namespace {

// Way as a column has it, kLast apart → its bit of a packed word; a way that no role has leaves none.
constexpr auto kPackedWay = [] {
  std::array<uint64_t, ReachIndex::kLast> out{};
  constexpr size_t kUncertain = ReachIndex::kUncertain;
  for (size_t bit = 0; bit < kUncertain; ++bit) {
    const int way = PackedReach::way(static_cast<int>(bit));
    if (way == PackedReach::kWayCount) continue;
    out[bit] = uint64_t{1} << way;
    out[bit + kUncertain] = uint64_t{1} << (way + PackedReach::kUncertain);
  }
  return out;
}();

// The ways of some blocks' parties one after another. Without a branch an interval: how many a party has, and which of them
// hold, cannot be foreseen.
class WaysOfBlocks {
 public:
  static constexpr size_t kBlocks = 16;

  explicit WaysOfBlocks(Date d) : day_(d.days) {}

  // Parties begin <= i < end of the index. REQUIRES: they are of at most kBlocks blocks.
  void collect(const ReachIndex::Columns& c, size_t begin, size_t end) {
    first_ = begin;
    uint64_t ways = 0;
    size_t party = 0;
    for (uint32_t from = c.begins[begin]; from < c.begins[end]; from += kIntervals) {
      const uint32_t count = std::min(c.begins[end] - from, kIntervals);
      mark(c.from.data() + from, c.until.data() + from, count);
      const uint8_t* const way = c.way.data() + from;
      for (uint32_t s = 0; s < count; ++s) {
        ways |= kPackedWay[way[s] % ReachIndex::kLast] & (0 - uint64_t{holds_[s]});
        ways_[party] = ways;
        const uint64_t last = way[s] / ReachIndex::kLast;
        party += last;
        ways &= last - 1;
      }
    }
  }
  // What is certain is not uncertain as well.
  uint64_t operator[](size_t i) const {
    const uint64_t ways = ways_[i - first_];
    return ways & ~((ways & PackedReach::kCertainWays) << PackedReach::kUncertain);
  }

 private:
  static constexpr uint32_t kIntervals = 1024;

  // Apart from the loop above, so that the compiler makes it into vectors.
  void mark(const int32_t* from, const int32_t* until, uint32_t count) {
    for (uint32_t s = 0; s < count; ++s) holds_[s] = static_cast<uint8_t>(from[s] <= day_) & static_cast<uint8_t>(day_ < until[s]);
  }

  int32_t day_;
  size_t first_ = 0;
  std::array<uint8_t, kIntervals> holds_;
  std::array<uint64_t, kBlocks * 64 + 1> ways_;
};

}  // namespace

void ReachIndex::project(Date d, size_t first_block, size_t last_block, size_t i, size_t at, ReachWords& out) const {
  const Columns& c = *columns_;
  const uint32_t* const parties = c.parties.data();
  const uint8_t* const traits = traits_->data();
  const size_t count = c.parties.size();
  uint64_t* const packed = out.packed_words();
  uint32_t* const positions = out.positions();
  WaysOfBlocks ways_of(d);
  for (size_t block = first_block; block < last_block; ++block) {
    if ((block - first_block) % WaysOfBlocks::kBlocks == 0 && i < count) {
      const size_t end_of_blocks = std::min(block + WaysOfBlocks::kBlocks, last_block) * 64;
      const auto end = std::lower_bound(parties + i, parties + std::min(count, i + WaysOfBlocks::kBlocks * 64), end_of_blocks) - parties;
      ways_of.collect(c, i, static_cast<size_t>(end));
    }
    const uint64_t retentions = c.retentions[block], identity = c.masked[block] | c.twins[block], beside = retentions | identity;
    const size_t first = at;
    uint64_t reached = 0, listed = 0;
    const auto put = [&](uint32_t party, uint64_t ways, uint32_t position, uint64_t is_listed) {
      packed[at] = ways | PackedReach::traits(traits[party]);
      positions[at] = position;
      reached |= static_cast<uint64_t>(ways != 0) << (party % 64);
      listed |= is_listed << (party % 64);
      at += is_listed;
    };
    if (beside == 0) {
      for (; i < count && parties[i] / 64 == block; ++i) put(parties[i], ways_of[i], static_cast<uint32_t>(i), static_cast<uint64_t>(ways_of[i] != 0));
    } else {
      uint64_t absent = beside;  // those of them that the index does not have
      for (size_t j = i; j < count && parties[j] / 64 == block; ++j) absent &= ~(uint64_t{1} << (parties[j] % 64));
      const auto put_absent = [&] {
        put(static_cast<uint32_t>(block * 64) + static_cast<uint32_t>(std::countr_zero(absent)), 0, kNowhere, 1);
        absent &= absent - 1;
      };
      for (; i < count && parties[i] / 64 == block; ++i) {
        const uint32_t bit = parties[i] % 64;
        while (absent != 0 && static_cast<uint32_t>(std::countr_zero(absent)) < bit) put_absent();
        put(parties[i], ways_of[i], static_cast<uint32_t>(i), static_cast<uint64_t>(ways_of[i] != 0) | (beside >> bit & 1));
      }
      while (absent != 0) put_absent();
    }
    out.ranks()[block] = static_cast<uint32_t>(first);
    out.listed_plane()[block] = listed;
    // Few have papers, so that they are marked afterwards. A permit matters only where there is something to permit.
    for (const auto& [plane, flag] : {std::pair(c.permits[block] & reached, PackedReach::kPermits), std::pair(retentions, PackedReach::kRetentions),
                                      std::pair(identity, PackedReach::kIdentity)}) {
      for (uint64_t bits = plane; bits != 0; bits &= bits - 1) {
        const uint64_t before = listed & ((bits & (0 - bits)) - 1);
        packed[first + static_cast<size_t>(std::popcount(before))] |= uint64_t{1} << flag;
      }
    }
  }
}

ReachWords ReachIndex::project(Date d, unsigned threads) const {
  const Columns& c = *columns_;
  const size_t count = c.parties.size(), blocks = c.masked.size();
  constexpr size_t kWorthAThread = 1 << 16;
  const size_t parts = std::min<size_t>(std::max(threads, 1U), count / kWorthAThread + 1);
  struct Part {
    size_t block, party, at;
  };
  // Each part has room for all its parties that may be listed, whether or not they are on the date, and for one word more: what
  // is written before it is known whether it stays.
  std::vector<Part> begins;
  size_t beside = 0, block = 0;
  for (size_t part = 0; part <= parts; ++part) {
    const size_t until = part == parts ? blocks : part == 0 ? 0 : c.parties[count * part / parts] / 64;
    for (; block < until; ++block) {
      const uint64_t bits = c.retentions[block] | c.masked[block] | c.twins[block];
      if (bits != 0) beside += static_cast<size_t>(std::popcount(bits));
    }
    const auto party = static_cast<size_t>(std::lower_bound(c.parties.begin(), c.parties.end(), uint64_t{until} * 64) - c.parties.begin());
    begins.push_back({until, party, party + beside + part});
  }
  ReachWords out(blocks, begins.back().at);
  const auto project_part = [&](size_t part) { project(d, begins[part].block, begins[part + 1].block, begins[part].party, begins[part].at, out); };
  each_piece(parts, threads, project_part);
  return out;
}

}  // namespace plumb::snapshot
