#include "runtime/feed/written_day.hpp"

#include "compiler/base/date.hpp"
#include "compiler/base/unicode.hpp"

namespace plumb::feed {

namespace {

// The number at the front of `text`, of `least` to `most` digits, taken off it.
std::optional<int> take_number(std::string_view& text, size_t least, size_t most) {
  size_t digits = 0;
  int value = 0;
  for (; digits < text.size() && digits < most && text[digits] >= '0' && text[digits] <= '9'; ++digits) value = value * 10 + (text[digits] - '0');
  if (digits < least) return std::nullopt;
  text.remove_prefix(digits);
  return value;
}

bool take_mark(std::string_view& text, std::string_view mark) {
  if (!text.starts_with(mark)) return false;
  text.remove_prefix(mark.size());
  return true;
}

struct Marks {
  std::string_view after_year, after_month, after_day;
};
constexpr Marks kMarks[] = {{"-", "-", ""}, {"/", "/", ""}, {".", ".", ""}, {"年", "月", "日"}, {"年", "月", "号"}};

std::optional<Date> parse(std::string_view text, const Marks& marks) {
  const auto year = take_number(text, 4, 4);
  if (!year || !take_mark(text, marks.after_year)) return std::nullopt;
  const auto month = take_number(text, 1, 2);
  if (!month || !take_mark(text, marks.after_month)) return std::nullopt;
  const auto day = take_number(text, 1, 2);
  if (!day || !take_mark(text, marks.after_day) || !text.empty()) return std::nullopt;
  return Date::from_ymd(*year, *month, *day);
}

std::optional<Date> parse_compact(std::string_view text) {
  if (text.size() != 8) return std::nullopt;
  const auto year = take_number(text, 4, 4), month = take_number(text, 2, 2), day = take_number(text, 2, 2);
  if (!year || !month || !day) return std::nullopt;
  return Date::from_ymd(*year, *month, *day);
}

}  // namespace

std::optional<std::string> iso_day(std::string_view text) {
  if (text.size() == 10 && Date::parse(text)) return std::string(text);
  const std::string plain = unicode::fold_width(text);
  std::optional<Date> day = parse_compact(plain);
  for (const Marks& marks : kMarks) {
    if (!day) day = parse(plain, marks);
  }
  return day ? std::optional(day->iso()) : std::nullopt;
}

}  // namespace plumb::feed
