// What is recorded, as known at a moment → who may be whom, and who may control whom, for a person to confirm or refuse.
//
// Nothing here writes, and no candidate acts: bindings.hpp records what the person says. Pairs of which a reviewer has said that
// they are different, or that the one does not control the other, are left out unless asked for. Errors: registry.time and those
// of reading. One thread at a time.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/base/date.hpp"
#include "compiler/base/decimal.hpp"
#include "compiler/base/result.hpp"
#include "runtime/identity/candidates.hpp"
#include "runtime/registry/registry.hpp"
#include "runtime/registry/review/reviews.hpp"

namespace plumb::registry {

struct Named {
  std::string id, name;  // name: empty where not known
};

struct IdentityCandidate {
  Named party, other;
  std::vector<identity::Reason> reasons;  // the strongest first
  std::optional<Review> review;           // that they are different; where refused ones are asked for
};

struct ControlCandidate {
  struct Step {
    Named organisation;
    Decimal share;
  };
  Named holder, organisation;
  Decimal votes, interest;
  std::vector<Step> path;
  bool recorded = false;         // as actual_controller, on the day
  std::optional<Review> review;  // that it does or does not control
};

struct ControlAnswer {
  std::vector<ControlCandidate> candidates;
  std::vector<std::pair<Named, Decimal>> oversubscribed;
  std::vector<std::pair<Named, Named>> unstated;  // holder, organisation
};

struct CandidateQuery {
  std::string party = {};  // pairs with one of its documents; empty: all. Normal form
  bool settled = false;    // also those that were refused, or are recorded already
  std::optional<std::string> known_at = {};
  unsigned threads = 1;
};

struct ControlQuery : CandidateQuery {
  Date on;
  Decimal threshold = Decimal::from_integer(50);
  bool organisations = false;  // as holders too
};

Result<std::vector<IdentityCandidate>> identity_candidates(Registry& registry, const CandidateQuery& query);
Result<ControlAnswer> control_candidates(Registry& registry, const ControlQuery& query);

}  // namespace plumb::registry
