#include "runtime/lifecycle/phase.hpp"

namespace plumb::lifecycle {

Phase phase(Step step) {
  switch (step) {
    case Step::risk_notice:
    case Step::listing_decision:
      return Phase::before;
    case Step::service:
    case Step::objection:
    case Step::review:
    case Step::objection_decision:
    case Step::reconsideration:
    case Step::reconsideration_decision:
      return Phase::either;
    case Step::publication:
    case Step::push:
    case Step::unit_notice:
    case Step::permit:
    case Step::suspension:
    case Step::term:
    case Step::extension:
      return Phase::published;
    case Step::removal_ground:
    case Step::removal:
      return Phase::ending;
    case Step::removal_notice:
    case Step::department_notice:
    case Step::confirmation:
    case Step::retention:
      return Phase::ended;
  }
  return Phase::ended;
}

}  // namespace plumb::lifecycle
