#include "runtime/snapshot/reach_index.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <thread>

#include "runtime/identity/mask.hpp"
#include "runtime/snapshot/reach.hpp"
#include "runtime/snapshot/reach_words.hpp"
#include "runtime/snapshot/snapshot.hpp"
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

class Builder {
 public:
  explicit Builder(const Snapshot& snapshot) : snapshot_(snapshot) {}

  ReachIndex::Columns build() {
    const uint32_t count = snapshot_.party_count();
    Plane permits(count), retentions(count), masked(count), twins(count);
    begins_.push_back(0);
    for (uint32_t i = 0; i < count; ++i) {
      const PartyIndex party(i);
      if (!snapshot_.permits_of(party).empty()) permits.set(i);
      if (!snapshot_.retentions_of(party).empty()) retentions.set(i);
      const bool touched = collect(party);
      if (from_.size() > begins_.back()) {
        parties_.push_back(i);
        begins_.push_back(static_cast<uint32_t>(from_.size()));
        way_.back() |= ReachIndex::kLast;
      }
      const std::string_view id = snapshot_.party(party).id;
      if (!identity::is_masked(id)) continue;
      masked.set(i);
      // Also where no interval is left: a removed entry still touches, and a retention may hold it.
      if (!touched) continue;
      for (const PartyIndex meant : snapshot_.identifiers().exact_agreeing(id)) twins.set(meant.value);
    }
    return {std::move(parties_), std::move(begins_), std::move(from_), std::move(until_), std::move(way_),     permits.take(),
            retentions.take(),   masked.take(),      twins.take(),     std::move(entry_), std::move(relation_)};
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
  ColumnBuffer<uint32_t> parties_, begins_;
  ColumnBuffer<int32_t> from_, until_;
  ColumnBuffer<uint8_t> way_;
  ColumnBuffer<EntryIndex> entry_;
  ColumnBuffer<RelationIndex> relation_;
};

}  // namespace

ReachIndex::Columns ReachIndex::build(const Snapshot& snapshot) { return Builder(snapshot).build(); }

namespace {

// Way as a column has it → bit of a packed word; a bit that no role has goes where none is read.
constexpr auto kPackedBit = [] {
  std::array<uint8_t, ReachIndex::kLast> out{};
  for (int bit = 0; bit < ReachIndex::kUncertain; ++bit) {
    const int way = PackedReach::way(bit);
    const bool known = way < PackedReach::kWayCount;
    out[static_cast<size_t>(bit)] = static_cast<uint8_t>(known ? way : 63);
    out[static_cast<size_t>(bit + ReachIndex::kUncertain)] = static_cast<uint8_t>(known ? way + PackedReach::kUncertain : 63);
  }
  return out;
}();

}  // namespace

void ReachIndex::project(Date d, size_t first_block, size_t last_block, size_t i, size_t at, ReachWords& out) const {
  const Columns& c = *columns_;
  const uint32_t *parties = c.parties.data(), *begins = c.begins.data();
  const int32_t *from = c.from.data(), *until = c.until.data();
  const uint8_t *way = c.way.data(), *traits = traits_->data();
  const size_t count = c.parties.size();
  uint64_t* const packed = out.packed_words();
  // The ways of some blocks' parties one after another, without a branch an interval: how many a party has cannot be foreseen.
  constexpr size_t kBlocksAtOnce = 16;
  std::array<uint64_t, kBlocksAtOnce * 64 + 1> ways_of;
  uint32_t s = i < count ? begins[i] : 0;
  const auto collect = [&](size_t block) {
    const size_t end_of_blocks = std::min(block + kBlocksAtOnce, last_block) * 64;
    const auto until_party = std::lower_bound(parties + i, parties + std::min(count, i + kBlocksAtOnce * 64), end_of_blocks) - parties;
    uint64_t ways = 0;
    size_t at_party = 0;
    for (const uint32_t end = begins[until_party]; s < end; ++s) {
      const uint64_t holds = static_cast<uint64_t>(from[s] <= d.days) & static_cast<uint64_t>(d.days < until[s]);
      ways |= holds << kPackedBit[way[s] % kLast];
      ways_of[at_party] = ways;
      const uint64_t last = way[s] / kLast;
      at_party += last;
      ways &= last - 1;
    }
  };
  size_t first_way = i;
  for (size_t block = first_block; block < last_block; ++block) {
    if ((block - first_block) % kBlocksAtOnce == 0 && i < count) {
      collect(block);
      first_way = i;
    }
    const uint64_t permits = c.permits[block], retentions = c.retentions[block], identity = c.masked[block] | c.twins[block];
    const uint64_t beside = retentions | identity;
    uint64_t listed = 0;
    out.ranks()[block] = static_cast<uint32_t>(at);
    const auto finish = [&](uint32_t party, uint64_t ways, uint32_t position) {
      const uint32_t bit = party % 64;
      ways &= ~((ways & PackedReach::kCertainWays) << PackedReach::kUncertain) & PackedReach::kWays;
      const uint8_t traits_of = traits[party];
      packed[at] = ways | uint64_t{Traits::part(traits_of, Traits::kKind)} << PackedReach::kKind |
                   uint64_t{Traits::part(traits_of, Traits::kSector)} << PackedReach::kSector | (ways != 0 ? permits >> bit & 1 : 0) << PackedReach::kPermits |
                   (retentions >> bit & 1) << PackedReach::kRetentions | (identity >> bit & 1) << PackedReach::kIdentity;
      out.positions()[at] = position;
      const uint64_t is_listed = static_cast<uint64_t>(ways != 0) | (beside >> bit & 1);
      listed |= is_listed << bit;
      at += is_listed;
    };
    uint64_t absent = beside;  // those of them that the index does not have
    for (size_t j = i; absent != 0 && j < count && parties[j] / 64 == block; ++j) absent &= ~(uint64_t{1} << (parties[j] % 64));
    for (; i < count && parties[i] / 64 == block; ++i) {
      for (; absent != 0 && block * 64 + static_cast<uint32_t>(std::countr_zero(absent)) < parties[i]; absent &= absent - 1) {
        finish(static_cast<uint32_t>(block * 64) + static_cast<uint32_t>(std::countr_zero(absent)), 0, kNowhere);
      }
      finish(parties[i], ways_of[i - first_way], static_cast<uint32_t>(i));
    }
    for (; absent != 0; absent &= absent - 1) finish(static_cast<uint32_t>(block * 64) + static_cast<uint32_t>(std::countr_zero(absent)), 0, kNowhere);
    out.listed_plane()[block] = listed;
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
  std::vector<std::thread> others;
  for (size_t part = 1; part < parts; ++part) others.emplace_back(project_part, part);
  project_part(0);
  for (std::thread& other : others) other.join();
  return out;
}

}  // namespace plumb::snapshot
