// What is recorded, a column at a time: facts by the million, where facts.hpp has a struct for each row.
//
// A store's tables → columns in parts, as they were read; columns → a snapshot, or plain facts. A party is the position of its
// identifier. Rows of a table are spread over parts; which part a row stands in, and where, tells nothing. Values only, no
// invariants but that positions are positions.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/facts/facts.hpp"

namespace plumb::facts {

// Texts one after another.
class Texts {
 public:
  size_t size() const { return ends_.size(); }
  std::string_view operator[](size_t i) const {
    const uint64_t begin = i == 0 ? 0 : ends_[i - 1];
    return {chars_.data() + begin, ends_[i] - begin};
  }
  // So many are to come: room is made for them once, that of their characters when some are known.
  void expect(size_t texts) {
    expected_ = ends_.size() + texts;
    ends_.reserve(expected_);
  }
  void add(std::string_view text) {
    if (text.size() > chars_.capacity() - chars_.size()) make_room(text.size());
    chars_.append(text);
    ends_.push_back(chars_.size());
  }
  void add(const Texts& others) {
    const uint64_t before = chars_.size();
    if (others.chars_.size() > chars_.capacity() - chars_.size()) make_room(others.chars_.size());
    chars_.append(others.chars_);
    for (const uint64_t end : others.ends_) ends_.push_back(before + end);
  }

 private:
  // As many characters a text as until now, and a sixteenth more; twice as many where nothing can be told.
  void make_room(size_t more) {
    constexpr size_t kTelling = 256;
    const size_t needed = chars_.size() + more, known = ends_.size() + 1;
    const size_t all = known < kTelling ? 0 : needed * expected_ / known * 17 / 16;
    chars_.reserve(all > needed ? all : std::max(2 * chars_.capacity(), needed));
  }

  std::vector<uint64_t> ends_;
  std::string chars_;
  size_t expected_ = 0;
};

// Ends of periods as days; kNoDay: open.
inline constexpr int32_t kNoDay = std::numeric_limits<int32_t>::min();
// In place of an enumeration's value: not recorded.
inline constexpr uint8_t kNoWord = 0xff;

struct PartyColumns {
  std::vector<uint32_t> party;
  std::vector<uint8_t> kind, sector;  // PartyKind, Sector, or kNoWord
  Texts names;
};

struct RelationColumns {
  std::vector<uint32_t> holder, organisation;
  std::vector<uint8_t> role;
  std::vector<int32_t> from, to;
  Texts shares;
};

struct HoldingColumns {
  Texts ids;
  std::vector<uint32_t> party;
  std::vector<uint32_t> matter;  // into matters
  Texts matters;                 // those of this part
  std::vector<int32_t> from, to;
  Texts fields;
};

// Positions of identifiers, as in facts.hpp.
struct DocumentColumn {
  uint32_t document = 0, party = 0;
};
struct DistinctionColumn {
  uint32_t party = 0, other = 0;
};

struct FactColumns {
  Texts identifiers;           // each once, in no order
  std::vector<uint8_t> named;  // beside them: 1 where some row names it, so that it is a party
  std::vector<PartyColumns> parties;
  std::vector<RelationColumns> relations;
  std::vector<HoldingColumns> holdings;
  // Few beside the others, hence plain.
  std::vector<Entry> entries;
  std::vector<Permit> permits;
  std::vector<Retention> retentions;
  std::vector<DocumentColumn> documents;
  std::vector<DistinctionColumn> distinctions;
  uint64_t revision = 0;
  std::optional<Date> synchronised;
};

// The same facts row by row, each table by its identifying columns (FactStore::read).
Facts facts_of(FactColumns columns);
// The same facts in columns, in one part. Of parties recorded twice the first counts.
FactColumns columns_of(Facts facts);

// For each identifier the one under which its bearer is known: itself, or the party that bindings lead to. Where they lead round
// in a circle, which no binding by a reviewer does, it is the circle's first by text; where they lead to a masked record, the
// first of its documents that is none, since only an exact identifier acts. Empty where nothing is bound.
std::vector<uint32_t> principals(const FactColumns& facts);

}  // namespace plumb::facts
