// The clocks: within how many days of which step which other step must be taken, and by whom.
//
// The one place that holds these numbers. The notice names a number for two of them (3日: 四（二）3, 四（二）4), in calendar days both:
// it speaks of working days nowhere. The end of a term is a day of the entry itself. For the others the notice says “at once” or “in
// time” (实时, 及时), and the number is the court's own rule: a default that a court may set otherwise (TimeLimits::set). Above the notice
// stands 最高人民法院关于公布失信被执行人名单信息的若干规定（法释〔2017〕7号）: three working days to revoke or correct what should
// never have been listed (第九条), three to delete once the ground arose or the term is over (第十条), fifteen days to examine an
// application to correct and three working days to correct, fifteen days for the court above, during which the decision stands (第十二条).
// Values only. Pure; any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "runtime/lifecycle/step.hpp"

namespace plumb::lifecycle {

enum class Limit : uint8_t {
  examine_objection,
  decide_reconsideration,
  publish,
  push,
  tell_unit,
  remove,
  end_of_term,
  announce_removal,
  tell_departments,
  confirm_lifting,
};
inline constexpr size_t kLimitCount = 10;

// Where the number comes from.
enum class Origin : uint8_t {
  notice,  // the notice says the number
  law,     // a law or a judicial interpretation above the notice says it
  court,   // the court's own rule for what the notice asks to be done at once or in time
};

struct LimitRule {
  Limit limit;
  const char* alias;
  Step from, what;
  Actor actor;
  int days;
  int working_days;  // on the clock beside; another number where the law above gives its own
  bool working;      // the rule's own clock is that of working days; otherwise calendar days, which is what 日 means
  Origin origin;
  const char* clause;
};

// As they are unless a court sets them otherwise, in the order of Limit.
std::span<const LimitRule> usual_limits();

class TimeLimits {
 public:
  TimeLimits();
  const LimitRule& operator[](Limit limit) const { return rules_[static_cast<size_t>(limit)]; }
  // Another number of days for the limit of this alias. False, and nothing changes, where there is no such limit, the days are not
  // 0 to 366, or the notice or the law says the number.
  bool set(std::string_view alias, int days, bool working);

 private:
  std::array<LimitRule, kLimitCount> rules_;
};

}  // namespace plumb::lifecycle
