#include "runtime/identity/form.hpp"

#include <algorithm>
#include <string>

#include "runtime/identity/check_digit.hpp"

namespace plumb::identity {

namespace {

constexpr size_t kFullLength = 18;
constexpr int kFirstYear = 1800;
constexpr int kLastYear = 2099;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_digit_or_hidden(char c) { return is_digit(c) || c == '*'; }

bool shows(std::string_view places, int value) {
  for (size_t i = places.size(); i-- > 0; value /= 10) {
    if (places[i] != '*' && places[i] != static_cast<char>('0' + value % 10)) return false;
  }
  return true;
}

// The first day, in the order asked for, that the eight places YYYYMMDD allow ('*' hides one), or nothing.
enum class Order : uint8_t { earliest, latest };

std::optional<Date> allowed_day(std::string_view places, Order order) {
  const auto nth = [&](int first, int last, int n) { return order == Order::earliest ? first + n : last - n; };
  for (int y = 0; y <= kLastYear - kFirstYear; ++y) {
    const int year = nth(kFirstYear, kLastYear, y);
    if (!shows(places.substr(0, 4), year)) continue;
    for (int m = 0; m < 12; ++m) {
      const int month = nth(1, 12, m);
      if (!shows(places.substr(4, 2), month)) continue;
      for (int d = 0; d < 31; ++d) {
        const int day = nth(1, 31, d);
        if (!shows(places.substr(6, 2), day)) continue;
        if (const auto date = Date::from_ymd(year, month, day)) return date;
      }
    }
  }
  return std::nullopt;
}

// As allowed_day, without the search where no place is hidden: this is on the way of every imported row.
std::optional<Date> birth_day(std::string_view places, Order order) {
  if (places.find('*') != std::string_view::npos) return allowed_day(places, order);
  const auto number = [&](size_t at, size_t count) {
    int value = 0;
    for (const char c : places.substr(at, count)) value = value * 10 + (c - '0');
    return value;
  };
  const int year = number(0, 4);
  return kFirstYear <= year && year <= kLastYear ? Date::from_ymd(year, number(4, 2), number(6, 2)) : std::nullopt;
}

bool is_resident_shape(std::string_view id) {
  if (id.size() != kFullLength || !std::all_of(id.begin(), id.begin() + 17, is_digit_or_hidden)) return false;
  if (!is_digit_or_hidden(id[17]) && id[17] != 'X') return false;
  return id[0] != '0' && id[0] != '9';
}

bool is_credit_shape(std::string_view id) {
  if (id.size() != kFullLength) return false;
  const std::string_view alphabet = credit_code_alphabet();
  for (size_t i = 0; i < kFullLength; ++i) {
    if (id[i] == '*') continue;
    if (alphabet.find(id[i]) == std::string_view::npos) return false;
    if (i >= 2 && i < 8 && !is_digit(id[i])) return false;
  }
  constexpr std::string_view kAuthorities = "123456789ANY*";
  return kAuthorities.find(id[0]) != std::string_view::npos && (id[1] == '*' || (is_digit(id[1]) && id[1] != '0'));
}

bool shows_century(std::string_view id) {
  const std::string_view century = id.substr(6, 2);
  return century == "18" || century == "19" || century == "20";
}

Form form_by_places(std::string_view id) {
  if (is_resident_shape(id)) {
    if (birth_day(id.substr(6, 8), Order::latest)) return Form::resident_number;
    if (shows_century(id)) {
      const bool vouched = id.find('*') == std::string_view::npos && is_credit_shape(id) && id.back() == credit_check_digit(id);
      return vouched ? Form::credit_code : Form::other;
    }
  }
  return is_credit_shape(id) ? Form::credit_code : Form::other;
}

}  // namespace

Form form(std::string_view id) {
  if (id.find('*') != std::string_view::npos) return Form::masked;
  if (id.size() == 10 && id[8] == '-') return Form::organisation_code;
  return form_by_places(id);
}

Form apparent_form(std::string_view id) {
  const Form full = form(id);
  return full == Form::masked ? form_by_places(id) : full;
}

std::optional<PartyKind> kind_by_form(std::string_view id) {
  switch (apparent_form(id)) {
    case Form::resident_number:
      return PartyKind::person;
    case Form::credit_code:
      return PartyKind::organisation;
    case Form::organisation_code:
    case Form::masked:
    case Form::other:
      return std::nullopt;
  }
  return std::nullopt;
}

bool is_misshapen(std::string_view id, Form form) {
  constexpr size_t kShortest = 15;
  constexpr size_t kLongest = 20;
  if (form != Form::other || id.size() < kShortest || id.size() > kLongest) return false;
  return std::all_of(id.begin(), id.end(), [](char c) { return is_digit(c) || (c >= 'A' && c <= 'Z'); });
}

std::optional<Date> date_of_birth(std::string_view id) {
  if (form(id) != Form::resident_number) return std::nullopt;
  return birth_day(id.substr(6, 8), Order::latest);
}

bool was_minor_on(std::string_view id, Date day) {
  if (apparent_form(id) != Form::resident_number) return false;
  // With hidden places the oldest bearer that the number allows decides: unless even that one was a minor, it is not known.
  const std::optional<Date> earliest = birth_day(id.substr(6, 8), Order::earliest);
  if (!earliest) return false;
  const Date::Ymd born = earliest->ymd();
  const Date::Ymd on = day.ymd();
  const bool birthday_reached = on.month > born.month || (on.month == born.month && on.day >= born.day);
  return on.year - born.year - (birthday_reached ? 0 : 1) < 18;
}

}  // namespace plumb::identity
