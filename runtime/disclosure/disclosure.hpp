// Entries, as known on a day → what the public may be shown of them, and nothing else.
//
// The one place that decides what is published: the writers (publication.hpp) see only what stands here. Source: 三（一）, and 四（二）1 for
// the fields. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "runtime/facts/facts.hpp"

namespace plumb::disclosure {

struct DisclosureOptions {
  Date day;               // as of which day
  int removals_for = 30;  // removals of so many days up to `day` are announced; 0: none
  uint64_t revision = 0;  // of the registry
};

// An entry as it may be shown. Texts are free of control characters and of ends of lines; in free texts numbers as long as an
// identity number have places hidden. Fields that belong to the other kind of party are empty.
struct PublicEntry {
  PartyKind kind = PartyKind::person;
  std::string name;
  std::string identifier;  // a person's with places 11 to 14 hidden at least; an organisation's code in full
  std::string gender, age;
  std::string legal_representative;
  std::string case_no, court, basis_no, basis_unit, duty, performance, conduct, performed_part, unperformed_part;
  Date published_on;
  std::optional<Date> filed_on;
  friend bool operator==(const PublicEntry&, const PublicEntry&) = default;
};

// A removal as it is announced: enough for those who knew the entry, and not enough to list the person once more.
struct PublicRemoval {
  std::string case_no;
  // A person's family name and 某, of a name that is not of the Han the first character and 某: as 法释〔2016〕19号 第九条 hides names
  // in published judgments. It does not bind lists; it is followed, since whoever is gone from one should not be found by it. An
  // organisation's in full.
  std::string name;
  std::string court;
  std::string kind;  // shielded, revoked; as recorded where it is neither; empty: not recorded
  Date removed_on;
};

// Entries that are not shown, and why.
struct Withheld {
  uint64_t not_publishable = 0;
  uint64_t minors = 0;   // by the identity number or the recorded age
  uint64_t expired = 0;  // the term is over, and nobody removed the entry
  // Its line would be another's, letter for letter: of a number whose hidden places may make it the other's or anybody's, which nobody
  // bound. Shown once it tells the public as much.
  uint64_t repeated = 0;
};

struct Disclosure {
  Date day;
  int removals_for = 0;
  uint64_t revision = 0;
  std::vector<PublicEntry> entries;     // the newest first, then by case number, identifier
  std::vector<PublicRemoval> removals;  // the newest first, then by case number, name
  Withheld withheld;
  std::string digest;  // SHA-256 of the two lists (publication.hpp: lines)
};

// `parties` tells kinds, and names where an entry has none.
Disclosure disclose(std::span<const facts::Entry> entries, std::span<const facts::Party> parties, const DisclosureOptions& options);

// 张三 → 张某, 欧阳修 → 欧阳某, Smith → S某.
std::string family_name_only(std::string_view name);

}  // namespace plumb::disclosure
