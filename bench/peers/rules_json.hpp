// A resolved rule set on a date → JSON that a peer's translator reads (README.md describes it): parameters are folded in,
// what cannot apply on the date is left out, and a condition is a tree of and, or, not over five kinds of leaf. Pure.
#pragma once

#include <string>

#include "bench/peers/requests.hpp"

namespace plumb::bench {

// Errors: bench.inexpressible for conditions that the form does not hold (arithmetic, order of dates, codes).
Result<std::string> rules_json(const Resolved& rules, const Requests& requests);

// One request on one line, without the newline.
std::string request_json(const Resolved& rules, const Requests& requests, const Request& request);

// "self", "debtor_director", "own_principal".
std::vector<std::string> reach_names(uint64_t reach);

}  // namespace plumb::bench
