#include "runtime/registry/journal/named_texts.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "compiler/base/unicode.hpp"
#include "runtime/identity/name.hpp"
#include "runtime/identity/number_writing.hpp"
#include "runtime/lifecycle/step.hpp"
#include "runtime/registry/journal/chain.hpp"

namespace plumb::registry::journal {

namespace {

bool is_among(const Target::Values& values, const std::string& field) {
  return std::any_of(values.begin(), values.end(), [&](const auto& value) { return value.first == field; });
}

bool holds_any(const std::string& text, const std::vector<std::string>& parts) {
  return std::any_of(parts.begin(), parts.end(), [&](const std::string& part) { return text.find(part) != std::string::npos; });
}

// A name or a text that may hold one, without what people put between the signs of a name and leave out again (张　三, 欧阳·震华).
std::string signs_of(std::string_view text) {
  constexpr std::string_view kDot = "·";
  std::string signs = identity::normalise_name(text);
  std::erase_if(signs, [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; });
  for (size_t at = signs.find(kDot); at != std::string::npos; at = signs.find(kDot, at)) signs.erase(at, kDot.size());
  return signs;
}

std::vector<std::string> names_in(const std::vector<Target>& targets) {
  std::set<std::string> names;
  for (const Target& target : targets) {
    for (const auto& [field, value] : target.values) {
      if (field != "name") continue;
      // One sign stands in too many words.
      if (std::string signs = signs_of(value); unicode::length(signs) > 1) names.insert(std::move(signs));
    }
  }
  return {names.begin(), names.end()};
}

// Whom a text must hold to name the person.
struct Person {
  const std::vector<std::string>& numbers;
  std::vector<std::string> names;
};

// Who took a step that is the party's to take is the party, or somebody for it. A court stays all the same: it wrote the step down, or has a name
// that begins like the person's (高明, 高明区人民法院).
Result<bool> names_person(Database& database, const Target& target, const std::string& field, const std::string& text, const Person& person) {
  if (holds_any(identity::places_of_numbers(text), person.numbers)) return true;
  const bool named = holds_any(signs_of(text), person.names);
  if (field != "by_whom") return named;
  const auto step = lifecycle::find_step(target.step);
  if (!named && !(step && lifecycle::word(*step).actor == lifecycle::Actor::party)) return false;
  const auto court = database.text("SELECT 1 FROM entries WHERE court = ? LIMIT 1", {text});
  return court ? Result<bool>(!court->has_value()) : court.error();
}

using RowName = std::pair<std::string, int64_t>;  // a table's, and its number there

// What the journal says of the rows whose texts may name the person.
Result<std::map<RowName, Digest>> said_of(Database& database, const std::vector<Target>& targets) {
  std::map<int64_t, std::set<RowName>> by_revision;
  for (const Target& target : targets) {
    if (target.may_name) by_revision[target.revision].insert({target.subject->name, target.row});
  }
  std::map<RowName, Digest> said;
  for (const auto& [revision, rows] : by_revision) {
    const auto told = each_added(database, revision, [&, &asked = rows](const Link& link) {
      RowName name{std::string(link.subject), link.row};
      if (asked.contains(name)) said[std::move(name)] = link.content;
    });
    if (!told) return told.error();
  }
  return said;
}

}  // namespace

bool Target::goes(const Field& field) const { return field.personal && (!field.may_name || is_among(named, field.name)); }

std::optional<std::string> Target::in_place_of(const std::string& field) const {
  if (subject->name == "findings" && field == "detail") return "{}";
  const bool needed = (subject->name == "identifiers" && field == "id") || (subject->name == "findings" && field == "subject");
  return needed || is_among(named, field) ? std::optional(erased_text(row)) : std::nullopt;
}

Result<void> keep_what_names_nobody(Database& database, const std::vector<std::string>& numbers, std::vector<Target>& targets) {
  const Person person{numbers, names_in(targets)};
  for (Target& target : targets) {
    Target::Values going;
    for (auto& [field, text] : target.named) {
      const auto found = names_person(database, target, field, text, person);
      if (!found) return found.error();
      if (*found) going.emplace_back(field, std::move(text));
    }
    target.named = std::move(going);
  }
  return {};
}

Result<void> bind_anew(Database& database, std::vector<Target>& targets) {
  const auto said = said_of(database, targets);
  if (!said) return said.error();
  static const Erasures kNone;
  for (Target& target : targets) {
    const auto bound = said->find({target.subject->name, target.row});
    if (bound == said->end()) continue;
    auto stored = StoredRows::open_at(database, *target.subject, kNone, target.row);
    if (!stored) return stored.error();
    const bool as_text = stored->here()->content != bound->second;
    if (as_text && (target.named.empty() || stored->content_before_5() != bound->second)) continue;
    std::map<std::string, std::optional<std::string>> left;
    for (const Target::Values* values : {&target.values, &target.named}) {
      for (const auto& [field, value] : *values) left[field] = target.in_place_of(field);
    }
    target.left = stored->content_left(left);
  }
  return {};
}

}  // namespace plumb::registry::journal
