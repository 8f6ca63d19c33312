#include "compiler/syntax/literals.hpp"

#include <array>
#include <charconv>

#include "compiler/base/unicode.hpp"

namespace plumb::syntax {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Multiplies a spelled number by 10^places by moving its point.
std::string shifted(std::string_view number, int places) {
  const size_t point = std::min(number.find('.'), number.size());
  std::string whole(number.substr(0, point));
  std::string fraction(point < number.size() ? number.substr(point + 1) : std::string_view());
  while (!fraction.empty() && fraction.back() == '0') fraction.pop_back();
  for (; places > 0; --places) {
    whole += fraction.empty() ? '0' : fraction.front();
    if (!fraction.empty()) fraction.erase(0, 1);
  }
  for (; places < 0; ++places) {
    fraction.insert(fraction.begin(), whole.empty() ? '0' : whole.back());
    if (!whole.empty()) whole.pop_back();
  }
  if (whole.empty()) whole = "0";
  return fraction.empty() ? whole : whole + "." + fraction;
}

size_t fraction_digits(std::string_view number) {
  const size_t point = number.find('.');
  if (point == std::string_view::npos) return 0;
  size_t count = number.size() - point - 1;
  while (count > 0 && number[point + count] == '0') --count;
  return count;
}

}  // namespace

Read<Date> read_date(std::string_view spelling) {
  const std::string folded = unicode::fold_width(spelling);
  std::array<int64_t, 3> parts{};
  size_t count = 0;
  for (size_t at = 0; at < folded.size();) {
    if (!is_digit(folded[at])) {
      ++at;
      continue;
    }
    size_t end = at;
    while (end < folded.size() && is_digit(folded[end])) ++end;
    const Read<int64_t> part = read_integer(std::string_view(folded).substr(at, end - at));
    if (part.fault != Fault::none || part.value > 9999) return {{}, Fault::no_such_date};
    if (count < parts.size()) parts[count] = part.value;
    ++count;
    at = end;
  }
  const bool chinese = folded.find("年") != std::string::npos;
  if (count < 3 || (chinese && !folded.ends_with("日") && !folded.ends_with("号"))) return {{}, Fault::incomplete};
  const std::optional<Date> date = Date::from_ymd(static_cast<int>(parts[0]), static_cast<int>(parts[1]), static_cast<int>(parts[2]));
  if (!date) return {{}, Fault::no_such_date};
  return {*date, Fault::none};
}

Read<int64_t> read_integer(std::string_view digits) {
  int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{} || end != digits.data() + digits.size()) return {0, Fault::too_large};
  return {value, Fault::none};
}

Read<Decimal> read_decimal(std::string_view number) {
  if (fraction_digits(number) > Decimal::kFractionDigits) return {{}, Fault::too_many_digits};
  const std::optional<Decimal> value = Decimal::parse(shifted(number, 0));
  if (!value) return {{}, Fault::too_large};
  return {*value, Fault::none};
}

Read<Money> read_money(std::string_view number, int64_t scale) {
  int places = 0;
  for (int64_t left = scale; left > 1; left /= 10) ++places;
  const std::string yuan = shifted(number, places);
  if (fraction_digits(yuan) > 2) return {{}, Fault::too_many_digits};
  const std::optional<Money> value = Money::parse(yuan);
  if (!value) return {{}, Fault::too_large};
  return {*value, Fault::none};
}

Read<Decimal> read_percentage(std::string_view number) { return read_decimal(shifted(number, -2)); }

std::string_view unquoted(std::string_view spelling) {
  if (spelling.size() < 2) return spelling;
  const auto width = [](char byte) { return static_cast<uint8_t>(byte) < 0x80 ? size_t{1} : size_t{3}; };
  const size_t opening = width(spelling.front());
  const size_t closing = spelling.back() == '"' ? 1 : 3;
  if (spelling.size() < opening + closing) return {};
  return spelling.substr(opening, spelling.size() - opening - closing);
}

std::string canonical_clause(std::string_view clause) {
  static constexpr std::string_view kNumerals[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "百", "零", "〇"};
  const std::string folded = unicode::fold_width(clause);
  std::string out;
  for (size_t at = 0; at < folded.size();) {
    const char c = folded[at];
    if (c == ' ' || c == '\t') {
      ++at;
    } else if (c == '(') {
      out += "（";
      ++at;
    } else if (c == ')') {
      out += "）";
      ++at;
    } else if (is_digit(c)) {
      out += c;
      ++at;
      if (at < folded.size() && folded[at] == '.') ++at;
    } else {
      const std::string_view letter = std::string_view(folded).substr(at, 3);
      bool numeral = false;
      for (std::string_view known : kNumerals) numeral = numeral || letter == known;
      const bool mark = letter == "、" || letter == "．";
      if (!numeral && !mark) {
        // Not a clause number: left as it was written.
        size_t begin = 0, end = clause.size();
        while (begin < end && clause[begin] == ' ') ++begin;
        while (end > begin && clause[end - 1] == ' ') --end;
        return std::string(clause.substr(begin, end - begin));
      }
      if (numeral) out += letter;
      at += 3;
    }
  }
  return out;
}

}  // namespace plumb::syntax
