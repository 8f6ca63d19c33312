// A request → the measures that apply, by the reference evaluator and the rule set as it stands: the triggers themselves are
// made up and asked, so that what the bench resolves beforehand is held against what the rule set says. Any thread.
#pragma once

#include <string>
#include <vector>

#include "bench/peers/requests.hpp"

namespace plumb::bench {

// Aliases, sorted.
std::vector<std::string> measures_that_apply(const Resolved& rules, const Requests& requests, const Request& request);

// A line of results: the aliases with commas between them.
std::string result_line(const std::vector<std::string>& aliases);

}  // namespace plumb::bench
