// The steps recorded of one entry → what they make of it: its end, its ground, its term, its service, its time under objection.
//
// A step that was recorded stands on a document; a column of a list does not say why. So where both speak, the step counts, and what
// steps do not speak of is the list's to say (registry/step_effects.hpp). Pure; any thread. Source: 四（二）3 to 四（二）5.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "runtime/facts/facts.hpp"
#include "runtime/lifecycle/event.hpp"

namespace plumb::lifecycle {

struct Effect {
  std::optional<Date> served_on;   // the service recorded last
  std::optional<Date> expires_on;  // until when: by the term of the latest day, as far as extensions of later days make it longer
  bool only_extended = false;      // by extensions of a term that no step tells
  // The ground recorded last; of none, the day of the last decision on an objection or a reconsideration, if that one upholds.
  std::optional<Date> ground_on;
  bool ground_by_decision = false;  // which counts only where nothing else is known of the ground
  const Event* ground = nullptr;    // the step or the decision that says so
  std::optional<Date> removed_on;   // the removal recorded last
  const Event* removal = nullptr;
  std::string removal_kind;    // which it says; empty: none
  std::string removal_ground;  // its ground, where it says a kind; else which it names (facts::ground_named_in); empty: none by a word for it
  // The last time under objection or reconsideration: from the day of the application to that of the decision. Times that meet are one.
  std::optional<facts::Period> objection;
};

// `events` of one entry, by day, of one day in the order in which they were recorded. They point into one array, in that order too:
// of two steps of a kind of which one corrects the other, the one recorded last counts. The result points into them.
Effect effect_of(std::span<const Event* const> events);

// The removal of the listing published on that day: the one recorded last of those that name it, else the first by day of those that name
// none and are not before it, which end every listing of the case that stands by then; where that one says no kind, one of the same day that
// does. nullptr: none. A removal before the publication is none. `events` of the case; what is returned points into them.
const Event* removal_of(std::span<const Event> events, Date published_on);

// What the court allows by steps: a permit for its target (empty: everything), a suspension for everything.
struct Permission {
  std::string party;
  std::string target;
  Date from;
  std::optional<Date> to;
  std::string document;
  friend bool operator==(const Permission&, const Permission&) = default;
};
// Of a party's events; those without a document allow nothing.
std::vector<Permission> permissions_of(std::span<const Event> events);

}  // namespace plumb::lifecycle
