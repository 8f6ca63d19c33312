#include "runtime/snapshot/validate.hpp"

#include <algorithm>
#include <bit>
#include <functional>
#include <vector>

#include "runtime/snapshot/threads.hpp"

namespace plumb::snapshot {

namespace {

constexpr size_t kTooManyParties = size_t{1} << 31;

// Whether none of [begin, end) is less than the one before it, where both count from one base.
bool rise_within_blocks(const Column<uint32_t>& begins, size_t begin, size_t end) {
  bool rising = true;
  while (begin < end) {
    const size_t after = std::min(begin / TextColumn::kStride * TextColumn::kStride + TextColumn::kStride, end);
    for (size_t i = std::max(begin, begin / TextColumn::kStride * TextColumn::kStride + 1); i < after; ++i) rising &= begins[i - 1] <= begins[i];
    begin = after;
  }
  return rising;
}

template <typename Tag>
uint32_t number(Id<Tag> id) {
  return id.value;
}
uint32_t number(uint32_t value) { return value; }

// Every value less than `limit`; ids count as their numbers.
template <typename Values>
bool all_below(const Values& values, uint64_t limit) {
  uint32_t largest = 0;
  for (const auto value : values) largest = std::max(largest, number(value));
  return values.empty() || largest < limit;
}

// Keeps the first fault. Section numbers are those of for_each_column().
class Validator {
 public:
  std::optional<uint32_t> fault() const { return fault_; }

  void require(bool holds, uint32_t section) {
    if (!holds && !fault_) fault_ = section;
  }
  template <typename T>
  void sized(uint32_t section, const Column<T>& column, size_t count) {
    require(column.size() == count, section);
  }
  template <typename T>
  void below(uint32_t section, const Column<T>& column, uint64_t limit) {
    require(all_below(column, limit), section);
  }
  void begins(uint32_t section, const Column<uint32_t>& begins, size_t owners, size_t items) {
    sized(section, begins, owners + 1);
    if (fault_) return;
    bool rising = begins[0] == 0 && begins[owners] == items;
    for (size_t i = 0; i < owners; ++i) rising &= begins[i] <= begins[i + 1];
    require(rising, section);
  }
  template <typename Item>
  void rows(uint32_t section, const Adjacency<Item>& adjacency, size_t owners, size_t limit) {
    if (adjacency.begins.empty()) return sized(section + 1, adjacency.items, 0);
    begins(section, adjacency.begins, owners, adjacency.items.size());
    below(section + 1, adjacency.items, limit);
  }
  // How many bits are set. `section`: of the bits, their ranks following.
  size_t marked(uint32_t section, const RankedBits& marks, size_t many) {
    sized(section, marks.bits, RankedBits::words_for(many));
    sized(section + 1, marks.ranks, marks.bits.size());
    if (fault_) return 0;
    require(many % RankedBits::kBits == 0 || marks.bits[many / RankedBits::kBits] >> (many % RankedBits::kBits) == 0, section);
    bool counted = true;
    size_t before = 0;
    for (size_t word = 0; word < marks.bits.size(); ++word) {
      counted &= marks.ranks[word] == before;
      before += static_cast<size_t>(std::popcount(marks.bits[word]));
    }
    require(counted, section + 1);
    return before;
  }
  template <typename Item>
  void few_rows(uint32_t section, uint32_t marks, const SparseAdjacency<Item>& lists, size_t owners, size_t limit) {
    if (lists.marks.empty()) {
      sized(section, lists.begins, 0);
      sized(marks + 1, lists.marks.ranks, 0);
      return sized(section + 1, lists.items, 0);
    }
    const size_t count = marked(marks, lists.marks, owners);
    begins(section, lists.begins, count, lists.items.size());
    below(section + 1, lists.items, limit);
  }
  void texts(uint32_t section, const TextColumn& column, size_t count) {
    blocks_of_texts(section, column, count);
    if (!fault_) require(rise_within_blocks(column.begins, 0, column.begins.size()), section + 1);
  }
  // As texts(), but within the blocks that count from one base.
  void blocks_of_texts(uint32_t section, const TextColumn& column, size_t count) {
    if (column.begins.empty()) {
      sized(section, column.bases, 0);
      return sized(section + 2, column.chars, 0);
    }
    sized(section + 1, column.begins, count + 1);
    sized(section, column.bases, count / TextColumn::kStride + 1);
    if (fault_) return;
    bool rising = column.begin_of(0) == 0 && column.begin_of(count) == column.chars.size();
    // With bases within the characters no sum wraps, so that within a block the numbers rise as the beginnings do.
    rising &= std::all_of(column.bases.begin(), column.bases.end(), [&](uint64_t base) { return base <= column.chars.size(); });
    for (size_t block = TextColumn::kStride; block <= count; block += TextColumn::kStride) rising &= column.begin_of(block - 1) <= column.begin_of(block);
    require(rising, section + 1);
  }
  void days(uint32_t section, uint32_t marks, const DateColumn& column, size_t count) {
    if (!column.marks.empty()) {
      sized(section, column.narrow, marked(marks, column.marks, count));
      return sized(section + 1, column.wide, 0);
    }
    sized(marks + 1, column.marks.ranks, 0);
    require(column.narrow.empty() || column.narrow.size() == count, section);
    require(column.wide.empty() || (column.wide.size() == count && column.narrow.empty()), section + 1);
    for (const int32_t day : column.wide) require(day == DateColumn::kNone || Date{day}.in_range(), section + 1);
  }
  // As days(), and there in every row.
  void all_days(uint32_t section, uint32_t marks, const DateColumn& column, size_t count) {
    days(section, marks, column, count);
    if (fault_) return;
    bool all = true;
    for (size_t i = 0; i < count; ++i) all &= column[i].has_value();
    require(all, section);
  }

 private:
  std::optional<uint32_t> fault_;
};

// What is looked at by itself, on any thread. Of several faults the one told is that of the first look.
class Looks {
 public:
  // look(validator).
  template <typename Look>
  void add(Look look) {
    looks_.emplace_back(std::move(look));
  }
  std::optional<uint32_t> fault(unsigned threads) const {
    std::vector<std::optional<uint32_t>> faults(looks_.size());
    each_piece(looks_.size(), threads, [&](size_t i) {
      Validator v;
      looks_[i](v);
      faults[i] = v.fault();
    });
    for (const auto& fault : faults) {
      if (fault) return fault;
    }
    return std::nullopt;
  }

 private:
  std::vector<std::function<void(Validator&)>> looks_;
};

// Whether what slots [begin, end) say of ids elsewhere is there.
bool elsewhere_is_there(const IdColumn& column, size_t begin, size_t end) {
  for (size_t i = begin; i < end; ++i) {
    const char* slot = column.slots.data() + i * IdColumn::kWidth;
    if (*slot != IdColumn::kElsewhere) continue;
    const IdColumn::Place place = IdColumn::place_of(slot);
    if (place.begin > column.others.size() || place.length > column.others.size() - place.begin) return false;
  }
  return true;
}

// Whether each is free or a party's.
bool lead_to_parties(std::span<const uint32_t> table, size_t parties) {
  const uint32_t party_bits = (uint32_t{1} << std::bit_width(parties)) - 1;
  // Without a branch for either.
  const auto limit = static_cast<uint32_t>(parties);
  uint32_t wrong = 0;
  for (const uint32_t slot : table) wrong |= static_cast<uint32_t>(slot != IdentifierIndex::kFree) & static_cast<uint32_t>((slot & party_bits) >= limit);
  return wrong == 0;
}

void identifiers(Looks& looks, const Columns& c, size_t parties) {
  const IdentifierIndex::Columns& index = c.identifiers;
  looks.add([&index, parties](Validator& v) {
    v.below(11, index.masked, parties);
    v.below(12, index.masked_headless, parties);
    // Buckets are as many as there are beginnings, less one.
    for (const auto& [section, buckets] : {std::pair(13U, &index.by_tail), std::pair(15U, &index.masked_by_head)}) {
      v.require(buckets->begins.size() != 1, section);
      v.rows(section, *buckets, std::max<size_t>(buckets->begins.size(), 1) - 1, parties);
    }
  });
}

void reach(Validator& v, const ReachIndex::Columns& reach, size_t parties, const Shape& shape) {
  v.below(130, reach.parties, parties);
  v.begins(131, reach.begins, reach.parties.size(), reach.way.size());
  v.sized(132, reach.from, reach.way.size());
  v.sized(133, reach.until, reach.way.size());
  // Each party has an interval, and its last is marked, once.
  v.require(std::adjacent_find(reach.parties.begin(), reach.parties.end(), std::greater_equal<>()) == reach.parties.end(), 130);
  if (!v.fault()) {
    size_t last = 0;
    for (size_t i = 0; i < reach.parties.size(); ++i) {
      const bool some = reach.begins[i] < reach.begins[i + 1];
      v.require(some && (reach.way[reach.begins[i + 1] - 1] & ReachIndex::kLast) != 0, 134);
    }
    for (const uint8_t way : reach.way) last += way / ReachIndex::kLast;
    v.require(last == reach.parties.size(), 134);
  }
  for (const auto& [section, plane] :
       {std::pair(135U, &reach.permits), std::pair(136U, &reach.retentions), std::pair(137U, &reach.masked), std::pair(138U, &reach.twins)}) {
    v.sized(section, *plane, (parties + 63) / 64);
    v.require(v.fault() || parties % 64 == 0 || (*plane)[parties / 64] >> (parties % 64) == 0, section);
  }
  v.sized(152, reach.entry, reach.way.size());
  v.below(152, reach.entry, shape.entries);
  v.sized(153, reach.relation, reach.way.size());
  v.require(std::all_of(reach.relation.begin(), reach.relation.end(), [&](RelationIndex r) { return !r.valid() || r.value < shape.relations; }), 153);
}

// The values of a column that lie in this part of its bytes: [first, last).
template <typename T>
std::pair<size_t, size_t> values_of(const Column<T>& column, std::span<const std::byte> part) {
  const auto begin = static_cast<size_t>(part.data() - reinterpret_cast<const std::byte*>(column.data()));
  return {std::min(begin / sizeof(T), column.size()), std::min((begin + part.size()) / sizeof(T), column.size())};
}

template <typename T>
std::span<const T> span_of(const Column<T>& column, std::span<const std::byte> part) {
  const auto [first, last] = values_of(column, part);
  return {column.data() + first, last - first};
}

}  // namespace

void LooksInPassing::require(bool holds, uint32_t section) {
  uint32_t before = wrong_;
  while (!holds && section < before && !wrong_.compare_exchange_weak(before, section)) {
  }
}

std::optional<uint32_t> LooksInPassing::fault() const { return wrong_ == UINT32_MAX ? std::nullopt : std::optional<uint32_t>(wrong_); }

void LooksInPassing::look(uint32_t section, std::span<const std::byte> part) {
  const Columns& c = columns_;
  if (c.shape.parties >= kTooManyParties) return;  // as fault_outside_holdings() tells
  switch (section) {
    case 1: {
      // Slots that begin in this part, and end in the column.
      const auto [first, last] = values_of(c.ids.slots, part);
      const size_t end = std::min((last + IdColumn::kWidth - 1) / IdColumn::kWidth, c.ids.size());
      return require(elsewhere_is_there(c.ids, (first + IdColumn::kWidth - 1) / IdColumn::kWidth, end), section);
    }
    case 5: {
      const auto [first, last] = values_of(c.names.begins, part);
      return require(rise_within_blocks(c.names.begins, first, last), section);
    }
    case 10:
      return require(lead_to_parties(span_of(c.identifiers.table, part), c.shape.parties), section);
    case 20:
      return require(all_below(span_of(c.relation_holder, part), c.shape.parties), section);
    case 21:
      return require(all_below(span_of(c.relation_organisation, part), c.shape.parties), section);
    default:
      return;
  }
}

std::optional<uint32_t> fault_outside_holdings(const Columns& c, const LooksInPassing& passed, unsigned threads) {
  const Shape& shape = c.shape;
  const size_t parties = shape.parties;
  Validator whole;
  whole.require(shape.synchronised == DateColumn::kNone || Date{shape.synchronised}.in_range(), 0);
  whole.require(parties < kTooManyParties, 0);
  // Of these the numbers are looked at in passing.
  whole.sized(1, c.ids.slots, parties * IdColumn::kWidth);
  whole.require(!c.identifiers.table.empty(), 10);
  whole.sized(20, c.relation_holder, shape.relations);
  whole.sized(21, c.relation_organisation, shape.relations);
  if (!whole.fault()) whole.blocks_of_texts(4, c.names, parties);
  if (whole.fault()) return whole.fault();
  if (const auto fault = passed.fault()) return fault;
  Looks looks;
  looks.add([&](Validator& v) {
    v.sized(190, c.documents.slots, shape.documents * IdColumn::kWidth);
    v.require(v.fault() || elsewhere_is_there(c.documents, 0, shape.documents), 190);
    v.sized(192, c.document_party, shape.documents);
    v.below(192, c.document_party, parties);
    v.few_rows(193, 195, c.documents_of, parties, shape.documents);
    v.few_rows(197, 199, c.distinct_from, parties, parties);
    v.texts(201, c.document_names, shape.documents);
  });
  looks.add([&](Validator& v) {
    v.sized(3, c.traits, parties);
    // Neither kind is 2: its higher bit without the lower one.
    uint8_t higher_alone = 0;
    for (const uint8_t traits : c.traits) higher_alone |= static_cast<uint8_t>(traits & ~(traits << 1));
    v.require((higher_alone & (2 << Traits::kRecordedKind | 2 << Traits::kKind)) == 0, 3);
  });
  identifiers(looks, c, parties);
  looks.add([&](Validator& v) {
    v.sized(22, c.relation_role, shape.relations);
    v.require(std::all_of(c.relation_role.begin(), c.relation_role.end(), [](uint8_t role) { return role < kRoleCount; }), 22);
  });
  looks.add([&](Validator& v) { v.days(23, 160, c.relation_from, shape.relations); });
  looks.add([&](Validator& v) { v.days(25, 162, c.relation_to, shape.relations); });
  looks.add([&](Validator& v) { v.texts(28, c.shares, c.shared.size()); });

  looks.add([&](Validator& v) {
    v.sized(40, c.entry_subject, shape.entries);
    v.below(40, c.entry_subject, parties);
    v.sized(41, c.entry_flags, shape.entries);
    v.all_days(45, 164, c.published_on, shape.entries);
    uint32_t section = 47, marks = 166;
    for (const DateColumn* days : {&c.expires_on, &c.ground_on, &c.removed_on, &c.filed_on, &c.served_on, &c.objection_from, &c.objection_to}) {
      v.days(section, marks, *days, shape.entries);
      section += 2;
      marks += 2;
    }
  });
  looks.add([&](Validator& v) {
    const SparseTextColumn& texts = c.entry_texts;
    if (texts.marks.empty()) {
      v.sized(187, texts.marks.ranks, 0);
      v.texts(42, texts.texts, 0);
      return v.sized(43, texts.texts.begins, 0);
    }
    const size_t count = v.marked(186, texts.marks, shape.entries * kEntryTexts);
    v.require(count != 0 && !texts.texts.begins.empty(), 186);
    v.texts(42, texts.texts, count);
  });

  looks.add([&](Validator& v) {
    v.sized(70, c.permit_party, shape.permits);
    v.below(70, c.permit_party, parties);
    v.texts(71, c.permit_target, shape.permits);
    v.texts(74, c.permit_document, shape.permits);
    v.days(77, 180, c.permit_from, shape.permits);
    v.days(79, 182, c.permit_to, shape.permits);
  });
  looks.add([&](Validator& v) {
    v.sized(90, c.retention_party, shape.retentions);
    v.below(90, c.retention_party, parties);
    v.texts(91, c.retention_case, shape.retentions);
    v.texts(94, c.retention_measure, shape.retentions);
    v.texts(97, c.retention_basis, shape.retentions);
    v.all_days(100, 184, c.retention_until, shape.retentions);
  });

  looks.add([&](Validator& v) {
    v.few_rows(110, 140, c.entries_of, parties, shape.entries);
    v.few_rows(112, 142, c.entries_naming, parties, shape.entries);
    v.few_rows(118, 148, c.permits_of, parties, shape.permits);
    v.few_rows(120, 150, c.retentions_of, parties, shape.retentions);
  });
  looks.add([&](Validator& v) {
    v.few_rows(114, 144, c.roles_at_listed, parties, shape.relations);
    v.few_rows(116, 146, c.listed_officers, parties, shape.relations);
  });
  looks.add([&](Validator& v) { reach(v, c.reach, parties, shape); });
  return looks.fault(threads);
}

std::optional<uint32_t> fault_in_holdings(const Columns& c, unsigned threads) {
  const size_t holdings = c.shape.holdings;
  Looks looks;
  looks.add([&](Validator& v) { v.texts(kHoldings, c.holding_ids, holdings); });
  looks.add([&](Validator& v) {
    v.sized(kHoldings + 3, c.holding_party, holdings);
    v.below(kHoldings + 3, c.holding_party, c.shape.parties);
  });
  looks.add([&](Validator& v) {
    v.sized(kHoldings + 4, c.holding_matter, holdings);
    // Where all matters are the empty text there is no column of them, and any number reads it.
    const size_t matters = std::max<size_t>(c.matters.begins.size(), 1) - 1;
    v.texts(kHoldings + 5, c.matters, matters);
    if (!c.matters.begins.empty()) v.below(kHoldings + 4, c.holding_matter, matters);
  });
  looks.add([&](Validator& v) {
    v.days(kHoldings + 8, kHoldings + 20, c.holding_from, holdings);
    v.days(kHoldings + 10, kHoldings + 22, c.holding_to, holdings);
  });
  looks.add([&](Validator& v) { v.texts(kHoldings + 12, c.holding_fields, holdings); });
  looks.add([&](Validator& v) { v.rows(kHoldings + 15, c.holdings_of, c.shape.parties, holdings); });
  return looks.fault(threads);
}

}  // namespace plumb::snapshot
