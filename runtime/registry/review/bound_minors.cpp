#include "runtime/registry/review/bound_minors.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "runtime/identity/form.hpp"
#include "runtime/registry/one_party.hpp"
#include "runtime/registry/table.hpp"

namespace plumb::registry {

namespace {

namespace json = boost::json;

// Subject of a finding → its party and detail.
using Findings = std::map<std::string, std::pair<std::string, std::string>>;

// Of each identifier that is bound, or to which one is: those of its party that tell a day of birth, by text.
Result<std::unordered_map<int64_t, std::vector<std::string>>> numbers_that_tell(Database& database) {
  const auto parties = bound_parties(database);
  if (!parties) return parties.error();
  std::unordered_map<int64_t, std::vector<std::string>> out;
  for (const auto& party : *parties) {
    std::vector<std::string> telling;
    for (const auto& [number, id] : party) {
      if (identity::apparent_form(id) == identity::Form::resident_number) telling.push_back(id);
    }
    std::sort(telling.begin(), telling.end());
    if (telling.empty()) continue;
    for (const auto& [number, id] : party) out[number] = telling;
  }
  return out;
}

// Entries under any identifier of somebody who, by another one, was a minor.
Result<Findings> expected(Database& database) {
  const auto telling = numbers_that_tell(database);
  if (!telling) return telling.error();
  Findings out;
  if (telling->empty()) return out;
  auto rows = database.prepare(
      "SELECT e.case_no, e.party, i.id, e.published_on FROM entries e JOIN identifiers i ON i.number = e.party WHERE e.revision_to IS NULL AND e.party IN "
      "(SELECT document FROM documents WHERE revision_to IS NULL UNION SELECT party FROM documents WHERE revision_to IS NULL)");
  if (!rows) return rows.error();
  int status = rows->step();
  for (; status == SQLITE_ROW; status = rows->step()) {
    const auto numbers = telling->find(rows->number(1));
    const auto published = Date::parse(rows->text(3));
    if (numbers == telling->end() || !published) continue;
    const auto minor =
        std::find_if(numbers->second.begin(), numbers->second.end(), [&](const std::string& id) { return identity::was_minor_on(id, *published); });
    if (minor == numbers->second.end()) continue;
    const std::string case_no(rows->text(0)), party(rows->text(2));
    const json::object detail = {{"case_no", case_no}, {"party", party}, {"published_on", published->iso()}, {"bound_to", *minor}};
    out.emplace(case_no + "|" + party + "|" + published->iso(), std::pair(party, json::serialize(detail)));
  }
  if (status != SQLITE_DONE) return database.error();
  return out;
}

Result<Findings> recorded(Database& database) {
  auto rows = database.prepare(
      "SELECT f.subject, i.id, f.detail FROM findings f JOIN identifiers i ON i.number = f.party WHERE f.kind = 'entry_on_minor' AND f.revision_to IS NULL AND "
      "instr(f.detail, '\"bound_to\"') > 0");
  if (!rows) return rows.error();
  Findings out;
  int status = rows->step();
  for (; status == SQLITE_ROW; status = rows->step()) {
    out.emplace(std::string(rows->text(0)), std::pair(std::string(rows->text(1)), std::string(rows->text(2))));
  }
  if (status != SQLITE_DONE) return database.error();
  return out;
}

}  // namespace

Result<uint64_t> settle_bound_minors(Database& database, FactWriter& writer) {
  const auto there = recorded(database);
  if (!there) return there.error();
  const auto due = expected(database);
  if (!due) return due.error();
  for (const auto& [subject, finding] : *there) {
    if (due->contains(subject)) continue;
    Row row;
    for (const std::string_view text :
         {std::string_view("entry_on_minor"), std::string_view(subject), std::string_view(finding.first), std::string_view(finding.second)})
      row.values.push_back({std::string(text), true});
    if (auto ended = writer.end(shape(Table::findings), row); !ended) return ended.error();
  }
  uint64_t added = 0;
  for (const auto& [subject, finding] : *due) {
    const auto put = writer.put_finding("entry_on_minor", subject, finding.first, finding.second);
    if (!put) return put.error();
    added += *put == Outcome::added ? 1 : 0;
  }
  return added;
}

}  // namespace plumb::registry
