// The reference evaluator: what a rule set means, written to be obviously right. Program + inputs → value, what is
// missing, which triggers, and the tree that explains it. Every other evaluator is tested against this one.
//
// Pure and total: no clock, no I/O, no exceptions; thread-safe. Defined by the page "What a decision means".
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "compiler/ir/program.hpp"

namespace plumb::reference {

enum class Truth : uint8_t { is_false, unknown, is_true };

Truth operator&(Truth a, Truth b);
Truth operator|(Truth a, Truth b);
Truth operator!(Truth a);

// A matter's row: one optional value a field, of the field's type.
using Row = std::vector<std::optional<ir::Value>>;

struct Party {
  std::optional<PartyKind> kind;
  std::optional<Sector> sector;
  std::optional<std::string> name, id;
};

// One pair (entry, way) that is there for the measure, the party and the date. `unknown_because` is empty when the pair
// is true, else the missing input ("entry.expires_on", "party.id").
struct Trigger {
  std::string unknown_because;
  Direction direction = Direction::self;
  std::optional<Role> role;  // nothing for self
  EntryState state = EntryState::active;
  Date published_on;
  std::optional<Date> expires_on, ground_on, removed_on, filed_on;
  std::string case_no;
  bool publishable = true;
  std::optional<Money> performed_amount, unperformed_amount;
  bool by_relation = false;  // the role is held by a relation, over this period; false for self and for directly_responsible
  std::optional<Date> relation_from, relation_to;
};

struct Inputs {
  const ir::Program* program = nullptr;
  Date date;
  const Row* row = nullptr;
  Party party;
  // Triggers whose way the measure's reach admits; the caller filters by direction and role.
  std::span<const Trigger> triggers;
  // When not empty, the list is not looked at: reach is unknown and misses these ("registry", "party.id"). Does not touch `anyone`.
  std::vector<std::string> reach_unknown;
};

// One node of an explanation: what was asked, how it came out, and because of what.
struct Explanation {
  enum class Kind : uint8_t { measure, in_force, party_kind, reach, trigger, condition, exception, expression };
  Kind kind = Kind::expression;
  ir::NodeId node;                 // for condition, exception, expression
  uint32_t index = UINT32_MAX;     // trigger or exception index
  std::optional<Truth> truth;      // of boolean nodes
  std::optional<ir::Value> value;  // of other nodes, when known
  std::vector<std::string> missing;
  std::vector<Explanation> children;
};

struct Outcome {
  Truth value = Truth::is_false;
  std::vector<std::string> missing;     // sorted, unique; empty unless unknown
  Truth reach = Truth::is_false;        // with party condition on the trigger included
  std::vector<uint32_t> true_triggers;  // indices into Inputs::triggers whose trigger part (pair ∧ what the measure asks of it) is true
  std::vector<uint32_t> unknown_triggers;
  std::vector<std::optional<ir::Value>> arguments;  // of the effect; nothing where unknown
  std::vector<std::string> unset;                   // "NAME" of unset parameters among the arguments, sorted
};

// REQUIRES: program verified; the measure is of the row's matter. A measure not in force is false.
Outcome evaluate(const Inputs& inputs, ir::MeasureId measure);
Explanation explain(const Inputs& inputs, ir::MeasureId measure);

}  // namespace plumb::reference
