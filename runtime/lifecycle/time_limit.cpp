#include "runtime/lifecycle/time_limit.hpp"

#include <algorithm>

namespace plumb::lifecycle {

namespace {

using enum Actor;

constexpr const char* kRemoval = "四（二）4";

constexpr std::array<LimitRule, kLimitCount> kUsual = {{
    // The notice's own words run together here (可以自收到决定之日起3日内审查): they are read as the court's three days to examine. The
    // interpretation gives the court fifteen, 第十二条; the notice's three bind this county's.
    {Limit::examine_objection, "examine_objection", Step::objection, Step::objection_decision, court, 3, 3, false, Origin::notice, "四（二）3"},
    // Fifteen days from the day on which the court above received the application; the notice gives the remedy and no number.
    {Limit::decide_reconsideration, "decide_reconsideration", Step::reconsideration, Step::reconsideration_decision, court, 15, 15, false, Origin::law,
     "法释〔2017〕7号 第十二条"},
    {Limit::publish, "publish", Step::listing_decision, Step::publication, court, 3, 3, false, Origin::court, "三（一）"},
    // 实时: on the day itself.
    {Limit::push, "push", Step::publication, Step::push, court, 0, 0, false, Origin::court, "四（二）1"},
    {Limit::tell_unit, "tell_unit", Step::publication, Step::unit_notice, court, 3, 3, false, Origin::court, "三（一）"},
    // 3日 by the notice; three working days by 第九条 and 第十条 of the interpretation, which the second clock shows.
    {Limit::remove, "remove", Step::removal_ground, Step::removal, court, 3, 3, false, Origin::notice, kRemoval},
    // The day on which the term has run out is the last on which the entry may still be there. The interpretation gives three working days
    // from then on (第十条 second paragraph), which the second clock shows.
    {Limit::end_of_term, "end_of_term", Step::term, Step::removal, court, 0, 3, false, Origin::law, "法释〔2017〕7号 第十条"},
    {Limit::announce_removal, "announce_removal", Step::removal, Step::removal_notice, court, 3, 3, false, Origin::court, kRemoval},
    {Limit::tell_departments, "tell_departments", Step::removal, Step::department_notice, court, 3, 3, false, Origin::court, kRemoval},
    {Limit::confirm_lifting, "confirm_lifting", Step::department_notice, Step::confirmation, department, 3, 3, false, Origin::court, "四（二）5"},
}};

}  // namespace

std::span<const LimitRule> usual_limits() { return kUsual; }

TimeLimits::TimeLimits() : rules_(kUsual) {}

bool TimeLimits::set(std::string_view alias, int days, bool working) {
  const auto rule = std::find_if(rules_.begin(), rules_.end(), [&](const LimitRule& r) { return alias == r.alias; });
  constexpr int kMostDays = 366;
  if (rule == rules_.end() || rule->origin != Origin::court || days < 0 || days > kMostDays) return false;
  rule->days = rule->working_days = days;
  rule->working = working;
  return true;
}

}  // namespace plumb::lifecycle
