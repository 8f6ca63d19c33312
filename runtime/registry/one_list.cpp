#include "runtime/registry/one_list.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "runtime/facts/removal_ground.hpp"
#include "runtime/registry/one_party.hpp"

namespace plumb::registry {

namespace {

using facts::Entry;
using Principals = std::unordered_map<std::string, std::string>;  // by each identifier of a bound party

// Of the bound parties of which the list holds anything.
Result<Principals> principals(Database& database, const List& list) {
  std::unordered_set<std::string_view> met;
  for (const Entry& entry : list.entries) met.insert(entry.party);
  for (const lifecycle::Event& event : list.events) met.insert(event.party);
  for (const facts::Permit& permit : list.permits) met.insert(permit.party);
  for (const facts::Retention& retention : list.retentions) met.insert(retention.party);
  const auto groups = bound_parties(database);
  if (!groups) return groups.error();
  Principals out;
  for (const auto& group : *groups) {
    if (std::none_of(group.begin(), group.end(), [&](const auto& one) { return met.contains(one.second); })) continue;
    auto party = one_party(database, group.front().second, kNow);
    if (!party) return party.error();
    for (const auto& [number, id] : group) out.emplace(id, party->principal);
  }
  return out;
}

using Day = std::optional<Date>;
Day earlier(const Day& a, const Day& b) { return a && b ? std::min(*a, *b) : a ? a : b; }

// Two entries that are one: first the days, then the texts of which the first that says anything counts.
class Merging {
 public:
  // `of`: the entry that stands, and takes the other's words where it has none.
  explicit Merging(Entry& of) : entry_(of) {}

  void take(const Entry& other) {
    days(other);
    texts(other);
    entry_.publishable = entry_.publishable && other.publishable;
    entry_.responsible.insert(entry_.responsible.end(), other.responsible.begin(), other.responsible.end());
    std::sort(entry_.responsible.begin(), entry_.responsible.end());
    entry_.responsible.erase(std::unique(entry_.responsible.begin(), entry_.responsible.end()), entry_.responsible.end());
    younger(other.age);
  }

 private:
  void days(const Entry& other) {
    // What the court ended under one document it must end under the other: from then on the term is over, and it is not shown.
    Day ended;
    if (entry_.removed_on.has_value() != other.removed_on.has_value()) ended = earlier(entry_.removed_on, other.removed_on);
    entry_.expires_on = earlier(earlier(entry_.expires_on, other.expires_on), ended);
    entry_.ground_on = earlier(earlier(entry_.ground_on, other.ground_on), ended);
    if (ended) {
      entry_.removed_on.reset();
    } else if (entry_.removed_on && *entry_.removed_on < *other.removed_on) {
      entry_.removed_on = other.removed_on;
      if (!other.removal_kind.empty()) entry_.removal_kind = other.removal_kind;
    }
    entry_.filed_on = earlier(entry_.filed_on, other.filed_on);
    entry_.served_on = earlier(entry_.served_on, other.served_on);
    objection(other.objection);
  }

  // One that is open, else the later.
  void objection(const std::optional<facts::Period>& other) {
    if (!other) return;
    const auto rank = [](const facts::Period& period) { return std::tuple(!period.to, period.from, period.to); };
    if (!entry_.objection || rank(*entry_.objection) < rank(*other)) entry_.objection = other;
  }

  void texts(const Entry& other) {
    // That it should never have been made is said of the listing, whichever row says it.
    if (facts::is_wrongly_made(other.removal_ground) && !facts::is_wrongly_made(entry_.removal_ground)) entry_.removal_ground = other.removal_ground;
    for (std::string Entry::* text : {&Entry::court, &Entry::basis_no, &Entry::basis_unit, &Entry::duty, &Entry::performance, &Entry::conduct,
                                      &Entry::performed_part, &Entry::unperformed_part, &Entry::name, &Entry::age, &Entry::gender, &Entry::legal_representative,
                                      &Entry::decision_no, &Entry::removal_kind, &Entry::removal_ground, &Entry::unit}) {
      if ((entry_.*text).empty()) entry_.*text = other.*text;
    }
  }

  // Of two ages the lower: whoever may be a minor is not published.
  void younger(const std::string& age) {
    const auto years = [](const std::string& text) {
      int out = -1;
      const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), out);
      return fault == std::errc() ? out : -1;
    };
    if (years(age) >= 0 && (years(entry_.age) < 0 || years(age) < years(entry_.age))) entry_.age = age;
  }

  Entry& entry_;
};

// The principal of each entry, and the document under which it is listed: the principal's own number where it is listed under that.
void unite_entries(const Principals& principals, List& list) {
  std::map<std::tuple<std::string, std::string, Date>, size_t> places;
  std::vector<Entry> out;
  out.reserve(list.entries.size());
  for (Entry& entry : list.entries) {
    const auto found = principals.find(entry.party);
    if (found == principals.end()) {
      list.listed_as.push_back(entry.party);
      out.push_back(std::move(entry));
      continue;
    }
    std::string listed_as = std::exchange(entry.party, found->second);
    const auto [place, is_first] = places.emplace(std::tuple(entry.case_no, entry.party, entry.published_on), out.size());
    if (is_first) {
      list.listed_as.push_back(std::move(listed_as));
      out.push_back(std::move(entry));
      continue;
    }
    Entry& stands = out[place->second];
    if (listed_as == entry.party) {
      std::swap(stands, entry);
      list.listed_as[place->second] = std::move(listed_as);
    }
    Merging(stands).take(entry);
  }
  list.entries = std::move(out);
}

void unite_events(const Principals& principals, List& list) {
  const auto key = [](const lifecycle::Event& event) {
    return std::tie(event.case_no, event.party, event.published_on, event.step, event.on, event.until, event.by, event.document, event.detail);
  };
  const auto before = [&](const lifecycle::Event* a, const lifecycle::Event* b) { return key(*a) < key(*b); };
  std::set<const lifecycle::Event*, decltype(before)> met(before);
  std::vector<lifecycle::Event> out;
  out.reserve(list.events.size());  // `met` points into it
  for (lifecycle::Event& event : list.events) {
    const auto found = principals.find(event.party);
    if (found == principals.end()) {
      out.push_back(std::move(event));
      continue;
    }
    event.party = found->second;
    if (met.contains(&event)) continue;
    out.push_back(std::move(event));
    met.insert(&out.back());
  }
  list.events = std::move(out);
}

// Kind and name of the principal, of whom another of the party's documents may be recorded in its place, and of what entries are listed as.
void share_parties(const Principals& principals, List& list) {
  std::unordered_map<std::string_view, size_t> own, of_party;
  for (size_t i = 0; i < list.parties.size(); ++i) {
    own.emplace(list.parties[i].id, i);
    const auto found = principals.find(list.parties[i].id);
    if (found != principals.end()) of_party.emplace(found->second, i);
  }
  std::vector<facts::Party> more;
  std::unordered_set<std::string_view> added;
  for (size_t i = 0; i < list.entries.size(); ++i) {
    for (const std::string* of : {&list.entries[i].party, &list.listed_as[i]}) {
      const std::string& id = *of;
      const auto found = of_party.find(list.entries[i].party);
      if (own.contains(id) || found == of_party.end() || !added.insert(id).second) continue;
      more.push_back(list.parties[found->second]);
      more.back().id = id;
    }
  }
  std::move(more.begin(), more.end(), std::back_inserter(list.parties));
}

}  // namespace

Result<void> bring_under_principals(Database& database, List& list) {
  const auto found = principals(database, list);
  if (!found) return found.error();
  unite_entries(*found, list);
  unite_events(*found, list);
  const auto bring = [&](std::string& party) {
    if (const auto principal = found->find(party); principal != found->end()) party = principal->second;
  };
  for (facts::Permit& permit : list.permits) bring(permit.party);
  for (facts::Retention& retention : list.retentions) bring(retention.party);
  share_parties(*found, list);
  return {};
}

}  // namespace plumb::registry
