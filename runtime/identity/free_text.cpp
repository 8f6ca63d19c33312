#include "runtime/identity/free_text.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <vector>

#include "compiler/base/date.hpp"
#include "compiler/base/unicode.hpp"
#include "runtime/identity/check_digit.hpp"
#include "runtime/identity/form.hpp"
#include "runtime/identity/normal_form.hpp"
#include "runtime/identity/number_writing.hpp"
#include "runtime/identity/repeat.hpp"

namespace plumb::identity {

namespace {

constexpr size_t kOld = 15, kNew = 18;  // places of resident numbers
constexpr size_t kFewestOfCard = 16, kMostOfCard = 19;
constexpr size_t kWidestGap = 3;   // characters between two groups of one number
constexpr size_t kWordReach = 12;  // characters between a word for a document and its number

// A run of letters and digits: [begin, end) in the text.
struct Token {
  size_t begin = 0, end = 0;
  bool joined = false;  // only spaces and hyphens stand between it and the one before
  bool parted = false;  // or other signs that may part the groups of a number
  // The groups of a day, an amount or a telephone number to which it belongs: [first, last].
  std::optional<std::pair<size_t, size_t>> unit;
  size_t size() const { return end - begin; }
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return c >= 'A' && c <= 'Z'; }

bool are_digits(std::string_view text) { return std::all_of(text.begin(), text.end(), is_digit); }

// The check digit of bank cards (ISO/IEC 7812-1, annex B).
bool card_check_holds(std::string_view digits) {
  int sum = 0;
  for (size_t i = 0; i < digits.size(); ++i) {
    const int value = digits[digits.size() - 1 - i] - '0';
    sum += i % 2 == 0 ? value : value * 2 / 10 + value * 2 % 10;
  }
  return sum % 10 == 0;
}

// The first two places of a resident number: a province (GB/T 2260), or one of the codes of residence permits.
bool is_province(std::string_view id) {
  constexpr std::string_view kProvinces = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 91";
  return kProvinces.find(id.substr(0, 2)) != std::string_view::npos;
}

class Hiding {
 public:
  Hiding(std::u32string text, std::string_view asked) : text_(std::move(text)), asked_(asked) {
    folded_.reserve(text_.size());
    for (const char32_t c : text_) folded_.push_back(number_character(c));
    fold_numerals();
    cut_up();
    mark_units();
  }

  std::string hide() {
    for (size_t i = 0; i < tokens_.size(); ++i) {
      const Token& token = tokens_[i];
      if (token.size() >= kOld) {
        if (!is_asked(characters(i, i))) hide_long(token);
        continue;
      }
      hide_groups_from(i);
      hide_document(i);
    }
    std::string out;
    for (const char32_t c : text_) unicode::append(out, c);
    return out;
  }

 private:
  std::u32string_view between(size_t begin, size_t end) const { return std::u32string_view(text_).substr(begin, end - begin); }

  // Chinese numerals become digits where they and the digits among them are as many as a resident number has; elsewhere they are words.
  void fold_numerals() {
    std::vector<size_t> numerals;  // of this run of groups
    size_t digits = 0, gap = 0;
    const auto end_run = [&] {
      const bool is_number = numerals.size() + digits >= kOld && (numerals.size() > 1 || digits < kOld);
      for (const size_t at : numerals) folded_[at] = is_number ? chinese_numeral(text_[at]) : '\0';
      numerals.clear();
      digits = gap = 0;
    };
    for (size_t at = 0; at < text_.size(); ++at) {
      if (is_digit(folded_[at])) {
        ++digits;
        gap = 0;
      } else if (chinese_numeral(text_[at]) != '\0') {
        numerals.push_back(at);
        gap = 0;
      } else if (++gap > kWidestGap || !may_part_groups(text_[at])) {
        end_run();
      }
    }
    end_run();
  }

  void cut_up() {
    for (size_t begin = 0; begin < folded_.size();) {
      size_t end = begin;
      while (end < folded_.size() && folded_[end] != '\0') ++end;
      if (begin < end) {
        const std::u32string_view gap = tokens_.empty() ? std::u32string_view() : between(tokens_.back().end, begin);
        const bool near = !tokens_.empty() && gap.size() <= kWidestGap;
        const bool joined = near && std::all_of(gap.begin(), gap.end(), [](char32_t c) { return is_space(c) || is_hyphen(c); });
        tokens_.push_back({begin, end, joined, near && std::all_of(gap.begin(), gap.end(), may_part_groups), {}});
      }
      begin = end + 1;
    }
  }

  std::string_view token(size_t i) const { return std::string_view(folded_).substr(tokens_[i].begin, tokens_[i].size()); }
  // The groups `first` to `last` without what stands between them.
  std::string characters(size_t first, size_t last) const {
    std::string out;
    for (size_t i = first; i <= last; ++i) out += token(i);
    return out;
  }
  bool is_asked(const std::string& id) const { return !asked_.empty() && normalise(id).id == asked_; }

  // Days, amounts and telephone numbers are one thing each, and no number begins or ends within them.
  void mark_units() {
    for (size_t i = 0; i < tokens_.size(); ++i) {
      if (!are_digits(token(i))) continue;
      const size_t last = std::max({last_of_day(i), last_of_amount(i), last_of_telephone(i)});
      if (last == i || tokens_[i].unit) continue;
      for (size_t k = i; k <= last; ++k) tokens_[k].unit = {i, last};
    }
  }
  // 2019-06-10, 2019 06 10, 2019年6月10日.
  size_t last_of_day(size_t i) const {
    if (i + 2 >= tokens_.size() || token(i).size() != 4 || !tokens_[i + 1].parted || !tokens_[i + 2].parted) return i;
    const bool usual = tokens_[i + 1].joined && tokens_[i + 2].joined;
    const bool of_our_time = token(i).starts_with("19") || token(i).starts_with("20");
    std::string day(token(i));
    for (const size_t k : {i + 1, i + 2}) {
      const bool short_form = token(k).size() == 1 && of_our_time;
      if (token(k).size() != 2 && !short_form) return i;
      day.append(short_form ? "-0" : "-").append(token(k));
    }
    return (usual || of_our_time) && Date::parse(day) ? i + 2 : i;
  }
  // 1,234,567.89 and 12.50.
  size_t last_of_amount(size_t i) const {
    const auto follows = [&](size_t k, std::u32string_view signs) {
      return k < tokens_.size() && tokens_[k].begin - tokens_[k - 1].end == 1 && signs.find(text_[tokens_[k].begin - 1]) != std::u32string_view::npos &&
             are_digits(token(k));
    };
    size_t last = i;
    if (token(i).size() <= 3) {
      while (follows(last + 1, U",，") && token(last + 1).size() == 3) ++last;
    }
    const bool chained = i > 0 && follows(i, U".．");
    if (!chained && follows(last + 1, U".．") && token(last + 1).size() <= 2 && !follows(last + 2, U".．")) ++last;
    return last;
  }
  // 0379-67280000.
  size_t last_of_telephone(size_t i) const {
    const bool area = token(i).starts_with('0') && (token(i).size() == 3 || token(i).size() == 4);
    if (!area || i + 1 == tokens_.size() || !tokens_[i + 1].joined || !are_digits(token(i + 1))) return i;
    return token(i + 1).size() == 7 || token(i + 1).size() == 8 ? i + 1 : i;
  }
  bool cuts_a_unit(size_t first, size_t last) const {
    const auto begins = tokens_[first].unit, ends = tokens_[last].unit;
    return (begins && begins->first != first) || (ends && ends->second != last);
  }

  void hide_place(size_t at) { text_[at] = U'*'; }

  // Of a number of these places: the four from the 11th on, of shorter ones those in the middle, as masked_for_display() does.
  void hide_places(const std::vector<size_t>& places) {
    const size_t n = places.size();
    const size_t hidden = n < 9 ? 2 : 4;
    const size_t first = n < kOld ? (n - hidden + 1) / 2 : 10;
    for (size_t i = first; i < first + hidden; ++i) hide_place(places[i]);
  }
  void hide_groups(size_t first, size_t last) {
    std::vector<size_t> places;
    for (size_t i = first; i <= last; ++i) {
      for (size_t at = tokens_[i].begin; at < tokens_[i].end; ++at) places.push_back(at);
    }
    hide_places(places);
  }

  // Places 11 to 14 of each 18, and of every resident number within, wherever it begins.
  void hide_long(const Token& run) {
    for (size_t at = run.begin; at < run.end; ++at) {
      const size_t place = (at - run.begin) % kNew;
      if (place >= 10 && place < 14) hide_place(at);
    }
    if (run.size() == kNew) return;
    for (size_t at = run.begin; at + kNew <= run.end; ++at) {
      if (form(std::string_view(folded_).substr(at, kNew)) != Form::resident_number) continue;
      for (size_t place = at + 10; place < at + 14; ++place) hide_place(place);
    }
  }

  // A number that is written in groups of which this is the first.
  void hide_groups_from(size_t first) {
    size_t length = tokens_[first].size();
    for (size_t last = first + 1; last < tokens_.size() && tokens_[last].parted; ++last) {
      length += tokens_[last].size();
      if (length > kMostOfCard) return;
      if (length < kOld || cuts_a_unit(first, last)) continue;
      const std::string id = characters(first, last);
      const bool identity = (length == kOld || length == kNew) && may_be_identity(id, first, last);
      if ((identity || may_be_card(id, first, last)) && !is_asked(id)) hide_groups(first, last);
    }
  }

  // A bank card's number: in fours as they are printed, or one of 银联 whose check digit holds.
  bool may_be_card(const std::string& id, size_t first, size_t last) const {
    if (id.size() < kFewestOfCard || !are_digits(id)) return false;
    constexpr std::string_view kIssuers = "34569";  // first digits of banks' cards
    const bool domestic = id.starts_with("62");
    bool fours = true, units = false;
    for (size_t i = first; i <= last; ++i) {
      fours = fours && (tokens_[i].size() == 4 || (i == last && tokens_[i].size() < 4));
      units = units || tokens_[i].unit.has_value();
    }
    if (fours) return domestic || (kIssuers.find(id.front()) != std::string_view::npos && card_check_holds(id));
    const bool two_telephones = last == first + 1 && tokens_[first].size() == 8 && tokens_[last].size() == 8;
    return domestic && !units && !two_telephones && card_check_holds(id);
  }

  bool may_be_identity(const std::string& id, size_t first, size_t last) const {
    if (id.find('*') != std::string::npos) return false;
    if (id.size() == kOld) return is_province(id) && normalise(id).changes.extended;
    const Form kind = form(id);
    if (kind == Form::credit_code) return check_digit_holds(id, kind);
    if (!std::all_of(id.begin(), id.end() - 1, is_digit) || !(is_digit(id.back()) || id.back() == 'X') || !is_province(id)) return false;
    // A slip may stand in the day or in the check digit: what is written as people write these numbers is taken for one.
    return kind == Form::resident_number || id.back() == resident_check_digit(id) || is_usual_split(first, last);
  }
  bool is_usual_split(size_t first, size_t last) const {
    std::vector<size_t> sizes;
    for (size_t i = first; i <= last; ++i) sizes.push_back(tokens_[i].size());
    const std::vector<size_t> usual[] = {{6, 8, 4}, {6, 6, 6}, {4, 4, 4, 4, 2}, std::vector<size_t>(6, 3), std::vector<size_t>(kNew, 1)};
    return std::find(std::begin(usual), std::end(usual), sizes) != std::end(usual);
  }

  // Passports, permits and what else is shorter than a resident number.
  void hide_document(size_t i) {
    const std::string_view id = token(i);
    const size_t letters = static_cast<size_t>(std::find_if_not(id.begin(), id.end(), is_letter) - id.begin());
    const std::string_view digits = id.substr(letters);
    if (!std::all_of(digits.begin(), digits.end(), is_digit)) return;
    if (digits.empty()) {
      hide_letters_and_digits(i);
      return;
    }
    const bool document = (is_document(letters, digits.size()) && !id.starts_with("NO")) ||
                          (letters >= 1 && letters <= 2 && digits.size() == 6 && check_in_brackets_follows(tokens_[i].end));
    const bool said = digits.size() >= 5 && id.size() >= 6 && (named_before(tokens_[i].begin) || soldiers(tokens_[i].begin));
    if ((document || said) && !is_asked(std::string(id))) hide_groups(i, i);
  }
  static bool is_document(size_t letters, size_t digits) { return (letters == 1 && digits >= 7 && digits <= 10) || (letters == 2 && digits == 7); }
  // E 12345678, G-12345678: letters in capitals, since “a 10000000” is an amount.
  void hide_letters_and_digits(size_t i) {
    const Token& run = tokens_[i];
    if (i + 1 == tokens_.size() || !tokens_[i + 1].joined) return;
    const std::string_view digits = token(i + 1);
    const bool capitals = std::all_of(text_.begin() + static_cast<std::ptrdiff_t>(run.begin), text_.begin() + static_cast<std::ptrdiff_t>(run.end),
                                      [](char32_t c) { return is_letter(static_cast<char>(unicode::fold_width(c))); });
    if (!capitals || token(i) == "NO" || !std::all_of(digits.begin(), digits.end(), is_digit) || !is_document(run.size(), digits.size())) return;
    if (!is_asked(characters(i, i + 1))) hide_groups(i, i + 1);
  }

  // A123456(7), in brackets of either width.
  bool check_in_brackets_follows(size_t at) const {
    if (at + 2 >= text_.size()) return false;
    const char check = folded_[at + 1];
    return unicode::fold_width(text_[at]) == '(' && (is_digit(check) || check == 'A') && unicode::fold_width(text_[at + 2]) == ')';
  }

  bool named_before(size_t at) const {
    constexpr std::u32string_view kWords[] = {U"护照",   U"通行证", U"居住证", U"居民证", U"身份证",   U"军官证",   U"士兵证",  U"警官证",
                                              U"台胞证", U"回乡证", U"旅行证", U"证件号", U"passport", U"Passport", U"PASSPORT"};
    constexpr std::u32string_view kEnds = U"。；;，,、\n";
    const size_t from = at < kWordReach ? 0 : at - kWordReach;
    std::u32string_view before = std::u32string_view(text_).substr(from, at - from);
    if (const size_t end = before.find_last_of(kEnds); end != std::u32string_view::npos) before.remove_prefix(end + 1);
    return std::any_of(std::begin(kWords), std::end(kWords), [&](std::u32string_view word) { return before.find(word) != std::u32string_view::npos; });
  }
  // 军字第1234567号; of a case number the sign before 字第 is another.
  bool soldiers(size_t at) const {
    constexpr std::u32string_view kSigns[] = {U"军字第", U"士字第", U"兵字第", U"文字第"};
    const std::u32string_view before = std::u32string_view(text_).substr(0, at);
    return std::any_of(std::begin(kSigns), std::end(kSigns), [&](std::u32string_view sign) { return before.ends_with(sign); });
  }

  std::u32string text_;
  std::string folded_;  // a byte for each character of the text as it came
  std::string_view asked_;
  std::vector<Token> tokens_;
};

}  // namespace

std::string numbers_hidden(std::string_view text, std::string_view asked) {
  std::u32string characters;
  size_t digits = 0, numerals = 0, run = 0, longest = 0;
  characters.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const unicode::Decoded decoded = unicode::decode(text, at);
    if (decoded.length == 0) return "***";
    characters.push_back(decoded.code_point);
    const char folded = number_character(decoded.code_point);
    digits += is_digit(folded) ? 1 : 0;
    numerals += folded == '\0' && chinese_numeral(decoded.code_point) != '\0' ? 1 : 0;
    run = folded == '\0' ? 0 : run + 1;
    longest = std::max(longest, run);
    at += decoded.length;
  }
  // As most texts come: nothing in them is long enough.
  constexpr size_t kFewestDigits = 5;
  if (digits < kFewestDigits && longest < kOld && digits + numerals < kOld) return std::string(text);
  return Hiding(std::move(characters), asked).hide();
}

}  // namespace plumb::identity
