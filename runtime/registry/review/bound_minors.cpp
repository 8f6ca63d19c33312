#include "runtime/registry/review/bound_minors.hpp"

#include <boost/json.hpp>
#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "runtime/identity/form.hpp"
#include "runtime/registry/table.hpp"

namespace plumb::registry {

namespace {

namespace json = boost::json;

// Subject of a finding → its party and detail.
using Findings = std::map<std::string, std::pair<std::string, std::string>>;

class Bearers {
 public:
  static Result<Bearers> read(Database& database) {
    auto rows = database.prepare("SELECT d.document, d.party, i.id FROM documents d JOIN identifiers i ON i.number = d.party WHERE d.revision_to IS NULL");
    if (!rows) return rows.error();
    Bearers out;
    int status = rows->step();
    for (; status == SQLITE_ROW; status = rows->step()) out.next_[rows->number(0)] = {rows->number(1), std::string(rows->text(2))};
    if (status != SQLITE_DONE) return database.error();
    return out;
  }

  bool empty() const { return next_.empty(); }
  // The identifier that bindings lead to; empty where nothing is bound.
  std::string of(int64_t number) const {
    std::string id;
    std::unordered_set<int64_t> met;
    for (auto at = next_.find(number); at != next_.end() && met.insert(at->first).second; at = next_.find(at->second.first)) id = at->second.second;
    return id;
  }

 private:
  std::unordered_map<int64_t, std::pair<int64_t, std::string>> next_;
};

Result<Findings> expected(Database& database) {
  const auto bearers = Bearers::read(database);
  if (!bearers) return bearers.error();
  Findings out;
  if (bearers->empty()) return out;
  auto rows = database.prepare(
      "SELECT e.case_no, e.party, i.id, e.published_on FROM entries e JOIN documents d ON d.document = e.party AND d.revision_to IS NULL JOIN identifiers i ON "
      "i.number = e.party WHERE e.revision_to IS NULL");
  if (!rows) return rows.error();
  int status = rows->step();
  for (; status == SQLITE_ROW; status = rows->step()) {
    const std::string bearer = bearers->of(rows->number(1));
    const auto published = Date::parse(rows->text(3));
    if (!published || identity::form(bearer) != identity::Form::resident_number || !identity::was_minor_on(bearer, *published)) continue;
    const std::string case_no(rows->text(0)), party(rows->text(2));
    const json::object detail = {{"case_no", case_no}, {"party", party}, {"published_on", published->iso()}, {"bound_to", bearer}};
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
