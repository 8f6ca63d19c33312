#include "runtime/feed/case_number.hpp"

#include <algorithm>

#include "compiler/base/unicode.hpp"
#include "runtime/identity/normal_form.hpp"

namespace plumb::feed {

namespace {

constexpr std::u32string_view kOpening = U"(（〔[［【﹝﹙〖";
constexpr std::u32string_view kClosing = U")）〕]］】﹞﹚〗";

}  // namespace

std::string canonical_case_number(std::string_view text) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const unicode::Decoded decoded = unicode::decode(text, at);
    if (decoded.length == 0) {
      out.push_back(text[at++]);
      continue;
    }
    at += decoded.length;
    const char32_t c = decoded.code_point;
    if (identity::is_space(c)) continue;
    if (kOpening.find(c) != std::u32string_view::npos) {
      out += "（";
    } else if (kClosing.find(c) != std::u32string_view::npos) {
      out += "）";
    } else {
      unicode::append(out, identity::is_hyphen(c) ? U'-' : unicode::fold_width(c));
    }
  }
  return out;
}

bool is_usual_case_number(std::string_view canonical) {
  constexpr std::string_view kOpen = "（", kClose = "）", kNumber = "号";
  if (!canonical.starts_with(kOpen)) return false;
  canonical.remove_prefix(kOpen.size());
  const std::string_view year = canonical.substr(0, 4);
  if (year.size() != 4 || !std::all_of(year.begin(), year.end(), [](char c) { return c >= '0' && c <= '9'; })) return false;
  return (year.starts_with("19") || year.starts_with("20")) && canonical.substr(4).starts_with(kClose) && canonical.find(kNumber) != std::string_view::npos;
}

bool names_a_case(std::string_view text) {
  // Most identifiers are digits and letters.
  const bool may = std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  return may && is_usual_case_number(canonical_case_number(text));
}

}  // namespace plumb::feed
