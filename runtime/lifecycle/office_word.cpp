#include "runtime/lifecycle/office_word.hpp"

#include <algorithm>
#include <iterator>

#include "runtime/facts/removal_ground.hpp"
#include "runtime/lifecycle/outcome.hpp"

namespace plumb::lifecycle {

namespace {

std::string_view word_for(std::string_view detail) {
  constexpr std::string_view kWords[] = {"upheld",   "成立",      "理由成立",   "异议成立",   "异议理由成立", "撤销",     "予以撤销",     "支持",
                                         "予以支持", "dismissed", "rejected",   "驳回",       "予以驳回",     "驳回异议", "驳回复议申请", "维持",
                                         "予以维持", "不成立",    "理由不成立", "异议不成立", "不支持",       "不予支持", "不予撤销",     "理由不能成立"};
  const Outcome outcome = outcome_of(detail);
  if (outcome == Outcome::unknown) return {};
  if (std::find(std::begin(kWords), std::end(kWords), detail) != std::end(kWords)) return detail;
  return outcome == Outcome::upheld ? "upheld" : "dismissed";
}

}  // namespace

std::string_view office_word(Step step, std::string_view detail) {
  if (step == Step::objection_decision || step == Step::reconsideration_decision) return word_for(detail);
  if (step == Step::removal || step == Step::removal_ground) return facts::ground_named_in(detail);
  return {};
}

bool names_departments(Step step) { return step == Step::push || step == Step::department_notice; }

}  // namespace plumb::lifecycle
