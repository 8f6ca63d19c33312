// The party that a request gives → whom it means, as far as the registry can tell (docs/meaning.md, Identity).
//
// Only an exact identifier acts: masked ids and masked records lead to candidates whose triggers make reach unknown, never
// true. The registry's facts serve an exact id alone. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "runtime/decide/request.hpp"
#include "runtime/snapshot/snapshot.hpp"

namespace plumb::decide {

struct Subject {
  std::string id;  // normal form
  bool masked = false;
  std::optional<snapshot::PartyIndex> record;  // of an exact id that the registry holds
  std::optional<PartyKind> kind;
  std::optional<Sector> sector;
  std::optional<std::string> name;    // the one given, else the registry's
  bool name_contradicts = false;      // the one given is not the registry's
  std::vector<std::string> given;     // members of the request that stand in for the registry's, sorted
  std::vector<std::string> warnings;  // stable codes, sorted
  // Of an exact id: masked records that agree with it. Of a masked one: every party that it could mean, and the masked
  // records that agree with the exact ones among those. Ascending.
  std::vector<snapshot::PartyIndex> candidates;
};

std::variant<Subject, Refusal> identify(const Snapshot& snapshot, const GivenParty& given);

// A party of the registry, asked about by its own id.
Subject subject_of(const Snapshot& snapshot, snapshot::PartyIndex party);

}  // namespace plumb::decide
