// What Plumb is asked to do in one round of the bench: items 0 … count-1, each decided on its own, from any thread.
//
// Made once before the clock runs; decide() is what is timed. Results are kept, so that they can be compared afterwards.
#pragma once

#include <memory>
#include <string>

#include "bench/peers/requests.hpp"
#include "plumb/plumb.hpp"

namespace plumb::bench {

class Work {
 public:
  virtual ~Work() = default;
  virtual size_t count() const = 0;
  // Distinct ranges may be decided at once.
  virtual void decide(size_t begin, size_t end) = 0;
  // Whether the results of the last round are right; nothing, or the first difference.
  virtual std::string difference() const = 0;
  // The measures that apply to an item, as truth.hpp writes them; for works that the peers do too.
  virtual std::string result_line(size_t) const { return {}; }
};

// `evaluator` was made for rules.program: planes of all measures, nothing left to look at.
std::unique_ptr<Work> planes_of_resolved(const Resolved& rules, Evaluator evaluator, const Requests& requests);
// `evaluator` was made for rules.original: triggers in place of the resolved facts; what looks at them is settled.
std::unique_ptr<Work> planes_of_original(const Resolved& rules, Evaluator evaluator, const Requests& requests);
// As the first, but each request names a party of a county: identifier → party → reach word → planes.
std::unique_ptr<Work> planes_with_look_up(const Resolved& rules, Evaluator evaluator, const Requests& requests, std::shared_ptr<const Snapshot> county);
// A request line in, a decision with its explanation as JSON out; half of the parties are touched by an entry.
std::unique_ptr<Work> decisions(const Resolved& rules, Evaluator evaluator, const Requests& requests, std::shared_ptr<const Snapshot> county);

}  // namespace plumb::bench
