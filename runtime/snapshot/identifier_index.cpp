#include "runtime/snapshot/identifier_index.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "compiler/base/decimal.hpp"
#include "runtime/identity/mask.hpp"
#include "runtime/snapshot/threads.hpp"

namespace plumb::snapshot {

namespace {

constexpr size_t kTail = 4;
constexpr size_t kMaskedHead = 6;

// Part of the file's format: a table is looked up in where it was written and elsewhere.
uint64_t hash_of(std::string_view text) {
  uint64_t hash = 0x9E3779B97F4A7C15ULL ^ text.size();
  const auto mix = [&](uint64_t word) {
    hash = (hash ^ word) * 0xD6E8FEB86659FD93ULL;
    hash ^= hash >> 32;
  };
  size_t i = 0;
  for (; i + sizeof(uint64_t) <= text.size(); i += sizeof(uint64_t)) {
    uint64_t word = 0;
    std::memcpy(&word, text.data() + i, sizeof(word));
    mix(word);
  }
  uint64_t rest = 0;
  std::memcpy(&rest, text.data() + i, text.size() - i);
  mix(rest);
  return hash;
}

// A fair share of the range for each hash, without dividing.
size_t slot_of(uint64_t hash, size_t slots) { return static_cast<size_t>(static_cast<uint128>(hash) * slots >> 64); }

// As many as are worth having for that many ids: a power of two.
size_t buckets_for(size_t ids) { return std::clamp<size_t>(std::bit_ceil(ids / 4 + 1), 16, 1 << 16); }

uint32_t bucket(std::string_view places, size_t buckets) { return static_cast<uint32_t>(hash_of(places) & (buckets - 1)); }

std::string_view tail(std::string_view id) { return id.substr(id.size() - kTail); }

// Party numbers take the low bits, the hash's low bits the rest; a party's own bits are never all ones.
struct SlotForm {
  explicit SlotForm(size_t parties) : bits(static_cast<int>(std::bit_width(parties))) {}
  uint32_t party(uint32_t slot) const { return slot & ((uint32_t{1} << bits) - 1); }
  uint32_t tag(uint64_t hash) const { return static_cast<uint32_t>(hash) << bits; }
  int bits;
};

}  // namespace

IdColumn::Place IdColumn::place_of(const char* slot) {
  Place place{};
  std::memcpy(&place.begin, slot + 1, sizeof(place.begin));
  std::memcpy(&place.length, slot + 1 + sizeof(place.begin), sizeof(place.length));
  return place;
}

uint32_t IdColumn::lower_bound(std::string_view id) const {
  uint32_t first = 0;
  for (auto count = static_cast<uint32_t>(size()); count > 0;) {
    const uint32_t half = count / 2;
    if ((*this)[first + half] < id) {
      first += half + 1;
      count -= half + 1;
    } else {
      count = half;
    }
  }
  return first;
}

IdColumn id_column(size_t count, unsigned threads, const std::function<std::string_view(size_t)>& ascending) {
  const auto is_in_slot = [](std::string_view id) { return id.size() == IdColumn::kWidth && id.front() != IdColumn::kElsewhere; };
  Unfilled<char> slots(count * IdColumn::kWidth);
  // Ranges first lay out their own others, and know where those stand when all have.
  constexpr size_t kRange = size_t{1} << 16;
  struct Others {
    std::string texts;
    std::vector<std::pair<size_t, IdColumn::Place>> places;
  };
  std::vector<Others> others_of((count + kRange - 1) / kRange);
  each_piece(others_of.size(), threads, [&](size_t range) {
    Others& others = others_of[range];
    for (size_t i = range * kRange; i < std::min((range + 1) * kRange, count); ++i) {
      const std::string_view id = ascending(i);
      if (is_in_slot(id)) {
        std::memcpy(slots.data() + i * IdColumn::kWidth, id.data(), IdColumn::kWidth);
      } else {
        others.places.emplace_back(i, IdColumn::Place{others.texts.size(), static_cast<uint32_t>(id.size())});
        others.texts += id;
      }
    }
  });
  ColumnBuffer<char> all;
  for (const Others& others : others_of) {
    for (auto [i, place] : others.places) {
      char* const slot = slots.data() + i * IdColumn::kWidth;
      place.begin += all.size();
      std::memset(slot, 0, IdColumn::kWidth);
      *slot = IdColumn::kElsewhere;
      std::memcpy(slot + 1, &place.begin, sizeof(place.begin));
      std::memcpy(slot + 1 + sizeof(place.begin), &place.length, sizeof(place.length));
    }
    all.insert(all.end(), others.texts.begin(), others.texts.end());
  }
  IdColumn out;
  out.slots = std::move(slots);
  out.others = std::move(all);
  return out;
}

// Gone through twice rather than kept as pairs: nearly every party is in a list, and pairs would be most of the memory.
void IdentifierIndex::build_tails(const IdColumn& ids, Columns& out) {
  const size_t buckets = buckets_for(ids.size());
  const auto each = [&](auto take) {
    for (uint32_t i = 0; i < ids.size(); ++i) {
      const std::string_view id = ids[i];
      if (id.size() == identity::kMaskedLength && !identity::is_masked(id)) take(bucket(tail(id), buckets), PartyIndex(i));
    }
  };
  ColumnBuffer<uint32_t> begins(buckets + 1, 0);
  each([&](uint32_t in, PartyIndex) { ++begins[in + 1]; });
  for (size_t i = 1; i <= buckets; ++i) begins[i] += begins[i - 1];
  if (begins[buckets] == 0) return;
  ColumnBuffer<PartyIndex> items(begins[buckets]);
  std::vector<uint32_t> next(begins.begin(), begins.end() - 1);
  each([&](uint32_t in, PartyIndex party) { items[next[in]++] = party; });
  out.by_tail.begins = std::move(begins);
  out.by_tail.items = std::move(items);
}

namespace {

// Fills the table of identifiers: each in the first free slot from its own on, in their order.
class TableBuilder {
 public:
  TableBuilder(const IdColumn& ids, unsigned threads) : ids_(ids), threads_(threads), form_(ids.size()), table_(ids.size() + ids.size() / 3 + 1) {}

  Unfilled<uint32_t> build() {
    if (threads_ <= 1 || table_.size() < 2 * kRegion || !by_regions()) one_by_one();
    return std::move(table_);
  }

 private:
  // A region of the table is filled by one thread, which writes nowhere else, so that it stays near. Regions and ranges do not hang
  // on the number of threads.
  static constexpr size_t kRegion = size_t{1} << 13, kRange = size_t{1} << 16;
  struct Wanted {
    uint32_t slot, value;
  };
  // A range's identifiers by regions; those of a region begin at its number.
  struct Range {
    std::vector<Wanted> wanted;
    std::vector<uint32_t> begins;
  };

  Wanted wanted(uint32_t party) const {
    const uint64_t hash = hash_of(ids_[party]);
    return {static_cast<uint32_t>(slot_of(hash, table_.size())), form_.tag(hash) | party};
  }

  void one_by_one() {
    std::fill(table_.begin(), table_.end(), IdentifierIndex::kFree);
    // Some places ahead, so that slots are on their way from memory when they are written to.
    constexpr uint32_t kAhead = 16;
    std::array<Wanted, kAhead> ahead{};
    const auto look_ahead = [&](uint32_t i) {
      if (i >= ids_.size()) return;
      ahead[i % kAhead] = wanted(i);
      __builtin_prefetch(table_.data() + ahead[i % kAhead].slot, 1);
    };
    for (uint32_t i = 0; i < kAhead; ++i) look_ahead(i);
    for (uint32_t i = 0; i < ids_.size(); ++i) {
      const Wanted one = ahead[i % kAhead];
      look_ahead(i + kAhead);
      size_t at = one.slot;
      while (table_[at] != IdentifierIndex::kFree) at = at + 1 == table_.size() ? 0 : at + 1;
      table_[at] = one.value;
    }
  }

  // False where a region has no room for what the one before could not take, which hashes that are any good never bring about.
  bool by_regions() {
    const size_t regions = (table_.size() + kRegion - 1) / kRegion;
    std::vector<Range> ranges((ids_.size() + kRange - 1) / kRange);
    each_piece(ranges.size(), threads_, [&](size_t range) { ranges[range] = sorted_by_region(range * kRange, regions); });
    std::vector<std::vector<uint32_t>> over(regions);  // what found no room, in order
    each_piece(regions, threads_, [&](size_t region) {
      const size_t last = end_of(region);
      std::fill(table_.begin() + region * kRegion, table_.begin() + last, IdentifierIndex::kFree);
      for (const Range& range : ranges) {
        for (uint32_t i = range.begins[region]; i < range.begins[region + 1]; ++i) {
          size_t at = range.wanted[i].slot;
          while (at < last && table_[at] != IdentifierIndex::kFree) ++at;
          if (at == last) {
            over[region].push_back(range.wanted[i].value);
          } else {
            table_[at] = range.wanted[i].value;
          }
        }
      }
    });
    for (size_t region = 0; region < regions; ++region) {
      if (!take_over(region + 1 == regions ? 0 : region + 1, over[region])) return false;
    }
    return true;
  }

  size_t end_of(size_t region) const { return std::min((region + 1) * kRegion, table_.size()); }

  Range sorted_by_region(size_t first, size_t regions) const {
    const size_t last = std::min(first + kRange, ids_.size());
    std::vector<Wanted> in_order;
    in_order.reserve(last - first);
    Range out;
    out.begins.assign(regions + 1, 0);
    for (size_t i = first; i < last; ++i) {
      in_order.push_back(wanted(static_cast<uint32_t>(i)));
      ++out.begins[in_order.back().slot / kRegion + 1];
    }
    for (size_t i = 1; i <= regions; ++i) out.begins[i] += out.begins[i - 1];
    std::vector<uint32_t> next(out.begins.begin(), out.begins.end() - 1);
    out.wanted.resize(in_order.size());
    for (const Wanted& one : in_order) out.wanted[next[one.slot / kRegion]++] = one;
    return out;
  }

  // Which slots are taken does not hang on the order: what comes over fills the first free ones. Whose they are does, as far as the
  // last of those; up to there all are put in anew, in their order. What wants a slot behind it is not in its way, and stays.
  bool take_over(size_t region, const std::vector<uint32_t>& over) {
    if (over.empty()) return true;
    const size_t begin = region * kRegion;
    size_t end = begin;
    std::vector<Wanted> again;
    for (const uint32_t value : over) again.push_back({static_cast<uint32_t>(begin), value});
    for (size_t free = 0; free < over.size(); ++end) {
      if (end == end_of(region)) return false;
      if (table_[end] == IdentifierIndex::kFree) {
        ++free;
      } else {
        again.push_back({wanted(form_.party(table_[end])).slot, table_[end]});
      }
    }
    std::sort(again.begin(), again.end(), [&](const Wanted& a, const Wanted& b) { return form_.party(a.value) < form_.party(b.value); });
    std::fill(table_.begin() + begin, table_.begin() + end, IdentifierIndex::kFree);
    for (const Wanted& one : again) {
      size_t at = one.slot;
      while (table_[at] != IdentifierIndex::kFree) ++at;
      table_[at] = one.value;
    }
    return true;
  }

  const IdColumn& ids_;
  const unsigned threads_;
  const SlotForm form_;
  Unfilled<uint32_t> table_;
};

}  // namespace

void IdentifierIndex::build_table(const IdColumn& ids, Columns& out, unsigned threads) {
  out.table = TableBuilder(ids, threads).build();
  const size_t buckets = buckets_for(ids.size());
  // Of each range of identifiers; few are masked.
  constexpr size_t kRange = size_t{1} << 16;
  std::vector<std::vector<PartyIndex>> masked_of((ids.size() + kRange - 1) / kRange);
  each_piece(masked_of.size(), threads, [&](size_t range) {
    for (size_t i = range * kRange; i < std::min((range + 1) * kRange, ids.size()); ++i) {
      if (identity::is_masked(ids[i])) masked_of[range].push_back(PartyIndex(static_cast<uint32_t>(i)));
    }
  });
  std::vector<std::pair<uint32_t, PartyIndex>> masked_heads;
  ColumnBuffer<PartyIndex> masked, headless;
  for (const std::vector<PartyIndex>& range : masked_of) {
    for (const PartyIndex party : range) {
      const std::string_view id = ids[party.value];
      masked.push_back(party);
      if (id.size() >= kMaskedHead && !identity::is_masked(id.substr(0, kMaskedHead))) {
        masked_heads.emplace_back(bucket(id.substr(0, kMaskedHead), buckets), party);
      } else {
        headless.push_back(party);
      }
    }
  }
  out.masked = std::move(masked);
  out.masked_headless = std::move(headless);
  out.masked_by_head = Adjacency<PartyIndex>(buckets, masked_heads);
}

IdentifierIndex::Columns IdentifierIndex::build(const IdColumn& ids) {
  Columns out;
  build_table(ids, out);
  build_tails(ids, out);
  return out;
}

std::optional<PartyIndex> IdentifierIndex::find(std::string_view id) const {
  const PartyIndex found = find(id, hash_of(id));
  return found.valid() ? std::optional(found) : std::nullopt;
}

void IdentifierIndex::find_all(std::span<const std::string_view> ids, std::span<PartyIndex> out) const {
  constexpr size_t kTogether = 16;
  const Column<uint32_t>& table = columns_->table;
  const SlotForm form(ids_->size());
  std::array<uint64_t, kTogether> hashes;
  for (size_t first = 0; first < ids.size(); first += kTogether) {
    const size_t count = std::min(kTogether, ids.size() - first);
    for (size_t k = 0; k < count; ++k) {
      hashes[k] = hash_of(ids[first + k]);
      if (!table.empty()) __builtin_prefetch(&table[slot_of(hashes[k], table.size())]);
    }
    for (size_t k = 0; k < count && !table.empty(); ++k) {
      const uint32_t slot = table[slot_of(hashes[k], table.size())];
      if (slot != kFree) ids_->prefetch(form.party(slot));
    }
    for (size_t k = 0; k < count; ++k) out[first + k] = find(ids[first + k], hashes[k]);
  }
}

PartyIndex IdentifierIndex::find(std::string_view id, uint64_t hash) const {
  const Column<uint32_t>& table = columns_->table;
  const SlotForm form(ids_->size());
  const uint32_t tag = form.tag(hash);
  size_t at = slot_of(hash, table.size());
  for (size_t probes = 0; probes < table.size() && table[at] != kFree; ++probes) {
    const uint32_t party = form.party(table[at]);
    if (table[at] - party == tag && ids_->equals(party, id)) return PartyIndex(party);
    at = at + 1 == table.size() ? 0 : at + 1;
  }
  return {};
}

std::vector<PartyIndex> IdentifierIndex::agreeing(std::string_view masked) const {
  std::vector<PartyIndex> found = exact_agreeing(masked);
  for (const PartyIndex party : columns_->masked) {
    if (identity::agree(masked, (*ids_)[party.value])) found.push_back(party);
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::vector<PartyIndex> IdentifierIndex::exact_agreeing(std::string_view masked) const {
  std::vector<PartyIndex> found;
  const auto take = [&](PartyIndex party) {
    if (identity::agree(masked, (*ids_)[party.value])) found.push_back(party);
  };
  if (masked.size() == identity::kMaskedLength) {
    const Adjacency<PartyIndex>& tails = columns_->by_tail;
    const std::string_view head = masked.substr(0, masked.find('*'));
    if (!identity::is_masked(tail(masked))) {
      if (!tails.begins.empty()) {
        for (const PartyIndex party : tails[bucket(tail(masked), tails.begins.size() - 1)]) take(party);
      }
    } else {
      // All that begin as it does; everybody where it shows no beginning.
      for (uint32_t i = ids_->lower_bound(head); i < ids_->size() && (*ids_)[i].starts_with(head); ++i) {
        if (!identity::is_masked((*ids_)[i])) take(PartyIndex(i));
      }
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::vector<PartyIndex> IdentifierIndex::masked_records_of(std::string_view exact) const {
  std::vector<PartyIndex> found;
  if (columns_->masked.empty()) return found;
  const auto take = [&](std::span<const PartyIndex> parties) {
    for (const PartyIndex party : parties) {
      if (identity::agree(exact, (*ids_)[party.value])) found.push_back(party);
    }
  };
  take(columns_->masked_headless.span());
  const Adjacency<PartyIndex>& heads = columns_->masked_by_head;
  if (exact.size() >= kMaskedHead && !heads.begins.empty()) take(heads[bucket(exact.substr(0, kMaskedHead), heads.begins.size() - 1)]);
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace plumb::snapshot
