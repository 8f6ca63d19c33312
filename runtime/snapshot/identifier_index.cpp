#include "runtime/snapshot/identifier_index.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "compiler/base/decimal.hpp"
#include "runtime/identity/mask.hpp"

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

// As many as are worth having for that many ids.
size_t buckets_for(size_t ids) { return std::clamp<size_t>(std::bit_ceil(ids / 4 + 1), 16, 1 << 16); }

uint32_t bucket(std::string_view places, size_t buckets) { return static_cast<uint32_t>(hash_of(places) % buckets); }

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

IdColumn id_column(const std::vector<std::string_view>& ascending) {
  ColumnBuffer<char> slots(ascending.size() * IdColumn::kWidth, 0);
  ColumnBuffer<char> others;
  char* slot = slots.data();
  for (const std::string_view id : ascending) {
    if (id.size() == IdColumn::kWidth && id.front() != IdColumn::kElsewhere) {
      std::memcpy(slot, id.data(), IdColumn::kWidth);
    } else {
      const uint64_t begin = others.size();
      const auto length = static_cast<uint32_t>(id.size());
      *slot = IdColumn::kElsewhere;
      std::memcpy(slot + 1, &begin, sizeof(begin));
      std::memcpy(slot + 1 + sizeof(begin), &length, sizeof(length));
      others.insert(others.end(), id.begin(), id.end());
    }
    slot += IdColumn::kWidth;
  }
  IdColumn out;
  out.slots = std::move(slots);
  out.others = std::move(others);
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

void IdentifierIndex::build_table(const IdColumn& ids, Columns& out) {
  const size_t count = ids.size();
  const size_t buckets = buckets_for(count);
  const SlotForm form(count);
  ColumnBuffer<uint32_t> table(count + count / 3 + 1, kFree);
  std::vector<std::pair<uint32_t, PartyIndex>> masked_heads;
  ColumnBuffer<PartyIndex> masked, headless;
  // Hashes some places ahead, so that slots are on their way from memory when they are written to.
  constexpr uint32_t kAhead = 16;
  std::array<uint64_t, kAhead> hashes{};
  const auto look_ahead = [&](uint32_t i) {
    if (i >= count) return;
    hashes[i % kAhead] = hash_of(ids[i]);
    __builtin_prefetch(table.data() + slot_of(hashes[i % kAhead], table.size()), 1);
  };
  for (uint32_t i = 0; i < kAhead; ++i) look_ahead(i);
  for (uint32_t i = 0; i < count; ++i) {
    const std::string_view id = ids[i];
    const PartyIndex party(i);
    const uint64_t hash = hashes[i % kAhead];
    look_ahead(i + kAhead);
    size_t at = slot_of(hash, table.size());
    while (table[at] != kFree) at = at + 1 == table.size() ? 0 : at + 1;
    table[at] = form.tag(hash) | i;
    if (!identity::is_masked(id)) continue;
    masked.push_back(party);
    if (id.size() >= kMaskedHead && !identity::is_masked(id.substr(0, kMaskedHead))) {
      masked_heads.emplace_back(bucket(id.substr(0, kMaskedHead), buckets), party);
    } else {
      headless.push_back(party);
    }
  }
  out.table = std::move(table);
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
