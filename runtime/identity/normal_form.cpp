#include "runtime/identity/normal_form.hpp"

#include <algorithm>

#include "compiler/base/unicode.hpp"
#include "runtime/identity/check_digit.hpp"
#include "runtime/identity/form.hpp"

namespace plumb::identity {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_code_character(char c) { return is_digit(c) || (c >= 'A' && c <= 'Z'); }

// Eight places, a hyphen, the check character: GB 11714 as it is written.
bool is_organisation_code(std::string_view id) {
  return id.size() == 10 && id[8] == '-' && std::all_of(id.begin(), id.begin() + 8, is_code_character) && is_code_character(id[9]);
}

// The same without its hyphen: eight digits and the check character that they call for. Codes with letters are left alone, since
// passport numbers look like them.
bool is_bare_organisation_code(std::string_view id) {
  return id.size() == 9 && std::all_of(id.begin(), id.begin() + 8, is_digit) && id[8] == organisation_check_digit(id);
}

bool is_old_resident_number(std::string_view id) {
  return id.size() == 15 && std::all_of(id.begin(), id.end(), is_digit) && id[0] != '0' && id[0] != '9' &&
         Date::parse("19" + std::string(id.substr(6, 2)) + "-" + std::string(id.substr(8, 2)) + "-" + std::string(id.substr(10, 2))).has_value();
}

void complete(NormalForm& form) {
  if (is_bare_organisation_code(form.id)) {
    form.id.insert(8, "-");
    form.changes.separators = true;
  }
  if (!is_old_resident_number(form.id)) return;
  form.id.insert(6, "19");
  form.id.push_back(resident_check_digit(form.id));
  form.changes.extended = true;
}

}  // namespace

bool is_space(char32_t c) {
  const bool is_usual = (c > ' ' && c < 0x7F) || (c > 0x3164 && c < 0xFEFF);  // as nearly all are
  if (is_usual) return false;
  return c == ' ' || (c >= 0x09 && c <= 0x0D) || c == 0x85 || c == 0xA0 || c == 0x1680 || c == 0x180E || (c >= 0x2000 && c <= 0x200F) ||
         (c >= 0x2028 && c <= 0x202F) || c == 0x205F || c == 0x2060 || (c >= 0x2066 && c <= 0x2069) || c == 0x2800 || c == 0x3000 || c == 0x3164 ||
         c == 0xFEFF || c == 0xFFA0;
}

bool is_hyphen(char32_t c) {
  return c == '-' || c == 0xAD || (c >= 0x2010 && c <= 0x2015) || c == 0x2043 || c == 0x2212 || c == 0xFE58 || c == 0xFE63 || c == 0xFF0D;
}

NormalForm normalise(std::string_view text) {
  NormalForm result;
  const auto is_normal = [](char c) { return is_code_character(c) || c == '*'; };
  if (std::all_of(text.begin(), text.end(), is_normal)) {  // as nearly all come; the rest of this function is slow
    result.id = text;
    complete(result);
    return result;
  }
  std::string hyphenated;  // as `result.id`, with hyphens kept in one form
  size_t hyphens = 0;
  for (size_t offset = 0; offset < text.size();) {
    const unicode::Decoded decoded = unicode::decode(text, offset);
    if (decoded.length == 0) {  // not reached with valid UTF-8; kept, so that nothing is lost silently
      hyphenated.push_back(text[offset++]);
      continue;
    }
    offset += decoded.length;
    const char32_t original = decoded.code_point;
    if (is_space(original)) {
      result.changes.separators = true;
      continue;
    }
    if (is_hyphen(original)) {
      ++hyphens;
      hyphenated.push_back('-');
      continue;
    }
    char32_t c = unicode::fold_width(original);
    if (c == 0x2217 || c == 0xFE61) c = '*';  // other asterisks that masked lists use
    if (c != original) result.changes.width = true;
    if (c >= 'a' && c <= 'z') {
      c = c - 'a' + 'A';
      result.changes.letter_case = true;
    }
    unicode::append(hyphenated, c);
  }
  if (hyphens == 0) {
    result.id = std::move(hyphenated);
  } else if (is_organisation_code(hyphenated)) {
    result.id = std::move(hyphenated);
    result.changes.separators = result.changes.separators || text.find('-') == std::string_view::npos;
  } else {
    hyphenated.erase(std::remove(hyphenated.begin(), hyphenated.end(), '-'), hyphenated.end());
    result.id = std::move(hyphenated);
    result.changes.separators = true;
  }
  complete(result);
  return result;
}

}  // namespace plumb::identity
