// What was decided, typed: the members of an output line before they become JSON (docs/interfaces.md).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "runtime/decide/subject.hpp"
#include "runtime/decide/trigger.hpp"

namespace plumb::decide {

enum class Status : uint8_t { applies, undetermined, permitted };

struct ShownTrigger {
  std::string case_no;
  std::string listed;  // masked where the caller may not see it
  Direction direction = Direction::self;
  std::optional<Role> role;
  EntryState state = EntryState::active;
  bool objection = false;
  friend bool operator==(const ShownTrigger&, const ShownTrigger&) = default;
};

struct MeasureDecision {
  ir::MeasureId measure;
  Status status = Status::applies;
  std::vector<std::optional<ir::Value>> arguments;
  snapshot::PermitIndex permit;      // valid when permitted
  std::vector<std::string> missing;  // sorted
  std::vector<std::string> unset;    // sorted
  std::vector<ShownTrigger> shown;   // sorted, each once
  // What it was decided from, for explanations.
  std::vector<Trigger> triggers;           // all of the party itself, those to be told of first: what quantifiers ranged over
  uint32_t told_count = 0;                 // to be told of are those that are true; where none is, those that are unknown
  std::vector<std::string> reach_unknown;  // why the list does not answer ("registry", "party.id"); empty when it does
  std::string explanation;                 // JSON, where it was asked for

  std::span<const Trigger> told() const { return std::span(triggers).first(told_count); }
};

struct Decision {
  Subject subject;
  ir::MatterId matter;
  Stage stage = Stage::application;
  Date date;
  reference::Row fields;
  std::optional<ir::EffectId> outcome, at_most;  // nothing: none
  std::vector<MeasureDecision> measures;         // sorted by alias
};

}  // namespace plumb::decide
