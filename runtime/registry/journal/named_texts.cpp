#include "runtime/registry/journal/named_texts.hpp"

#include <map>
#include <set>
#include <tuple>

#include "runtime/identity/form.hpp"
#include "runtime/lifecycle/step.hpp"
#include "runtime/registry/journal/chain.hpp"
#include "runtime/registry/journal/kept_texts.hpp"
#include "runtime/registry/journal/person_named.hpp"

namespace plumb::registry::journal {

namespace {

// A row about two is bound anew when the first of them is erased, and not again: what names the other goes with it. An organisation is nobody's own.
Result<Person> with_the_other(Database& database, const Target& target, Person person) {
  auto rows = database.prepare(
      "SELECT i.id, t.name FROM reviews r JOIN identifiers i ON i.number IN (r.party_a, r.party_b) LEFT JOIN (SELECT party, name FROM parties "
      "WHERE row IN (SELECT live_party(party_a) FROM reviews WHERE row = ?1 UNION SELECT live_party(party_b) FROM reviews WHERE row = ?1) UNION ALL "
      "SELECT party, name FROM entries WHERE revision_to IS NULL) t ON t.party = i.number WHERE r.row = ?1");
  if (!rows) return rows.error();
  rows->bind(1, target.row);
  int status = rows->step();
  for (; status == SQLITE_ROW; status = rows->step()) {
    const std::string id(rows->text(0));
    if (identity::kind_by_form(id) == PartyKind::organisation) continue;
    for (std::string& spelt : spellings_of(id)) person.numbers.push_back(std::move(spelt));
    add_name(person, rows->text(1));
  }
  if (status != SQLITE_DONE) return database.error();
  return person;
}

// Who took a step that is the party's to take is the party, or somebody for it. A court stays all the same: it wrote the step down, or has a name
// that begins like the person's (高明, 高明区人民法院).
Result<bool> names_person(Database& database, const Target& target, const std::string& field, const std::string& text, const Person& person) {
  if (holds_number(person, text)) return true;
  const bool named = holds_name(person, text);
  if (field != "by_whom") return named;
  const auto step = lifecycle::find_step(target.step);
  if (!named && !(step && lifecycle::word(*step).actor == lifecycle::Actor::party)) return false;
  const auto court = is_court(database, text);
  return court ? Result<bool>(!*court) : court;
}

using RowName = std::pair<std::string, int64_t>;  // a table's, and its number there

// What the journal says of the rows whose texts may name the person.
Result<std::map<RowName, Digest>> said_of(Database& database, const std::vector<Target>& targets) {
  std::map<int64_t, std::set<RowName>> by_revision;
  for (const Target& target : targets) {
    if (target.may_stay) by_revision[target.revision].insert({target.subject->name, target.row});
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

// By what a row is bound anew of which the journal says this; nothing where it need not be, or cannot.
Result<std::optional<Digest>> left_of(Database& database, const Erasures& erasures, const Digest& bound, Target& target) {
  auto stored = StoredRows::open_at(database, *target.subject, erasures, target.row);
  if (!stored) return stored.error();
  if (stored->here()->bound_anew) {
    target.only_anew = true;
    return std::optional<Digest>();
  }
  const bool as_text = stored->here()->content != bound;
  if (as_text && ((target.named.empty() && !target.word_stays) || stored->content_as_before() != bound)) return std::optional<Digest>();
  std::map<std::string, std::optional<std::string>> left;
  for (const Target::Values* values : {&target.values, &target.named}) {
    for (const auto& [field, value] : *values) left[field] = target.in_place_of(field);
  }
  return std::optional(stored->content_left(left));
}

}  // namespace

Result<void> keep_what_names_nobody(Database& database, const Person& person, std::vector<Target>& targets) {
  // Subject, field and text → the first row that has it: no other text of that field has the mark.
  std::map<std::tuple<const Subject*, std::string, std::string>, int64_t> first;
  for (Target& target : targets) {
    Target::Values going;
    const auto meant = target.subject->name == "reviews" ? with_the_other(database, target, person) : Result<Person>(person);
    if (!meant) return meant.error();
    for (auto& [field, text] : target.named) {
      const auto found = names_person(database, target, field, text, *meant);
      if (!found) return found.error();
      if (!*found) continue;
      target.instead[field] = erased_text(first.emplace(std::tuple(target.subject, field, text), target.row).first->second);
      going.emplace_back(field, std::move(text));
    }
    target.named = std::move(going);
  }
  return {};
}

Result<void> bind_anew(Database& database, std::vector<Target>& targets) {
  const auto said = said_of(database, targets);
  if (!said) return said.error();
  const auto erasures = read_erasures(database);
  if (!erasures) return erasures.error();
  for (Target& target : targets) {
    const auto bound = said->find({target.subject->name, target.row});
    auto left = bound == said->end() ? Result<std::optional<Digest>>(std::nullopt) : left_of(database, *erasures, bound->second, target);
    if (!left) return left.error();
    target.left = *left;
    if (target.left || !target.only_anew) continue;
    target.values.clear();
    target.named.clear();
  }
  return {};
}

}  // namespace plumb::registry::journal
