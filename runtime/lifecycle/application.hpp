// A story → the objections and applications for reconsideration in it, each with what was decided on it. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "runtime/lifecycle/outcome.hpp"
#include "runtime/lifecycle/story.hpp"

namespace plumb::lifecycle {

enum class Remedy : uint8_t { objection, reconsideration };

struct Application {
  Date on;
  std::string document;
  std::optional<Date> decided;         // nothing: no decision is recorded
  Outcome outcome = Outcome::unknown;  // of the decision
  std::string decision;                // its number
};

// By day. The n-th application is answered by the first decision after it that answers none before it; of decisions that are fewer the last
// answers all that are left, as the entry is under objection to the day on which none is open (effect.hpp). One that was recorded twice on
// a day, once without document, is one. What the entry itself says of an objection counts where no event tells of one.
std::vector<Application> applications(const Story& story, Remedy remedy, Date today);

}  // namespace plumb::lifecycle
