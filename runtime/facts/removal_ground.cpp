#include "runtime/facts/removal_ground.hpp"

#include <algorithm>
#include <iterator>

namespace plumb::facts {

bool is_wrongly_made(std::string_view removal_ground) {
  constexpr std::string_view kWords[] = {"wrongly_made", "wrongly made", "错误纳入", "错误列入", "纳入错误", "列入错误",
                                         "错列",         "不应纳入",     "不应列入", "不当纳入", "不当列入"};
  return std::any_of(std::begin(kWords), std::end(kWords), [&](std::string_view word) { return removal_ground.find(word) != std::string_view::npos; });
}

}  // namespace plumb::facts
