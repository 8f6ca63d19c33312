#include "runtime/lifecycle/time_limit.hpp"

#include <algorithm>

namespace plumb::lifecycle {

namespace {

using enum Actor;

constexpr std::array<LimitRule, kLimitCount> kUsual = {{
    {Limit::examine_objection, "examine_objection", Step::objection, Step::objection_decision, court, 3, false, Origin::notice, "四（二）3"},
    // 最高人民法院关于公布失信被执行人名单信息的若干规定（法释〔2017〕7号）第十二条; the notice gives the remedy and no number.
    {Limit::decide_reconsideration, "decide_reconsideration", Step::reconsideration, Step::reconsideration_decision, court, 15, false, Origin::law,
     "法释〔2017〕7号 第十二条"},
    {Limit::publish, "publish", Step::listing_decision, Step::publication, court, 3, false, Origin::court, "三（一）"},
    // 实时: on the day itself.
    {Limit::push, "push", Step::publication, Step::push, court, 0, false, Origin::court, "四（二）1"},
    {Limit::tell_unit, "tell_unit", Step::publication, Step::unit_notice, court, 3, false, Origin::court, "三（一）"},
    {Limit::remove, "remove", Step::removal_ground, Step::removal, court, 3, false, Origin::notice, "四（二）4"},
    // The day on which the term has run out is the last on which the entry may still be there.
    {Limit::end_of_term, "end_of_term", Step::term, Step::removal, court, 0, false, Origin::notice, "四（二）4"},
    {Limit::announce_removal, "announce_removal", Step::removal, Step::removal_notice, court, 3, false, Origin::court, "四（二）4"},
    {Limit::tell_departments, "tell_departments", Step::removal, Step::department_notice, court, 3, false, Origin::court, "四（二）4"},
    {Limit::confirm_lifting, "confirm_lifting", Step::department_notice, Step::confirmation, department, 3, false, Origin::court, "四（二）5"},
}};

}  // namespace

std::span<const LimitRule> usual_limits() { return kUsual; }

TimeLimits::TimeLimits() : rules_(kUsual) {}

bool TimeLimits::set(std::string_view alias, int days, bool working) {
  const auto rule = std::find_if(rules_.begin(), rules_.end(), [&](const LimitRule& r) { return alias == r.alias; });
  constexpr int kMostDays = 366;
  if (rule == rules_.end() || rule->origin != Origin::court || days < 0 || days > kMostDays) return false;
  rule->days = days;
  rule->working = working;
  return true;
}

}  // namespace plumb::lifecycle
