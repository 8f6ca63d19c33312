#include "runtime/snapshot/identifier_index.hpp"

#include <algorithm>

#include "runtime/identity/mask.hpp"

namespace plumb::snapshot {

namespace {

constexpr size_t kBuckets = 1 << 16;
constexpr size_t kHead = 10;
constexpr size_t kTail = 4;
constexpr size_t kMaskedHead = 6;

uint32_t bucket(std::string_view places) {
  uint64_t hash = 1469598103934665603ULL;  // FNV-1a
  for (const char c : places) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return static_cast<uint32_t>((hash ^ (hash >> 32)) % kBuckets);
}

std::string_view head(std::string_view id) { return id.substr(0, kHead); }
std::string_view tail(std::string_view id) { return id.substr(id.size() - kTail); }

}  // namespace

IdentifierIndex::IdentifierIndex(const std::vector<std::string_view>& ids) : ids_(ids) {
  exact_.reserve(ids.size());
  std::vector<std::pair<uint32_t, PartyIndex>> heads, tails, masked_heads;
  for (uint32_t i = 0; i < ids.size(); ++i) {
    const std::string_view id = ids[i];
    const PartyIndex party(i);
    exact_.emplace(id, i);
    if (identity::is_masked(id)) {
      masked_.push_back(party);
      if (id.size() >= kMaskedHead && !identity::is_masked(id.substr(0, kMaskedHead))) {
        masked_heads.emplace_back(bucket(id.substr(0, kMaskedHead)), party);
      } else {
        masked_headless_.push_back(party);
      }
    } else if (id.size() == identity::kMaskedLength) {
      unmasked_.push_back(party);
      heads.emplace_back(bucket(head(id)), party);
      tails.emplace_back(bucket(tail(id)), party);
    }
  }
  by_head_ = Adjacency<PartyIndex>(kBuckets, heads);
  by_tail_ = Adjacency<PartyIndex>(kBuckets, tails);
  masked_by_head_ = Adjacency<PartyIndex>(kBuckets, masked_heads);
}

std::optional<PartyIndex> IdentifierIndex::find(std::string_view id) const {
  const auto found = exact_.find(id);
  return found == exact_.end() ? std::nullopt : std::optional(PartyIndex(found->second));
}

std::vector<PartyIndex> IdentifierIndex::agreeing(std::string_view masked) const {
  std::vector<PartyIndex> found;
  const auto take = [&](std::span<const PartyIndex> parties) {
    for (const PartyIndex party : parties) {
      if (identity::agree(masked, ids_[party.value])) found.push_back(party);
    }
  };
  take(masked_);
  if (masked.size() == identity::kMaskedLength) {
    if (!identity::is_masked(tail(masked))) {
      take(by_tail_[bucket(tail(masked))]);
    } else if (!identity::is_masked(head(masked))) {
      take(by_head_[bucket(head(masked))]);
    } else {
      take(unmasked_);
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::vector<PartyIndex> IdentifierIndex::masked_records_of(std::string_view exact) const {
  std::vector<PartyIndex> found;
  if (masked_.empty()) return found;
  const auto take = [&](std::span<const PartyIndex> parties) {
    for (const PartyIndex party : parties) {
      if (identity::agree(exact, ids_[party.value])) found.push_back(party);
    }
  };
  take(masked_headless_);
  if (exact.size() >= kMaskedHead) take(masked_by_head_[bucket(exact.substr(0, kMaskedHead))]);
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace plumb::snapshot
