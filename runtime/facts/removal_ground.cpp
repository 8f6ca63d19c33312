#include "runtime/facts/removal_ground.hpp"

#include <algorithm>
#include <iterator>

#include "runtime/facts/denial.hpp"

namespace plumb::facts {

namespace {

constexpr std::string_view kWronglyMade[] = {"wrongly_made", "wrongly made", "错误纳入", "错误列入", "纳入错误", "列入错误",
                                             "错列",         "不应纳入",     "不应列入", "不当纳入", "不当列入"};

std::string_view wrongly_made_in(std::string_view text) {
  const auto* const found = std::find_if(std::begin(kWronglyMade), std::end(kWronglyMade), [&](std::string_view word) { return is_said(text, word); });
  return found == std::end(kWronglyMade) ? std::string_view() : *found;
}

}  // namespace

bool is_wrongly_made(std::string_view removal_ground) { return !wrongly_made_in(removal_ground).empty(); }

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
  return wrongly_made_in(text);
}

}  // namespace plumb::facts
