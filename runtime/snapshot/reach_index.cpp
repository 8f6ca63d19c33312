#include "runtime/snapshot/reach_index.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <thread>

#include "runtime/identity/mask.hpp"
#include "runtime/snapshot/reach.hpp"
#include "runtime/snapshot/snapshot.hpp"

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
      }
      const std::string_view id = snapshot_.party(party).id;
      if (!identity::is_masked(id)) continue;
      masked.set(i);
      // Also where no interval is left: a removed entry still touches, and a retention may hold it.
      if (!touched) continue;
      for (const PartyIndex meant : snapshot_.identifiers().exact_agreeing(id)) twins.set(meant.value);
    }
    return {std::move(parties_), std::move(begins_), std::move(from_), std::move(until_), std::move(way_),
            permits.take(),      retentions.take(),  masked.take(),    twins.take()};
  }

 private:
  // Whether any entry touches the party on any date, be it removed.
  bool collect(PartyIndex party) {
    bool touched = false;
    const auto add = [&](EntryIndex entry, Direction direction, std::optional<Role> role, facts::Period period) {
      touched = true;
      intervals(snapshot_.entry(entry), static_cast<uint8_t>(std::countr_zero(reach_bit(direction, role))), period);
    };
    for (const EntryIndex entry : snapshot_.entries_of(party)) add(entry, Direction::self, std::nullopt, {});
    for (const RelationIndex r : snapshot_.roles_at_listed(party)) {
      for (const EntryIndex entry : snapshot_.entries_of(snapshot_.organisation(r))) {
        add(entry, Direction::debtor, snapshot_.relation(r).role, snapshot_.relation(r).period);
      }
    }
    for (const EntryIndex entry : snapshot_.entries_naming(party)) add(entry, Direction::debtor, Role::directly_responsible, {});
    for (const RelationIndex r : snapshot_.listed_officers(party)) {
      for (const EntryIndex entry : snapshot_.entries_of(snapshot_.holder(r))) {
        add(entry, Direction::own, snapshot_.relation(r).role, snapshot_.relation(r).period);
      }
    }
    return touched;
  }

  // standing_on() and Period::holds_on() as intervals: there from the later beginning until the earlier of removal and the
  // role's end, and in it uncertain from the expiry on.
  void intervals(const Entry& entry, uint8_t bit, const facts::Period& role) {
    const int32_t from = std::max(entry.published_on.days, or_always(role.from));
    const int32_t until = std::min(or_never(entry.removed_on), or_never(role.to));
    const int32_t expiry = or_never(entry.expires_on);
    add(from, std::min(until, expiry), bit);
    add(std::max(from, expiry), until, bit | ReachIndex::kUncertain);
  }

  void add(int32_t from, int32_t until, int way) {
    if (from >= until) return;
    from_.push_back(from);
    until_.push_back(until);
    way_.push_back(static_cast<uint8_t>(way));
  }

  const Snapshot& snapshot_;
  ColumnBuffer<uint32_t> parties_, begins_;
  ColumnBuffer<int32_t> from_, until_;
  ColumnBuffer<uint8_t> way_;
};

}  // namespace

ReachIndex::Columns ReachIndex::build(const Snapshot& snapshot) { return Builder(snapshot).build(); }

ReachWords ReachIndex::project(Date d, unsigned threads) const {
  const size_t count = columns_->parties.size();
  ColumnBuffer<uint64_t> certain(count), uncertain(count);
  const auto range = [&](size_t first, size_t last) {
    const int32_t* from = columns_->from.data();
    const int32_t* until = columns_->until.data();
    const uint8_t* way = columns_->way.data();
    for (size_t i = first; i < last; ++i) {
      uint64_t words[2] = {0, 0};
      for (uint32_t s = columns_->begins[i]; s < columns_->begins[i + 1]; ++s) {
        const uint64_t holds = static_cast<uint64_t>(from[s] <= d.days) & static_cast<uint64_t>(d.days < until[s]);
        words[way[s] / kUncertain] |= holds << (way[s] % kUncertain);
      }
      certain[i] = words[0];
      uncertain[i] = words[1] & ~words[0];
    }
  };
  constexpr size_t kWorthAThread = 1 << 16;
  const size_t parts = std::min<size_t>(std::max(threads, 1U), count / kWorthAThread + 1);
  std::vector<std::thread> others;
  for (size_t part = 1; part < parts; ++part) others.emplace_back(range, count * part / parts, count * (part + 1) / parts);
  range(0, count / parts);
  for (std::thread& other : others) other.join();

  // Those with no bit on this date leave; the others close up. A party moves forward only, so this is done in place.
  ColumnBuffer<ReachWords::Block> blocks(columns_->masked.size());
  size_t kept = 0;
  for (size_t i = 0; i < count; ++i) {
    if ((certain[i] | uncertain[i]) == 0) continue;
    const uint32_t party = columns_->parties[i];
    blocks[party / 64].any |= uint64_t{1} << (party % 64);
    certain[kept] = certain[i];
    uncertain[kept] = uncertain[i];
    ++kept;
  }
  certain.resize(kept);
  uncertain.resize(kept);
  uint64_t rank = 0;
  for (ReachWords::Block& block : blocks) {
    block.rank = rank;
    rank += static_cast<uint64_t>(std::popcount(block.any));
  }
  return {std::move(blocks), std::move(certain), std::move(uncertain)};
}

}  // namespace plumb::snapshot
