#include "compiler/base/spelling.hpp"

#include <algorithm>

namespace plumb {

namespace {

std::string counted(int64_t count, Language language, const char* zh, const char* en) {
  const std::string number = std::to_string(count);
  if (language == Language::zh) return number + zh;
  return number + " " + en + (count == 1 ? "" : "s");
}

}  // namespace

std::string spell(Money amount, Language language) {
  std::string yuan = amount.text();
  if (yuan.ends_with(".00")) yuan.resize(yuan.size() - 3);
  const size_t point = std::min(yuan.find('.'), yuan.size());
  if (language == Language::en) {
    const size_t first = yuan.starts_with('-') ? 1 : 0;
    for (size_t at = point; at > first + 3; at -= 3) yuan.insert(at - 3, ",");
    return yuan + " yuan";
  }
  const struct {
    size_t digits;
    const char* unit;
  } kUnits[] = {{8, "亿元"}, {4, "万元"}};
  for (const auto& [digits, unit] : kUnits) {
    // Two places behind the point at most: 123.45万元, but 123456元.
    if (point != yuan.size() || yuan.size() <= digits || yuan.find_last_not_of('0') + digits - 2 >= yuan.size()) continue;
    std::string front = yuan.substr(0, yuan.size() - digits), rest = yuan.substr(yuan.size() - digits, 2);
    if (front == "-") continue;
    while (rest.ends_with('0')) rest.pop_back();
    return front + (rest.empty() ? "" : "." + rest) + unit;
  }
  return yuan + "元";
}

std::string spell(Duration term, Language language) {
  switch (term.unit) {
    case Duration::Unit::day:
      return counted(term.count, language, "日", "day");
    case Duration::Unit::working_day:
      return counted(term.count, language, "个工作日", "working day");
    case Duration::Unit::month:
      if (term.count != 0 && term.count % 12 == 0) return counted(term.count / 12, language, "年", "year");
      return counted(term.count, language, "个月", "month");
  }
  return {};
}

std::string spell_ratio(const Decimal& ratio) {
  const std::optional<Decimal> hundredfold = multiply(ratio, Decimal::from_integer(100));
  return hundredfold ? hundredfold->text() + "%" : ratio.text();
}

}  // namespace plumb
