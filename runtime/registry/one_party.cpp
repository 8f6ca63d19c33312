#include "runtime/registry/one_party.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "runtime/identity/mask.hpp"

namespace plumb::registry {

namespace {

// The rest of a reading that stopped: what went wrong, if anything did.
Result<void> finished(Database& database, int status) { return status == SQLITE_DONE ? Result<void>() : database.error(); }

// The first by text of the identifiers that bindings lead round through from `start` on. REQUIRES: they do.
std::string first_of_circle(const std::unordered_map<int64_t, int64_t>& next, const std::unordered_map<int64_t, std::string>& ids, int64_t start) {
  std::unordered_set<int64_t> met;
  int64_t at = start;
  for (; met.insert(at).second; at = next.at(at)) {
  }
  std::string first = ids.at(at);
  for (int64_t round = next.at(at); round != at; round = next.at(round)) first = std::min(first, ids.at(round));
  return first;
}

}  // namespace

Result<std::string> numbers_of_one_party(Database& database, std::string_view id, int64_t revision) {
  // What is known now has its indexes; earlier revisions are gone through.
  auto rows = database.prepare(
      revision == kNow
          ? std::string(kOnePartyNow) + "SELECT number FROM one"
          : "WITH RECURSIVE bound AS (SELECT document, party FROM documents WHERE revision_from <= ?2 AND (revision_to IS NULL OR revision_to > ?2)),"
            " one(number) AS (SELECT number FROM identifiers WHERE number = (SELECT identifier_number(?1))"
            " UNION SELECT b.party FROM bound b JOIN one ON b.document = one.number"
            " UNION SELECT b.document FROM bound b JOIN one ON b.party = one.number) SELECT number FROM one");
  if (!rows) return rows.error();
  rows->bind(1, id);
  if (revision != kNow) rows->bind(2, revision);
  std::string numbers;
  int status = rows->step();
  for (; status == SQLITE_ROW; status = rows->step()) numbers.append(numbers.empty() ? "" : ", ").append(std::to_string(rows->number(0)));
  if (auto done = finished(database, status); !done) return done.error();
  return numbers;
}

bool OneParty::has(std::string_view id) const {
  return std::any_of(identifiers.begin(), identifiers.end(), [&](const auto& one) { return one.second == id; });
}

Result<std::optional<std::string>> bearer_of(Database& database, std::string_view document) {
  return database.text(
      "SELECT p.id FROM documents d JOIN identifiers p ON p.number = d.party WHERE d.document = (SELECT identifier_number(?)) AND d.revision_to IS NULL",
      {document});
}

std::string live_parties_sql(const std::string& numbers) { return "SELECT live_party(number) FROM identifiers WHERE number IN (" + numbers + ")"; }

Result<OneParty> one_party(Database& database, std::string_view id, int64_t revision) {
  OneParty out;
  auto numbers = numbers_of_one_party(database, id, revision);
  if (!numbers) return numbers.error();
  out.numbers = *std::move(numbers);
  auto named = database.prepare("SELECT number, id FROM identifiers WHERE number IN (" + out.numbers + ") ORDER BY id");
  if (!named) return named.error();
  std::unordered_map<int64_t, std::string> ids;
  int status = named->step();
  for (; status == SQLITE_ROW; status = named->step()) {
    out.identifiers.emplace_back(named->number(0), named->text(1));
    ids.insert(out.identifiers.back());
  }
  if (auto done = finished(database, status); !done) return done.error();
  auto bound = database.prepare("SELECT document, party FROM documents WHERE document IN (" + out.numbers +
                                ") AND revision_from <= ?1 AND (revision_to IS NULL OR revision_to > ?1)");
  if (!bound) return bound.error();
  bound->bind(1, revision);
  std::unordered_map<int64_t, int64_t> next;
  status = bound->step();
  for (; status == SQLITE_ROW; status = bound->step()) {
    // What is bound to itself is bound to nothing.
    if (bound->number(0) != bound->number(1)) next[bound->number(0)] = bound->number(1);
  }
  if (auto done = finished(database, status); !done) return done.error();
  const auto unbound = std::find_if(out.identifiers.begin(), out.identifiers.end(), [&](const auto& one) { return !next.contains(one.first); });
  out.end = unbound != out.identifiers.end() ? unbound->second : first_of_circle(next, ids, next.begin()->first);
  out.principal = out.end;
  if (identity::is_masked(out.end)) {
    const auto exact = std::find_if(out.identifiers.begin(), out.identifiers.end(), [](const auto& one) { return !identity::is_masked(one.second); });
    if (exact != out.identifiers.end()) out.principal = exact->second;
  }
  return out;
}

Result<std::vector<std::vector<std::pair<int64_t, std::string>>>> bound_parties(Database& database) {
  auto rows = database.prepare(
      "SELECT d.document, a.id, d.party, b.id FROM documents d JOIN identifiers a ON a.number = d.document JOIN identifiers b ON b.number = d.party "
      "WHERE d.revision_to IS NULL");
  if (!rows) return rows.error();
  std::vector<std::vector<std::pair<int64_t, std::string>>> groups;
  std::unordered_map<int64_t, size_t> group_of;
  const auto group = [&](int64_t number, std::string_view id) {
    const auto [found, fresh] = group_of.emplace(number, groups.size());
    if (fresh) groups.push_back({{number, std::string(id)}});
    return found->second;
  };
  int status = rows->step();
  for (; status == SQLITE_ROW; status = rows->step()) {
    size_t into = group(rows->number(0), rows->text(1)), from = group(rows->number(2), rows->text(3));
    if (into == from) continue;
    // The smaller goes into the larger, so that each identifier moves few times.
    if (groups[into].size() < groups[from].size()) std::swap(into, from);
    for (auto& one : groups[from]) {
      group_of[one.first] = into;
      groups[into].push_back(std::move(one));
    }
    groups[from].clear();
  }
  if (auto done = finished(database, status); !done) return done.error();
  std::erase_if(groups, [](const auto& members) { return members.size() < 2; });
  return groups;
}

}  // namespace plumb::registry
