#include "bench/sweep/by_hand_county.hpp"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <thread>

namespace plumb::bench {

namespace {

constexpr const char* kNames[kMeasures] = {
#define PLUMB_NAME(name) #name,
    PLUMB_BY_HAND_MEASURES(PLUMB_NAME)
#undef PLUMB_NAME
};

Measure measure_named(std::string_view name) {
  const auto* found = std::find(std::begin(kNames), std::end(kNames), name);
  if (found == std::end(kNames)) {
    std::fprintf(stderr, "by hand: unknown measure %.*s\n", static_cast<int>(name.size()), name.data());
    std::exit(3);
  }
  return static_cast<Measure>(found - std::begin(kNames));
}

// Sorts items by party; returns where each party's begin.
template <typename Key>
std::vector<uint32_t> group(size_t parties, std::vector<uint32_t>& items, Key key) {
  std::vector<uint32_t> begins(parties + 1, 0), sorted(items.size());
  for (const uint32_t item : items) ++begins[key(item) + 1];
  for (size_t p = 0; p < parties; ++p) begins[p + 1] += begins[p];
  std::vector<uint32_t> next(begins.begin(), begins.end() - 1);
  for (const uint32_t item : items) sorted[next[key(item)]++] = item;
  items = std::move(sorted);
  return begins;
}

// Runs work(begin, end) over 0 … count in as many pieces as threads.
template <typename Work>
void in_pieces(size_t count, unsigned threads, Work work) {
  if (threads == 1) return work(size_t{0}, count);
  std::vector<std::jthread> running;
  for (unsigned t = 0; t < threads; ++t) running.emplace_back([=] { work(count * t / threads, count * (t + 1) / threads); });
}

// Bits of a listing (1 holds, 2 expired) → the way in the certain or in the uncertain half of a word.
uint64_t ways(uint8_t listing, uint64_t way) { return ((listing & 1) != 0 ? way : 0) | ((listing & 2) != 0 ? way << kUncertainShift : 0); }

}  // namespace

HandCounty::HandCounty(const ir::Program& p, const RawCounty& county) : program(p), raw(county) {
  const size_t parties = raw.parties.kind.size();
  words_.resize(parties);
  listed_.resize(parties);
  for (const ir::Measure& measure : program.measures) measures_.push_back(measure_named(measure.name.alias));
  std::vector<uint8_t> has_entry(parties, 0);
  for (uint32_t e = 0; e < raw.entries.party.size(); ++e) {
    entries_.push_back(e);
    has_entry[raw.entries.party[e]] = 1;
  }
  for (uint32_t i = 0; i < raw.relations.holder.size(); ++i) {
    if (has_entry[raw.relations.holder[i]] != 0) officers_.push_back(i);
    if (has_entry[raw.relations.organisation[i]] != 0) roles_.push_back(i);
  }
  entry_begins_ = group(parties, entries_, [&](uint32_t e) { return raw.entries.party[e]; });
  officer_begins_ = group(parties, officers_, [&](uint32_t i) { return raw.relations.organisation[i]; });
  role_begins_ = group(parties, roles_, [&](uint32_t i) { return raw.relations.holder[i]; });
}

V HandCounty::standing(uint32_t entry) const {
  if (today_ < raw.entries.published[entry] || raw.entries.removed[entry] <= today_) return F;
  return raw.entries.expires[entry] <= today_ ? U : T;
}

void HandCounty::make_reach(int32_t date, unsigned threads) {
  today_ = date;
  const uint8_t* kind = raw.parties.kind.data();
  const uint8_t* sector = raw.parties.sector.data();
  in_pieces(words_.size(), threads, [&, kind, sector](size_t begin, size_t end) {
    for (size_t p = begin; p < end; ++p) {
      words_[p] = (uint64_t{kind[p]} & 3) << kKindShift | (uint64_t{sector[p]} & 3) << kSectorShift;
      listed_[p] = 0;
    }
  });
  for (uint32_t e = 0; e < raw.entries.party.size(); ++e) {
    const V state = standing(e);
    if (state == F) continue;
    listed_[raw.entries.party[e]] |= state == T ? 1 : 2;
    words_[raw.entries.party[e]] |= ways(state == T ? 1 : 2, kSelf);
  }
  for (size_t i = 0; i < raw.entries.named_party.size(); ++i) {
    const V state = standing(raw.entries.named_entry[i]);
    if (state != F) words_[raw.entries.named_party[i]] |= ways(state == T ? 1 : 2, debtor(Role::directly_responsible));
  }
  const RawRelations& r = raw.relations;
  in_pieces(r.holder.size(), threads, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) {
      const uint8_t above = listed_[r.organisation[i]], below = listed_[r.holder[i]];
      if ((above | below) == 0 || !held(static_cast<uint32_t>(i), today_)) continue;
      const auto role = static_cast<Role>(r.role[i]);
      if (above != 0) std::atomic_ref(words_[r.holder[i]]).fetch_or(ways(above, debtor(role)), std::memory_order_relaxed);
      if (below != 0) std::atomic_ref(words_[r.organisation[i]]).fetch_or(ways(below, own(role)), std::memory_order_relaxed);
    }
  });
  look_at_papers();
}

// How the entry's subject and the party are tied on the date, whatever became of the entry.
uint64_t HandCounty::ways_between(uint32_t entry, uint32_t party) const {
  const uint32_t subject = raw.entries.party[entry];
  uint64_t found = subject == party ? kSelf : 0;
  const auto [first, last] = std::equal_range(raw.entries.named_entry.begin(), raw.entries.named_entry.end(), entry);
  for (auto i = first; i != last; ++i) {
    if (raw.entries.named_party[static_cast<size_t>(i - raw.entries.named_entry.begin())] == party) found |= debtor(Role::directly_responsible);
  }
  for (uint32_t i = officer_begins_[party]; i < officer_begins_[party + 1]; ++i) {
    const uint32_t relation = officers_[i];
    if (raw.relations.holder[relation] == subject && held(relation, today_)) found |= own(static_cast<Role>(raw.relations.role[relation]));
  }
  for (uint32_t i = role_begins_[party]; i < role_begins_[party + 1]; ++i) {
    const uint32_t relation = roles_[i];
    if (raw.relations.organisation[relation] == subject && held(relation, today_)) found |= debtor(static_cast<Role>(raw.relations.role[relation]));
  }
  return found;
}

void HandCounty::look_at_papers() {
  papers_.clear();
  for (size_t i = 0; i < raw.permits.party.size(); ++i) {
    if (today_ < raw.permits.from[i] || raw.permits.to[i] <= today_) continue;
    Papers& papers = papers_[raw.permits.party[i]];
    switch (static_cast<RawTarget>(raw.permits.kind[i])) {
      case RawTarget::everything:
        papers.all = true;
        break;
      case RawTarget::matter:
        papers.matters |= uint64_t{1} << raw.permits.target[i];
        break;
      case RawTarget::measure:
        papers.permitted.push_back(measures_[raw.permits.target[i]]);
        break;
    }
  }
  const RawRetentions& retentions = raw.retentions;
  const auto lives = [&](size_t i) {
    const uint32_t entry = retentions.entry[i];
    return today_ <= retentions.until[i] && raw.entries.published[entry] <= today_ && raw.entries.removed[entry] <= today_;
  };
  for (size_t i = 0; i < retentions.entry.size(); ++i) {
    if (!lives(i)) continue;
    const uint32_t entry = retentions.entry[i], party = retentions.party[i];
    if (const uint64_t tied = ways_between(entry, party); tied != 0) papers_[party].kept.push_back({measures_[retentions.measure[i]], entry, tied});
  }
  for (const auto& [party, papers] : papers_) words_[party] |= kPapers;
}

const Papers* HandCounty::papers(uint32_t party) const {
  const auto found = papers_.find(party);
  return found == papers_.end() ? nullptr : &found->second;
}

V HandCounty::trigger(uint32_t entry, const Papers* papers, Measure measure) const {
  const V state = standing(entry);
  if (state != F || papers == nullptr || raw.entries.removed[entry] > today_) return state;
  return truth(std::any_of(papers->kept.begin(), papers->kept.end(), [&](const Kept& k) { return k.entry == entry && k.measure == measure; }));
}

}  // namespace plumb::bench
