// What is recorded about parties, as plain values: a struct for each row.
//
// Who has facts by the million reads them in columns (fact_columns.hpp); a store serves both (fact_store.hpp).
// All values are already normalised (runtime/identity); dates are whole days; an absent value is std::nullopt.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/base/date.hpp"
#include "compiler/base/vocabulary.hpp"

namespace plumb::facts {

// A party; `id` may hold '*' (a masked record from a public list).
struct Party {
  std::string id;
  std::optional<PartyKind> kind;
  std::string name;  // empty: not known
  std::optional<Sector> sector;
};

// Holds on D when (from empty or from <= D) and (to empty or D < to). An empty `from`: since before records began.
struct Period {
  std::optional<Date> from;
  std::optional<Date> to;
  bool holds_on(Date d) const { return (!from || *from <= d) && (!to || d < *to); }
};

struct Relation {
  std::string holder;
  Role role = Role::legal_representative;
  std::string organisation;
  Period period;
  std::string share;  // percentage of a shareholder as written; empty otherwise
};

// One entry of the list of judgment defaulters, identified by (case_no, party, published_on).
struct Entry {
  std::string case_no;
  std::string party;
  std::string court;
  Date published_on;
  std::optional<Date> expires_on, ground_on, removed_on, filed_on;
  bool publishable = true;
  std::vector<std::string> responsible;  // ids named by the court on this entry, sorted
  std::optional<Period> objection;       // under objection or review
  // The remaining fields that the notice names (四（二）1), as recorded; empty: not given.
  std::string basis_no, basis_unit, duty, performance, conduct, performed_part, unperformed_part;
  std::string name, age, gender, legal_representative, decision_no, removal_kind, removal_ground, unit;
  std::optional<Date> served_on;
};

// A court's decision that allows `party`; target: a measure's or matter's alias, or "*".
struct Permit {
  std::string party;
  std::string target;
  Period period;
  std::string document;
};

// A measure that stays on `party` after the entry's removal, through `until` inclusive.
struct Retention {
  std::string case_no;
  std::string party;
  std::string measure;
  Date until;
  std::string basis;
};

// A right or post that exists already; `fields` is the JSON object of the matter's fields as imported.
struct Holding {
  std::string id;
  std::string party;
  std::string matter;
  Period period;
  std::string fields;
};

// A document bound to the party that bears it: everything recorded under its number is recorded of that party. Bindings may
// lead on: of a document's document the last one is the party.
struct Document {
  std::string document;
  std::string party;
};

// Two identifiers of which a reviewer said that they are not one party.
struct Distinction {
  std::string party, other;
};

// Everything known at one moment. `revision` counts the registry's changes; `synchronised` is the day as of which the
// source spoke, nothing when it never did.
struct Facts {
  std::vector<Party> parties;
  std::vector<Relation> relations;
  std::vector<Entry> entries;
  std::vector<Permit> permits;
  std::vector<Retention> retentions;
  std::vector<Holding> holdings;
  std::vector<Document> documents;
  std::vector<Distinction> distinctions;
  uint64_t revision = 0;
  std::optional<Date> synchronised;
};

}  // namespace plumb::facts
