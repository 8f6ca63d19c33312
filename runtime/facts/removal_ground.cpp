#include "runtime/facts/removal_ground.hpp"

#include <algorithm>
#include <iterator>

namespace plumb::facts {

bool is_wrongly_made(std::string_view removal_ground) {
  constexpr std::string_view kWords[] = {"wrongly_made", "wrongly made", "错误纳入", "错误列入", "纳入错误", "列入错误",
                                         "错列",         "不应纳入",     "不应列入", "不当纳入", "不当列入"};
  return std::any_of(std::begin(kWords), std::end(kWords), [&](std::string_view word) { return removal_ground.find(word) != std::string_view::npos; });
}

std::string_view ground_named_in(std::string_view text) {
  constexpr std::string_view kWords[] = {"performed",
                                         "settlement_performed",
                                         "execution_terminated",
                                         "withdrawn",
                                         "履行完毕",
                                         "全部履行",
                                         "全部履行完毕",
                                         "已履行",
                                         "已履行完毕",
                                         "和解履行完毕",
                                         "执行和解履行完毕",
                                         "和解协议履行完毕",
                                         "终结执行",
                                         "依法终结执行",
                                         "终结本次执行程序",
                                         "中止执行",
                                         "不予执行",
                                         "申请执行人申请删除",
                                         "期限届满",
                                         "理由成立"};
  if (std::find(std::begin(kWords), std::end(kWords), text) != std::end(kWords)) return text;
  return is_wrongly_made(text) ? text : std::string_view();
}

}  // namespace plumb::facts
