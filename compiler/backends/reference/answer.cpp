#include "compiler/backends/reference/answer.hpp"

#include <algorithm>
#include <iterator>

namespace plumb::reference {

Truth operator&(Truth a, Truth b) { return std::min(a, b); }
Truth operator|(Truth a, Truth b) { return std::max(a, b); }
Truth operator!(Truth a) { return static_cast<Truth>(2 - static_cast<int>(a)); }

void merge(Missing& into, const Missing& from) {
  if (from.empty()) return;
  if (into.empty()) {
    into = from;
    return;
  }
  Missing both;
  std::set_union(into.begin(), into.end(), from.begin(), from.end(), std::back_inserter(both));
  into = std::move(both);
}

Truth Answer::truth() const {
  if (!value) return Truth::unknown;
  return ir::as_boolean(*value) ? Truth::is_true : Truth::is_false;
}

namespace {

Answer answer_of(Truth truth, Missing missing) {
  if (truth != Truth::unknown) return Answer::of(truth == Truth::is_true);
  return {std::nullopt, std::move(missing)};
}

}  // namespace

void Conjunction::add(Truth part, const Missing& missing) {
  truth_ = truth_ & part;
  merge(missing_, missing);
}

Answer Conjunction::answer() && { return answer_of(truth_, std::move(missing_)); }

void Disjunction::add(Truth part, const Missing& missing) {
  truth_ = truth_ | part;
  merge(missing_, missing);
}

Answer Disjunction::answer() && { return answer_of(truth_, std::move(missing_)); }

}  // namespace plumb::reference
