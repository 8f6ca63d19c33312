// What a snapshot tells of one row: small values whose texts lie in the snapshot, valid as long as it.
//
// The same as the facts of runtime/facts/facts.hpp, which say what each member means. Parties are given by number as well.
#pragma once

#include <optional>
#include <string_view>

#include "compiler/base/ids.hpp"
#include "runtime/facts/facts.hpp"
#include "runtime/snapshot/identifier_index.hpp"

namespace plumb::snapshot {

using EntryIndex = Id<struct EntryIndexTag>;
using RelationIndex = Id<struct RelationIndexTag>;
using PermitIndex = Id<struct PermitIndexTag>;
using RetentionIndex = Id<struct RetentionIndexTag>;
using HoldingIndex = Id<struct HoldingIndexTag>;
using DocumentIndex = Id<struct DocumentIndexTag>;

struct Party {
  std::string_view id;
  std::optional<PartyKind> kind;  // as recorded
  std::string_view name;
  std::optional<Sector> sector;
};

struct Relation {
  Role role = Role::legal_representative;
  facts::Period period;
  std::string_view share;
};

struct Entry {
  std::string_view case_no, court;
  Date published_on;
  std::optional<Date> expires_on, ground_on, removed_on, filed_on;
  bool publishable = true;
  std::optional<facts::Period> objection;
  std::string_view performed_part, unperformed_part;
};

struct Permit {
  std::string_view target;
  facts::Period period;
  std::string_view document;
};

struct Retention {
  std::string_view case_no, measure;
  Date until;
  std::string_view basis;
};

struct Holding {
  std::string_view id;
  PartyIndex party;
  std::string_view matter;
  facts::Period period;
  std::string_view fields;
};

}  // namespace plumb::snapshot
