#include "runtime/registry/journal/person_named.hpp"

#include <algorithm>

#include "compiler/base/unicode.hpp"
#include "runtime/identity/erased.hpp"
#include "runtime/identity/form.hpp"
#include "runtime/identity/mask.hpp"
#include "runtime/identity/name.hpp"
#include "runtime/identity/number_writing.hpp"

namespace plumb::registry::journal {

namespace {

bool holds_any(const std::string& text, const std::vector<std::string>& parts) {
  return std::any_of(parts.begin(), parts.end(), [&](const std::string& part) { return text.find(part) != std::string::npos; });
}

}  // namespace

std::vector<std::string> spellings_of(const std::string& id) {
  if (identity::is_masked(id) || identity::is_erased_mark(id)) return {};
  std::vector<std::string> found{identity::places_of_numbers(id)};
  if (identity::form(id) == identity::Form::resident_number) found.push_back(id.substr(0, 6) + id.substr(8, 9));
  return found;
}

std::string signs_of(std::string_view text) {
  constexpr std::string_view kDot = "·";
  std::string signs = identity::normalise_name(text);
  std::erase_if(signs, [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; });
  for (size_t at = signs.find(kDot); at != std::string::npos; at = signs.find(kDot, at)) signs.erase(at, kDot.size());
  return signs;
}

void add_name(Person& person, std::string_view name) {
  std::string signs = signs_of(name);
  if (unicode::length(signs) < 2 || std::find(person.names.begin(), person.names.end(), signs) != person.names.end()) return;
  person.names.push_back(std::move(signs));
}

bool holds_number(const Person& person, std::string_view text) { return holds_any(identity::places_of_numbers(text), person.numbers); }

bool holds_name(const Person& person, std::string_view text) { return holds_any(signs_of(text), person.names); }

}  // namespace plumb::registry::journal
